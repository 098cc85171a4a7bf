using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.People;

namespace Wellbeing.App.Data.Configurations;

internal sealed class TreatmentEventConfiguration : IEntityTypeConfiguration<TreatmentEvent>
{
    public void Configure(EntityTypeBuilder<TreatmentEvent> builder)
    {
        builder.Property(e => e.RecordedByName).HasMaxLength(100);
        builder.Property(e => e.RemovedByName).HasMaxLength(100);
        builder.HasIndex(e => new { e.ParticipantId, e.On });
        builder.HasOne<Participant>().WithMany().HasForeignKey(e => e.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}
