using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Site;

namespace Wellbeing.App.Operations;

/// <summary>
/// The audit log as an administrator reads it, on the page and in the file: who did what with whom, and nothing of how
/// somebody is. Verbs that would tell stand under one that does not; of a detail only the parts that say so are shown, in
/// words, so that a new one is hidden until somebody has thought of it.
/// </summary>
public static partial class AuditWords
{
    /// <summary>They asked for help in the product: that they are not safe, or that checking in does harm.</summary>
    public const string HelpAsked = "participant.asked-for-help";

    private const string FlagChanged = "flag.changed";
    private const string CareSet = "participant.care-settings-changed";
    private const string CareViewed = "participant.care-settings-viewed";

    /// <summary>Verbs that tell of somebody's health, and what stands for them.</summary>
    private static readonly Dictionary<string, string> _neutral = new(StringComparer.Ordinal)
    {
        [AuditActions.NotSafeSaid] = HelpAsked,
        [AuditActions.CallAsked] = HelpAsked,
        [AuditActions.FlagJoined] = FlagChanged,
        [AuditActions.FlagEscalated] = FlagChanged,
        [AuditActions.FlagRepeatKept] = FlagChanged,
        [AuditActions.FlagHolderTold] = FlagChanged,
        [AuditActions.UsualSaid] = CareSet,
        [AuditActions.UsualEnded] = CareSet,
        [AuditActions.UsualViewed] = CareViewed,
        [AuditActions.OwnThresholdSet] = CareSet,
        [AuditActions.OwnThresholdEnded] = CareSet,
        [AuditActions.OwnThresholdsViewed] = CareViewed,
        [AuditActions.ReferralLetterOpened] = "letter.opened",
        [AuditActions.ReferralLetterPrepared] = "letter.prepared",
    };

    /// <summary>Every verb that an administrator reads and may ask for.</summary>
    public static IReadOnlyList<string> Verbs { get; } =
    [.. AuditActions.All.Select(Shown).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The verb as it is shown.</summary>
    public static string Shown(string action) => _neutral.GetValueOrDefault(action, action);

    /// <summary>What stands in the log for a shown verb, or for an area of them; none for what nobody may ask
    /// for.</summary>
    public static IReadOnlyList<string> Behind(string shown) =>
        [.. AuditActions.All.Where(action => Shown(action) == shown || AuditActions.AreaOf(Shown(action)) == shown)];

    /// <summary>"Flag: contact attempted" of "flag.contact-attempted".</summary>
    public static string Of(string shown) =>
        shown.Split('.') is [var area, var verb] ? $"{Capital(Spaced(area))}: {Spaced(verb)}" : shown;

    /// <summary>A detail in words: of it only what has a <see cref="ShownAttribute"/>; ids as names where they have one,
    /// and left out where they have none. Null where nothing is left that an administrator reads.</summary>
    /// <param name="zone">The team's: moments are shown in it.</param>
    public static string? Told(
        string action,
        AuditDetail? detail,
        IReadOnlyDictionary<Guid, string> names,
        string zone,
        MessageKinds kinds
    )
    {
        // To whom somebody is referred, and what a nurse set for them, says how they are.
        if (detail is null || _neutral.ContainsKey(action))
            return null;
        if (detail is UnreadableDetail)
            return "what more it says cannot be read";
        var told = AuditDetails.Shown(detail).Select(part => Part(part.Shown, part.Value)).OfType<string>().ToList();
        return told.Count == 0 ? null : string.Join("; ", told);

        string? Part(ShownAttribute shown, object value) =>
            shown.As == ShownAs.NameIfTrue
                ? value is true
                    ? shown.Name
                    : null
                : (
                    shown.As switch
                    {
                        ShownAs.MessageKind => Message((string)value),
                        ShownAs.Verb => Verb((string)value),
                        ShownAs.AsWritten => (string)value,
                        _ => Value(value),
                    }
                )
                    is { } words
                    ? $"{shown.Name}: {words}"
                    : null;

        string? Value(object value) =>
            value switch
            {
                Guid id => names.GetValueOrDefault(id),
                bool yes => yes ? "yes" : "no",
                DateTime utc => TimeZones.Local(utc, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Enum name => Name(name),
                IEnumerable<ApiScope> scopes => string.Join(", ", scopes.Select(scope => Name(scope))),
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => throw new UnreachableException($"Nobody has thought of how to show a {value.GetType()}."),
            };

        string Message(string kind) =>
            kind == FlagGrew.Kind ? "A flag, to the nurse who has it" : kinds.Find(kind)?.Title ?? Lower(kind);
    }

    private static string Verb(string what) =>
        what.Contains('.', StringComparison.Ordinal) ? Of(Shown(what)) : Spaced(what);

    private static string Name(Enum value) =>
        value.GetType().GetField(value.ToString())?.GetCustomAttribute<ShownAttribute>()?.Name
        ?? Lower(value.ToString());

    private static string Lower(string name) => Humps().Replace(name, " ").ToLowerInvariant();

    private static string Spaced(string part) => part.Replace('-', ' ');

    private static string Capital(string text) => string.Concat(char.ToUpperInvariant(text[0]).ToString(), text[1..]);

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Humps();
}
