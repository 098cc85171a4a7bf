using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.People;
using Wellbeing.App.Thresholds;

namespace Wellbeing.App.Data.Configurations;

internal sealed class ThresholdOverrideConfiguration : IEntityTypeConfiguration<ThresholdOverride>
{
    public void Configure(EntityTypeBuilder<ThresholdOverride> builder)
    {
        builder.Property(o => o.SetByName).HasMaxLength(100);
        builder.Property(o => o.EndedByName).HasMaxLength(100);
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.HasIndex(o => new { o.ParticipantId, o.FromUtc });
        builder.HasOne<Participant>().WithMany().HasForeignKey(o => o.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}
