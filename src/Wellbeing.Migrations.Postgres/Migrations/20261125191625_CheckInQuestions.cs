using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CheckInQuestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "QuestionVersion",
                table: "CheckIns",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "SealedExtraWords",
                table: "CheckIns",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SealedExtras",
                table: "CheckIns",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "QuestionDrafts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Plan = table.Column<string>(type: "text", nullable: false),
                    BasedOn = table.Column<int>(type: "integer", nullable: false),
                    EditedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    EditedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QuestionDrafts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "QuestionSets",
                columns: table => new
                {
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Plan = table.Column<string>(type: "text", nullable: false),
                    PublishedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    PublishedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QuestionSets", x => x.Version);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "QuestionDrafts");

            migrationBuilder.DropTable(
                name: "QuestionSets");

            migrationBuilder.DropColumn(
                name: "QuestionVersion",
                table: "CheckIns");

            migrationBuilder.DropColumn(
                name: "SealedExtraWords",
                table: "CheckIns");

            migrationBuilder.DropColumn(
                name: "SealedExtras",
                table: "CheckIns");
        }
    }
}
