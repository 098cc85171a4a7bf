using Wellbeing.App.CheckIns;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>What ended "usual for this person".</summary>
public enum UsualEnd
{
    /// <summary>A rating above it, or feelings that the person says are growing.</summary>
    RatingWorse,
    DailyLifeWorse,
    WordsWritten,
    ContactAsked,
    NotSafe,
    ByNurse,

    /// <summary>A nurse said it anew on closing another flag.</summary>
    Replaced,
}

/// <summary>
/// A nurse said on closing that somebody always answers 9 or 10: for a few weeks a repeat of the same rating is at
/// Review instead of Urgent, whatever else is found keeps its severity. It hides nothing, and ends by itself at the
/// first sign that something is worse.
/// </summary>
public sealed class UsualForPerson : IVersioned
{
    /// <summary>Longest time it can hold, in days.</summary>
    public const int MostDays = 28;

    /// <summary>Longest reason, in characters.</summary>
    public const int MaximumReasonLength = 500;

    /// <summary>On so many days every rating must have been near the top: "always" is not one bad morning.</summary>
    public const int FewestDays = 3;

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }

    /// <summary>The flag on whose closing it was said.</summary>
    public Guid FlagId { get; init; }

    /// <summary>The rating that is usual: the highest of the last ones, in points.</summary>
    public int Rating { get; init; }

    /// <summary>The impact on daily life that is usual, in points; null where it was not answered.</summary>
    public int? Functioning { get; init; }

    /// <summary>Encrypted at rest; the team's alone.</summary>
    public string? SealedReason { get; init; }
    public Guid SaidBy { get; init; }
    public required string SaidByName { get; init; }
    public DateTime FromUtc { get; init; }
    public DateTime UntilUtc { get; init; }
    public DateTime? EndedAtUtc { get; private set; }
    public UsualEnd? EndedBecause { get; private set; }
    public string? EndedByName { get; private set; }
    public int Version { get; set; }

    public bool HoldsAt(DateTime atUtc) => FromUtc <= atUtc && atUtc < UntilUtc && EndedAtUtc is null;

    /// <summary>True where somebody rates as high on every day.</summary>
    /// <param name="last">All ratings of the last <see cref="FewestDays"/> days with one.</param>
    /// <param name="top">From here on a rating is acute, in points.</param>
    public static bool IsAlways(IReadOnlyCollection<CheckIn> last, int top) =>
        last.Select(c => c.LocalDate).Distinct().Count() >= FewestDays && last.All(c => c.Intensity >= top);

    /// <summary>Why a check-in ends it; null where it does not. An answer left out is no sign either way.</summary>
    public UsualEnd? EndedBy(CheckIn checkIn) =>
        checkIn switch
        {
            { ContactMe: true } => UsualEnd.ContactAsked,
            { SealedWords: not null } => UsualEnd.WordsWritten,
            { Intensity: { } rating } when rating > Rating => UsualEnd.RatingWorse,
            { Change: PerceivedChange.Growing } => UsualEnd.RatingWorse,
            { Functioning: { } impact } when impact > Functioning => UsualEnd.DailyLifeWorse,
            _ => null,
        };

    /// <summary>
    /// True where a check-in says the same again. Daily life not answered, where it was before (or the other way
    /// round), is not known to be the same, and keeps the severity of its rule.
    /// </summary>
    public bool IsSame(CheckIn checkIn) =>
        EndedBy(checkIn) is null && checkIn.Intensity <= Rating && checkIn.Functioning is null == Functioning is null;

    /// <summary>Ends it before its time.</summary>
    public void End(UsualEnd because, string? byName, DateTime nowUtc)
    {
        if (EndedAtUtc is not null)
            return;
        (EndedAtUtc, EndedBecause, EndedByName) = (nowUtc, because, byName);
    }
}
