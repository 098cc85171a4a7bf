using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
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
                type: "time without time zone",
                nullable: true);

            migrationBuilder.AddColumn<TimeOnly>(
                name: "MailsUntil",
                table: "SupportContacts",
                type: "time without time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TimeZone",
                table: "SupportContacts",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "OpenedAtUtc",
                table: "Prompts",
                type: "bigint",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "SearchName",
                table: "Participants",
                type: "character varying(201)",
                maxLength: 201,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(100)",
                oldMaxLength: 100);

            migrationBuilder.AddColumn<string>(
                name: "PreferredName",
                table: "Participants",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Pronouns",
                table: "Participants",
                type: "character varying(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SpokenLanguage",
                table: "Participants",
                type: "character varying(10)",
                maxLength: 10,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PreferredName",
                table: "Invitations",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Pronouns",
                table: "Invitations",
                type: "character varying(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SpokenLanguage",
                table: "Invitations",
                type: "character varying(10)",
                maxLength: 10,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RespondByUtc",
                table: "FlagFindings",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Evidence",
                table: "FindingRepeats",
                type: "text",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "Name",
                table: "Brandings",
                type: "character varying(120)",
                maxLength: 120,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(40)",
                oldMaxLength: 40);

            migrationBuilder.AddColumn<string>(
                name: "Address",
                table: "Brandings",
                type: "character varying(300)",
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

            migrationBuilder.AlterColumn<string>(
                name: "SearchName",
                table: "Participants",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(201)",
                oldMaxLength: 201);

            migrationBuilder.AlterColumn<string>(
                name: "Name",
                table: "Brandings",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(120)",
                oldMaxLength: 120);
        }
    }
}
