using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OutboxFailures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "PulledForwardAtUtc",
                table: "Notices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "FlagId",
                table: "LinkTokens",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AddressRefusal",
                table: "AspNetUsers",
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AddressRefusedAtUtc",
                table: "AspNetUsers",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "PulledForwardAtUtc",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "FlagId",
                table: "LinkTokens");

            migrationBuilder.DropColumn(
                name: "AddressRefusal",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "AddressRefusedAtUtc",
                table: "AspNetUsers");
        }
    }
}
