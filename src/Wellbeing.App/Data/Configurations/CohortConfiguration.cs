using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.People;

namespace Wellbeing.App.Data.Configurations;

internal sealed class CohortConfiguration : IEntityTypeConfiguration<Cohort>
{
    public void Configure(EntityTypeBuilder<Cohort> builder)
    {
        builder.Property(c => c.Name).HasMaxLength(Cohort.MaximumNameLength);
        builder.HasIndex(c => c.Name).IsUnique();
        builder.HasMany<Participant>().WithOne().HasForeignKey(p => p.CohortId).OnDelete(DeleteBehavior.Restrict);
    }
}
