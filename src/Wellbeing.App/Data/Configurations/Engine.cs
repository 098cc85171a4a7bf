using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Engine;

namespace Wellbeing.App.Data.Configurations;

internal sealed class EngineBeatConfiguration : IEntityTypeConfiguration<EngineBeat>
{
    public void Configure(EntityTypeBuilder<EngineBeat> builder)
    {
        builder.HasKey(b => b.Server);
        builder.Property(b => b.Server).HasMaxLength(100);
        builder.Property(b => b.Version).HasMaxLength(100);
    }
}

internal sealed class EngineStatusConfiguration : IEntityTypeConfiguration<EngineStatus>
{
    public void Configure(EntityTypeBuilder<EngineStatus> builder)
    {
        builder.ToTable("EngineStatus");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.HeldBecause).HasMaxLength(200);
        builder.Property(s => s.Violations).HasJson();
        builder.Property(s => s.BouncesProblem).HasMaxLength(EngineStatus.LongestProblem);
    }
}
