using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Data.Configurations;

internal sealed class BounceConfiguration : IEntityTypeConfiguration<Bounce>
{
    public void Configure(EntityTypeBuilder<Bounce> builder)
    {
        builder.Property(b => b.ReportHash).HasMaxLength(64);
        builder.Property(b => b.Status).HasMaxLength(20);
        builder.Property(b => b.Detail).HasMaxLength(300);
        builder.HasIndex(b => b.ReportHash).IsUnique();
        builder.HasIndex(b => b.MessageId);
        builder.HasOne<Message>().WithMany().HasForeignKey(b => b.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReturnKeyConfiguration : IEntityTypeConfiguration<ReturnKey>
{
    public void Configure(EntityTypeBuilder<ReturnKey> builder)
    {
        builder.ToTable("ReturnKeys");
        builder.Property(k => k.Id).ValueGeneratedNever();
    }
}
