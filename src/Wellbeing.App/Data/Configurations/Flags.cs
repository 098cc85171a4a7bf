using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Audit;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.Data.Configurations;

internal sealed class FlagConfiguration : IEntityTypeConfiguration<Flag>
{
    public void Configure(EntityTypeBuilder<Flag> builder)
    {
        builder.Property(f => f.Plan).HasJson();
        builder.Property(f => f.AcknowledgedByName).HasMaxLength(100);
        builder.Property(f => f.ResolvedByName).HasMaxLength(100);
        builder.Property(f => f.AssignedToName).HasMaxLength(100);
        builder.Property(f => f.Version).IsConcurrencyToken();
        builder.HasIndex(f => f.NextActionAtUtc);
        builder.HasIndex(f => new
        {
            f.State,
            f.Severity,
            f.RespondByUtc,
        });
        builder.HasIndex(f => new { f.State, f.ResolvedAtUtc });
        // One open flag a participant: two check-ins at once cannot raise two.
        builder
            .HasIndex(f => f.ParticipantId)
            .IsUnique()
            .HasFilter("\"State\" <> 'Resolved'")
            .HasDatabaseName("IX_Flags_OneUnresolved");
        builder.HasIndex(f => new { f.ParticipantId, f.RaisedAtUtc });
        builder.HasOne<Participant>().WithMany().HasForeignKey(f => f.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(f => f.Findings).WithOne().HasForeignKey(f => f.FlagId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasMany(f => f.ContactAttempts)
            .WithOne()
            .HasForeignKey(a => a.FlagId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(f => f.Snoozes).WithOne().HasForeignKey(s => s.FlagId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FlagFindingConfiguration : IEntityTypeConfiguration<FlagFinding>
{
    public void Configure(EntityTypeBuilder<FlagFinding> builder)
    {
        builder.Property(f => f.Id).ValueGeneratedNever(); // Its key is made here: a finding joining a flag is an insert.
        builder.Property(f => f.Evidence).HasJson();
        // With the flag: a check-in corrected to something graver after its flag was resolved is found anew.
        builder
            .HasIndex(f => new
            {
                f.ParticipantId,
                f.Rule,
                f.SourceId,
                f.FlagId,
            })
            .IsUnique();
        builder.Ignore(f => f.Rating);
    }
}

internal sealed class FindingRepeatConfiguration : IEntityTypeConfiguration<FindingRepeat>
{
    public void Configure(EntityTypeBuilder<FindingRepeat> builder)
    {
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Evidence).HasJson();
        builder
            .HasIndex(r => new
            {
                r.FlagId,
                r.Rule,
                r.SourceId,
            })
            .IsUnique();
        builder.HasIndex(r => new { r.ParticipantId, r.AtUtc });
        builder.HasOne<Flag>().WithMany().HasForeignKey(r => r.FlagId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class UsualForPersonConfiguration : IEntityTypeConfiguration<UsualForPerson>
{
    public void Configure(EntityTypeBuilder<UsualForPerson> builder)
    {
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.SaidByName).HasMaxLength(100);
        builder.Property(u => u.EndedByName).HasMaxLength(100);
        builder.Property(u => u.Version).IsConcurrencyToken();
        builder.HasIndex(u => new { u.ParticipantId, u.UntilUtc });
        builder.HasOne<Participant>().WithMany().HasForeignKey(u => u.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Flag>().WithMany().HasForeignKey(u => u.FlagId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ContactAttemptConfiguration : IEntityTypeConfiguration<ContactAttempt>
{
    public void Configure(EntityTypeBuilder<ContactAttempt> builder)
    {
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.ByName).HasMaxLength(100);
    }
}

internal sealed class FlagSnoozeConfiguration : IEntityTypeConfiguration<FlagSnooze>
{
    public void Configure(EntityTypeBuilder<FlagSnooze> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.ByName).HasMaxLength(100);
    }
}

internal sealed class StepRunConfiguration : IEntityTypeConfiguration<StepRun>
{
    public void Configure(EntityTypeBuilder<StepRun> builder)
    {
        builder.HasKey(s => new
        {
            s.FlagId,
            s.Cycle,
            s.Step,
        });
        builder.HasIndex(s => s.TakenAtUtc);
        builder.Property(s => s.Told).HasJson().HasDefaultValueSql("'[]'");
        builder.HasOne<Flag>().WithMany().HasForeignKey(s => s.FlagId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EscalationPolicyConfiguration : IEntityTypeConfiguration<EscalationPolicy>
{
    public void Configure(EntityTypeBuilder<EscalationPolicy> builder)
    {
        builder.Property(p => p.Plan).HasJson();
        builder.Property(p => p.PublishedByName).HasMaxLength(100);
        builder.Property(p => p.Reason).HasMaxLength(1000);
        builder.HasIndex(p => new { p.Severity, p.Number }).IsUnique();
    }
}

internal sealed class MessageConfiguration : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.Property(n => n.Kind).HasColumnName("Purpose").HasMaxLength(40);
        builder.Property(n => n.Channel).HasDefaultValue(MessageChannel.Mail);
        builder.Property(n => n.Address).HasMaxLength(254);
        builder.Property(n => n.RecipientName).HasMaxLength(100);
        builder.Property(n => n.Language).HasMaxLength(20);
        builder.Property(n => n.DedupKey).HasMaxLength(200);
        builder.Property(n => n.InternetMessageId).HasMaxLength(200);
        builder.Property(n => n.LeaseOwner).HasMaxLength(100);
        builder.Property(n => n.State).IsConcurrencyToken(); // Superseding a message must not race its claim.
        builder.HasIndex(n => n.DedupKey).IsUnique();
        builder.HasIndex(n => new
        {
            n.State,
            n.Priority,
            n.NotBeforeUtc,
        });
        builder.HasIndex(n => n.FlagId);
        builder.HasIndex(n => new { n.PromptId, n.State }); // With the state: SQLite would else walk every message that failed.
        builder.HasIndex(n => n.CreatedAtUtc);
        builder.HasOne<Flag>().WithMany().HasForeignKey(n => n.FlagId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MessageAttemptConfiguration : IEntityTypeConfiguration<MessageAttempt>
{
    public void Configure(EntityTypeBuilder<MessageAttempt> builder)
    {
        builder.HasKey(a => new { a.MessageId, a.Number });
        builder
            .Property(a => a.Phase)
            .HasConversion(phase => phase!.Value.Name(), name => DeliveryPhases.Named(name))
            .HasMaxLength(20);
        builder.Property(a => a.Detail).HasMaxLength(500);
        builder.HasOne<Message>().WithMany().HasForeignKey(a => a.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AuditRecordConfiguration : IEntityTypeConfiguration<AuditRecord>
{
    public void Configure(EntityTypeBuilder<AuditRecord> builder)
    {
        builder.HasKey(a => a.Sequence);
        builder.Property(a => a.Sequence).ValueGeneratedNever();
        builder.Property(a => a.ActorName).HasMaxLength(100);
        builder.Property(a => a.Action).HasMaxLength(60);
        builder.Property(a => a.Detail).HasMaxLength(500);
        builder.Property(a => a.PreviousHash).HasMaxLength(32);
        builder.Property(a => a.Hash).HasMaxLength(32);
        builder.HasIndex(a => new { a.ParticipantId, a.AtUtc });
        builder.HasIndex(a => new { a.FlagId, a.AtUtc });
        builder.HasIndex(a => new { a.ActorId, a.Sequence });
        builder.HasIndex(a => a.AtUtc);
    }
}
