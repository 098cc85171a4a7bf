using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Escalation;
using Wellbeing.App.Team;

namespace Wellbeing.App.Data.Configurations;

internal sealed class TeamCalendarConfiguration : IEntityTypeConfiguration<TeamCalendar>
{
    public void Configure(EntityTypeBuilder<TeamCalendar> builder)
    {
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.Week).HasJson();
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}

internal sealed class HolidayConfiguration : IEntityTypeConfiguration<Holiday>
{
    public void Configure(EntityTypeBuilder<Holiday> builder)
    {
        builder.HasKey(h => h.Date);
        builder.Property(h => h.Name).HasMaxLength(100);
    }
}

internal sealed class TeamMailboxConfiguration : IEntityTypeConfiguration<TeamMailbox>
{
    public void Configure(EntityTypeBuilder<TeamMailbox> builder)
    {
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Name).HasMaxLength(100);
        builder.Property(m => m.Address).HasMaxLength(254);
        builder.HasIndex(m => m.Address).IsUnique();
    }
}

internal sealed class SwapOfferConfiguration : IEntityTypeConfiguration<SwapOffer>
{
    public void Configure(EntityTypeBuilder<SwapOffer> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasIndex(s => new { s.State, s.EndsAtUtc });
    }
}
