using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CheckInsConfirmedAndKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ConfirmedFromId",
                table: "CheckIns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "WrittenAtUtc",
                table: "CheckIns",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ConfirmedFromId",
                table: "CheckIns");

            migrationBuilder.DropColumn(
                name: "WrittenAtUtc",
                table: "CheckIns");
        }
    }
}
