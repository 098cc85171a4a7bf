using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;

namespace Wellbeing.App.Data.Configurations;

internal sealed class RecheckConfiguration : IEntityTypeConfiguration<Recheck>
{
    public void Configure(EntityTypeBuilder<Recheck> builder)
    {
        builder.Property(r => r.SetByName).HasMaxLength(100);
        builder.Property(r => r.DoneByName).HasMaxLength(100);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasIndex(r => r.NextActionAtUtc);
        builder.HasIndex(r => new { r.State, r.DueAtUtc });
        builder.HasIndex(r => r.ParticipantId);
        builder.HasIndex(r => r.FlagId).IsUnique(); // A flag is closed once.
        builder.HasOne<Participant>().WithMany().HasForeignKey(r => r.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Flag>().WithMany().HasForeignKey(r => r.FlagId).OnDelete(DeleteBehavior.Restrict);
    }
}
