using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.People;

namespace Wellbeing.App.Data.Configurations;

internal sealed class PersonNoteConfiguration : IEntityTypeConfiguration<PersonNote>
{
    public void Configure(EntityTypeBuilder<PersonNote> builder)
    {
        builder.Property(n => n.ByName).HasMaxLength(100);
        builder.HasIndex(n => new { n.ParticipantId, n.AtUtc });
        builder.HasIndex(n => n.CorrectsId).IsUnique();
        builder.HasIndex(n => n.FirstId);
        builder.HasOne<Participant>().WithMany().HasForeignKey(n => n.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}
