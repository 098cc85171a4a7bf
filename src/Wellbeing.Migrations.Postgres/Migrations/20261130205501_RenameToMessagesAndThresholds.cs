using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
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
            migrationBuilder.Sql("""ALTER TABLE "Messages" RENAME CONSTRAINT "PK_Notices" TO "PK_Messages";""");
            migrationBuilder.Sql("""ALTER TABLE "MessageAttempts" RENAME CONSTRAINT "PK_NoticeAttempts" TO "PK_MessageAttempts";""");
            migrationBuilder.Sql("""ALTER TABLE "ThresholdDrafts" RENAME CONSTRAINT "PK_GuidanceDrafts" TO "PK_ThresholdDrafts";""");
            migrationBuilder.Sql("""ALTER TABLE "ThresholdSettings" RENAME CONSTRAINT "PK_GuidanceSettings" TO "PK_ThresholdSettings";""");
            migrationBuilder.Sql("""ALTER TABLE "Messages" RENAME CONSTRAINT "FK_Notices_Flags_FlagId" TO "FK_Messages_Flags_FlagId";""");
            migrationBuilder.Sql("""ALTER TABLE "MessageAttempts" RENAME CONSTRAINT "FK_NoticeAttempts_Notices_NoticeId" TO "FK_MessageAttempts_Messages_MessageId";""");
            migrationBuilder.Sql("""ALTER TABLE "Bounces" RENAME CONSTRAINT "FK_Bounces_Notices_NoticeId" TO "FK_Bounces_Messages_MessageId";""");
            migrationBuilder.Sql("""ALTER TABLE "CheckIns" RENAME CONSTRAINT "FK_CheckIns_GuidanceSettings_GuidanceVersion" TO "FK_CheckIns_ThresholdSettings_ThresholdsVersion";""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""ALTER TABLE "Messages" RENAME CONSTRAINT "PK_Messages" TO "PK_Notices";""");
            migrationBuilder.Sql("""ALTER TABLE "MessageAttempts" RENAME CONSTRAINT "PK_MessageAttempts" TO "PK_NoticeAttempts";""");
            migrationBuilder.Sql("""ALTER TABLE "ThresholdDrafts" RENAME CONSTRAINT "PK_ThresholdDrafts" TO "PK_GuidanceDrafts";""");
            migrationBuilder.Sql("""ALTER TABLE "ThresholdSettings" RENAME CONSTRAINT "PK_ThresholdSettings" TO "PK_GuidanceSettings";""");
            migrationBuilder.Sql("""ALTER TABLE "Messages" RENAME CONSTRAINT "FK_Messages_Flags_FlagId" TO "FK_Notices_Flags_FlagId";""");
            migrationBuilder.Sql("""ALTER TABLE "MessageAttempts" RENAME CONSTRAINT "FK_MessageAttempts_Messages_MessageId" TO "FK_NoticeAttempts_Notices_NoticeId";""");
            migrationBuilder.Sql("""ALTER TABLE "Bounces" RENAME CONSTRAINT "FK_Bounces_Messages_MessageId" TO "FK_Bounces_Notices_NoticeId";""");
            migrationBuilder.Sql("""ALTER TABLE "CheckIns" RENAME CONSTRAINT "FK_CheckIns_ThresholdSettings_ThresholdsVersion" TO "FK_CheckIns_GuidanceSettings_GuidanceVersion";""");
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
