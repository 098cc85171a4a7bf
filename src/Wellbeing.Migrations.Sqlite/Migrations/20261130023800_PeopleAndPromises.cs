using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PeopleAndPromises : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<TimeOnly>(
                name: "MailsFrom",
                table: "SupportContacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<TimeOnly>(
                name: "MailsUntil",
                table: "SupportContacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TimeZone",
                table: "SupportContacts",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "OpenedAtUtc",
                table: "Prompts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PreferredName",
                table: "Participants",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Pronouns",
                table: "Participants",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SpokenLanguage",
                table: "Participants",
                type: "TEXT",
                maxLength: 10,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PreferredName",
                table: "Invitations",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Pronouns",
                table: "Invitations",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SpokenLanguage",
                table: "Invitations",
                type: "TEXT",
                maxLength: 10,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RespondByUtc",
                table: "FlagFindings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Evidence",
                table: "FindingRepeats",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Address",
                table: "Brandings",
                type: "TEXT",
                maxLength: 300,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "MailsFrom",
                table: "SupportContacts");

            migrationBuilder.DropColumn(
                name: "MailsUntil",
                table: "SupportContacts");

            migrationBuilder.DropColumn(
                name: "TimeZone",
                table: "SupportContacts");

            migrationBuilder.DropColumn(
                name: "OpenedAtUtc",
                table: "Prompts");

            migrationBuilder.DropColumn(
                name: "PreferredName",
                table: "Participants");

            migrationBuilder.DropColumn(
                name: "Pronouns",
                table: "Participants");

            migrationBuilder.DropColumn(
                name: "SpokenLanguage",
                table: "Participants");

            migrationBuilder.DropColumn(
                name: "PreferredName",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "Pronouns",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "SpokenLanguage",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "RespondByUtc",
                table: "FlagFindings");

            migrationBuilder.DropColumn(
                name: "Evidence",
                table: "FindingRepeats");

            migrationBuilder.DropColumn(
                name: "Address",
                table: "Brandings");
        }
    }
}
