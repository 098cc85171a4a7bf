using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Accounts;
using Wellbeing.App.Escalation;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Site;

namespace Wellbeing.App.Data.Configurations;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.Property(a => a.DisplayName).HasMaxLength(100);
        builder.Property(a => a.AddressRefusal).HasMaxLength(300);
    }
}

internal sealed class ParticipantConfiguration : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> builder)
    {
        builder.Property(p => p.Name).HasMaxLength(Participant.MaximumNameLength);
        builder.Property(p => p.SearchName).HasMaxLength((2 * Participant.MaximumNameLength) + 1);
        builder.Property(p => p.PreferredName).HasMaxLength(Participant.MaximumNameLength);
        builder.Property(p => p.Pronouns).HasMaxLength(HowToAddress.MaximumPronounsLength);
        builder.Property(p => p.SpokenLanguage).HasMaxLength(HowToAddress.MaximumTagLength);
        builder.Property(p => p.Email).HasMaxLength(254);
        builder.Property(p => p.Phone).HasMaxLength(Telephone.MaximumLength);
        builder.Property(p => p.Language).HasMaxLength(20);
        builder.Property(p => p.TimeZone).HasMaxLength(64);
        builder.Property(p => p.PromptMails).HasDefaultValue(PromptMails.InvitationAndReminder);
        builder.Property(p => p.Schedule).HasJson();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasIndex(p => p.AccountId).IsUnique();
        builder.HasIndex(p => p.NextPromptAtUtc);
        // The list by name, its search and its count, without a look at the table.
        builder.HasIndex(p => new { p.SearchName, p.Id }, "IX_Participants_List").HasFilter("\"ClosedAtUtc\" IS NULL");
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SupportContactConfiguration : IEntityTypeConfiguration<SupportContact>
{
    public void Configure(EntityTypeBuilder<SupportContact> builder)
    {
        builder.Property(c => c.Name).HasMaxLength(100);
        builder.Property(c => c.Email).HasMaxLength(254);
        builder.Property(c => c.Phone).HasMaxLength(40);
        builder.Property(c => c.Relation).HasMaxLength(60);
        builder.Property(c => c.Language).HasMaxLength(20);
        builder.Property(c => c.TimeZone).HasMaxLength(TimeZones.MaximumLength);
        builder.Property(c => c.Scope).HasDefaultValue(ContactScope.Call);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => new { c.ParticipantId, c.Order });
        builder.HasOne<Participant>().WithMany().HasForeignKey(c => c.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OnCallShiftConfiguration : IEntityTypeConfiguration<OnCallShift>
{
    public void Configure(EntityTypeBuilder<OnCallShift> builder)
    {
        builder.HasIndex(s => s.StartsAtUtc);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class LinkTokenConfiguration : IEntityTypeConfiguration<LinkToken>
{
    public void Configure(EntityTypeBuilder<LinkToken> builder)
    {
        builder.Property(t => t.Hash).HasMaxLength(32);
        builder.Property(t => t.UsedAtUtc).IsConcurrencyToken(); // Of two clicks at once one uses it.
        builder.HasIndex(t => t.SubjectId);
        builder.HasIndex(t => t.Hash).IsUnique();
    }
}
