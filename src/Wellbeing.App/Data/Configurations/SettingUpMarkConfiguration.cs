using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Engine;

namespace Wellbeing.App.Data.Configurations;

internal sealed class SettingUpMarkConfiguration : IEntityTypeConfiguration<SettingUpMark>
{
    public void Configure(EntityTypeBuilder<SettingUpMark> builder)
    {
        builder.HasKey(m => m.Step);
        builder.Property(m => m.ByName).HasMaxLength(100);
    }
}
