using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.People;

namespace Wellbeing.App.Data.Configurations;

internal sealed class LeafletConfiguration : IEntityTypeConfiguration<Leaflet>
{
    public void Configure(EntityTypeBuilder<Leaflet> builder)
    {
        builder.Property(l => l.Code).HasMaxLength(20);
        builder.Property(l => l.Name).HasMaxLength(Leaflet.MaximumNameLength);
        builder.Property(l => l.Version).IsConcurrencyToken();
        builder.HasIndex(l => l.Code).IsUnique();
        builder.HasOne<Cohort>().WithMany().HasForeignKey(l => l.CohortId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LeafletSwitchConfiguration : IEntityTypeConfiguration<LeafletSwitch>
{
    public void Configure(EntityTypeBuilder<LeafletSwitch> builder)
    {
        builder.ToTable("LeafletSwitch");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
