using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class UnknownMails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "DecidedAtUtc",
                table: "Bounces",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SealedText",
                table: "Bounces",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DecidedAtUtc",
                table: "Bounces");

            migrationBuilder.DropColumn(
                name: "SealedText",
                table: "Bounces");
        }
    }
}
