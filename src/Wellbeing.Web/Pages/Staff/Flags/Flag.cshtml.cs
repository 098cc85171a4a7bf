using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Flags;
using Wellbeing.App.Features.Staff;
using Wellbeing.App.Features.Support;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.Flags;

/// <summary>One flag: who it is, why it was raised, what they said, what to do, what happened.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class FlagModel(ISender sender, TeamTime time) : StaffPage(sender)
{
    public const int Weeks = 12;

    private static readonly int[] _snoozeHours = [1, 2, 4, 8, 12, 24, 48, 72, 168];

    [BindProperty]
    public AttemptForm Attempt { get; set; } = new();

    [BindProperty]
    public ResolveForm Resolve { get; set; } = new();

    [BindProperty]
    public SnoozeForm Snooze { get; set; } = new();

    [BindProperty]
    public GiveForm Give { get; set; } = new();

    public FlagView Flag { get; private set; } = null!;

    public IReadOnlyList<Colleague> Nurses { get; private set; } = [];

    /// <summary>What to say, and where to refer.</summary>
    public SupportForNurses Support { get; private set; } = null!;

    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public TrendChart Chart { get; private set; } = null!;

    public bool Mine => Flag.State == FlagState.Acknowledged && Flag.AcknowledgedBy == Me.UserId;

    public Guid? Viewer => Me.UserId;

    /// <summary>It is in a colleague's hands, and was given to the nurse who looks at it.</summary>
    public bool MayTakeOver => Flag.State == FlagState.Acknowledged && !Mine && Flag.AssignedTo == Me.UserId;

    public bool MaySnooze => Flag.State == FlagState.Open || Mine;

    /// <summary>How long it may be put off, each with the moment it ends.</summary>
    public IReadOnlyList<Choice> SnoozeChoices =>
    [
        .. _snoozeHours.Select(hours => TimeSpan.FromHours(hours)).Where(span => span <= App.Domain.Flag.LongestSnooze(Flag.Severity))
            .Select(span => new Choice(
                span.TotalHours.ToString(CultureInfo.InvariantCulture),
                $"{(span.TotalHours <= 24 ? StaffWords.Count((int)span.TotalHours, "hour") : StaffWords.Count((int)span.TotalDays, "day"))}: until {time.Moment(time.NowUtc + span)}")),
    ];

    /// <summary>Everybody it may be given to: not the one whose it is.</summary>
    public IReadOnlyList<Choice> GiveChoices =>
        [.. Nurses.Where(n => n.Id != Flag.AssignedTo).Select(n => new Choice(n.Id.ToString("D"), n.Id == Me.UserId ? $"{n.Name} (you)" : n.Name))];

    /// <summary>What was typed into a form that came too late: kept in sight.</summary>
    public string? Unsaved { get; private set; }

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => Draw(id, cancellationToken);

    public async Task<IActionResult> OnPostTakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = await Sender.Send(new AcknowledgeFlag(Me, id), cancellationToken);
        if (result is FlagChangeResult.NotFound) return NotFound();
        if (result is FlagChangeResult.Done)
            Say("done", "You have this flag", "Colleagues see that it is in your hands. Next: get in touch, and record what came of it.");
        else
            Say(result, time);
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostAttemptAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ContactChannel>(Attempt.Channel, out var channel))
            ModelState.AddModelError("Attempt.Channel", "Choose how you tried.");
        if (Attempt.Reached is not ("yes" or "no"))
            ModelState.AddModelError("Attempt.Reached", "Choose whether you reached them.");
        if (!ModelState.IsValid) return await Draw(id, cancellationToken);

        return await Act(
            id, new RecordContactAttempt(Me, id, Attempt.RequestId, channel, Attempt.Reached == "yes", Attempt.Note), nameof(Attempt), Attempt.Note,
            "The attempt is recorded", Attempt.Reached == "yes"
                ? "When nothing is left to do, resolve the flag."
                : "The flag stays in your hands. Try again, or agree with a colleague who does.",
            cancellationToken);
    }

    public async Task<IActionResult> OnPostSnoozeAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!int.TryParse(Snooze.Until, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 1000)
        {
            ModelState.AddModelError("Snooze.Until", "Choose for how long.");
            return await Draw(id, cancellationToken);
        }

        var until = time.NowUtc.AddHours(hours);
        return await Act(
            id, new SnoozeFlag(Me, id, until, Snooze.Reason ?? ""), nameof(Snooze), Snooze.Reason,
            $"The flag waits until {time.Moment(until)}", "It is in your hands until then, and opens again by itself. A graver check-in or a call for help opens it before.", cancellationToken);
    }

    public async Task<IActionResult> OnPostGiveAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(Give.Nurse, out var nurse))
        {
            ModelState.AddModelError("Give.Nurse", "Choose a colleague.");
            return await Draw(id, cancellationToken);
        }

        return await Act(
            id, new AssignFlag(Me, id, nurse), nameof(Give), null,
            nurse == Me.UserId ? "Your name is on the flag" : "Your colleague is told by e-mail",
            "Giving it stops nothing: take it, or see that they do.", cancellationToken);
    }

    public async Task<IActionResult> OnPostResolveAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<FlagOutcome>(Resolve.Outcome, out var outcome))
        {
            ModelState.AddModelError("Resolve.Outcome", "Choose how it ended.");
            return await Draw(id, cancellationToken);
        }

        DateOnly? recheckOn = DateOnly.TryParse(Resolve.RecheckOn, CultureInfo.InvariantCulture, out var day) ? day : null;

        return await Act(
            id, new ResolveFlag(Me, id, outcome, Resolve.Note, Resolve.LearnUsualAnew) { RecheckOn = recheckOn }, nameof(Resolve), Resolve.Note,
            "The flag is resolved", "If distress comes back, a new flag is raised and linked to this one." + (recheckOn is null ? "" : " On the day you chose they are asked again, and stand under “Look again”."), cancellationToken);
    }

    private async Task<IActionResult> Act(
        Guid id, IRequest<FlagChangeResult> request, string form, string? note, string done, string next, CancellationToken cancellationToken)
    {
        try
        {
            switch (await Sender.Send(request, cancellationToken))
            {
                case FlagChangeResult.Done:
                    Say("done", done, next);
                    return RedirectToPage(new { id });
                case FlagChangeResult.NotFound:
                    return NotFound();
                case FlagChangeResult.NeedsMoreAttempts short_:
                    ModelState.AddModelError(
                        "Resolve.Outcome",
                        $"“Unable to reach” needs {short_.Needed} recorded attempts. {(short_.Recorded == 0 ? "None is" : short_.Recorded == 1 ? "1 is" : $"{short_.Recorded} are")} recorded so far: record each one above first.");
                    break;
                case var refused:
                    Say(refused, time);
                    Unsaved = string.IsNullOrWhiteSpace(note) ? null : note;
                    break;
            }
        }
        catch (ValidationException refusal)
        {
            ModelState.AddFailures(refusal, form);
        }

        return await Draw(id, cancellationToken);
    }

    private async Task<IActionResult> Draw(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetFlag(Me, id, Weeks), cancellationToken) is not { } flag) return NotFound();
        Flag = flag;
        Support = await Sender.Send(new GetSupport(Me), cancellationToken);
        History = FlagHistory.Tell(flag, time);
        Nurses = [.. (await Sender.Send(new ListColleagues(Me), cancellationToken)).Where(c => c.IsNurse)];
        Chart = CheckInChart.Of(flag.CheckIns, flag.Person.Cadence, Weeks, flag.Findings);
        return Page();
    }

    public sealed class AttemptForm
    {
        /// <summary>Made when the form was drawn: sent twice, it records one attempt.</summary>
        public Guid RequestId { get; set; } = Guid.CreateVersion7();
        public string? Channel { get; set; } = nameof(ContactChannel.Phone);
        public string? Reached { get; set; }
        public string? Note { get; set; }
    }

    public sealed class SnoozeForm
    {
        /// <summary>Hours from now.</summary>
        public string? Until { get; set; }
        public string? Reason { get; set; }
    }

    public sealed class GiveForm
    {
        public string? Nurse { get; set; }
    }

    public sealed class ResolveForm
    {
        public string? Outcome { get; set; }
        public bool LearnUsualAnew { get; set; }
        public string? RecheckOn { get; set; }
        public string? Note { get; set; }
    }
}
