using System.Globalization;
using Wellbeing.App.Accounts;
using Wellbeing.App.Escalation;
using Wellbeing.App.Outbox;
using Wellbeing.App.Team;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.Admin.Escalation;

/// <summary>A policy in plain words, with the names of whom it tells.</summary>
public sealed class PolicyWords(
    IReadOnlyList<Colleague> colleagues,
    IReadOnlyList<TeamMailbox> mailboxes,
    IReadOnlyList<WebhookView> webhooks
)
{
    private static readonly TargetKind[] _kinds =
    [
        TargetKind.NurseOnCall,
        TargetKind.SecondNurse,
        TargetKind.AssignedNurse,
        TargetKind.WholeTeam,
        TargetKind.Administrators,
        TargetKind.SupportContacts,
    ];

    public static IReadOnlyList<Choice> Units { get; } =
    [new("minutes", "minutes"), new("hours", "hours"), new("days", "days")];

    public static IReadOnlyList<Choice> Clocks { get; } =
    [
        new(nameof(EscalationClock.AroundTheClock), "Around the clock", "Nights, weekends and holidays count."),
        new(
            nameof(EscalationClock.WorkingHours),
            "In working hours only",
            "The first step still leaves at once; the time of the next ones stands still while nobody works."
        ),
    ];

    /// <summary>Whom a step can tell; <paramref name="inUse"/> keeps what an older version named and is gone
    /// since.</summary>
    public IReadOnlyList<Choice> Choices(IEnumerable<EscalationTarget> inUse)
    {
        var choices = _kinds
            .Select(kind => new Choice(
                new EscalationTarget(kind).ToString(),
                Capital(Of(new EscalationTarget(kind))),
                Hint(kind)
            ))
            .ToList();
        if (mailboxes.Count != 1)
            choices.Add(
                new Choice(
                    EscalationTarget.TeamMailbox.ToString(),
                    Capital(Of(EscalationTarget.TeamMailbox)),
                    mailboxes.Count == 0 ? "None is entered yet." : null
                )
            );
        else
            choices.Add(new Choice(EscalationTarget.TeamMailbox.ToString(), $"The team mailbox: {mailboxes[0].Name}"));
        if (mailboxes.Count > 1)
            choices.AddRange(
                mailboxes.Select(m => new Choice(
                    new EscalationTarget(TargetKind.TeamMailbox, m.Id).ToString(),
                    $"Mailbox: {m.Name}"
                ))
            );
        choices.AddRange(
            webhooks
                .Where(w => w.Enabled)
                .Select(w => new Choice(
                    new EscalationTarget(TargetKind.Webhook, w.Id).ToString(),
                    $"Webhook: {w.Name}"
                ))
        );
        choices.AddRange(
            inUse
                .Where(t => t.Kind != TargetKind.NamedUser && choices.TrueForAll(c => c.Value != t.ToString()))
                .Select(t => t.ToString())
                .Distinct()
                .Select(t => new Choice(t, Capital(Of(EscalationTarget.Parse(t)!))))
                .ToList()
        );
        return choices;
    }

    /// <summary>Colleagues by name.</summary>
    public IReadOnlyList<Choice> Named(IEnumerable<EscalationTarget> inUse) =>
        [
            .. colleagues.Select(c => new Choice(new EscalationTarget(TargetKind.NamedUser, c.Id).ToString(), c.Name)),
            .. inUse
                .Where(t => t.Kind == TargetKind.NamedUser && colleagues.All(c => c.Id != t.Target))
                .DistinctBy(t => t.Target)
                .Select(t => new Choice(t.ToString(), Capital(Of(t)))),
        ];

    public string Of(EscalationTarget tell) =>
        tell.Kind switch
        {
            TargetKind.SupportContacts => "the person’s support contacts",
            TargetKind.AssignedNurse => "the nurse it is assigned to",
            TargetKind.NurseOnCall => "the nurse on call",
            TargetKind.SecondNurse => "the next nurse on the rota",
            TargetKind.WholeTeam => "all nurses",
            TargetKind.Administrators => "the administrators",
            TargetKind.NamedUser => colleagues.FirstOrDefault(c => c.Id == tell.Target)?.Name
                ?? "somebody who is no longer there",
            TargetKind.TeamMailbox when tell.Target is null => mailboxes.Count == 1
                ? $"the team mailbox ({mailboxes[0].Name})"
                : "all team mailboxes",
            TargetKind.TeamMailbox => mailboxes.FirstOrDefault(m => m.Id == tell.Target) is { } mailbox
                ? $"the mailbox {mailbox.Name}"
                : "a mailbox that is no longer there",
            _ => webhooks.FirstOrDefault(w => w.Id == tell.Target) is { } webhook
                ? $"the webhook {webhook.Name}{(webhook.Enabled ? "" : " (switched off)")}"
                : "a webhook that is no longer there",
        };

    /// <summary>"The nurse on call, all nurses and Tom Walker": always in the same order, since all are told at
    /// once.</summary>
    public string Of(IReadOnlyList<EscalationTarget> tell) =>
        Capital(
            List([
                .. tell.OrderBy(t => Array.IndexOf(_kinds, t.Kind) is var i and >= 0 ? i : int.MaxValue)
                    .ThenBy(t => t.ToString(), StringComparer.Ordinal)
                    .Select(Of),
            ])
        );

    /// <summary>"At once", "After 15 minutes".</summary>
    public static string When(TimeSpan after) => after == TimeSpan.Zero ? "At once" : $"After {Duration(after)}";

    public static string Of(EscalationClock clock) =>
        clock == EscalationClock.AroundTheClock ? "Around the clock" : "In working hours";

    public static string Again(EscalationPlan plan) =>
        $"{Duration(plan.RepeatEvery)} after the last step, from the beginning";

    /// <summary>"15 minutes", "1 hour", "3 days".</summary>
    public static string Duration(TimeSpan span)
    {
        var (amount, unit) = Split(span);
        return $"{amount} {(amount == "1" ? unit[..^1] : unit)}";
    }

    /// <summary>The largest unit that says it whole.</summary>
    public static (string Amount, string Unit) Split(TimeSpan span)
    {
        var minutes = (long)span.TotalMinutes;
        var (amount, unit) =
            minutes == 0 ? (0, "minutes")
            : minutes % (24 * 60) == 0 && minutes > 24 * 60 ? (minutes / (24 * 60), "days")
            : minutes % 60 == 0 ? (minutes / 60, "hours")
            : (minutes, "minutes");
        return (amount.ToString(CultureInfo.InvariantCulture), unit);
    }

    /// <returns>Null for what is no whole number of a unit.</returns>
    public static TimeSpan? Read(string? amount, string? unit) =>
        int.TryParse(amount?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 100_000
            ? unit switch
            {
                "minutes" => TimeSpan.FromMinutes(n),
                "hours" => TimeSpan.FromHours(n),
                "days" => TimeSpan.FromDays(n),
                _ => null,
            }
            : null;

    /// <summary>What differs, line by line: a step is told apart by when it is taken.</summary>
    public IReadOnlyList<PlanChange> Changes(EscalationPlan before, EscalationPlan after)
    {
        var changes = new List<PlanChange>();
        Compare("How the time counts", Of(before.Clock), Of(after.Clock));
        foreach (var at in before.Steps.Concat(after.Steps).Select(s => s.After).Distinct().Order())
            Compare(When(at), Told(before, at), Told(after, at));
        Compare("Again, if nobody answers", Again(before), Again(after));
        Compare(
            "A flag in hand without a contact opens again after",
            Duration(before.AcknowledgementLasts),
            Duration(after.AcknowledgementLasts)
        );
        return changes;

        string Told(EscalationPlan plan, TimeSpan at) =>
            plan.Steps.FirstOrDefault(s => s.After == at) is { } step ? Of(step.Tell) : "No step";

        void Compare(string what, string a, string b)
        {
            if (a != b)
                changes.Add(new PlanChange(what, a, b));
        }
    }

    private static string? Hint(TargetKind kind) =>
        kind switch
        {
            TargetKind.AssignedNurse => "If it is assigned to one.",
            TargetKind.SupportContacts => "Those who agreed to it.",
            _ => null,
        };

    private static string List(IReadOnlyList<string> parts) =>
        parts.Count <= 1 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}

/// <summary>One line of a policy that changes.</summary>
public sealed record PlanChange(string What, string Before, string After);
