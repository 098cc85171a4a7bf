using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Wellbeing.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ApiClients",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Scopes = table.Column<string>(type: "text", nullable: false),
                    CreatedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    CreatedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    EndsAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    RevokedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    RevokedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiClients", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AspNetRoles",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    NormalizedName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetRoles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUsers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DisplayName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    AddressRefusedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    AddressRefusal = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    UserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    NormalizedEmail = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    EmailConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    PasswordHash = table.Column<string>(type: "text", nullable: true),
                    SecurityStamp = table.Column<string>(type: "text", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true),
                    PhoneNumber = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    PhoneNumberConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    LockoutEnd = table.Column<long>(type: "bigint", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUsers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AuditRecords",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    ActorId = table.Column<Guid>(type: "uuid", nullable: true),
                    ActorName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Action = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: true),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: true),
                    Detail = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    PreviousHash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditRecords", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "Brandings",
                columns: table => new
                {
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Primary = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: false),
                    Accent = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: false),
                    Logo = table.Column<byte[]>(type: "bytea", nullable: true),
                    Address = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    PublishedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    PublishedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Brandings", x => x.Version);
                });

            migrationBuilder.CreateTable(
                name: "Cohorts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Cadence = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CreatedAtUtc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cohorts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DataProtectionKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    FriendlyName = table.Column<string>(type: "text", nullable: true),
                    Xml = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DataProtectionKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EngineBeats",
                columns: table => new
                {
                    Server = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Version = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    LastBeatAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    LastSuccessAtUtc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EngineBeats", x => x.Server);
                });

            migrationBuilder.CreateTable(
                name: "EngineStatus",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    HeldBeforeUtc = table.Column<long>(type: "bigint", nullable: true),
                    HeldBecause = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    CheckedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Violations = table.Column<string>(type: "text", nullable: false),
                    BouncesReadAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    BouncesFailSinceUtc = table.Column<long>(type: "bigint", nullable: true),
                    BouncesProblem = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EngineStatus", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EscalationPolicies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Severity = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Plan = table.Column<string>(type: "text", nullable: false),
                    PublishedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    PublishedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EscalationPolicies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GuidanceDrafts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Detection = table.Column<string>(type: "text", nullable: false),
                    Respond = table.Column<string>(type: "text", nullable: false),
                    BasedOn = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    EditedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    EditedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    EditedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuidanceDrafts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GuidanceSettings",
                columns: table => new
                {
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Detection = table.Column<string>(type: "text", nullable: false),
                    Respond = table.Column<string>(type: "text", nullable: false),
                    PublishedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    PublishedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    DraftedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuidanceSettings", x => x.Version);
                });

            migrationBuilder.CreateTable(
                name: "Holidays",
                columns: table => new
                {
                    Date = table.Column<DateOnly>(type: "date", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Holidays", x => x.Date);
                });

            migrationBuilder.CreateTable(
                name: "Invitations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    Language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    TimeZone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    BestTimeToCall = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    MayLeaveMessage = table.Column<bool>(type: "boolean", nullable: true),
                    NeedsInterpreter = table.Column<bool>(type: "boolean", nullable: false),
                    PreferredName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Pronouns = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    SpokenLanguage = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    CohortId = table.Column<Guid>(type: "uuid", nullable: true),
                    InvitedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    LeafletId = table.Column<Guid>(type: "uuid", nullable: true),
                    InvitedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    AcceptedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Invitations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LanguageReviews",
                columns: table => new
                {
                    Language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ReviewedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ReviewedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    AllWords = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    SafetyWords = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    RecordedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    RecordedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LanguageReviews", x => x.Language);
                });

            migrationBuilder.CreateTable(
                name: "LeafletSwitch",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    On = table.Column<bool>(type: "boolean", nullable: false),
                    ChangedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LeafletSwitch", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LinkTokens",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: true),
                    ExpiresAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    UsedAtUtc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LinkTokens", x => x.Id);
                });

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

            migrationBuilder.CreateTable(
                name: "ReferralOptions",
                columns: table => new
                {
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Address = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    Phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    ChangedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    ChangedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReferralOptions", x => x.Kind);
                });

            migrationBuilder.CreateTable(
                name: "ReplySentences",
                columns: table => new
                {
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Texts = table.Column<string>(type: "text", nullable: false),
                    ChangedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    ChangedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReplySentences", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "ReturnKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    SealedKey = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReturnKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SettingUpMarks",
                columns: table => new
                {
                    Step = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    ByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SettingUpMarks", x => x.Step);
                });

            migrationBuilder.CreateTable(
                name: "SupportNumbers",
                columns: table => new
                {
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Set = table.Column<string>(type: "text", nullable: false),
                    Checked = table.Column<bool>(type: "boolean", nullable: false),
                    PublishedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    PublishedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SupportNumbers", x => x.Version);
                });

            migrationBuilder.CreateTable(
                name: "SwapOffers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    OfferedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    OfferedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    StartsAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    EndsAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    OfferedTo = table.Column<Guid>(type: "uuid", nullable: true),
                    ReturnStartsAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    ReturnEndsAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AnsweredBy = table.Column<Guid>(type: "uuid", nullable: true),
                    AnsweredAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SwapOffers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TalkGuides",
                columns: table => new
                {
                    Severity = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    Text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    ChangedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    ChangedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TalkGuides", x => x.Severity);
                });

            migrationBuilder.CreateTable(
                name: "TeamCalendars",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    TimeZone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Week = table.Column<string>(type: "text", nullable: false),
                    ReadsOnlyWhatStandsOut = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TeamCalendars", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TeamMailboxes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TeamMailboxes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Webhooks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Url = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    SealedSecret = table.Column<string>(type: "text", nullable: false),
                    SealedPreviousSecret = table.Column<string>(type: "text", nullable: true),
                    PreviousUntilUtc = table.Column<long>(type: "bigint", nullable: true),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Webhooks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ApiKey",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ClientId = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Start = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    MadeAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    EndsAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    LastUsedAtUtc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiKey", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ApiKey_ApiClients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "ApiClients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetRoleClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    RoleId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimType = table.Column<string>(type: "text", nullable: true),
                    ClaimValue = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetRoleClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AspNetRoleClaims_AspNetRoles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "AspNetRoles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimType = table.Column<string>(type: "text", nullable: true),
                    ClaimValue = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AspNetUserClaims_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserLogins",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    ProviderKey = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    ProviderDisplayName = table.Column<string>(type: "text", nullable: true),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserLogins", x => new { x.LoginProvider, x.ProviderKey });
                    table.ForeignKey(
                        name: "FK_AspNetUserLogins_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserPasskeys",
                columns: table => new
                {
                    CredentialId = table.Column<byte[]>(type: "bytea", maxLength: 1024, nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    Data = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserPasskeys", x => x.CredentialId);
                    table.ForeignKey(
                        name: "FK_AspNetUserPasskeys_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserRoles",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    RoleId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserRoles", x => new { x.UserId, x.RoleId });
                    table.ForeignKey(
                        name: "FK_AspNetUserRoles_AspNetRoles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "AspNetRoles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_AspNetUserRoles_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserTokens",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    LoginProvider = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    Value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserTokens", x => new { x.UserId, x.LoginProvider, x.Name });
                    table.ForeignKey(
                        name: "FK_AspNetUserTokens_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "EmailChanges",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    NewEmail = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    AskedAtUtc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmailChanges", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EmailChanges_AspNetUsers_AccountId",
                        column: x => x.AccountId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "OnCallShifts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    StartsAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    EndsAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    IsOverride = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAtUtc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OnCallShifts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_OnCallShifts_AspNetUsers_AccountId",
                        column: x => x.AccountId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SavedViews",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Query = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    CreatedAtUtc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SavedViews", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SavedViews_AspNetUsers_AccountId",
                        column: x => x.AccountId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UsedCodes",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Step = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsedCodes", x => new { x.AccountId, x.Step });
                    table.ForeignKey(
                        name: "FK_UsedCodes_AspNetUsers_AccountId",
                        column: x => x.AccountId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Leaflets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    CohortId = table.Column<Guid>(type: "uuid", nullable: true),
                    MadeAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    EndsAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Maximum = table.Column<int>(type: "integer", nullable: false),
                    Joined = table.Column<int>(type: "integer", nullable: false),
                    StoppedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Leaflets", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Leaflets_Cohorts_CohortId",
                        column: x => x.CohortId,
                        principalTable: "Cohorts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Participants",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    PreferredName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Pronouns = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    SearchName = table.Column<string>(type: "character varying(201)", maxLength: 201, nullable: false),
                    Email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    Phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    BestTimeToCall = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    MayLeaveMessage = table.Column<bool>(type: "boolean", nullable: true),
                    Language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    NeedsInterpreter = table.Column<bool>(type: "boolean", nullable: false),
                    SpokenLanguage = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    TimeZone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    CohortId = table.Column<Guid>(type: "uuid", nullable: true),
                    CreatedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    ClosedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Schedule = table.Column<string>(type: "text", nullable: false),
                    NextPromptAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    PausedUntilUtc = table.Column<long>(type: "bigint", nullable: true),
                    PausedFromUtc = table.Column<long>(type: "bigint", nullable: true),
                    AskingStoppedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    PromptMails = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, defaultValue: "InvitationAndReminder"),
                    ReplyMails = table.Column<bool>(type: "boolean", nullable: true),
                    AllQuestionsOnOnePage = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Participants", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Participants_AspNetUsers_AccountId",
                        column: x => x.AccountId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Participants_Cohorts_CohortId",
                        column: x => x.CohortId,
                        principalTable: "Cohorts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CheckInDrafts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    StartedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    SealedAnswers = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckInDrafts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CheckInDrafts_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CheckInOriginals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    CheckInId = table.Column<Guid>(type: "uuid", nullable: false),
                    ReplacedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Removed = table.Column<bool>(type: "boolean", nullable: false),
                    SealedAnswers = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckInOriginals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CheckInOriginals_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CheckIns",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    SubmissionId = table.Column<Guid>(type: "uuid", nullable: false),
                    SubmittedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    LocalDate = table.Column<DateOnly>(type: "date", nullable: false),
                    Intensity = table.Column<int>(type: "integer", nullable: true),
                    Functioning = table.Column<int>(type: "integer", nullable: true),
                    Change = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Duration = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    SealedWords = table.Column<string>(type: "text", nullable: true),
                    ContactMe = table.Column<bool>(type: "boolean", nullable: false),
                    QuestionVersion = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    SealedExtras = table.Column<string>(type: "text", nullable: true),
                    SealedExtraWords = table.Column<string>(type: "text", nullable: true),
                    ConfirmedFromId = table.Column<Guid>(type: "uuid", nullable: true),
                    WrittenAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    GuidanceVersion = table.Column<int>(type: "integer", nullable: false),
                    ReadAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    ReadBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ReadByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    EnteredBy = table.Column<Guid>(type: "uuid", nullable: true),
                    EnteredByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    CorrectedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    RemovedAtUtc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckIns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CheckIns_GuidanceSettings_GuidanceVersion",
                        column: x => x.GuidanceVersion,
                        principalTable: "GuidanceSettings",
                        principalColumn: "Version",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CheckIns_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Consents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    TextVersion = table.Column<int>(type: "integer", nullable: false),
                    GivenAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    AtLeastYears = table.Column<int>(type: "integer", nullable: false),
                    WithdrawnAtUtc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Consents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Consents_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Experiences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    AnsweredAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Answer = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Experiences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Experiences_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FamilyLinks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AskerId = table.Column<Guid>(type: "uuid", nullable: false),
                    OtherId = table.Column<Guid>(type: "uuid", nullable: true),
                    TypedName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    TypedEmail = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    InvitationId = table.Column<Guid>(type: "uuid", nullable: true),
                    AskedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    AgreedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "Flags",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Severity = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    RaisedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    RespondByUtc = table.Column<long>(type: "bigint", nullable: false),
                    PreviousFlagId = table.Column<Guid>(type: "uuid", nullable: true),
                    Plan = table.Column<string>(type: "text", nullable: false),
                    Cycle = table.Column<int>(type: "integer", nullable: false),
                    NextStep = table.Column<int>(type: "integer", nullable: false),
                    LadderBeganAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    NextActionAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    HeldBackAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    AcknowledgedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    AcknowledgedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    AcknowledgedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    FirstAcknowledgedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    SnoozedUntilUtc = table.Column<long>(type: "bigint", nullable: true),
                    AssignedTo = table.Column<Guid>(type: "uuid", nullable: true),
                    AssignedToName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    ResolvedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    ResolvedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ResolvedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    LearnsUsualAnew = table.Column<bool>(type: "boolean", nullable: false),
                    SealedNote = table.Column<string>(type: "text", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Flags", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Flags_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PersonNotes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    ByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    SealedText = table.Column<string>(type: "text", nullable: false),
                    CorrectsId = table.Column<Guid>(type: "uuid", nullable: true),
                    FirstId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PersonNotes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PersonNotes_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Screens",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: true),
                    Instrument = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    AskedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    AskedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    AskedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    ExpiresAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    AnsweredAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    EnteredByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Answers = table.Column<string>(type: "text", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Screens", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Screens_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SupportContacts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    Phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Relation = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    ConsentFrom = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, defaultValue: "Call"),
                    MailsFrom = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    MailsUntil = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    TimeZone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    NominatedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    AnsweredAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SupportContacts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SupportContacts_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ThresholdOverrides",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Threshold = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Value = table.Column<double>(type: "double precision", nullable: false),
                    InsteadOf = table.Column<double>(type: "double precision", nullable: false),
                    SealedReason = table.Column<string>(type: "text", nullable: true),
                    SetBy = table.Column<Guid>(type: "uuid", nullable: true),
                    SetByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    FromUtc = table.Column<long>(type: "bigint", nullable: false),
                    UntilUtc = table.Column<long>(type: "bigint", nullable: false),
                    EndedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ThresholdOverrides", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ThresholdOverrides_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TreatmentEvents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    FromUtc = table.Column<long>(type: "bigint", nullable: false),
                    StartsNewPhase = table.Column<bool>(type: "boolean", nullable: false),
                    LevelThen = table.Column<int>(type: "integer", nullable: true),
                    SealedNote = table.Column<string>(type: "text", nullable: true),
                    RecordedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    RecordedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    RecordedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    RemovedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    RemovedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TreatmentEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TreatmentEvents_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CheckInEmotions",
                columns: table => new
                {
                    Emotion = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CheckInId = table.Column<Guid>(type: "uuid", nullable: false),
                    Strength = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckInEmotions", x => new { x.CheckInId, x.Emotion });
                    table.ForeignKey(
                        name: "FK_CheckInEmotions_CheckIns_CheckInId",
                        column: x => x.CheckInId,
                        principalTable: "CheckIns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CheckInReplies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    CheckInId = table.Column<Guid>(type: "uuid", nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    ByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    SealedText = table.Column<string>(type: "text", nullable: false),
                    SeenAtUtc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckInReplies", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CheckInReplies_CheckIns_CheckInId",
                        column: x => x.CheckInId,
                        principalTable: "CheckIns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_CheckInReplies_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Prompts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    DueAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    DueLocalDate = table.Column<DateOnly>(type: "date", nullable: false),
                    RemindAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    MissedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    CheckInId = table.Column<Guid>(type: "uuid", nullable: true),
                    NextActionAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    OpenedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Prompts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Prompts_CheckIns_CheckInId",
                        column: x => x.CheckInId,
                        principalTable: "CheckIns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Prompts_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ContactAttempts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    RecordedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    IsLate = table.Column<bool>(type: "boolean", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    ByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Reached = table.Column<bool>(type: "boolean", nullable: false),
                    SealedNote = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ContactAttempts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ContactAttempts_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FindingRepeats",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rule = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Severity = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    SourceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rating = table.Column<int>(type: "integer", nullable: true),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    GuidanceVersion = table.Column<int>(type: "integer", nullable: false),
                    Evidence = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FindingRepeats", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FindingRepeats_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FlagFindings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rule = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Severity = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    FoundAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    SourceId = table.Column<Guid>(type: "uuid", nullable: false),
                    GuidanceVersion = table.Column<int>(type: "integer", nullable: false),
                    RespondByUtc = table.Column<long>(type: "bigint", nullable: true),
                    Evidence = table.Column<string>(type: "text", nullable: true),
                    LoweredFrom = table.Column<int>(type: "integer", maxLength: 40, nullable: true),
                    SealedReason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlagFindings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FlagFindings_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FlagSnoozes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    ByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    UntilUtc = table.Column<long>(type: "bigint", nullable: false),
                    SealedReason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FlagSnoozes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FlagSnoozes_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, defaultValue: "Mail"),
                    WebhookId = table.Column<Guid>(type: "uuid", nullable: true),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: true),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: true),
                    SupportContactId = table.Column<Guid>(type: "uuid", nullable: true),
                    PromptId = table.Column<Guid>(type: "uuid", nullable: true),
                    FamilyLinkId = table.Column<Guid>(type: "uuid", nullable: true),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    Address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    RecipientName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Language = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    DedupKey = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    MessageId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    SealedSecret = table.Column<string>(type: "text", nullable: true),
                    Priority = table.Column<int>(type: "integer", nullable: false),
                    CreatedAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SupersededBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    NotBeforeUtc = table.Column<long>(type: "bigint", nullable: false),
                    DeadlineUtc = table.Column<long>(type: "bigint", nullable: false),
                    LeaseOwner = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    LeaseUntilUtc = table.Column<long>(type: "bigint", nullable: true),
                    AcceptedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    PulledForwardAtUtc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Notices_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Rechecks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    DueAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    SetBy = table.Column<Guid>(type: "uuid", nullable: false),
                    SetByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    SetAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    NextActionAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    PromptId = table.Column<Guid>(type: "uuid", nullable: true),
                    DoneAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    DoneByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Rechecks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Rechecks_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Rechecks_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "StepRuns",
                columns: table => new
                {
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    Cycle = table.Column<int>(type: "integer", nullable: false),
                    Step = table.Column<int>(type: "integer", nullable: false),
                    TakenAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Late = table.Column<bool>(type: "boolean", nullable: false),
                    LateMinutes = table.Column<int>(type: "integer", nullable: false),
                    Recipients = table.Column<int>(type: "integer", nullable: false),
                    Told = table.Column<string>(type: "text", nullable: false, defaultValueSql: "'[]'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StepRuns", x => new { x.FlagId, x.Cycle, x.Step });
                    table.ForeignKey(
                        name: "FK_StepRuns_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "UsualForPeople",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    FlagId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rating = table.Column<int>(type: "integer", nullable: false),
                    Functioning = table.Column<int>(type: "integer", nullable: true),
                    SealedReason = table.Column<string>(type: "text", nullable: true),
                    SaidBy = table.Column<Guid>(type: "uuid", nullable: false),
                    SaidByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    FromUtc = table.Column<long>(type: "bigint", nullable: false),
                    UntilUtc = table.Column<long>(type: "bigint", nullable: false),
                    EndedAtUtc = table.Column<long>(type: "bigint", nullable: true),
                    EndedBecause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    EndedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsualForPeople", x => x.Id);
                    table.ForeignKey(
                        name: "FK_UsualForPeople_Flags_FlagId",
                        column: x => x.FlagId,
                        principalTable: "Flags",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_UsualForPeople_Participants_ParticipantId",
                        column: x => x.ParticipantId,
                        principalTable: "Participants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PromptCalls",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PromptId = table.Column<Guid>(type: "uuid", nullable: false),
                    ParticipantId = table.Column<Guid>(type: "uuid", nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    ByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PromptCalls", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PromptCalls_Prompts_PromptId",
                        column: x => x.PromptId,
                        principalTable: "Prompts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Bounces",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ReportHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    NoticeId = table.Column<Guid>(type: "uuid", nullable: false),
                    AtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Detail = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Bounces", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Bounces_Notices_NoticeId",
                        column: x => x.NoticeId,
                        principalTable: "Notices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "NoticeAttempts",
                columns: table => new
                {
                    NoticeId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    BeganAtUtc = table.Column<long>(type: "bigint", nullable: false),
                    Outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Phase = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    ReplyCode = table.Column<int>(type: "integer", nullable: true),
                    Detail = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeAttempts", x => new { x.NoticeId, x.Number });
                    table.ForeignKey(
                        name: "FK_NoticeAttempts_Notices_NoticeId",
                        column: x => x.NoticeId,
                        principalTable: "Notices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ApiKey_ClientId",
                table: "ApiKey",
                column: "ClientId");

            migrationBuilder.CreateIndex(
                name: "IX_ApiKey_Hash",
                table: "ApiKey",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AspNetRoleClaims_RoleId",
                table: "AspNetRoleClaims",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "RoleNameIndex",
                table: "AspNetRoles",
                column: "NormalizedName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserClaims_UserId",
                table: "AspNetUserClaims",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserLogins_UserId",
                table: "AspNetUserLogins",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserPasskeys_UserId",
                table: "AspNetUserPasskeys",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserRoles_RoleId",
                table: "AspNetUserRoles",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "AspNetUsers",
                column: "NormalizedEmail");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "AspNetUsers",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_ActorId_Sequence",
                table: "AuditRecords",
                columns: new[] { "ActorId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_AtUtc",
                table: "AuditRecords",
                column: "AtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_FlagId_AtUtc",
                table: "AuditRecords",
                columns: new[] { "FlagId", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_ParticipantId_AtUtc",
                table: "AuditRecords",
                columns: new[] { "ParticipantId", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Bounces_NoticeId",
                table: "Bounces",
                column: "NoticeId");

            migrationBuilder.CreateIndex(
                name: "IX_Bounces_ReportHash",
                table: "Bounces",
                column: "ReportHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CheckInDrafts_ParticipantId",
                table: "CheckInDrafts",
                column: "ParticipantId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CheckInOriginals_ParticipantId_ReplacedAtUtc",
                table: "CheckInOriginals",
                columns: new[] { "ParticipantId", "ReplacedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_CheckInReplies_CheckInId",
                table: "CheckInReplies",
                column: "CheckInId");

            migrationBuilder.CreateIndex(
                name: "IX_CheckInReplies_ParticipantId_AtUtc",
                table: "CheckInReplies",
                columns: new[] { "ParticipantId", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_GuidanceVersion",
                table: "CheckIns",
                column: "GuidanceVersion");

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_ParticipantId_SubmissionId",
                table: "CheckIns",
                columns: new[] { "ParticipantId", "SubmissionId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_Series",
                table: "CheckIns",
                columns: new[] { "ParticipantId", "SubmittedAtUtc", "LocalDate", "Intensity", "Functioning", "ContactMe", "RemovedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_SubmittedAtUtc",
                table: "CheckIns",
                column: "SubmittedAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_Unread",
                table: "CheckIns",
                columns: new[] { "SubmittedAtUtc", "Intensity", "ParticipantId" },
                filter: "\"ReadAtUtc\" IS NULL AND \"RemovedAtUtc\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Cohorts_Name",
                table: "Cohorts",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Consents_ParticipantId",
                table: "Consents",
                column: "ParticipantId");

            migrationBuilder.CreateIndex(
                name: "IX_ContactAttempts_FlagId",
                table: "ContactAttempts",
                column: "FlagId");

            migrationBuilder.CreateIndex(
                name: "IX_EmailChanges_AccountId",
                table: "EmailChanges",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_EscalationPolicies_Severity_Number",
                table: "EscalationPolicies",
                columns: new[] { "Severity", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Experiences_ParticipantId_AnsweredAtUtc",
                table: "Experiences",
                columns: new[] { "ParticipantId", "AnsweredAtUtc" });

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

            migrationBuilder.CreateIndex(
                name: "IX_FindingRepeats_FlagId_Rule_SourceId",
                table: "FindingRepeats",
                columns: new[] { "FlagId", "Rule", "SourceId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FindingRepeats_ParticipantId_AtUtc",
                table: "FindingRepeats",
                columns: new[] { "ParticipantId", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_FlagFindings_FlagId",
                table: "FlagFindings",
                column: "FlagId");

            migrationBuilder.CreateIndex(
                name: "IX_FlagFindings_ParticipantId_Rule_SourceId_FlagId",
                table: "FlagFindings",
                columns: new[] { "ParticipantId", "Rule", "SourceId", "FlagId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Flags_NextActionAtUtc",
                table: "Flags",
                column: "NextActionAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Flags_OneUnresolved",
                table: "Flags",
                column: "ParticipantId",
                unique: true,
                filter: "\"State\" <> 'Resolved'");

            migrationBuilder.CreateIndex(
                name: "IX_Flags_ParticipantId_RaisedAtUtc",
                table: "Flags",
                columns: new[] { "ParticipantId", "RaisedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Flags_State_ResolvedAtUtc",
                table: "Flags",
                columns: new[] { "State", "ResolvedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Flags_State_Severity_RespondByUtc",
                table: "Flags",
                columns: new[] { "State", "Severity", "RespondByUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_FlagSnoozes_FlagId",
                table: "FlagSnoozes",
                column: "FlagId");

            migrationBuilder.CreateIndex(
                name: "IX_Invitations_InvitedAtUtc",
                table: "Invitations",
                column: "InvitedAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Invitations_LeafletId",
                table: "Invitations",
                column: "LeafletId");

            migrationBuilder.CreateIndex(
                name: "IX_Leaflets_Code",
                table: "Leaflets",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Leaflets_CohortId",
                table: "Leaflets",
                column: "CohortId");

            migrationBuilder.CreateIndex(
                name: "IX_LinkTokens_Hash",
                table: "LinkTokens",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LinkTokens_SubjectId",
                table: "LinkTokens",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_CreatedAtUtc",
                table: "Notices",
                column: "CreatedAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_DedupKey",
                table: "Notices",
                column: "DedupKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Notices_FlagId",
                table: "Notices",
                column: "FlagId");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_PromptId_State",
                table: "Notices",
                columns: new[] { "PromptId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_State_Priority_NotBeforeUtc",
                table: "Notices",
                columns: new[] { "State", "Priority", "NotBeforeUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_OnCallShifts_AccountId",
                table: "OnCallShifts",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_OnCallShifts_StartsAtUtc",
                table: "OnCallShifts",
                column: "StartsAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Participants_AccountId",
                table: "Participants",
                column: "AccountId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Participants_CohortId",
                table: "Participants",
                column: "CohortId");

            migrationBuilder.CreateIndex(
                name: "IX_Participants_List",
                table: "Participants",
                columns: new[] { "SearchName", "Id" },
                filter: "\"ClosedAtUtc\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Participants_NextPromptAtUtc",
                table: "Participants",
                column: "NextPromptAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_PersonNotes_CorrectsId",
                table: "PersonNotes",
                column: "CorrectsId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PersonNotes_FirstId",
                table: "PersonNotes",
                column: "FirstId");

            migrationBuilder.CreateIndex(
                name: "IX_PersonNotes_ParticipantId_AtUtc",
                table: "PersonNotes",
                columns: new[] { "ParticipantId", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_PromptCalls_PromptId_AtUtc",
                table: "PromptCalls",
                columns: new[] { "PromptId", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Prompts_CheckInId",
                table: "Prompts",
                column: "CheckInId");

            migrationBuilder.CreateIndex(
                name: "IX_Prompts_NextActionAtUtc",
                table: "Prompts",
                column: "NextActionAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Prompts_ParticipantId_DueLocalDate",
                table: "Prompts",
                columns: new[] { "ParticipantId", "DueLocalDate" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Prompts_State_DueAtUtc",
                table: "Prompts",
                columns: new[] { "State", "DueAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Rechecks_FlagId",
                table: "Rechecks",
                column: "FlagId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Rechecks_NextActionAtUtc",
                table: "Rechecks",
                column: "NextActionAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Rechecks_ParticipantId",
                table: "Rechecks",
                column: "ParticipantId");

            migrationBuilder.CreateIndex(
                name: "IX_Rechecks_State_DueAtUtc",
                table: "Rechecks",
                columns: new[] { "State", "DueAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_AccountId_Name",
                table: "SavedViews",
                columns: new[] { "AccountId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Screens_OneOpen",
                table: "Screens",
                column: "ParticipantId",
                unique: true,
                filter: "\"State\" = 'Sent'");

            migrationBuilder.CreateIndex(
                name: "IX_Screens_ParticipantId_AskedAtUtc",
                table: "Screens",
                columns: new[] { "ParticipantId", "AskedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_StepRuns_TakenAtUtc",
                table: "StepRuns",
                column: "TakenAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_SupportContacts_ParticipantId_Order",
                table: "SupportContacts",
                columns: new[] { "ParticipantId", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_SwapOffers_State_EndsAtUtc",
                table: "SwapOffers",
                columns: new[] { "State", "EndsAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_TeamMailboxes_Address",
                table: "TeamMailboxes",
                column: "Address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ThresholdOverrides_ParticipantId_FromUtc",
                table: "ThresholdOverrides",
                columns: new[] { "ParticipantId", "FromUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_TreatmentEvents_ParticipantId_On",
                table: "TreatmentEvents",
                columns: new[] { "ParticipantId", "On" });

            migrationBuilder.CreateIndex(
                name: "IX_UsualForPeople_FlagId",
                table: "UsualForPeople",
                column: "FlagId");

            migrationBuilder.CreateIndex(
                name: "IX_UsualForPeople_ParticipantId_UntilUtc",
                table: "UsualForPeople",
                columns: new[] { "ParticipantId", "UntilUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Webhooks_Name",
                table: "Webhooks",
                column: "Name",
                unique: true);

            // The audit log is append-only, whoever writes to the database.
            migrationBuilder.Sql("""
                CREATE FUNCTION audit_records_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'The audit log is append-only.'; END $$;
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER audit_records_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditRecords"
                FOR EACH STATEMENT EXECUTE FUNCTION audit_records_are_append_only();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER audit_records_append_only ON "AuditRecords"; DROP FUNCTION audit_records_are_append_only();
                """);

            migrationBuilder.DropTable(
                name: "ApiKey");

            migrationBuilder.DropTable(
                name: "AspNetRoleClaims");

            migrationBuilder.DropTable(
                name: "AspNetUserClaims");

            migrationBuilder.DropTable(
                name: "AspNetUserLogins");

            migrationBuilder.DropTable(
                name: "AspNetUserPasskeys");

            migrationBuilder.DropTable(
                name: "AspNetUserRoles");

            migrationBuilder.DropTable(
                name: "AspNetUserTokens");

            migrationBuilder.DropTable(
                name: "AuditRecords");

            migrationBuilder.DropTable(
                name: "Bounces");

            migrationBuilder.DropTable(
                name: "Brandings");

            migrationBuilder.DropTable(
                name: "CheckInDrafts");

            migrationBuilder.DropTable(
                name: "CheckInEmotions");

            migrationBuilder.DropTable(
                name: "CheckInOriginals");

            migrationBuilder.DropTable(
                name: "CheckInReplies");

            migrationBuilder.DropTable(
                name: "Consents");

            migrationBuilder.DropTable(
                name: "ContactAttempts");

            migrationBuilder.DropTable(
                name: "DataProtectionKeys");

            migrationBuilder.DropTable(
                name: "EmailChanges");

            migrationBuilder.DropTable(
                name: "EngineBeats");

            migrationBuilder.DropTable(
                name: "EngineStatus");

            migrationBuilder.DropTable(
                name: "EscalationPolicies");

            migrationBuilder.DropTable(
                name: "Experiences");

            migrationBuilder.DropTable(
                name: "FamilyLinks");

            migrationBuilder.DropTable(
                name: "FindingRepeats");

            migrationBuilder.DropTable(
                name: "FlagFindings");

            migrationBuilder.DropTable(
                name: "FlagSnoozes");

            migrationBuilder.DropTable(
                name: "GuidanceDrafts");

            migrationBuilder.DropTable(
                name: "Holidays");

            migrationBuilder.DropTable(
                name: "Invitations");

            migrationBuilder.DropTable(
                name: "LanguageReviews");

            migrationBuilder.DropTable(
                name: "Leaflets");

            migrationBuilder.DropTable(
                name: "LeafletSwitch");

            migrationBuilder.DropTable(
                name: "LinkTokens");

            migrationBuilder.DropTable(
                name: "NoticeAttempts");

            migrationBuilder.DropTable(
                name: "OnCallShifts");

            migrationBuilder.DropTable(
                name: "PersonNotes");

            migrationBuilder.DropTable(
                name: "PromptCalls");

            migrationBuilder.DropTable(
                name: "QuestionDrafts");

            migrationBuilder.DropTable(
                name: "QuestionSets");

            migrationBuilder.DropTable(
                name: "Rechecks");

            migrationBuilder.DropTable(
                name: "ReferralOptions");

            migrationBuilder.DropTable(
                name: "ReplySentences");

            migrationBuilder.DropTable(
                name: "ReturnKeys");

            migrationBuilder.DropTable(
                name: "SavedViews");

            migrationBuilder.DropTable(
                name: "Screens");

            migrationBuilder.DropTable(
                name: "SettingUpMarks");

            migrationBuilder.DropTable(
                name: "StepRuns");

            migrationBuilder.DropTable(
                name: "SupportContacts");

            migrationBuilder.DropTable(
                name: "SupportNumbers");

            migrationBuilder.DropTable(
                name: "SwapOffers");

            migrationBuilder.DropTable(
                name: "TalkGuides");

            migrationBuilder.DropTable(
                name: "TeamCalendars");

            migrationBuilder.DropTable(
                name: "TeamMailboxes");

            migrationBuilder.DropTable(
                name: "ThresholdOverrides");

            migrationBuilder.DropTable(
                name: "TreatmentEvents");

            migrationBuilder.DropTable(
                name: "UsedCodes");

            migrationBuilder.DropTable(
                name: "UsualForPeople");

            migrationBuilder.DropTable(
                name: "Webhooks");

            migrationBuilder.DropTable(
                name: "ApiClients");

            migrationBuilder.DropTable(
                name: "AspNetRoles");

            migrationBuilder.DropTable(
                name: "Notices");

            migrationBuilder.DropTable(
                name: "Prompts");

            migrationBuilder.DropTable(
                name: "Flags");

            migrationBuilder.DropTable(
                name: "CheckIns");

            migrationBuilder.DropTable(
                name: "GuidanceSettings");

            migrationBuilder.DropTable(
                name: "Participants");

            migrationBuilder.DropTable(
                name: "AspNetUsers");

            migrationBuilder.DropTable(
                name: "Cohorts");
        }
    }
}
