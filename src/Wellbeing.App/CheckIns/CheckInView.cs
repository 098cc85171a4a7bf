using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.CheckIns;

/// <summary>A check-in as its own author sees it.</summary>
public sealed record CheckInView(
    Guid Id,
    Guid SubmissionId,
    DateTime SubmittedAtUtc,
    DateOnly LocalDate,
    int? Intensity,
    int? Functioning,
    PerceivedChange? Change,
    IReadOnlyDictionary<Emotion, int?> Emotions,
    string? Words,
    bool ContactMe,
    DateTime? ReadAtUtc,
    string? EnteredByName = null
)
{
    /// <summary>The answers are those of the check-in before, which the person looked at and said are still
    /// right.</summary>
    public bool ConfirmedUnchanged { get; init; }

    /// <summary>How long it has been like this, by the person's own account; null where it was not asked or not
    /// answered.</summary>
    public PerceivedDuration? Duration { get; init; }

    /// <summary>When it was written, where the person's device kept it for a while; else null.</summary>
    public DateTime? WrittenAtUtc { get; init; }

    /// <summary>When its author corrected it; else null.</summary>
    public DateTime? CorrectedAtUtc { get; init; }

    /// <summary>The version of the questions that were asked; 0 for the product's own.</summary>
    public int QuestionVersion { get; init; }

    /// <summary>Extra questions that were asked, with what was answered, in their order.</summary>
    public IReadOnlyList<ExtraSaid> Extras { get; init; } = [];

    /// <summary>Who read it first; its author is given the first name only. Null while nobody has.</summary>
    public string? ReadByName { get; init; }

    /// <summary>By when a nurse reads it, as promised; null once it is read, and where the organisation promises no
    /// such thing.</summary>
    public DateTime? ReadDueAtUtc { get; init; }

    /// <summary>Nurses' notes back about it, oldest first.</summary>
    public IReadOnlyList<ReplyView> Replies { get; init; } = [];

    /// <summary>
    /// As its author is shown it: nurses by their first names. Somebody who came by a link is shown no notes: a link
    /// may lie in a mailbox that others read.
    /// </summary>
    internal CheckInView For(Actor author) =>
        this with
        {
            ReadByName = FirstName(ReadByName),
            Replies = author.Is(Roles.Participant)
                ? [.. Replies.Select(r => r with { ByName = FirstName(r.ByName)! })]
                : [],
        };

    private static string? FirstName(string? name) => name?.Trim().Split(' ')[0];
}

/// <summary>A nurse's note back about a check-in.</summary>
/// <param name="SeenAtUtc">When the person first saw it; null until then.</param>
public sealed record ReplyView(Guid Id, string Text, string ByName, DateTime AtUtc, DateTime? SeenAtUtc);
