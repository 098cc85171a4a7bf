using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;
using Wellbeing.App.Thresholds;

namespace Wellbeing.App.Data.Configurations;

internal sealed class CheckInConfiguration : IEntityTypeConfiguration<CheckIn>
{
    public void Configure(EntityTypeBuilder<CheckIn> builder)
    {
        builder.Property(c => c.EnteredByName).HasMaxLength(100);
        builder.Property(c => c.ReadByName).HasMaxLength(100);
        builder.Property(c => c.QuestionVersion).HasDefaultValue(0);
        builder.HasQueryFilter(c => c.RemovedAtUtc == null); // What its author removed is nowhere to be seen.
        // A correction and a nurse's first look meet here: one of them runs again and sees the other.
        builder.Property(c => c.ReadAtUtc).IsConcurrencyToken();
        builder.HasIndex(c => new { c.ParticipantId, c.SubmissionId }).IsUnique();
        // With all that detection looks at, so that reading a person's series, or everybody's, never leaves the index.
        builder
            .HasIndex(c => new
            {
                c.ParticipantId,
                c.SubmittedAtUtc,
                c.LocalDate,
                c.Intensity,
                c.Functioning,
                c.ContactMe,
                c.RemovedAtUtc,
            })
            .HasDatabaseName("IX_CheckIns_Series");
        builder.HasIndex(c => c.SubmittedAtUtc);
        // What nobody has read is little beside all there is: the list and its counts never look at the rest.
        builder
            .HasIndex(c => new
            {
                c.SubmittedAtUtc,
                c.Intensity,
                c.ParticipantId,
            })
            .HasDatabaseName("IX_CheckIns_Unread")
            .HasFilter("\"ReadAtUtc\" IS NULL AND \"RemovedAtUtc\" IS NULL");
        builder.OwnsMany(
            c => c.Emotions,
            emotions =>
            {
                emotions.ToTable("CheckInEmotions");
                emotions.WithOwner().HasForeignKey("CheckInId");
                emotions.HasKey("CheckInId", nameof(FeltEmotion.Emotion));
            }
        );
        builder.HasOne<Participant>().WithMany().HasForeignKey(c => c.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<ThresholdSettings>()
            .WithMany()
            .HasForeignKey(c => c.ThresholdsVersion)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CheckInReplyConfiguration : IEntityTypeConfiguration<CheckInReply>
{
    public void Configure(EntityTypeBuilder<CheckInReply> builder)
    {
        builder.Property(r => r.ByName).HasMaxLength(100);
        builder.HasIndex(r => r.CheckInId);
        builder.HasIndex(r => new { r.ParticipantId, r.AtUtc });
        builder.HasOne<Participant>().WithMany().HasForeignKey(r => r.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CheckIn>().WithMany().HasForeignKey(r => r.CheckInId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReplySentenceConfiguration : IEntityTypeConfiguration<ReplySentence>
{
    public void Configure(EntityTypeBuilder<ReplySentence> builder)
    {
        builder.HasKey(s => s.Number);
        builder.Property(s => s.Number).ValueGeneratedNever();
        builder.Property(s => s.Texts).HasJson();
        builder.Property(s => s.ChangedByName).HasMaxLength(100);
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}

internal sealed class CheckInDraftConfiguration : IEntityTypeConfiguration<CheckInDraft>
{
    public void Configure(EntityTypeBuilder<CheckInDraft> builder)
    {
        builder.HasIndex(d => d.ParticipantId).IsUnique();
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.HasOne<Participant>().WithMany().HasForeignKey(d => d.ParticipantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PromptConfiguration : IEntityTypeConfiguration<Prompt>
{
    public void Configure(EntityTypeBuilder<Prompt> builder)
    {
        builder.HasIndex(p => new { p.ParticipantId, p.DueLocalDate }).IsUnique();
        builder.HasIndex(p => p.NextActionAtUtc);
        builder.HasIndex(p => new { p.State, p.DueAtUtc });
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasOne<Participant>().WithMany().HasForeignKey(p => p.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CheckIn>().WithMany().HasForeignKey(p => p.CheckInId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ThresholdSettingsConfiguration : IEntityTypeConfiguration<ThresholdSettings>
{
    public void Configure(EntityTypeBuilder<ThresholdSettings> builder)
    {
        builder.HasKey(g => g.Version);
        builder.Property(g => g.Version).ValueGeneratedNever();
        builder.Property(g => g.Detection).HasJson();
        builder.Property(g => g.Respond).HasJson();
        builder.Property(g => g.PublishedByName).HasMaxLength(100);
        builder.Property(g => g.DraftedByName).HasMaxLength(100);
        builder.Property(g => g.Reason).HasMaxLength(1000);
    }
}
