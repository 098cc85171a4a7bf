using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Flags;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.Flags;

/// <summary>One flag: who it is, why it was raised, what they said, what to do, what happened.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class FlagModel(ISender sender, TeamTime time) : StaffPage(sender)
{
    public const int Weeks = 12;

    [BindProperty]
    public AttemptForm Attempt { get; set; } = new();

    [BindProperty]
    public ResolveForm Resolve { get; set; } = new();

    public FlagView Flag { get; private set; } = null!;

    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public TrendChart Chart { get; private set; } = null!;

    public bool Mine => Flag.State == FlagState.Acknowledged && Flag.AcknowledgedBy == Me.UserId;

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

    public async Task<IActionResult> OnPostResolveAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<FlagOutcome>(Resolve.Outcome, out var outcome))
        {
            ModelState.AddModelError("Resolve.Outcome", "Choose how it ended.");
            return await Draw(id, cancellationToken);
        }

        return await Act(
            id, new ResolveFlag(Me, id, outcome, Resolve.Note, Resolve.LearnUsualAnew), nameof(Resolve), Resolve.Note,
            "The flag is resolved", "If distress comes back, a new flag is raised and linked to this one.", cancellationToken);
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
        History = FlagHistory.Tell(flag);
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

    public sealed class ResolveForm
    {
        public string? Outcome { get; set; }
        public bool LearnUsualAnew { get; set; }
        public string? Note { get; set; }
    }
}
