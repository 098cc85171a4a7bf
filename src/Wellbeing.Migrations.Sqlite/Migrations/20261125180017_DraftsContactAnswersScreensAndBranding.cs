using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class DraftsContactAnswersScreensAndBranding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Scope",
                table: "SupportContacts",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Call");

            migrationBuilder.AddColumn<string>(
                name: "PromptMails",
                table: "Participants",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "InvitationAndReminder");

            migrationBuilder.AddColumn<string>(
                name: "DraftedByName",
                table: "GuidanceSettings",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "HeldBackAtUtc",
                table: "Flags",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Brandings",
                columns: table => new
                {
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Primary = table.Column<string>(type: "TEXT", maxLength: 7, nullable: false),
                    Accent = table.Column<string>(type: "TEXT", maxLength: 7, nullable: false),
                    Logo = table.Column<byte[]>(type: "BLOB", nullable: true),
                    PublishedAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    PublishedByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Brandings", x => x.Version);
                });

            migrationBuilder.CreateTable(
                name: "GuidanceDrafts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Detection = table.Column<string>(type: "TEXT", nullable: false),
                    Respond = table.Column<string>(type: "TEXT", nullable: false),
                    BasedOn = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    EditedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    EditedByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    EditedAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuidanceDrafts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Rechecks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FlagId = table.Column<Guid>(type: "TEXT", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DueAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    SetBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    SetByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    SetAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NextActionAtUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    PromptId = table.Column<Guid>(type: "TEXT", nullable: true),
                    DoneAtUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    DoneByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Rechecks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Rechecks_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Rechecks_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReferralOptions",
                columns: table => new
                {
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    ChangedAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReferralOptions", x => x.Kind);
                });

            migrationBuilder.CreateTable(
                name: "Screens",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FlagId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Instrument = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AskedAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    AskedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ExpiresAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    AnsweredAtUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    EnteredByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Answers = table.Column<string>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Screens", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Screens_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TalkGuides",
                columns: table => new
                {
                    Severity = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    ChangedAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TalkGuides", x => x.Severity);
                });

            migrationBuilder.CreateTable(
                name: "ThresholdOverrides",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Threshold = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Value = table.Column<double>(type: "REAL", nullable: false),
                    InsteadOf = table.Column<double>(type: "REAL", nullable: false),
                    SealedReason = table.Column<string>(type: "TEXT", nullable: true),
                    SetBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    SetByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    FromUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    UntilUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedByName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ThresholdOverrides", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ThresholdOverrides_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_LinkTokens_SubjectId",
                table: "LinkTokens",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_Rechecks_FlagId",
                table: "Rechecks",
                column: "FlagId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Rechecks_NextActionAtUtc",
                table: "Rechecks",
                column: "NextActionAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Rechecks_ParticipantId",
                table: "Rechecks",
                column: "ParticipantId");

            migrationBuilder.CreateIndex(
                name: "IX_Rechecks_State_DueAtUtc",
                table: "Rechecks",
                columns: new[] { "State", "DueAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Screens_OneOpen",
                table: "Screens",
                column: "ParticipantId",
                unique: true,
                filter: "\"State\" = 'Sent'");

            migrationBuilder.CreateIndex(
                name: "IX_Screens_ParticipantId_AskedAtUtc",
                table: "Screens",
                columns: new[] { "ParticipantId", "AskedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_ThresholdOverrides_ParticipantId_FromUtc",
                table: "ThresholdOverrides",
                columns: new[] { "ParticipantId", "FromUtc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Brandings");

            migrationBuilder.DropTable(
                name: "GuidanceDrafts");

            migrationBuilder.DropTable(
                name: "Rechecks");

            migrationBuilder.DropTable(
                name: "ReferralOptions");

            migrationBuilder.DropTable(
                name: "Screens");

            migrationBuilder.DropTable(
                name: "TalkGuides");

            migrationBuilder.DropTable(
                name: "ThresholdOverrides");

            migrationBuilder.DropIndex(
                name: "IX_LinkTokens_SubjectId",
                table: "LinkTokens");

            migrationBuilder.DropColumn(
                name: "Scope",
                table: "SupportContacts");

            migrationBuilder.DropColumn(
                name: "PromptMails",
                table: "Participants");

            migrationBuilder.DropColumn(
                name: "DraftedByName",
                table: "GuidanceSettings");

            migrationBuilder.DropColumn(
                name: "HeldBackAtUtc",
                table: "Flags");
        }
    }
}
