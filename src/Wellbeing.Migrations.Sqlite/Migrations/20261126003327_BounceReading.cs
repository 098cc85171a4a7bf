using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class BounceReading : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "BouncesFailSinceUtc",
                table: "EngineStatus",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BouncesProblem",
                table: "EngineStatus",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BouncesReadAtUtc",
                table: "EngineStatus",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "BouncesFailSinceUtc",
                table: "EngineStatus");

            migrationBuilder.DropColumn(
                name: "BouncesProblem",
                table: "EngineStatus");

            migrationBuilder.DropColumn(
                name: "BouncesReadAtUtc",
                table: "EngineStatus");
        }
    }
}
