using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Engine;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;

namespace Wellbeing.App.Data;

/// <summary>
/// The unit of work. Handlers use it directly: what they change, the messages it causes and the audit records of it
/// are saved together or not at all.
/// </summary>
public sealed class WellbeingDb(DbContextOptions<WellbeingDb> options)
    : IdentityDbContext<Account, IdentityRole<Guid>, Guid>(options),
        IDataProtectionKeyContext
{
    private const string InsertAudit = """
        INSERT INTO "AuditRecords" ("Sequence", "AtUtc", "ActorId", "ActorName", "Action", "ParticipantId", "FlagId", "Detail", "PreviousHash", "Hash") VALUES
        """;

    // SQLite takes 32,766 values a statement, and a record has ten.
    private const int MostRows = 500;

    private readonly List<PendingAudit> _pendingAudit = [];
    private readonly List<PendingAudit> _savedAudit = [];
    private Guid _savedIn;

    public DbSet<Participant> Participants => Set<Participant>();
    public DbSet<CheckIn> CheckIns => Set<CheckIn>();
    public DbSet<CheckInOriginal> CheckInOriginals => Set<CheckInOriginal>();
    public DbSet<CheckInReply> CheckInReplies => Set<CheckInReply>();
    public DbSet<ReplySentence> ReplySentences => Set<ReplySentence>();
    public DbSet<Experience> Experiences => Set<Experience>();
    public DbSet<CheckInDraft> CheckInDrafts => Set<CheckInDraft>();
    public DbSet<QuestionSet> QuestionSets => Set<QuestionSet>();
    public DbSet<QuestionDraft> QuestionDrafts => Set<QuestionDraft>();
    public DbSet<Cohort> Cohorts => Set<Cohort>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<Prompt> Prompts => Set<Prompt>();
    public DbSet<PromptCall> PromptCalls => Set<PromptCall>();
    public DbSet<Flag> Flags => Set<Flag>();
    public DbSet<FlagFinding> FlagFindings => Set<FlagFinding>();
    public DbSet<FindingRepeat> FindingRepeats => Set<FindingRepeat>();
    public DbSet<UsualForPerson> UsualForPeople => Set<UsualForPerson>();
    public DbSet<ContactAttempt> ContactAttempts => Set<ContactAttempt>();
    public DbSet<FlagSnooze> FlagSnoozes => Set<FlagSnooze>();
    public DbSet<StepRun> StepRuns => Set<StepRun>();
    public DbSet<EscalationPolicy> EscalationPolicies => Set<EscalationPolicy>();
    public DbSet<OnCallShift> OnCallShifts => Set<OnCallShift>();
    public DbSet<SwapOffer> SwapOffers => Set<SwapOffer>();
    public DbSet<TeamCalendar> TeamCalendars => Set<TeamCalendar>();
    public DbSet<Holiday> Holidays => Set<Holiday>();
    public DbSet<TeamMailbox> TeamMailboxes => Set<TeamMailbox>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<MessageAttempt> MessageAttempts => Set<MessageAttempt>();
    public DbSet<TreatmentEvent> TreatmentEvents => Set<TreatmentEvent>();
    public DbSet<PersonNote> PersonNotes => Set<PersonNote>();
    public DbSet<ThresholdOverride> ThresholdOverrides => Set<ThresholdOverride>();
    public DbSet<TalkGuide> TalkGuides => Set<TalkGuide>();
    public DbSet<ReferralOption> ReferralOptions => Set<ReferralOption>();
    public DbSet<Screen> Screens => Set<Screen>();
    public DbSet<Recheck> Rechecks => Set<Recheck>();
    public DbSet<WebhookEndpoint> Webhooks => Set<WebhookEndpoint>();
    public DbSet<Bounce> Bounces => Set<Bounce>();
    public DbSet<ReturnKey> ReturnKeys => Set<ReturnKey>();
    public DbSet<SupportContact> SupportContacts => Set<SupportContact>();
    public DbSet<FamilyLink> FamilyLinks => Set<FamilyLink>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<UsedCode> UsedCodes => Set<UsedCode>();
    public DbSet<Leaflet> Leaflets => Set<Leaflet>();
    public DbSet<LeafletSwitch> LeafletSwitches => Set<LeafletSwitch>();
    public DbSet<EmailChange> EmailChanges => Set<EmailChange>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<LinkToken> LinkTokens => Set<LinkToken>();
    public DbSet<ThresholdSettings> ThresholdSettings => Set<ThresholdSettings>();
    public DbSet<ThresholdDraft> ThresholdDrafts => Set<ThresholdDraft>();
    public DbSet<LanguageReview> LanguageReviews => Set<LanguageReview>();
    public DbSet<SupportNumbers> SupportNumbers => Set<SupportNumbers>();
    public DbSet<Branding> Brandings => Set<Branding>();
    public DbSet<SettingUpMark> SettingUpMarks => Set<SettingUpMark>();
    public DbSet<ApiClient> ApiClients => Set<ApiClient>();
    public DbSet<AuditRecord> AuditRecords => Set<AuditRecord>();
    public DbSet<EngineBeat> EngineBeats => Set<EngineBeat>();
    public DbSet<EngineStatus> EngineStatus => Set<EngineStatus>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>The transaction has saved something whose audit records are written when it ends.</summary>
    internal bool HasAuditToWrite(IDbContextTransaction? transaction) =>
        _savedAudit.Count > 0 && _savedIn == transaction?.TransactionId;

    /// <summary>True once a save through this context wrote a message: somebody should dispatch it.</summary>
    public bool WroteMessages { get; private set; }

    /// <summary>Appends an audit record to the next save.</summary>
    /// <param name="detail">Of the one type that <see cref="AuditDetails.Types"/> has for the verb.</param>
    /// <exception cref="ArgumentException">It is of another type.</exception>
    public void Audit(
        Actor by,
        string action,
        DateTime nowUtc,
        Guid? participantId = null,
        Guid? flagId = null,
        AuditDetail? detail = null
    ) =>
        _pendingAudit.Add(
            new PendingAudit(by, action, nowUtc, participantId, flagId, AuditDetails.Write(action, detail))
        );

    /// <summary>Two units of work that say so of the same row are done one after the other: the later one meets a new
    /// version, and runs again.</summary>
    public void InTurn(IVersioned row) => Entry(row).Property(nameof(IVersioned.Version)).IsModified = true;

    /// <summary>Forgets everything read and everything not saved (what an open transaction has saved stays, with its audit
    /// records), before a unit of work runs again.</summary>
    public void StartOver()
    {
        ChangeTracker.Clear();
        _pendingAudit.Clear();
    }

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        _pendingAudit.Count == 0 && !ChangeTracker.Entries<IVersioned>().Any()
            ? base.SaveChanges(acceptAllChangesOnSuccess) // Data Protection stores its keys synchronously.
            : throw new NotSupportedException("Save asynchronously.");

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State == EntityState.Modified)
                entry.Entity.Version++;
        }

        // What fails rolls the whole transaction back: nobody returns to a savepoint, and SQLite writes a file for each.
        Database.AutoSavepointsEnabled = false;
        var messages = ChangeTracker.Entries<Message>().Any(e => e.State == EntityState.Added);
        int rows;
        if (_pendingAudit.Count == 0)
        {
            rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        else
        {
            await using var transaction = await this.BeginUnlessBegun(cancellationToken);
            rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
            KeepForCommit(Database.CurrentTransaction!.TransactionId);
            await transaction.CommitIfOwn(cancellationToken);
            if (acceptAllChangesOnSuccess)
                ChangeTracker.AcceptAllChanges();
        }

        WroteMessages |= messages;
        return rows;
    }

    /// <inheritdoc/>
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.AddInterceptors(AuditAtCommit.Only);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(WellbeingDb).Assembly);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcOffsetTicks>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<Detection.Severity>().HaveConversion<int>(); // Sorts by gravity.
    }

    // What a transaction that was rolled back had recorded goes with it.
    private void KeepForCommit(Guid transaction)
    {
        if (_savedIn != transaction)
            _savedAudit.Clear();
        _savedIn = transaction;
        _savedAudit.AddRange(_pendingAudit);
        _pendingAudit.Clear();
    }

    /// <summary>
    /// Writes the audit records of what the transaction has saved: the last thing before it ends, since the chain has one
    /// head, and whoever appends keeps everybody else from it. See docs/decisions/0029.
    /// </summary>
    internal async Task AppendAudit(IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        if (!HasAuditToWrite(transaction))
            return;
        var (sequence, previous) = await AuditHead(transaction, cancellationToken);
        foreach (var part in _savedAudit.Chunk(MostRows))
            (sequence, previous) = await Insert(part, sequence, previous, cancellationToken);
        _savedAudit.Clear();
    }

    private async Task<(long Sequence, byte[] Hash)> Insert(
        IReadOnlyList<PendingAudit> records,
        long sequence,
        byte[] previous,
        CancellationToken cancellationToken
    )
    {
        var (rows, values) = (new List<string>(), new List<object?>());
        foreach (var saved in records)
        {
            sequence++;
            // The log is kept for good, and its chain cannot be mended: it never names a participant. Their id says who
            // it was.
            var name = saved.By.Is(Pipeline.Roles.Participant | Pipeline.Roles.CheckInLink)
                ? "Participant"
                : saved.By.Name;
            var hash = AuditRecord.HashOf(
                previous,
                sequence,
                saved.AtUtc,
                saved.By.UserId,
                name,
                saved.Action,
                saved.ParticipantId,
                saved.FlagId,
                saved.Detail
            );
            rows.Add($"({string.Join(", ", Enumerable.Range(values.Count, 10).Select(n => $"{{{n}}}"))})");
            values.AddRange([
                sequence,
                saved.AtUtc.Ticks,
                saved.By.UserId,
                name,
                saved.Action,
                saved.ParticipantId,
                saved.FlagId,
                saved.Detail,
                previous,
                hash,
            ]);
            previous = hash;
        }

        var insert = $"{InsertAudit} {string.Join(", ", rows)}";
        await Database.ExecuteSqlRawAsync(insert, values!, cancellationToken);
        return (sequence, previous);
    }

    // SQLite's transactions begin IMMEDIATE and so have one writer anyway; PostgreSQL is asked for a lock that ends with
    // the transaction, and for the head that stands there once it is ours: one way there and back for both.
    private async Task<(long Sequence, byte[] Hash)> AuditHead(
        IDbContextTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var command = Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        var locks = Database.IsPostgres();
        command.CommandText =
            (locks ? "SELECT pg_advisory_xact_lock(20240524); " : "")
            + """SELECT "Sequence", "Hash" FROM "AuditRecords" ORDER BY "Sequence" DESC LIMIT 1""";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (locks)
            await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
            : (0, AuditRecord.Genesis);
    }

    private sealed record PendingAudit(
        Actor By,
        string Action,
        DateTime AtUtc,
        Guid? ParticipantId,
        Guid? FlagId,
        string? Detail
    );
}
