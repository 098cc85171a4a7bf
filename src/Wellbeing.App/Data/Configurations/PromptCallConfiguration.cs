using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Prompts;

namespace Wellbeing.App.Data.Configurations;

internal sealed class PromptCallConfiguration : IEntityTypeConfiguration<PromptCall>
{
    public void Configure(EntityTypeBuilder<PromptCall> builder)
    {
        builder.Property(c => c.ByName).HasMaxLength(100);
        builder.HasIndex(c => new { c.PromptId, c.AtUtc });
        builder.HasOne<Prompt>().WithMany().HasForeignKey(c => c.PromptId).OnDelete(DeleteBehavior.Restrict);
    }
}
