using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Accounts;
using Wellbeing.App.Escalation;
using Wellbeing.App.Team;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.Pages.Staff.Rota;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Rota;

/// <summary>Who is on call, week by week: plan a pattern, put covers on, take them off.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender, TeamTime time) : StaffPage(sender), IShownAgain
{
    private const int Weeks = 5;
    private const int LastWeek = 21;
    private const int MostPlaces = 14;

    public static IReadOnlyList<Choice> Lengths { get; } =
    [new("1", "A day each"), new("7", "A week each"), new("14", "Two weeks each")];

    /// <summary>A day of the first week shown.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public PatternForm Pattern { get; set; } = new();

    [BindProperty]
    public CoverForm Cover { get; set; } = new();

    [BindProperty]
    public ClearForm Clear { get; set; } = new();

    public RotaView Rota { get; private set; } = null!;
    public RotaCalendar Calendar { get; private set; } = null!;
    public IReadOnlyList<Choice> Nurses { get; private set; } = [];

    /// <summary>Those who have joined: a turn of somebody else is a gap.</summary>
    private List<string?> _able = [];

    /// <summary>Covers and swaps of the weeks shown.</summary>
    public IReadOnlyList<RotaTurn> Covers { get; private set; } = [];

    /// <summary>What the pattern would plan, once asked for.</summary>
    public IReadOnlyList<PlannedShift> Planned { get; private set; } = [];

    public DateOnly Monday { get; private set; }
    public DateOnly? Earlier =>
        Monday > RotaWeek.MondayOf(time.Today) ? Max(Monday.AddDays(-7 * Weeks), RotaWeek.MondayOf(time.Today)) : null;
    public DateOnly? Later =>
        Monday < RotaWeek.MondayOf(time.Today).AddDays(7 * LastWeek) ? Monday.AddDays(7 * Weeks) : null;
    public bool MayAddPlace => Pattern.Order.Count < MostPlaces;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        var hours = (await Sender.Send(new GetCalendar(Me), cancellationToken)).Hours;
        var next =
            Rota.PlannedUntilUtc is { } until && until > Rota.AtUtc
                ? DateOnly.FromDateTime(time.Local(until))
                : time.Today;
        var begins =
            Rota.PlannedUntilUtc is { } last && last > Rota.AtUtc
                ? TimeOnly.FromDateTime(time.Local(last))
                : hours.Week.Min(i => i.Opens);
        Pattern = new PatternForm
        {
            First = Text(next),
            HandOver = Text(begins),
            Order = _able.Count == 0 ? [null] : [.. _able.Take(MostPlaces)],
        };
        Cover = new CoverForm
        {
            FromDay = Text(time.Today),
            FromTime = Text(begins),
            ToDay = Text(time.Today.AddDays(1)),
            ToTime = Text(begins),
        };
        Clear = new ClearForm { FromTime = Text(begins), ToTime = Text(begins) };
    }

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear(); // What was typed is in the form itself.
        if (MayAddPlace)
            Pattern.Order.Add(null);
        await Draw(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostShowAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        Show();
        return Page();
    }

    public async Task<IActionResult> OnPostPlanAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        var seen = Pattern.Shown;
        Show();
        // Changed since it was shown: shown once more, before it counts.
        if (!ModelState.IsValid || seen != Pattern.Shown)
            return Page();
        await Sender.Send(new PlanRota(Me, Planned), cancellationToken);

        Say(
            "done",
            $"{StaffWords.Count(Planned.Count, "turn")} are on the rota",
            "Nurses whose turns changed get an email now, and one when a turn begins. They can offer turns to each other."
        );
        return RedirectToPage(new { from = Pattern.First });
    }

    public async Task<IActionResult> OnPostCoverAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        if (!Guid.TryParse(Cover.Nurse, out var nurse))
            ModelState.AddModelError("Cover.Nurse", "Choose a nurse of the team.");
        var (from, to) = (
            Moment("Cover.From", Cover.FromDay, Cover.FromTime),
            Moment("Cover.To", Cover.ToDay, Cover.ToTime)
        );
        if (!ModelState.IsValid)
            return Page();
        await Sender.Send(new CoverShift(Me, nurse, from!.Value, to!.Value), cancellationToken);

        Say(
            "done",
            "The cover is on the rota",
            "It stands before what is planned. Who steps in and who is relieved each get an email now."
        );
        return RedirectToPage(new { from = Cover.FromDay });
    }

    public async Task<IActionResult> OnPostClearAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        var (from, to) = (
            Moment("Clear.From", Clear.FromDay, Clear.FromTime),
            Moment("Clear.To", Clear.ToDay, Clear.ToTime)
        );
        if (!ModelState.IsValid)
            return Page();
        var cut = await Sender.Send(new ClearPlan(Me, from!.Value, to!.Value), cancellationToken);
        if (cut == 0)
            Say("info", "Nothing was planned for that time");
        else
            Say(
                "done",
                $"{StaffWords.Count(cut, "turn is", "turns are")} off the rota or shorter",
                "Nobody is planned for that time. Plan somebody else, or put a cover on. Those whose turns they were get an email."
            );
        return RedirectToPage(new { from = Clear.FromDay });
    }

    public async Task<IActionResult> OnPostUncoverAsync(long begins, long ends, CancellationToken cancellationToken)
    {
        var (from, to) = (new DateTime(begins, DateTimeKind.Utc), new DateTime(ends, DateTimeKind.Utc));
        await Sender.Send(new RemoveCovers(Me, from, to), cancellationToken);
        Say(
            "done",
            "The cover is off the rota",
            "What is planned counts again. The nurses whom it concerns get an email."
        );
        return RedirectToPage(new { from = From });
    }

    public string FieldOf(string property, string? handler) =>
        (handler, property) switch
        {
            ("Plan", _) => "Pattern.Order[0]",
            ("Cover", "ends") => "Cover.ToDay",
            ("Cover", _) => "Cover.Nurse",
            ("Clear", _) => "Clear.ToDay",
            _ => ModelStateExtensions.FieldOf(property),
        };

    public string Span(DateTime fromUtc, DateTime toUtc) =>
        TeamTime.Capital(Pages.Staff.Rota.IndexModel.Span(fromUtc, toUtc, time));

    public string NameOf(Guid account) => Nurses.FirstOrDefault(n => n.Value == account.ToString("D"))?.Text ?? "";

    private async Task Draw(CancellationToken cancellationToken)
    {
        var nurses = (await Sender.Send(new ListColleagues(Me), cancellationToken)).Where(c => c.IsNurse).ToList();
        Nurses =
        [
            .. nurses.Select(c => new Choice(c.Id.ToString("D"), c.CanAct ? c.Name : $"{c.Name} (cannot answer yet)")),
        ];
        _able = [.. nurses.Where(c => c.CanAct).Select(c => c.Id.ToString("D"))];
        Rota = await Sender.Send(new GetRota(Me, LastWeek + Weeks), cancellationToken);
        var first = RotaWeek.MondayOf(time.Today);
        var wanted = DateOnly.TryParseExact(
            From,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? RotaWeek.MondayOf(day)
            : first;
        Monday =
            wanted < first ? first
            : wanted > first.AddDays(7 * LastWeek) ? first.AddDays(7 * LastWeek)
            : wanted;
        Calendar = new RotaCalendar(RotaWeek.Of(Rota, Monday, Weeks, time), null);
        var (starts, ends) = (
            time.Utc(Monday, TimeOnly.MinValue),
            time.Utc(Monday.AddDays(7 * Weeks), TimeOnly.MinValue)
        );
        Covers = [.. Rota.Turns.Where(turn => turn.Covered && turn.FromUtc < ends && starts < turn.ToUtc)];
    }

    private void Show()
    {
        if (
            !DateOnly.TryParseExact(
                Pattern.First,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var first
            )
            || first < time.Today.AddDays(-31)
            || first > time.Today.AddYears(2)
        )
            ModelState.AddModelError(
                "Pattern.First",
                "Enter the day of the first turn: at most a month ago, at most two years ahead."
            );
        if (!TimeOnly.TryParse(Pattern.HandOver, CultureInfo.InvariantCulture, out var handOver))
            ModelState.AddModelError("Pattern.HandOver", "Enter the time of day, such as 08:00.");
        if (Lengths.All(l => l.Value != Pattern.Each))
            ModelState.AddModelError("Pattern.Each", "Choose how long a turn lasts.");
        if (
            !int.TryParse(Pattern.ForWeeks, NumberStyles.None, CultureInfo.InvariantCulture, out var weeks)
            || weeks is < 1 or > 52
        )
            ModelState.AddModelError("Pattern.ForWeeks", "Enter 1 to 52 weeks.");
        var order = new List<Guid>();
        for (var i = 0; i < Pattern.Order.Count; i++)
        {
            if (string.IsNullOrEmpty(Pattern.Order[i]))
                continue;
            if (Nurses.Any(n => n.Value == Pattern.Order[i]))
                order.Add(Guid.Parse(Pattern.Order[i]!));
            else
                ModelState.AddModelError(
                    $"Pattern.Order[{i}]",
                    "This nurse is not on the team any more. Choose again."
                );
        }

        if (order.Count == 0 && ModelState.IsValid)
            ModelState.AddModelError("Pattern.Order[0]", "Choose at least one nurse.");
        if (!ModelState.IsValid)
            return;
        var days = int.Parse(Pattern.Each!, CultureInfo.InvariantCulture);
        Planned = new RotaPattern(order, first, handOver, days, ((weeks * 7) + days - 1) / days).In(Rota.TimeZone);
        Pattern.Shown = string.Join('|', [Pattern.First, Pattern.HandOver, Pattern.Each, Pattern.ForWeeks, .. order]);
        ModelState.Remove("Pattern.Shown");
    }

    private DateTime? Moment(string field, string? day, string? clock)
    {
        if (
            !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || date < time.Today.AddYears(-1)
            || date > time.Today.AddYears(2)
        )
        {
            ModelState.AddModelError($"{field}Day", "Enter a day within two years.");
            return null;
        }

        if (TimeOnly.TryParse(clock, CultureInfo.InvariantCulture, out var at))
            return time.Utc(date, at);
        ModelState.AddModelError($"{field}Time", "Enter the time of day, such as 08:00.");
        return null;
    }

    private static DateOnly Max(DateOnly a, DateOnly b) => a > b ? a : b;

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(TimeOnly clock) => clock.ToString("HH:mm", CultureInfo.InvariantCulture);

    public sealed class PatternForm
    {
        public string? First { get; set; }
        public string? HandOver { get; set; }
        public string? Each { get; set; } = "7";
        public string? ForWeeks { get; set; } = "13";

        /// <summary>Accounts, one a place; empty places are left out.</summary>
        public List<string?> Order { get; set; } = [];

        /// <summary>What was shown last, so that only this is planned.</summary>
        public string? Shown { get; set; }
    }

    public sealed class ClearForm
    {
        public string? FromDay { get; set; }
        public string? FromTime { get; set; }
        public string? ToDay { get; set; }
        public string? ToTime { get; set; }
    }

    public sealed class CoverForm
    {
        public string? Nurse { get; set; }
        public string? FromDay { get; set; }
        public string? FromTime { get; set; }
        public string? ToDay { get; set; }
        public string? ToTime { get; set; }
    }
}
