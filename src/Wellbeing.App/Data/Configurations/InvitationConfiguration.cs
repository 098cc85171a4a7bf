using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.People;

namespace Wellbeing.App.Data.Configurations;

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.Property(i => i.Name).HasMaxLength(Participant.MaximumNameLength);
        builder.Property(i => i.Email).HasMaxLength(254);
        builder.Property(i => i.Language).HasMaxLength(20);
        builder.Property(i => i.Phone).HasMaxLength(Telephone.MaximumLength);
        builder.Property(i => i.PreferredName).HasMaxLength(Participant.MaximumNameLength);
        builder.Property(i => i.Pronouns).HasMaxLength(HowToAddress.MaximumPronounsLength);
        builder.Property(i => i.SpokenLanguage).HasMaxLength(HowToAddress.MaximumTagLength);
        builder.Ignore(i => i.Address);
        builder.Property(i => i.TimeZone).HasMaxLength(64);
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.HasIndex(i => i.InvitedAtUtc);
        builder.HasIndex(i => i.LeafletId);
    }
}

internal sealed class ConsentConfiguration : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.HasIndex(c => c.ParticipantId);
        builder.HasOne<Participant>().WithMany().HasForeignKey(c => c.ParticipantId).OnDelete(DeleteBehavior.Cascade);
    }
}
