using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Flags;

namespace Wellbeing.App.Data.Configurations;

internal sealed class TalkGuideConfiguration : IEntityTypeConfiguration<TalkGuide>
{
    public void Configure(EntityTypeBuilder<TalkGuide> builder)
    {
        builder.HasKey(g => g.Severity);
        builder.Property(g => g.Severity).ValueGeneratedNever();
        builder.Property(g => g.Text).HasMaxLength(TalkGuide.MaximumLength);
        builder.Property(g => g.ChangedByName).HasMaxLength(100);
        builder.Property(g => g.Version).IsConcurrencyToken();
    }
}

internal sealed class ReferralOptionConfiguration : IEntityTypeConfiguration<ReferralOption>
{
    public void Configure(EntityTypeBuilder<ReferralOption> builder)
    {
        builder.HasKey(o => o.Kind);
        builder.Property(o => o.Name).HasMaxLength(100);
        builder.Property(o => o.Address).HasMaxLength(400);
        builder.Property(o => o.Phone).HasMaxLength(40);
        builder.Property(o => o.Email).HasMaxLength(254);
        builder.Property(o => o.ChangedByName).HasMaxLength(100);
        builder.Property(o => o.Version).IsConcurrencyToken();
    }
}
