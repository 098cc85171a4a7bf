using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class EscalationPoliciesAndRota : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "SupersededBy",
                table: "Notices",
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

            migrationBuilder.CreateIndex(
                name: "IX_FlagSnoozes_FlagId",
                table: "FlagSnoozes",
                column: "FlagId");

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
                name: "FlagSnoozes");

            migrationBuilder.DropTable(
                name: "Holidays");

            migrationBuilder.DropTable(
                name: "SwapOffers");

            migrationBuilder.DropTable(
                name: "TeamCalendars");

            migrationBuilder.DropTable(
                name: "TeamMailboxes");

            migrationBuilder.DropColumn(
                name: "LateMinutes",
                table: "StepRuns");

            migrationBuilder.DropColumn(
                name: "Told",
                table: "StepRuns");

            migrationBuilder.DropColumn(
                name: "CreatedAtUtc",
                table: "OnCallShifts");

            migrationBuilder.DropColumn(
                name: "IsOverride",
                table: "OnCallShifts");

            migrationBuilder.DropColumn(
                name: "SupersededBy",
                table: "Notices");

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
        }
    }
}
