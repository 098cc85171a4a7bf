using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class NobodyMissed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_FlagFindings_ParticipantId_Rule_SourceId",
                table: "FlagFindings");

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

            migrationBuilder.AddColumn<int>(
                name: "LoweredFrom",
                table: "FlagFindings",
                type: "INTEGER",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsLate",
                table: "ContactAttempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "RecordedAtUtc",
                table: "ContactAttempts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Duration",
                table: "CheckIns",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ReadBy",
                table: "CheckIns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReadByName",
                table: "CheckIns",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CheckInReplies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CheckInId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    ByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    SealedText = table.Column<string>(type: "TEXT", nullable: false),
                    SeenAtUtc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckInReplies", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CheckInReplies_CheckIns_CheckInId",
                        column: x => x.CheckInId,
                        principalTable: "CheckIns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_CheckInReplies_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FindingRepeats",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    FlagId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Severity = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false),
                    SourceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rating = table.Column<int>(type: "INTEGER", nullable: true),
                    AtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    GuidanceVersion = table.Column<int>(type: "INTEGER", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "UsualForPeople",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FlagId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rating = table.Column<int>(type: "INTEGER", nullable: false),
                    Functioning = table.Column<int>(type: "INTEGER", nullable: true),
                    SealedReason = table.Column<string>(type: "TEXT", nullable: true),
                    SaidBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    SaidByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    FromUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    UntilUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAtUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBecause = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    EndedByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
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
                name: "IX_CheckIns_Unread",
                table: "CheckIns",
                columns: new[] { "SubmittedAtUtc", "Intensity", "ParticipantId" },
                filter: "\"ReadAtUtc\" IS NULL AND \"RemovedAtUtc\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CheckInReplies_CheckInId",
                table: "CheckInReplies",
                column: "CheckInId");

            migrationBuilder.CreateIndex(
                name: "IX_CheckInReplies_ParticipantId_AtUtc",
                table: "CheckInReplies",
                columns: new[] { "ParticipantId", "AtUtc" });

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
                name: "CheckInReplies");

            migrationBuilder.DropTable(
                name: "FindingRepeats");

            migrationBuilder.DropTable(
                name: "ReplySentences");

            migrationBuilder.DropTable(
                name: "UsualForPeople");

            migrationBuilder.DropIndex(
                name: "IX_FlagFindings_ParticipantId_Rule_SourceId_FlagId",
                table: "FlagFindings");

            migrationBuilder.DropIndex(
                name: "IX_CheckIns_Unread",
                table: "CheckIns");

            migrationBuilder.DropColumn(
                name: "ReadsOnlyWhatStandsOut",
                table: "TeamCalendars");

            migrationBuilder.DropColumn(
                name: "ReplyMails",
                table: "Participants");

            migrationBuilder.DropColumn(
                name: "LoweredFrom",
                table: "FlagFindings");

            migrationBuilder.DropColumn(
                name: "IsLate",
                table: "ContactAttempts");

            migrationBuilder.DropColumn(
                name: "RecordedAtUtc",
                table: "ContactAttempts");

            migrationBuilder.DropColumn(
                name: "Duration",
                table: "CheckIns");

            migrationBuilder.DropColumn(
                name: "ReadBy",
                table: "CheckIns");

            migrationBuilder.DropColumn(
                name: "ReadByName",
                table: "CheckIns");

            migrationBuilder.CreateIndex(
                name: "IX_FlagFindings_ParticipantId_Rule_SourceId",
                table: "FlagFindings",
                columns: new[] { "ParticipantId", "Rule", "SourceId" },
                unique: true);
        }
    }
}
