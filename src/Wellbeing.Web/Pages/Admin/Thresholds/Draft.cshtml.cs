using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Reports;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Thresholds;

/// <summary>A draft: what it changes, what it would have changed for the people who check in here, and the way to
/// publish it.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class DraftModel(ISender sender, WhatIfRuns runs) : PublishingPage(sender), IShownAgain
{
    // Shorter ones need no word of how far they are.
    private static readonly TimeSpan _moment = TimeSpan.FromSeconds(1);

    public ThresholdDraft Draft { get; private set; } = null!;

    /// <summary>Whoever reads this wrote it, and another administrator must publish it.</summary>
    public bool NeedsSomebodyElse { get; private set; }

    public ThresholdSettings InForce { get; private set; } = null!;

    public IReadOnlyList<Difference> Changes { get; private set; } = [];

    /// <summary>How far back to compare; null while nobody asked.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Days { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Minutes { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The comparison that was asked for; null while none was, or where what was asked cannot be.</summary>
    public WhatIfRun? Run { get; private set; }

    public string? DaysError { get; private set; }

    public string? MinutesError { get; private set; }

    /// <summary>Where the page asks how far it is.</summary>
    public string AskAgain => $"/Admin/Thresholds/Drafts/{Draft.Id:D}?days={Days}&minutes={Minutes}";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Load(id, cancellationToken))
            return Gone();
        Reason = Draft.Reason;
        await Compare(cancellationToken);
        return Page();
    }

    public IActionResult OnPostStop(Guid id)
    {
        runs.Stop(Me.UserId!.Value, id);
        Say("info", "The comparison is stopped");
        return Redirect($"/Admin/Thresholds/Drafts/{id:D}");
    }

    public async Task<IActionResult> OnPostDiscardAsync(Guid id, CancellationToken cancellationToken)
    {
        await Sender.Send(new DiscardThresholdDraft(Me, id), cancellationToken);
        Say("done", "The draft is thrown away", "What is in force is as it was.");
        return Redirect("/Admin/Thresholds");
    }

    public async Task<IActionResult> OnPostPublishAsync(
        Guid id,
        int seen,
        int basedOn,
        CancellationToken cancellationToken
    )
    {
        if (!await Load(id, cancellationToken))
            return Gone();
        switch (
            await Sender.Send(
                new PublishThresholds(Me, basedOn, Draft.Detection, Draft.Respond, Reason ?? "")
                {
                    Draft = new DraftRead(id, seen),
                },
                cancellationToken
            )
        )
        {
            case PublishThresholdsResult.Published published:
                return NowInForce(published);
            case PublishThresholdsResult.Outdated by:
                ModelState.AddModelError(
                    "",
                    $"{by.PublishedByName} published version {by.InForce} meanwhile. What this draft changes is shown against theirs now: read it once more."
                );
                break;
            case PublishThresholdsResult.ChangedBy by:
                ModelState.AddModelError("", $"{by.Name} changed this draft meanwhile. Read it once more.");
                break;
            case PublishThresholdsResult.NeedsSomebodyElse:
                ModelState.AddModelError("", "You changed this draft last. Another administrator must publish it.");
                break;
            case PublishThresholdsResult.Unchanged:
                ModelState.AddModelError("", "Every value is the one in force: there is nothing to publish.");
                break;
            default:
                return Gone();
        }

        return await ShowAgain(cancellationToken);
    }

    public Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        // What was sent must not win over what is now true.
        ModelState.Remove("seen");
        ModelState.Remove("basedOn");
        return Task.FromResult<IActionResult>(Page());
    }

    /// <summary>Of a draft one field can be changed here.</summary>
    public string FieldOf(string property, string? handler) => property == nameof(Reason) ? property : "";

    /// <summary>"2.4"; whole numbers without a point.</summary>
    public static string AWeek(double count) => count.ToString("0.#", TeamTime.English);

    public static string AWeek(int count, ThresholdComparison of) =>
        AWeek(of.Weeks == 0 ? 0 : (double)count / of.Weeks);

    /// <summary>"0 of 12", "under 5 of 12", "under 5 closed": as in the reports, counts of few flags name nobody.</summary>
    public static string InError(int inError, int closed) =>
        closed switch
        {
            0 => "none closed",
            _ when Report.Shown(closed) is null => $"under {Report.SmallestCount} closed",
            _ =>
                $"{Report.Shown(inError)?.ToString(TeamTime.English) ?? $"under {Report.SmallestCount}"} of {closed.ToString(TeamTime.English)}",
        };

    /// <summary>"the same", "about the same", "+0.8", "−1.2": the difference of the figures shown beside it.</summary>
    public static string Change(double before, double after) =>
        (Math.Round(after, 1) - Math.Round(before, 1)) switch
        {
            > 0.05 and var more => $"+{AWeek(more)}",
            < -0.05 and var less => $"−{AWeek(-less)}",
            _ => before.Equals(after) ? "the same" : "about the same",
        };

    /// <summary>"about 1.2 for each of 5 nurses".</summary>
    public static string ForEach(int count, ThresholdComparison of) =>
        of.Nurses > 1
            ? $"about {AWeek((double)count / Math.Max(1, of.Weeks) / of.Nurses)} for each of {of.Nurses} nurses"
            : "";

    /// <summary>"Of these, 3 a week are repeats ..."; "none of them is a repeat".</summary>
    public static string Repeats(int repeats, ThresholdComparison of) =>
        repeats == 0
            ? "none of them is a repeat"
            : $"of these, {AWeek(repeats, of)} a week {(AWeek(repeats, of) == "1" ? "is a repeat" : "are repeats")}";

    public BarChart ByWeek(ThresholdComparison result, Func<DateTime, string> day) =>
        new()
        {
            Title = "Flags by week",
            Summary =
                $"Version {InForce.Version}: {StaffWords.Count(result.ToldBefore, "flag")} in {StaffWords.Count(result.Weeks, "week")}. The draft: {result.ToldAfter}.",
            FirstName = $"Version {InForce.Version}, in force",
            SecondName = "The draft",
            Bars = [.. result.ByWeek.Select(week => new Bar(day(week.FromUtc), week.Before, week.After))],
        };

    /// <summary>Where nurses see who they are.</summary>
    public string NursesAddress =>
        string.Create(CultureInfo.InvariantCulture, $"/Staff/WhatIf/{Draft.Id:D}?days={Days}");

    private async Task<bool> Load(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetThresholdDraft(Me, id), cancellationToken) is not { } read)
            return false;
        (Draft, NeedsSomebodyElse) = (read.Draft, read.NeedsSomebodyElse);
        InForce = (await Sender.Send(new GetThresholds(Me), cancellationToken)).InForce;
        Changes = Difference.Between(ThresholdValues.Of(InForce), ThresholdValues.Of(Draft));
        return true;
    }

    private async Task Compare(CancellationToken cancellationToken)
    {
        if (Days is null)
            return;
        if (!int.TryParse(Days, out var days) || days is < CompareThresholds.FewestDays or > CompareThresholds.MostDays)
            DaysError = $"Enter {CompareThresholds.FewestDays} to {CompareThresholds.MostDays} days.";
        int? minutes = null;
        if (!string.IsNullOrWhiteSpace(Minutes))
        {
            if (int.TryParse(Minutes, out var typed) && typed is >= 1 and <= TeamOptions.MostMinutesPerFlag)
                minutes = typed;
            else
                MinutesError = $"Enter 1 to {TeamOptions.MostMinutesPerFlag} minutes, or nothing.";
        }

        if (DaysError is not null)
            Refuse(nameof(Days), "days", DaysError);
        if (MinutesError is not null)
            Refuse(nameof(Minutes), "minutes", MinutesError);
        if (!ModelState.IsValid)
            return;
        Run = runs.FindOrStart(
            new WhatIfQuestion(Me.UserId!.Value, Draft.Id, Draft.Version, InForce.Version, days, minutes),
            new CompareThresholds(Me, Draft.Detection, days, minutes, Named: false)
        );
        await Run.Wait(_moment, cancellationToken);
    }

    /// <summary>At its field, and in the summary above.</summary>
    private void Refuse(string key, string field, string error)
    {
        FieldOrder.Of(HttpContext).Add(key, field);
        ModelState.AddModelError(key, error);
    }

    private RedirectResult Gone()
    {
        Say("warning", "This draft is gone", "It was published or thrown away.");
        return Redirect("/Admin/Thresholds");
    }
}
