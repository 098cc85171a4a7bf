using System.Globalization;
using System.Text.RegularExpressions;
using Wellbeing.App.Audit;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Site;

namespace Wellbeing.App.Operations;

/// <summary>
/// The audit log as an administrator reads it, on the page and in the file: who did what with whom, and nothing of how
/// somebody is. Verbs that would tell stand under one that does not; of a detail only the keys that are known here are
/// shown, in words, so that a new one is hidden until somebody has thought of it.
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

    /// <summary>Keys of a detail that an administrator reads, and how they are called. What says how somebody is
    /// (severity, outcome, rule, to whom they are referred) is not among them.</summary>
    private static readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal)
    {
        ["accepted"] = "accepted",
        ["account"] = "account",
        ["actor"] = "done by",
        ["added"] = "added",
        ["asked-again"] = "asked again",
        ["by"] = "by",
        ["cadence"] = "how often",
        ["cancelled"] = "cancelled",
        ["changed"] = "changed",
        ["channel"] = "by",
        ["client"] = "program",
        ["cohort"] = "group",
        ["cover"] = "cover",
        ["covers-removed"] = "covers taken off",
        ["enabled"] = "enabled",
        ["every"] = "every check-in is read",
        ["feed"] = "calendar",
        ["filter"] = "list",
        ["flags"] = "flags",
        ["for"] = "for",
        ["from"] = "from",
        ["held"] = "next step held back",
        ["holiday"] = "holiday",
        ["hours"] = "hours",
        ["intervals"] = "stretches of working time",
        ["invited"] = "invited",
        ["known"] = "known already",
        ["language"] = "language",
        ["late"] = "minutes late",
        ["left-alone"] = "left alone",
        ["mail"] = "mail",
        ["mails"] = "emails",
        ["means"] = "read as",
        ["named"] = "with names",
        ["new"] = "new ones only",
        ["no-holiday"] = "holiday taken out",
        ["on"] = "on",
        ["overlap-hours"] = "hours in which both keys work",
        ["owner"] = "whose address",
        ["page"] = "page",
        ["passkey"] = "passkey",
        ["problems"] = "things to mend",
        ["purpose"] = "message",
        ["question"] = "question",
        ["reached"] = "reached",
        ["reason"] = "reason",
        ["removed"] = "removed",
        ["roles"] = "roles",
        ["round"] = "round",
        ["rows"] = "records",
        ["scope"] = "told",
        ["scopes"] = "may",
        ["second-factor"] = "second factor",
        ["sentence"] = "sentence",
        ["shifts"] = "turns",
        ["show"] = "shown",
        ["state"] = "state",
        ["step"] = "step",
        ["text"] = "text",
        ["to"] = "to",
        ["told"] = "told",
        ["turns-removed"] = "turns taken off",
        ["until"] = "until",
        ["version"] = "version",
        ["weeks"] = "weeks",
        ["what"] = "what",
        ["with-version"] = "with version",
        ["withdrawn"] = "withdrawn",
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

    /// <summary>A detail in words; numbers as names where they have one, and left out where they have none. Null where
    /// nothing is left that an administrator reads.</summary>
    /// <param name="zone">The team's: moments are shown in it.</param>
    public static string? Told(
        string action,
        string? detail,
        IReadOnlyDictionary<Guid, string> names,
        string zone,
        MessageKinds kinds
    )
    {
        // To whom somebody is referred, and what a nurse set for them, says how they are, under whatever key.
        if (detail is null || _neutral.ContainsKey(action))
            return null;
        var kept = detail
            .Split([';', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2) is [var key, var value] ? Pair(key, value) : null)
            .OfType<string>()
            .ToList();
        return kept.Count == 0 ? null : string.Join("; ", kept);

        string? Pair(string key, string value)
        {
            if (!_keys.TryGetValue(key, out var name))
                return null;
            if (Guid.TryParse(value, out var id))
                return names.TryGetValue(id, out var of) ? $"{name}: {of}" : null;
            return key switch
            {
                "purpose" => $"{name}: {Message(value)}",
                "until" when Moment(value) is { } utc =>
                    $"{name}: {TimeZones.Local(utc, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}",
                "what" =>
                    $"{name}: {(value.Contains('.', StringComparison.Ordinal) ? Of(Shown(value)) : Spaced(value))}",
                "language" or "version" or "text" or "question" => $"{name}: {value}",
                "cover" or "withdrawn" or "held" or "new" => name,
                "accepted" => $"{name}: {(value == "1" ? "yes" : "no")}",
                _ => $"{name}: {string.Join(", ", value.Split('+').Select(Value))}",
            };
        }

        static DateTime? Moment(string value) =>
            DateTime.TryParseExact(
                value,
                "yyyyMMddHHmm",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var utc
            )
                ? utc
                : null;

        string Message(string kind) =>
            kind == FlagGrew.Kind ? "A flag, to the nurse who has it" : kinds.Find(kind)?.Title ?? Value(kind);
    }

    private static string Value(string value) =>
        value switch
        {
            "True" => "yes",
            "False" => "no",
            _ => Spaced(Humps().Replace(value, " ").ToLowerInvariant()),
        };

    private static string Spaced(string part) => Date().IsMatch(part) ? part : part.Replace('-', ' ');

    private static string Capital(string text) => string.Concat(char.ToUpperInvariant(text[0]).ToString(), text[1..]);

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Humps();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex Date();
}
