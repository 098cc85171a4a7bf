using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Site;

namespace Wellbeing.App.Data.Configurations;

internal sealed class BrandingConfiguration : IEntityTypeConfiguration<Branding>
{
    public void Configure(EntityTypeBuilder<Branding> builder)
    {
        builder.HasKey(b => b.Version);
        builder.Property(b => b.Version).ValueGeneratedNever();
        builder.Property(b => b.Name).HasMaxLength(Branding.MaximumNameLength);
        builder.Property(b => b.Address).HasMaxLength(Branding.MaximumAddressLength);
        builder.Property(b => b.Primary).HasMaxLength(7);
        builder.Property(b => b.Accent).HasMaxLength(7);
        builder.Property(b => b.PublishedByName).HasMaxLength(100);
    }
}
