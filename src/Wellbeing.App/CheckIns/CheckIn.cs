using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.CheckIns;

/// <summary>Feelings a check-in offers: those the guidance names, and two that ease.</summary>
public enum Emotion
{
    Shock,
    Disbelief,
    Anger,
    Fear,
    WorryAhead,
    WorryTreatment,
    FearOfDying,
    Disappointment,
    Sadness,
    Hope,
    Calm,
}

/// <summary>
/// What was answered. Any answer may be missing ("I would rather not say"): null is a skip, never zero.
/// </summary>
/// <param name="Intensity">Strength of distressing feelings, 0 (none) to 10 (the most imaginable).</param>
/// <param name="Functioning">Impact on daily life, 0 (none) to 10 (cannot do usual things): higher is worse.</param>
/// <param name="Change">Compared with last time.</param>
/// <param name="Emotions">Feelings felt, each with its strength 0-10, or null where the strength was not asked.</param>
/// <param name="Words">Free words, at most <see cref="CheckIn.MaximumWordsLength"/> characters.</param>
/// <param name="ContactMe">"I would like someone to contact me".</param>
public sealed record Answers(
    int? Intensity,
    int? Functioning,
    PerceivedChange? Change,
    IReadOnlyDictionary<Emotion, int?> Emotions,
    string? Words,
    bool ContactMe
)
{
    public static Answers None { get; } = new(null, null, null, new Dictionary<Emotion, int?>(), null, false);

    /// <summary>How long it has been like this; asked only where that is not known, and null where it was not asked or
    /// was skipped.</summary>
    public PerceivedDuration? Duration { get; init; }

    /// <summary>The version of the questions that were asked; 0 for the product's own.</summary>
    public int QuestionVersion { get; init; }

    /// <summary>By number of the extra question: what was answered or skipped. One that was not asked is not
    /// there.</summary>
    public IReadOnlyDictionary<int, ExtraAnswer> Extras { get; init; } = new Dictionary<int, ExtraAnswer>();
}

/// <summary>One answered set of questions. Only its author changes it, and only for a day:
/// docs/decisions/0012.</summary>
public sealed class CheckIn
{
    /// <summary>Longest free words, in characters.</summary>
    public const int MaximumWordsLength = 2000;

    /// <summary>How long after it was sent its author may correct or remove it.</summary>
    public static readonly TimeSpan CorrectableFor = TimeSpan.FromHours(24);

