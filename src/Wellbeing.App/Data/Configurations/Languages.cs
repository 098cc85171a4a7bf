using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Site;

namespace Wellbeing.App.Data.Configurations;

internal sealed class LanguageReviewConfiguration : IEntityTypeConfiguration<LanguageReview>
{
    public void Configure(EntityTypeBuilder<LanguageReview> builder)
    {
        builder.HasKey(r => r.Language);
        builder.Property(r => r.Language).HasMaxLength(20);
        builder.Property(r => r.ReviewedBy).HasMaxLength(200);
        builder.Property(r => r.AllWords).HasMaxLength(64);
        builder.Property(r => r.SafetyWords).HasMaxLength(64);
        builder.Property(r => r.RecordedByName).HasMaxLength(100);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}
