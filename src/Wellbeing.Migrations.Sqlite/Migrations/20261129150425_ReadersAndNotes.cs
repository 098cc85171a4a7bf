using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "ReplyMails",
                table: "Participants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ReplySentences",
                columns: table => new
                {
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Texts = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
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