    private int? _intensity;
    private int? _functioning;
    private PerceivedChange? _change;
    private PerceivedDuration? _duration;
    private string? _sealedWords;
    private string? _sealedExtras;
    private string? _sealedExtraWords;
    private bool _contactMe;

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }

    /// <summary>Made when the form was rendered (or by the API's client); unique for the participant, so that a repeat
    /// finds the first.</summary>
    public Guid SubmissionId { get; init; }
    public DateTime SubmittedAtUtc { get; init; }

    /// <summary>The participant's own date then: what "the same day" means.</summary>
    public DateOnly LocalDate { get; init; }
    public int? Intensity
    {
        get => _intensity;
        init => _intensity = value;
    }
    public int? Functioning
    {
        get => _functioning;
        init => _functioning = value;
    }
    public PerceivedChange? Change
    {
        get => _change;
        init => _change = value;
    }

    /// <summary>How long it has been like this, where that was asked and answered.</summary>
    public PerceivedDuration? Duration
    {
        get => _duration;
        init => _duration = value;
    }
    public List<FeltEmotion> Emotions { get; init; } = [];

    /// <summary>Encrypted at rest; opened only for the person themselves and their nurses.</summary>
    public string? SealedWords
    {
        get => _sealedWords;
        init => _sealedWords = value;
    }
    public bool ContactMe
    {
        get => _contactMe;
        init => _contactMe = value;
    }

    /// <summary>The version of the questions it answers; 0 for the product's own.</summary>
    public int QuestionVersion { get; init; }

    /// <summary>Which extra questions were answered or skipped, and how, but for the words; encrypted at rest. Null for
    /// none.</summary>
    public string? SealedExtras
    {
        get => _sealedExtras;
        init => _sealedExtras = value;
    }

    /// <summary>The words in answers to extra questions, encrypted at rest; kept as long as
    /// <see cref="SealedWords"/>.</summary>
    public string? SealedExtraWords
    {
        get => _sealedExtraWords;
        init => _sealedExtraWords = value;
    }

    /// <summary>The check-in whose answers the person looked at and said are still right; null where each question was
    /// asked anew.</summary>
    public Guid? ConfirmedFromId { get; init; }

    /// <summary>When the person wrote it, where that was before it reached us (no network); else null.</summary>
    public DateTime? WrittenAtUtc { get; init; }

    /// <summary>The thresholds it was assessed under: once, when it was stored.</summary>
    public int ThresholdsVersion { get; init; }

    /// <summary>When a nurse read it, or entered it.</summary>
    public DateTime? ReadAtUtc { get; private set; }

    /// <summary>Who read it first, or entered it.</summary>
    public Guid? ReadBy { get; private set; }
    public string? ReadByName { get; private set; }

    /// <summary>The nurse who asked by telephone and entered the answers; null when the person answered
    /// themselves.</summary>
    public Guid? EnteredBy { get; init; }
    public string? EnteredByName { get; init; }

    /// <summary>When its author last corrected it; else null.</summary>
    public DateTime? CorrectedAtUtc { get; private set; }

    /// <summary>When its author removed it: its answers are gone, and nothing finds it any more but its submission
    /// id.</summary>
    public DateTime? RemovedAtUtc { get; private set; }

    /// <summary>A nurse has read it. The first one stands; a program that fetched it has read nothing.</summary>
    public void Read(Actor by, DateTime nowUtc)
    {
        if (ReadAtUtc is not null || !by.Is(Roles.Nurse))
            return;
        (ReadAtUtc, ReadBy, ReadByName) = (nowUtc, by.UserId, by.Name);
    }

    public bool IsCorrectable(DateTime nowUtc) => RemovedAtUtc is null && nowUtc - SubmittedAtUtc <= CorrectableFor;

    /// <summary>Puts other answers in its place. Nobody has read those yet.</summary>
    public void Correct(Answers answers, SealedAnswers said, DateTime nowUtc)
    {
        if (!IsCorrectable(nowUtc))
            throw new InvalidOperationException("A check-in can be corrected for a day.");
        (_intensity, _functioning, _change, _duration, _sealedWords, _contactMe) = (
            answers.Intensity,
            answers.Functioning,
            answers.Change,
            answers.Duration,
            said.Words,
            answers.ContactMe
        );
        (_sealedExtras, _sealedExtraWords) = (said.Extras, said.ExtraWords);
        Emotions.RemoveAll(e => !answers.Emotions.ContainsKey(e.Emotion));
        Emotions.AddRange(
            answers
                .Emotions.Where(e => !Emotions.Exists(f => f.Emotion == e.Key))
                .OrderBy(e => e.Key)
                .Select(e => new FeltEmotion { Emotion = e.Key, Strength = e.Value })
                .ToList()
        );
        CorrectedAtUtc = nowUtc;
        (ReadAtUtc, ReadBy, ReadByName) = (null, null, null);
    }

    /// <summary>Takes it out of the series, and its answers out of the store.</summary>
    public void Remove(DateTime nowUtc)
    {
        if (!IsCorrectable(nowUtc))
            throw new InvalidOperationException("A check-in can be removed for a day.");
        (_intensity, _functioning, _change, _duration, _sealedWords, _contactMe) = (
            null,
            null,
            null,
            null,
            null,
            false
        );
        (_sealedExtras, _sealedExtraWords) = (null, null);
        Emotions.Clear();
        RemovedAtUtc = nowUtc;
    }

    /// <summary>What detection looks at.</summary>
    public Observation ToObservation() =>
        new(SubmittedAtUtc, Intensity, Functioning, Change, ContactMe, LocalDate, Duration);
}

/// <summary>What of the answers is kept encrypted.</summary>
public sealed record SealedAnswers(string? Words, string? Extras, string? ExtraWords);

/// <summary>One feeling of a check-in.</summary>
public sealed class FeltEmotion
{
    public Emotion Emotion { get; init; }

    /// <summary>0-10, or null where the strength was not asked.</summary>
    public int? Strength { get; init; }
}

/// <summary>
/// A check-in somebody has begun. One a participant, so two tabs fill the same one; its id becomes the submission id.
/// </summary>
public sealed class CheckInDraft : IVersioned
{
    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public DateTime StartedAtUtc { get; init; }

    /// <summary>The answers so far, encrypted at rest.</summary>
    public required string SealedAnswers { get; set; }
    public int Version { get; set; }
}
