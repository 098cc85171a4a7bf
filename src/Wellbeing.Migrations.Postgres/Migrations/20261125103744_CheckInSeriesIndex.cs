using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CheckInSeriesIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CheckIns_ParticipantId_SubmittedAtUtc",
                table: "CheckIns");

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns",
                columns: new[] { "ParticipantId", "SubmittedAtUtc", "LocalDate", "Intensity", "Functioning", "ContactMe" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns");

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_ParticipantId_SubmittedAtUtc",
                table: "CheckIns",
                columns: new[] { "ParticipantId", "SubmittedAtUtc" });
        }
    }
}
