using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.People;

namespace Wellbeing.App.Data.Configurations;

internal sealed class FamilyLinkConfiguration : IEntityTypeConfiguration<FamilyLink>
{
    public void Configure(EntityTypeBuilder<FamilyLink> builder)
    {
        builder.Property(l => l.TypedName).HasMaxLength(Participant.MaximumNameLength);
        builder.Property(l => l.TypedEmail).HasMaxLength(254);
        builder.Property(l => l.Version).IsConcurrencyToken();
        builder.HasIndex(l => new { l.AskerId, l.TypedEmail }).IsUnique(); // Asked twice at once is asked once.
        builder.HasIndex(l => new { l.AskerId, l.OtherId }).IsUnique();
        builder.HasIndex(l => l.OtherId);
        builder.HasIndex(l => l.TypedEmail);
        builder.HasOne<Participant>().WithMany().HasForeignKey(l => l.AskerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Participant>().WithMany().HasForeignKey(l => l.OtherId).OnDelete(DeleteBehavior.Cascade);
    }
}
