using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class MyPage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns");

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

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns",
                columns: new[] { "ParticipantId", "SubmittedAtUtc", "LocalDate", "Intensity", "Functioning", "ContactMe", "RemovedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_CheckInOriginals_ParticipantId_ReplacedAtUtc",
                table: "CheckInOriginals",
                columns: new[] { "ParticipantId", "ReplacedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Experiences_ParticipantId_AnsweredAtUtc",
                table: "Experiences",
                columns: new[] { "ParticipantId", "AnsweredAtUtc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CheckInOriginals");

            migrationBuilder.DropTable(
                name: "Experiences");

            migrationBuilder.DropIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns");

            migrationBuilder.DropColumn(
                name: "AskingStoppedAtUtc",
                table: "Participants");

            migrationBuilder.DropColumn(
                name: "PausedFromUtc",
                table: "Participants");

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
