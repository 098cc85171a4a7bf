using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FamilyLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "FamilyLinkId",
                table: "Notices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FamilyLinks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OtherId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TypedName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    TypedEmail = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    InvitationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    AskedAtUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    AgreedAtUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FamilyLinks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FamilyLinks_Participants_AskerId",
                        column: x => x.AskerId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_FamilyLinks_Participants_OtherId",
                        column: x => x.OtherId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FamilyLinks_AskerId_OtherId",
                table: "FamilyLinks",
                columns: new[] { "AskerId", "OtherId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FamilyLinks_AskerId_TypedEmail",
                table: "FamilyLinks",
                columns: new[] { "AskerId", "TypedEmail" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FamilyLinks_OtherId",
                table: "FamilyLinks",
                column: "OtherId");

            migrationBuilder.CreateIndex(
                name: "IX_FamilyLinks_TypedEmail",
                table: "FamilyLinks",
                column: "TypedEmail");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FamilyLinks");

            migrationBuilder.DropColumn(
                name: "FamilyLinkId",
                table: "Notices");
        }
    }
}
