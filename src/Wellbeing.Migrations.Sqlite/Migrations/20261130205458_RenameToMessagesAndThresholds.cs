using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RenameToMessagesAndThresholds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(name: "Notices", newName: "Messages");
            migrationBuilder.RenameTable(name: "NoticeAttempts", newName: "MessageAttempts");
            migrationBuilder.RenameTable(name: "GuidanceDrafts", newName: "ThresholdDrafts");
            migrationBuilder.RenameTable(name: "GuidanceSettings", newName: "ThresholdSettings");
            migrationBuilder.RenameColumn(name: "MessageId", table: "Messages", newName: "InternetMessageId");
            migrationBuilder.RenameColumn(name: "NoticeId", table: "MessageAttempts", newName: "MessageId");
            migrationBuilder.RenameColumn(name: "NoticeId", table: "Bounces", newName: "MessageId");
            migrationBuilder.RenameColumn(name: "GuidanceVersion", table: "CheckIns", newName: "ThresholdsVersion");
            migrationBuilder.RenameColumn(name: "GuidanceVersion", table: "FlagFindings", newName: "ThresholdsVersion");
            migrationBuilder.RenameColumn(name: "GuidanceVersion", table: "FindingRepeats", newName: "ThresholdsVersion");
            migrationBuilder.RenameIndex(name: "IX_CheckIns_GuidanceVersion", table: "CheckIns", newName: "IX_CheckIns_ThresholdsVersion");
            migrationBuilder.RenameIndex(name: "IX_Bounces_NoticeId", table: "Bounces", newName: "IX_Bounces_MessageId");
            migrationBuilder.RenameIndex(name: "IX_Notices_State_Priority_NotBeforeUtc", table: "Messages", newName: "IX_Messages_State_Priority_NotBeforeUtc");
            migrationBuilder.RenameIndex(name: "IX_Notices_PromptId_State", table: "Messages", newName: "IX_Messages_PromptId_State");
            migrationBuilder.RenameIndex(name: "IX_Notices_FlagId", table: "Messages", newName: "IX_Messages_FlagId");
            migrationBuilder.RenameIndex(name: "IX_Notices_DedupKey", table: "Messages", newName: "IX_Messages_DedupKey");
            migrationBuilder.RenameIndex(name: "IX_Notices_CreatedAtUtc", table: "Messages", newName: "IX_Messages_CreatedAtUtc");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameIndex(name: "IX_CheckIns_ThresholdsVersion", table: "CheckIns", newName: "IX_CheckIns_GuidanceVersion");
            migrationBuilder.RenameIndex(name: "IX_Bounces_MessageId", table: "Bounces", newName: "IX_Bounces_NoticeId");
            migrationBuilder.RenameIndex(name: "IX_Messages_State_Priority_NotBeforeUtc", table: "Messages", newName: "IX_Notices_State_Priority_NotBeforeUtc");
            migrationBuilder.RenameIndex(name: "IX_Messages_PromptId_State", table: "Messages", newName: "IX_Notices_PromptId_State");
            migrationBuilder.RenameIndex(name: "IX_Messages_FlagId", table: "Messages", newName: "IX_Notices_FlagId");
            migrationBuilder.RenameIndex(name: "IX_Messages_DedupKey", table: "Messages", newName: "IX_Notices_DedupKey");
            migrationBuilder.RenameIndex(name: "IX_Messages_CreatedAtUtc", table: "Messages", newName: "IX_Notices_CreatedAtUtc");
            migrationBuilder.RenameColumn(name: "InternetMessageId", table: "Messages", newName: "MessageId");
            migrationBuilder.RenameColumn(name: "MessageId", table: "MessageAttempts", newName: "NoticeId");
            migrationBuilder.RenameColumn(name: "MessageId", table: "Bounces", newName: "NoticeId");
            migrationBuilder.RenameColumn(name: "ThresholdsVersion", table: "CheckIns", newName: "GuidanceVersion");
            migrationBuilder.RenameColumn(name: "ThresholdsVersion", table: "FlagFindings", newName: "GuidanceVersion");
            migrationBuilder.RenameColumn(name: "ThresholdsVersion", table: "FindingRepeats", newName: "GuidanceVersion");
            migrationBuilder.RenameTable(name: "Messages", newName: "Notices");
            migrationBuilder.RenameTable(name: "MessageAttempts", newName: "NoticeAttempts");
            migrationBuilder.RenameTable(name: "ThresholdDrafts", newName: "GuidanceDrafts");
            migrationBuilder.RenameTable(name: "ThresholdSettings", newName: "GuidanceSettings");
        }
    }
}
