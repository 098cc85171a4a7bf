using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ListsAndDemo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Notices_PromptId_State",
                table: "Notices",
                columns: new[] { "PromptId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Flags_State_ResolvedAtUtc",
                table: "Flags",
                columns: new[] { "State", "ResolvedAtUtc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Notices_PromptId_State",
                table: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_Flags_State_ResolvedAtUtc",
                table: "Flags");
        }
    }
}
