using Wellbeing.Detection;

namespace Wellbeing.App.CheckIns;

internal static class Observed
{
    /// <summary>All of a person's check-ins as detection sees them, oldest first: neither words nor feelings are read
    /// for it.</summary>
    public static IQueryable<Observation> Observations(this IQueryable<CheckIn> checkIns, Guid participantId) =>
        checkIns
            .Where(c => c.ParticipantId == participantId)
            .OrderBy(c => c.SubmittedAtUtc)
            .Select(c => new Observation(
                c.SubmittedAtUtc,
                c.Intensity,
                c.Functioning,
                c.Change,
                c.ContactMe,
                c.LocalDate,
                c.Duration
            ));
}
