using Wellbeing.App.People;

namespace Wellbeing.App.CheckIns;

/// <summary>
/// The questions of every check-in: detection and the team need them. Their words and their order may change; what can
/// be answered never does. A name is the last part of the page's address and, in a draft, what was answered.
/// </summary>
public enum Question
{
    Intensity,
    Feelings,
    Everyday,
    Compared,
    Words,
    Contact,

    /// <summary>How long it has been like this: stands in no plan's order, but follows the rating where it is not
    /// known.</summary>
    Duration,
}

/// <summary>How an extra question is answered.</summary>
public enum ExtraKind
{
    /// <summary>0 to 10, with words at both ends.</summary>
    Scale,

    /// <summary>One of a few.</summary>
    Choice,

    /// <summary>Any of a few.</summary>
    Choices,

    /// <summary>Free words, encrypted at rest as those of the check-in.</summary>
    Text,
}

/// <summary>What is asked in a check-in, in which words and order. Never changed: another wording is another
/// plan.</summary>
/// <param name="Order">Keys of all that is always asked: each core question but <see cref="Question.Duration"/>, and
/// each extra one that is not retired.</param>
/// <param name="Wording">The organisation's words for core questions, by language; where there are none, the product's
/// own.</param>
/// <param name="Extras">Every extra question there ever was, so that an answer always finds what was asked.</param>
public sealed record QuestionPlan(
    IReadOnlyList<string> Order,
    IReadOnlyDictionary<Question, IReadOnlyDictionary<string, CoreWords>> Wording,
    IReadOnlyList<ExtraQuestion> Extras
)
{
    /// <summary>More than so many at once, and exhausted people stop answering any.</summary>
    public const int MostExtras = 5;

    /// <summary>The product's own questions, and nothing else.</summary>
    public static QuestionPlan Default { get; } =
        new(
            [.. Enum.GetNames<Question>().Where(name => name != nameof(Question.Duration))],
            new Dictionary<Question, IReadOnlyDictionary<string, CoreWords>>(),
            []
        );

    /// <summary>What is asked, in order.</summary>
    /// <param name="of">Who is asked; null where nobody knows (a page that phones keep), and only what everybody is
    /// asked is.</param>
    public IReadOnlyList<AskedQuestion> Asked(ParticipantKind? of) =>
        [.. Order.Select(Find).OfType<AskedQuestion>().Where(q => q.Extra?.OnlyFor is not { } only || only == of)];

    /// <summary>By key in any case; an address such as <c>/CheckIn/3</c> is nobody's.</summary>
    public AskedQuestion? Find(string? key) =>
        Enum.GetValues<Question>()
            .Where(q => q.ToString().Equals(key, StringComparison.OrdinalIgnoreCase))
            .Select(q => new AskedQuestion(q, null))
            .SingleOrDefault()
        ?? Extras
            .Where(e => e.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            .Select(e => new AskedQuestion(null, e))
            .SingleOrDefault();

    /// <summary>Answers with what they answer, in the order asked; those to questions since retired come
    /// last.</summary>
    public IReadOnlyList<ExtraSaid> Said(IReadOnlyDictionary<int, ExtraAnswer> answers) =>
        [
            .. Extras
                .Where(e => answers.ContainsKey(e.Number))
                .OrderBy(Place)
                .Select(e => new ExtraSaid(e, answers[e.Number])),
        ];

    /// <summary>Keeps of the answers what can be an answer: an answer that no question of this plan has is
    /// nobody's.</summary>
    public IReadOnlyDictionary<int, ExtraAnswer> DropUnknownAnswers(IReadOnlyDictionary<int, ExtraAnswer> answers) =>
        Extras
            .Where(e => answers.ContainsKey(e.Number))
            .ToDictionary(e => e.Number, e => e.Normalize(answers[e.Number]));

    private int Place(ExtraQuestion extra)
    {
        for (var i = 0; i < Order.Count; i++)
        {
            if (Order[i] == extra.Key)
                return i;
        }

        return Order.Count + extra.Number;
    }
}

/// <summary>One question in its place: a core one or an extra one.</summary>
public sealed record AskedQuestion(Question? Core, ExtraQuestion? Extra)
{
    public string Key => Core?.ToString() ?? Extra!.Key;
}

/// <summary>Words for a core question in one language.</summary>
/// <param name="Hint">One line below; null for none.</param>
public sealed record CoreWords(string Legend, string? Hint);

/// <summary>Words for an extra question in one language.</summary>
/// <param name="Min">What 0 means, of a scale.</param>
/// <param name="Max">What 10 means.</param>
/// <param name="Choices">What can be chosen, each in the same place in every language.</param>
public sealed record ExtraWords(string Legend, string? Hint, string? Min, string? Max, IReadOnlyList<string> Choices);

/// <summary>A question that an organisation adds. Detection never sees its answers.</summary>
/// <param name="Number">1, 2, 3... never used again for another question.</param>
/// <param name="Words">By language tag; English is always there.</param>
/// <param name="OnlyFor">Asked of patients or of family members only; null for both.</param>
/// <param name="Retired">No longer asked. What was answered keeps its question.</param>
public sealed record ExtraQuestion(
    int Number,
    ExtraKind Kind,
    IReadOnlyDictionary<string, ExtraWords> Words,
    ParticipantKind? OnlyFor,
    bool Retired
)
{
    public const int FewestChoices = 2;
    public const int MostChoices = 10;

    public string Key => KeyOf(Number);

    /// <summary>Of its address, its form field, and a draft's list of what was answered.</summary>
    public static string KeyOf(int number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"extra-{number}");

    public ExtraWords English => Words[Wording.Language.English.Tag];

    /// <summary>Its words in a language, or in English; and which of both.</summary>
    public (ExtraWords Words, Wording.Language Language) In(Wording.Language language) =>
        Words.TryGetValue(language.Tag, out var words) ? (words, language) : (English, Wording.Language.English);

    public ExtraAnswer Normalize(ExtraAnswer answer) =>
        Kind switch
        {
            ExtraKind.Scale => new(Scale: answer.Scale is >= 0 and <= 10 ? answer.Scale : null),
            ExtraKind.Choice or ExtraKind.Choices => new(
                Choices: Chosen(answer) is { Count: > 0 } chosen ? chosen : null
            ),
            ExtraKind.Text => new(Words: string.IsNullOrWhiteSpace(answer.Words) ? null : answer.Words.Trim()),
            _ => throw new InvalidOperationException(),
        };

    private IReadOnlyList<int> Chosen(ExtraAnswer answer) =>
        [
            .. (answer.Choices ?? [])
                .Where(c => c >= 1 && c <= English.Choices.Count)
                .Distinct()
                .Order()
                .Take(Kind == ExtraKind.Choice ? 1 : MostChoices),
        ];
}

/// <summary>The answer to an extra question. Nothing at all is a skip; a question that was not asked has no answer, not
/// an empty one.</summary>
/// <param name="Choices">What was chosen, counted from 1.</param>
public sealed record ExtraAnswer(int? Scale = null, IReadOnlyList<int>? Choices = null, string? Words = null)
{
    public static ExtraAnswer Skipped { get; } = new();

    public bool IsSkip => Scale is null && Choices is not { Count: > 0 } && Words is null;

    public bool SaysTheSameAs(ExtraAnswer? other) =>
        other is not null
        && Scale == other.Scale
        && Words == other.Words
        && (Choices ?? []).SequenceEqual(other.Choices ?? []);
}

/// <summary>An extra question with what was answered, or that it was skipped.</summary>
public sealed record ExtraSaid(
    [property: System.Text.Json.Serialization.JsonIgnore] ExtraQuestion Question,
    [property: System.Text.Json.Serialization.JsonIgnore] ExtraAnswer Answer
)
{
    public int Number => Question.Number;

    /// <summary>What was asked, in English.</summary>
    public string Asked => Question.English.Legend;

    public ExtraKind Kind => Question.Kind;

    /// <summary>0 to 10, of a scale; null when skipped.</summary>
    public int? Scale => Answer.Scale;

    /// <summary>What was chosen, in English.</summary>
    public IReadOnlyList<string> Choices => [.. (Answer.Choices ?? []).Select(c => Question.English.Choices[c - 1])];

    /// <summary>In the person's own words.</summary>
    public string? Words => Answer.Words;
}
