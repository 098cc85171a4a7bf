using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.CheckIns;

namespace Wellbeing.App.Data.Configurations;

internal sealed class QuestionSetConfiguration : IEntityTypeConfiguration<QuestionSet>
{
    public void Configure(EntityTypeBuilder<QuestionSet> builder)
    {
        builder.HasKey(s => s.Version);
        builder.Property(s => s.Version).ValueGeneratedNever();
        builder.Property(s => s.Plan).HasJson();
        builder.Property(s => s.PublishedByName).HasMaxLength(100);
        builder.Property(s => s.Reason).HasMaxLength(QuestionSet.LongestReason);
    }
}

internal sealed class QuestionDraftConfiguration : IEntityTypeConfiguration<QuestionDraft>
{
    public void Configure(EntityTypeBuilder<QuestionDraft> builder)
    {
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Plan).HasJson();
        builder.Property(d => d.EditedByName).HasMaxLength(100);
        builder.Property(d => d.Version).IsConcurrencyToken();
    }
}
