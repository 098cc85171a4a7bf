using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class MyPageFamilyRotaAndAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns");

            migrationBuilder.AddColumn<int>(
                name: "LateMinutes",
                table: "StepRuns",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Told",
                table: "StepRuns",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<long>(
                name: "AskingStoppedAtUtc",
                table: "Participants",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PausedFromUtc",
                table: "Participants",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CreatedAtUtc",
                table: "OnCallShifts",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "IsOverride",
                table: "OnCallShifts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "FamilyLinkId",
                table: "Notices",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SupersededBy",
                table: "Notices",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "CohortId",
                table: "Invitations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "LeafletId",
                table: "Invitations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "AssignedTo",
                table: "Flags",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AssignedToName",
                table: "Flags",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SnoozedUntilUtc",
                table: "Flags",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SealedReason",
                table: "FlagFindings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "PublishedBy",
                table: "EscalationPolicies",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PublishedByName",
                table: "EscalationPolicies",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "EscalationPolicies",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "CorrectedAtUtc",
                table: "CheckIns",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RemovedAtUtc",
                table: "CheckIns",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CheckInOriginals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    CheckInId = table.Column<Guid>(type: "uuid", nullable: false),
                    ReplacedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Removed = table.Column<bool>(type: "boolean", nullable: false),
                    SealedAnswers = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckInOriginals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CheckInOriginals_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Experiences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    AnsweredAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Answer = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Experiences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Experiences_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FamilyLinks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AskerId = table.Column<Guid>(type: "uuid", nullable: false),
                    OtherId = table.Column<Guid>(type: "uuid", nullable: true),
                    TypedName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    TypedEmail = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    InvitationId = table.Column<Guid>(type: "uuid", nullable: true),
                    AskedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    AgreedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FamilyLinks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FamilyLinks_Participants_AskerId",
                        column: x => x.AskerId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_FamilyLinks_Participants_OtherId",
                        column: x => x.OtherId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FlagSnoozes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    ByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    UntilUtc = table.Column<long>(type: "bigint", nullable: false),
                    SealedReason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlagSnoozes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FlagSnoozes_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Holidays",
                columns: table => new
                {
                    Date = table.Column<DateOnly>(type: "date", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Holidays", x => x.Date);
                });

            migrationBuilder.CreateTable(
                name: "Leaflets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    CohortId = table.Column<Guid>(type: "uuid", nullable: true),
                    MadeAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    EndsAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Maximum = table.Column<int>(type: "integer", nullable: false),
                    Joined = table.Column<int>(type: "integer", nullable: false),
                    StoppedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Leaflets", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Leaflets_Cohorts_CohortId",
                        column: x => x.CohortId,
                        principalTable: "Cohorts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "LeafletSwitch",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    On = table.Column<bool>(type: "boolean", nullable: false),
                    ChangedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LeafletSwitch", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PersonNotes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    ByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    SealedText = table.Column<string>(type: "text", nullable: false),
                    CorrectsId = table.Column<Guid>(type: "uuid", nullable: true),
                    FirstId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PersonNotes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PersonNotes_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SupportNumbers",
                columns: table => new
                {
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Set = table.Column<string>(type: "text", nullable: false),
                    PublishedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    PublishedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SupportNumbers", x => x.Version);
                });

            migrationBuilder.CreateTable(
                name: "SwapOffers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    OfferedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    OfferedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    StartsAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    EndsAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    OfferedTo = table.Column<Guid>(type: "uuid", nullable: true),
                    ReturnStartsAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    ReturnEndsAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AnsweredBy = table.Column<Guid>(type: "uuid", nullable: true),
                    AnsweredAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SwapOffers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TeamCalendars",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    TimeZone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Week = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TeamCalendars", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TeamMailboxes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TeamMailboxes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UsedCodes",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Step = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsedCodes", x => new { x.AccountId, x.Step });
                    table.ForeignKey(
                        name: "FK_UsedCodes_AspNetUsers_AccountId",
                        column: x => x.AccountId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Invitations_LeafletId",
                table: "Invitations",
                column: "LeafletId");

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns",
                columns: new[] { "ParticipantId", "SubmittedAtUtc", "LocalDate", "Intensity", "Functioning", "ContactMe", "RemovedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_ActorId_Sequence",
                table: "AuditRecords",
                columns: new[] { "ActorId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_AtUtc",
                table: "AuditRecords",
                column: "AtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_CheckInOriginals_ParticipantId_ReplacedAtUtc",
                table: "CheckInOriginals",
                columns: new[] { "ParticipantId", "ReplacedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Experiences_ParticipantId_AnsweredAtUtc",
                table: "Experiences",
                columns: new[] { "ParticipantId", "AnsweredAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyLinks_AskerId_OtherId",
                table: "FamilyLinks",
                columns: new[] { "AskerId", "OtherId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FamilyLinks_AskerId_TypedEmail",
                table: "FamilyLinks",
                columns: new[] { "AskerId", "TypedEmail" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FamilyLinks_OtherId",
                table: "FamilyLinks",
                column: "OtherId");

            migrationBuilder.CreateIndex(
                name: "IX_FamilyLinks_TypedEmail",
                table: "FamilyLinks",
                column: "TypedEmail");

            migrationBuilder.CreateIndex(
                name: "IX_FlagSnoozes_FlagId",
                table: "FlagSnoozes",
                column: "FlagId");

            migrationBuilder.CreateIndex(
                name: "IX_Leaflets_Code",
                table: "Leaflets",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Leaflets_CohortId",
                table: "Leaflets",
                column: "CohortId");

            migrationBuilder.CreateIndex(
                name: "IX_PersonNotes_CorrectsId",
                table: "PersonNotes",
                column: "CorrectsId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PersonNotes_FirstId",
                table: "PersonNotes",
                column: "FirstId");

            migrationBuilder.CreateIndex(
                name: "IX_PersonNotes_ParticipantId_AtUtc",
                table: "PersonNotes",
                columns: new[] { "ParticipantId", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_SwapOffers_State_EndsAtUtc",
                table: "SwapOffers",
                columns: new[] { "State", "EndsAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_TeamMailboxes_Address",
                table: "TeamMailboxes",
                column: "Address",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CheckInOriginals");

            migrationBuilder.DropTable(
                name: "Experiences");

            migrationBuilder.DropTable(
                name: "FamilyLinks");

            migrationBuilder.DropTable(
                name: "FlagSnoozes");

            migrationBuilder.DropTable(
                name: "Holidays");

            migrationBuilder.DropTable(
                name: "Leaflets");

            migrationBuilder.DropTable(
                name: "LeafletSwitch");

            migrationBuilder.DropTable(
                name: "PersonNotes");

            migrationBuilder.DropTable(
                name: "SupportNumbers");

            migrationBuilder.DropTable(
                name: "SwapOffers");

            migrationBuilder.DropTable(
                name: "TeamCalendars");

            migrationBuilder.DropTable(
                name: "TeamMailboxes");

            migrationBuilder.DropTable(
                name: "UsedCodes");

            migrationBuilder.DropIndex(
                name: "IX_Invitations_LeafletId",
                table: "Invitations");

            migrationBuilder.DropIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns");

            migrationBuilder.DropIndex(
                name: "IX_AuditRecords_ActorId_Sequence",
                table: "AuditRecords");

            migrationBuilder.DropIndex(
                name: "IX_AuditRecords_AtUtc",
                table: "AuditRecords");

            migrationBuilder.DropColumn(
                name: "LateMinutes",
                table: "StepRuns");

            migrationBuilder.DropColumn(
                name: "Told",
                table: "StepRuns");

            migrationBuilder.DropColumn(
                name: "AskingStoppedAtUtc",
                table: "Participants");

            migrationBuilder.DropColumn(
                name: "PausedFromUtc",
                table: "Participants");

            migrationBuilder.DropColumn(
                name: "CreatedAtUtc",
                table: "OnCallShifts");

            migrationBuilder.DropColumn(
                name: "IsOverride",
                table: "OnCallShifts");

            migrationBuilder.DropColumn(
                name: "FamilyLinkId",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "SupersededBy",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "CohortId",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "LeafletId",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "AssignedTo",
                table: "Flags");

            migrationBuilder.DropColumn(
                name: "AssignedToName",
                table: "Flags");

            migrationBuilder.DropColumn(
                name: "SnoozedUntilUtc",
                table: "Flags");

            migrationBuilder.DropColumn(
                name: "SealedReason",
                table: "FlagFindings");

            migrationBuilder.DropColumn(
                name: "PublishedBy",
                table: "EscalationPolicies");

            migrationBuilder.DropColumn(
                name: "PublishedByName",
                table: "EscalationPolicies");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "EscalationPolicies");

            migrationBuilder.DropColumn(
                name: "CorrectedAtUtc",
                table: "CheckIns");

            migrationBuilder.DropColumn(
                name: "RemovedAtUtc",
                table: "CheckIns");

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns",
                columns: new[] { "ParticipantId", "SubmittedAtUtc", "LocalDate", "Intensity", "Functioning", "ContactMe" });
        }
    }
}
