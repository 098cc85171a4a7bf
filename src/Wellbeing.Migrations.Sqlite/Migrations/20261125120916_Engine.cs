using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Engine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "EngineBeats",
                columns: table => new
                {
                    Server = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Version = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    LastBeatAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSuccessAtUtc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EngineBeats", x => x.Server);
                });

            migrationBuilder.CreateTable(
                name: "EngineStatus",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    HeldBeforeUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    HeldBecause = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    CheckedAtUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    Violations = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EngineStatus", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_StepRuns_TakenAtUtc",
                table: "StepRuns",
                column: "TakenAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_CreatedAtUtc",
                table: "Notices",
                column: "CreatedAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_SubmittedAtUtc",
                table: "CheckIns",
                column: "SubmittedAtUtc");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "EngineBeats");

            migrationBuilder.DropTable(
                name: "EngineStatus");

            migrationBuilder.DropIndex(
                name: "IX_StepRuns_TakenAtUtc",
                table: "StepRuns");

            migrationBuilder.DropIndex(
                name: "IX_Notices_CreatedAtUtc",
                table: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_CheckIns_SubmittedAtUtc",
                table: "CheckIns");
        }
    }
}
