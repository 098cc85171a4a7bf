using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Site;

namespace Wellbeing.App.Data.Configurations;

internal sealed class SupportNumbersConfiguration : IEntityTypeConfiguration<SupportNumbers>
{
    public void Configure(EntityTypeBuilder<SupportNumbers> builder)
    {
        builder.HasKey(n => n.Version);
        builder.Property(n => n.Version).ValueGeneratedNever();
        builder.Property(n => n.Set).HasJson();
        builder.Property(n => n.PublishedByName).HasMaxLength(100);
    }
}
