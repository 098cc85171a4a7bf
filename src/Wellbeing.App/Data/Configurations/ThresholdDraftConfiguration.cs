using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Thresholds;

namespace Wellbeing.App.Data.Configurations;

internal sealed class ThresholdDraftConfiguration : IEntityTypeConfiguration<ThresholdDraft>
{
    public void Configure(EntityTypeBuilder<ThresholdDraft> builder)
    {
        builder.Property(d => d.Detection).HasJson();
        builder.Property(d => d.Respond).HasJson();
        builder.Property(d => d.Reason).HasMaxLength(ThresholdDraft.LongestReason);
        builder.Property(d => d.EditedByName).HasMaxLength(100);
        builder.Property(d => d.Version).IsConcurrencyToken();
    }
}
