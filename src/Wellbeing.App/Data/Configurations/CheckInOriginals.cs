using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;

namespace Wellbeing.App.Data.Configurations;

internal sealed class CheckInOriginalConfiguration : IEntityTypeConfiguration<CheckInOriginal>
{
    public void Configure(EntityTypeBuilder<CheckInOriginal> builder)
    {
        builder.HasIndex(o => new { o.ParticipantId, o.ReplacedAtUtc });
        builder.HasOne<Participant>().WithMany().HasForeignKey(o => o.ParticipantId).OnDelete(DeleteBehavior.Cascade);
    }
}
