using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;

namespace Wellbeing.App.Data.Configurations;

internal sealed class ScreenConfiguration : IEntityTypeConfiguration<Screen>
{
    public void Configure(EntityTypeBuilder<Screen> builder)
    {
        builder.Property(s => s.Answers).HasJson();
        builder.Property(s => s.AskedByName).HasMaxLength(100);
        builder.Property(s => s.EnteredByName).HasMaxLength(100);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasIndex(s => new { s.ParticipantId, s.AskedAtUtc });
        // One question at a time: two nurses at once ask once.
        builder
            .HasIndex(s => s.ParticipantId)
            .IsUnique()
            .HasFilter("\"State\" = 'Sent'")
            .HasDatabaseName("IX_Screens_OneOpen");
        builder.HasOne<Participant>().WithMany().HasForeignKey(s => s.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}
