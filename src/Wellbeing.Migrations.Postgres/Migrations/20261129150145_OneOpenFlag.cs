using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class OneOpenFlag : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_FlagFindings_ParticipantId_Rule_SourceId",
                table: "FlagFindings");

            migrationBuilder.AddColumn<int>(
                name: "LoweredFrom",
                table: "FlagFindings",
                type: "integer",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsLate",
                table: "ContactAttempts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "RecordedAtUtc",
                table: "ContactAttempts",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FindingRepeats",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rule = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Severity = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    SourceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rating = table.Column<int>(type: "integer", nullable: true),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    GuidanceVersion = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FindingRepeats", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FindingRepeats_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "UsualForPeople",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rating = table.Column<int>(type: "integer", nullable: false),
                    Functioning = table.Column<int>(type: "integer", nullable: true),
                    SealedReason = table.Column<string>(type: "text", nullable: true),
                    SaidBy = table.Column<Guid>(type: "uuid", nullable: false),
                    SaidByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    FromUtc = table.Column<long>(type: "bigint", nullable: false),
                    UntilUtc = table.Column<long>(type: "bigint", nullable: false),
                    EndedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    EndedBecause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    EndedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsualForPeople", x => x.Id);
                    table.ForeignKey(
                        name: "FK_UsualForPeople_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_UsualForPeople_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FlagFindings_ParticipantId_Rule_SourceId_FlagId",
                table: "FlagFindings",
                columns: new[] { "ParticipantId", "Rule", "SourceId", "FlagId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FindingRepeats_FlagId_Rule_SourceId",
                table: "FindingRepeats",
                columns: new[] { "FlagId", "Rule", "SourceId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FindingRepeats_ParticipantId_AtUtc",
                table: "FindingRepeats",
                columns: new[] { "ParticipantId", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_UsualForPeople_FlagId",
                table: "UsualForPeople",
                column: "FlagId");

            migrationBuilder.CreateIndex(
                name: "IX_UsualForPeople_ParticipantId_UntilUtc",
                table: "UsualForPeople",
                columns: new[] { "ParticipantId", "UntilUtc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FindingRepeats");

            migrationBuilder.DropTable(
                name: "UsualForPeople");

            migrationBuilder.DropIndex(
                name: "IX_FlagFindings_ParticipantId_Rule_SourceId_FlagId",
                table: "FlagFindings");

            migrationBuilder.DropColumn(
                name: "LoweredFrom",
                table: "FlagFindings");

            migrationBuilder.DropColumn(
                name: "IsLate",
                table: "ContactAttempts");

            migrationBuilder.DropColumn(
                name: "RecordedAtUtc",
                table: "ContactAttempts");

            migrationBuilder.CreateIndex(
                name: "IX_FlagFindings_ParticipantId_Rule_SourceId",
                table: "FlagFindings",
                columns: new[] { "ParticipantId", "Rule", "SourceId" },
                unique: true);
        }
    }
}
