using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ReadersAndNotes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "ReadsOnlyWhatStandsOut",
                table: "TeamCalendars",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "ReplyMails",
                table: "Participants",
                type: "boolean",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ReplySentences",
                columns: table => new
                {
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Texts = table.Column<string>(type: "text", nullable: false),
                    ChangedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    ChangedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReplySentences", x => x.Number);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_Unread",
                table: "CheckIns",
                columns: new[] { "SubmittedAtUtc", "Intensity", "ParticipantId" },
                filter: "\"ReadAtUtc\" IS NULL AND \"RemovedAtUtc\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ReplySentences");

            migrationBuilder.DropIndex(
                name: "IX_CheckIns_Unread",
                table: "CheckIns");

            migrationBuilder.DropColumn(
                name: "ReadsOnlyWhatStandsOut",
                table: "TeamCalendars");

            migrationBuilder.DropColumn(
                name: "ReplyMails",
                table: "Participants");
        }
    }
}
