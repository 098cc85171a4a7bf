using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.App.Wording;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.Flags;

/// <summary>One flag: who it is, why it was raised, what they said, what to do, what happened.</summary>
[Authorize(Policy = Policies.Nurse)]
[KeepsWhatWasTyped("Attempt.Note", "Next.Closing", "Snooze.Reason", "Resolve.Note")]
public sealed class FlagModel(
    ISender sender,
    MessageKinds kinds,
    TeamTime time,
    IStringLocalizer<ParticipantText> text,
    IOptionsSnapshot<SupportNumbersOptions> numbers
) : StaffPage(sender)
{
    public const int Weeks = 12;

    private static readonly int[] _snoozeHours = [1, 2, 4, 8, 12, 24, 48, 72, 168];

    /// <summary>When a team's day of calls begins, on its own clock.</summary>
    private static readonly TimeOnly _morning = new(9, 0);

    [BindProperty]
    public AttemptForm Attempt { get; set; } = new();

    [BindProperty]
    public ResolveForm Resolve { get; set; } = new();

    [BindProperty]
    public SnoozeForm Snooze { get; set; } = new();

    [BindProperty]
    public GiveForm Give { get; set; } = new();

    [BindProperty]
    public NextForm Next { get; set; } = new();

    public FlagView Flag { get; private set; } = null!;

    public IReadOnlyList<Colleague> Nurses { get; private set; } = [];

    /// <summary>What to say, and where to refer.</summary>
    public SupportForNurses Support { get; private set; } = null!;

    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public TrendChart Chart { get; private set; } = null!;

    /// <summary>An email that asks for a telephone number, in the person's own language, for the nurse to change and
    /// send.</summary>
    public string NumberMail =>
        Language
            .Closest(Flag.Person.Language)
            .Speak(() =>
            {
                var line = numbers.Value.Foundation;
                var called = PersonName.Called(Flag.Person.Name, Flag.Person.PreferredName, Language.Current);
                return $"mailto:{Flag.Person.Email}?subject={Uri.EscapeDataString(text["NumberMail.Subject"])}&body={Uri.EscapeDataString(text["NumberMail.Body", called, line.Name, line.Number, Me.Name])}";
            });

    public bool Mine => Flag.State == FlagState.Acknowledged && Flag.AcknowledgedBy == Me.UserId;

    public Guid? Viewer => Me.UserId;

    /// <summary>It is in a colleague's hands, and was given to the nurse who looks at it.</summary>
    public bool MayTakeOver => Flag.State == FlagState.Acknowledged && !Mine && Flag.AssignedTo == Me.UserId;

    /// <summary>The view data in which fields are named as those of the given form.</summary>
    public ViewDataDictionary Fields(string form) => new(ViewData) { TemplateInfo = { HtmlFieldPrefix = form } };

    public bool MaySnooze => Flag.State == FlagState.Open || Mine;

    /// <summary>What may come after a recorded attempt, in the same step.</summary>
    public IReadOnlyList<Choice> NextChoices =>
        [
            new(NextForm.Nothing, "Decide later"),
            .. MaySnooze ? [new Choice(NextForm.Ring, "Ring again")] : Array.Empty<Choice>(),
            new(NextForm.Resolve, "Resolve"),
            .. GiveChoices.Count > 0 ? [new Choice(NextForm.Assign, "Assign")] : Array.Empty<Choice>(),
        ];

    /// <summary>How long it may be snoozed, each with the moment it ends: where contact is owed, no longer than it was
    /// promised, and while nobody was reached no longer than that allows.</summary>
    public IReadOnlyList<Choice> SnoozeChoices =>
        Flag.WaitingSinceUtc is not null
            ? []
            :
            [
                .. Waits.Where(choice =>
                    SnoozeEnd(choice.Value) is { } end
                    && end - time.NowUtc <= Flag.LongestWait
                    && !(end > Flag.NotSnoozedBeyondUtc)
                ),
            ];

    /// <summary>Why <see cref="SnoozeChoices"/> are none, and what to do instead.</summary>
    public string NoSnooze =>
        Flag.WaitingSinceUtc is { } since
            ? $"It cannot be snoozed yet: they have waited since {time.Moment(since)}, and nobody has tried to be in touch. Record a contact attempt first{(Mine ? "" : ", or acknowledge it")}."
        : Flag.NotSnoozedBeyondUtc is { } owed
            ? $"It cannot be snoozed now: they were told that somebody is in touch by {time.Moment(owed)}. Record a call first."
        : "It cannot be snoozed now. Record a contact attempt first.";

    /// <summary>What choosing when to ring again means, and when they like to be called.</summary>
    public string RingHint =>
        Flag.Person is { Phone: not null, BestTimeToCall: { } best }
        && StaffWords.Of(best) is { } suits
        && best != TimeToCall.Any
            ? $"Best {char.ToLowerInvariant(suits[0])}{suits[1..]}. The flag is snoozed until then."
            : "The flag is snoozed until then.";

    /// <summary>When to ring again once an attempt is recorded. What may be chosen only where it reached them stands
    /// last, and says so.</summary>
    public IReadOnlyList<Choice> RingChoices =>
        [
            .. Waits.Where(choice => SnoozeEnd(choice.Value) - time.NowUtc <= Flag.LongestWait),
            .. Waits
                .Where(choice => SnoozeEnd(choice.Value) - time.NowUtc > Flag.LongestWait)
                .Select(choice => choice with { Text = $"{choice.Text}, if you reached them" }),
        ];

    /// <summary>How long a flag of its severity may wait at most; the next morning first.</summary>
    private IReadOnlyList<Choice> Waits =>
        [
            .. NextMorning - time.NowUtc <= App.Flags.Flag.LongestSnooze(Flag.Severity)
                ? [new Choice(SnoozeForm.Morning, TeamTime.Capital(time.Moment(NextMorning)))]
                : Array.Empty<Choice>(),
            .. _snoozeHours
                .Select(hours => TimeSpan.FromHours(hours))
                .Where(span => span <= App.Flags.Flag.LongestSnooze(Flag.Severity))
                .Select(span => new Choice(
                    span.TotalHours.ToString(CultureInfo.InvariantCulture),
                    $"{(span.TotalHours <= 24 ? StaffWords.Count((int)span.TotalHours, "hour") : StaffWords.Count((int)span.TotalDays, "day"))}: until {time.Moment(time.NowUtc + span)}"
                )),
        ];

    private DateTime NextMorning =>
        time.Utc(time.Today, _morning) is var today && today > time.NowUtc.AddMinutes(30)
            ? today
            : time.Utc(time.Today.AddDays(1), _morning);

    /// <summary>Everybody it may be assigned to: not the one whose it is.</summary>
    public IReadOnlyList<Choice> GiveChoices =>
        [
            .. Nurses
                .Where(n => n.Id != Flag.AssignedTo)
                .Select(n => new Choice(n.Id.ToString("D"), n.Id == Me.UserId ? $"{n.Name} (you)" : n.Name)),
        ];

    /// <summary>Somebody has reached them about this flag.</summary>
    public bool SomeoneReached => Flag.ContactAttempts.Any(a => a.Reached && a.AtUtc >= Flag.RaisedAtUtc);

    /// <summary>What is missing for which outcome, before anything is sent.</summary>
    public string? OutcomeHint =>
        (SomeoneReached, Flag.AttemptsMissing) switch
        {
            (true, _) => null,
            (false, 0) =>
                "Nobody was reached yet. Record the call that reached them, or choose “Unable to reach”, “Raised in error” or “Not needed”.",
            (false, var missing) =>
                $"Nobody was reached yet. Record the call that reached them first; “Unable to reach” needs {StaffWords.Count(missing, "more recorded try", "more recorded tries")}, {App.Flags.Flag.TriesApart.TotalMinutes:0} minutes or more apart.",
        };

    /// <summary>As <see cref="OutcomeHint"/>, with the attempt that the same form records counted in.</summary>
    public string? NextOutcomeHint =>
        Flag.AttemptsMissing > 1
            ? $"“Unable to reach” needs {StaffWords.Count(Flag.AttemptsMissing - 1, "more recorded try", "more recorded tries")} besides this one."
            : null;

    /// <summary>What was typed into a form that came too late: kept in sight.</summary>
    public string? Unsaved { get; private set; }

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => Draw(id, cancellationToken);

    public async Task<IActionResult> OnPostTakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = await Sender.Send(new AcknowledgeFlag(Me, id), cancellationToken);
        if (result is FlagChangeResult.NotFound)
            return NotFound();
        if (result is FlagChangeResult.Done)
            Say(
                "done",
                "You have this flag",
                "Colleagues see that you have it. Next: get in touch, and record what came of it."
            );
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
        DateTime? at = null;
        if (DateTime.TryParse(Attempt.At, CultureInfo.InvariantCulture, out var clock))
            at = time.Utc(DateOnly.FromDateTime(clock), TimeOnly.FromDateTime(clock));
        else if (!string.IsNullOrWhiteSpace(Attempt.At))
            ModelState.AddModelError("Attempt.At", "Enter a day and a time.");
        var next = NextStep(id, Attempt.Reached == "yes");
        if (!ModelState.IsValid)
            return await Draw(id, cancellationToken);

        var attempt = new RecordContactAttempt(
            Me,
            id,
            Attempt.RequestId,
            channel,
            Attempt.Reached == "yes",
            Attempt.Note
        )
        {
            AtUtc = at,
            EvenIfResolved = Attempt.Late,
        };
        return await Act(
            id,
            next is null ? attempt : new RecordAndDecide(attempt, next),
            nameof(Attempt),
            Attempt.Note,
            "The attempt is recorded",
            next switch
            {
                SnoozeFlag snooze => $"The flag waits until {time.Moment(snooze.UntilUtc)}: ring again then.",
                ResolveFlag =>
                    "The flag is resolved. If distress comes back, a new flag is raised and linked to this one.",
                AssignFlag to when to.NurseId != Me.UserId =>
                    "Your colleague is told by email. It is no longer yours, and stays open until they acknowledge it.",
                AssignFlag => "It is yours.",
                _ when Attempt.Late => "It stands in the history, marked as added late.",
                _ => Attempt.Reached == "yes"
                    ? "When nothing is left to do, resolve the flag."
                    : "You still have the flag. Try again, or agree with a colleague who does.",
            },
            cancellationToken
        );
    }

    /// <summary>What was chosen to come after the attempt; null for nothing, or where something is missing, which is
    /// then said beside it.</summary>
    private IRequest<FlagChangeResult>? NextStep(Guid id, bool reached)
    {
        switch (Next.Act)
        {
            case NextForm.Ring when SnoozeEnd(Next.Until) is { } until:
                return new SnoozeFlag(Me, id, until, reached ? "To ring again." : "Not reached: to ring again.");
            case NextForm.Ring:
                ModelState.AddModelError("Next.Until", "Choose when to ring again.");
                return null;
            case NextForm.Resolve when Enum.TryParse<FlagOutcome>(Next.Outcome, out var outcome):
                // Whoever reached nobody has said above why they close it.
                return new ResolveFlag(
                    Me,
                    id,
                    outcome,
                    string.IsNullOrWhiteSpace(Next.Closing) && !reached ? Attempt.Note : Next.Closing
                )
                {
                    Usual = Usual(Next, nameof(Next)),
                };
            case NextForm.Resolve:
                ModelState.AddModelError("Next.Outcome", "Choose how it ends.");
                return null;
            case NextForm.Assign when Guid.TryParse(Next.Colleague, out var nurse):
                return new AssignFlag(Me, id, nurse);
            case NextForm.Assign:
                ModelState.AddModelError("Next.Colleague", "Choose a colleague.");
                return null;
            default:
                return null;
        }
    }

    /// <summary>When a chosen snooze ends; null for no choice.</summary>
    private DateTime? SnoozeEnd(string? choice) =>
        choice == SnoozeForm.Morning ? NextMorning
        : int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 1000
            ? time.NowUtc.AddHours(hours)
        : null;

    public async Task<IActionResult> OnPostSnoozeAsync(Guid id, CancellationToken cancellationToken)
    {
        if (SnoozeEnd(Snooze.Until) is not { } until)
        {
            ModelState.AddModelError("Snooze.Until", "Choose until when.");
            return await Draw(id, cancellationToken);
        }

        return await Act(
            id,
            new SnoozeFlag(Me, id, until, Snooze.Reason ?? ""),
            nameof(Snooze),
            Snooze.Reason,
            $"The flag waits until {time.Moment(until)}",
            "You have it until then, and it opens again by itself. A graver check-in or a call for help opens it before.",
            cancellationToken
        );
    }

    public async Task<IActionResult> OnPostGiveAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(Give.Nurse, out var nurse))
        {
            ModelState.AddModelError("Give.Nurse", "Choose a colleague.");
            return await Draw(id, cancellationToken);
        }

        return await Act(
            id,
            new AssignFlag(Me, id, nurse),
            nameof(Give),
            null,
            nurse == Me.UserId ? "Your name is on the flag" : "Your colleague is told by email",
            "Assigning it stops nothing: acknowledge it, or see that they do.",
            cancellationToken
        );
    }

    public async Task<IActionResult> OnPostResolveAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<FlagOutcome>(Resolve.Outcome, out var outcome))
        {
            ModelState.AddModelError("Resolve.Outcome", "Choose how it ended.");
            return await Draw(id, cancellationToken);
        }

        var usual = Usual(Resolve, nameof(Resolve));
        if (!ModelState.IsValid)
            return await Draw(id, cancellationToken);
        DateOnly? recheckOn = DateOnly.TryParse(Resolve.RecheckOn, CultureInfo.InvariantCulture, out var day)
            ? day
            : null;

        return await Act(
            id,
            new ResolveFlag(Me, id, outcome, Resolve.Note, Resolve.LearnUsualAnew)
            {
                RecheckOn = recheckOn,
                Usual = usual,
            },
            nameof(Resolve),
            Resolve.Note,
            "The flag is resolved",
            "If distress comes back, a new flag is raised and linked to this one."
                + (recheckOn is null ? "" : " On the day you chose they are asked again, and stand under “Follow-up”."),
            cancellationToken
        );
    }

    /// <summary>What was said to be usual; null for nothing, or where the day is missing, which is then said beside
    /// it.</summary>
    private UsualSaid? Usual(UsualForm said, string form)
    {
        if (DateOnly.TryParse(said.UsualUntil, CultureInfo.InvariantCulture, out var until))
            return new UsualSaid(until, said.UsualReason ?? "");
        if (!string.IsNullOrWhiteSpace(said.UsualReason))
            ModelState.AddModelError($"{form}.{nameof(UsualForm.UsualUntil)}", "Choose until when it is usual.");
        return null;
    }

    private async Task<IActionResult> Act(
        Guid id,
        IRequest<FlagChangeResult> request,
        string form,
        string? note,
        string done,
        string next,
        CancellationToken cancellationToken
    )
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
                    var missing = StaffWords.Count(short_.Needed - short_.Recorded, "more try", "more tries");
                    var rule =
                        $"“Unable to reach” needs {short_.Needed} recorded tries, {App.Flags.Flag.TriesApart.TotalMinutes:0} minutes or more apart";
                    if (form == nameof(Attempt)) // Refused as one whole.
                        ModelState.AddModelError(
                            "Next.Outcome",
                            $"{rule}: {missing} after this one. Nothing is recorded yet: choose “Decide later” to record this try."
                        );
                    else
                        ModelState.AddModelError(
                            "Resolve.Outcome",
                            $"{rule}: {missing}. {await SoFar(id, short_.Recorded, cancellationToken)} Record each one above first."
                        );
                    break;
                case var refused:
                    Say(refused, time);
                    Unsaved = string.IsNullOrWhiteSpace(note) ? null : note;
                    break;
            }
        }
        catch (ValidationException refusal)
        {
            // The tries that are missing are told at once, and not after the note has been put right.
            if (
                form == nameof(Resolve)
                && Resolve.Outcome == nameof(FlagOutcome.UnableToReach)
                && await Sender.Send(new GetFlag(Me, id), cancellationToken) is { AttemptsMissing: > 0 and var tries }
            )
            {
                ModelState.AddModelError(
                    "Resolve.Outcome",
                    $"“Unable to reach” needs {StaffWords.Count(tries, "more recorded try", "more recorded tries")}: record each one above first."
                );
            }

            // What the next step refuses stands beside the next step, by the names that its fields have there.
            foreach (
                var failure in refusal.Errors.Where(e =>
                    e.PropertyName.StartsWith(RecordAndDecide.NextPrefix, StringComparison.Ordinal)
                )
            )
            {
                ModelState.AddModelError(
                    failure.PropertyName[RecordAndDecide.NextPrefix.Length..] switch
                    {
                        "note" => "Next.Closing",
                        "nurse" => "Next.Colleague",
                        "until" or "reason" => "Next.Until",
                        "usualUntil" => "Next.UsualUntil",
                        "usualReason" => "Next.UsualReason",
                        _ => "Next.Outcome",
                    },
                    failure.ErrorMessage
                );
            }

            ModelState.AddFailures(
                new ValidationException(
                    refusal.Errors.Where(e =>
                        !e.PropertyName.StartsWith(RecordAndDecide.NextPrefix, StringComparison.Ordinal)
                    )
                ),
                form
            );
        }

        return await Draw(id, cancellationToken);
    }

    /// <summary>What is recorded, as the history below shows it, and how much of it counts.</summary>
    private async Task<string> SoFar(Guid id, int counted, CancellationToken cancellationToken)
    {
        var flag = await Sender.Send(new GetFlag(Me, id), cancellationToken);
        var shown = flag?.ContactAttempts.Count ?? counted;
        var recorded = shown switch
        {
            0 => "None is recorded so far",
            1 => "1 is recorded so far",
            _ => $"{shown} are recorded so far",
        };
        if (shown == counted)
            return $"{recorded}.";
        var before = flag!.ContactAttempts.Any(a => a.AtUtc < flag.RaisedAtUtc)
            ? " One from before the flag was raised does not count."
            : "";
        return $"{recorded}, and {(counted == 1 ? "1 of them counts" : $"{counted} of them count")}: those less than {App.Flags.Flag.TriesApart.TotalMinutes:0} minutes apart count as one.{before}";
    }

    private async Task<IActionResult> Draw(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetFlag(Me, id, Weeks), cancellationToken) is not { } flag)
            return NotFound();
        Flag = flag;
        Support = await Sender.Send(new GetSupport(Me), cancellationToken);
        History = FlagHistory.Tell(flag, time, kinds);
        Nurses =
        [
            .. (await Sender.Send(new ListColleagues(Me), cancellationToken)).Where(c =>
                c.IsNurse && (c.CanAct || c.Id == Me.UserId)
            ),
        ];
        Chart = CheckInChart.Of(flag.CheckIns, flag.Person.Cadence, Weeks, flag.Findings);
        return Page();
    }

    public sealed class AttemptForm
    {
        /// <summary>Made when the form was drawn: sent twice, it records one attempt.</summary>
        public Guid RequestId { get; set; } = Guid.CreateVersion7();
        public string? Channel { get; set; } = nameof(ContactChannel.Phone);
        public string? Reached { get; set; }

        /// <summary>In the team's zone; blank for now.</summary>
        public string? At { get; set; }

        /// <summary>To a flag that a colleague resolved meanwhile.</summary>
        public bool Late { get; set; }
        public string? Note { get; set; }
    }

    public sealed class SnoozeForm
    {
        public const string Morning = "morning";

        /// <summary>Hours from now, or <see cref="Morning"/>.</summary>
        public string? Until { get; set; }
        public string? Reason { get; set; }
    }

    public sealed class GiveForm
    {
        public string? Nurse { get; set; }
    }

    /// <summary>What comes after a recorded attempt. Only what belongs to <see cref="Act"/> is looked at.</summary>
    public sealed class NextForm : UsualForm
    {
        public const string Nothing = "nothing";
        public const string Ring = "ring";
        public const string Resolve = "resolve";
        public const string Assign = "assign";

        public string? Act { get; set; } = Nothing;

        /// <summary>As <see cref="SnoozeForm.Until"/>.</summary>
        public string? Until { get; set; }
        public string? Outcome { get; set; }
        public string? Closing { get; set; }
        public string? Colleague { get; set; }
    }

    public sealed class ResolveForm : UsualForm
    {
        public string? Outcome { get; set; }
        public bool LearnUsualAnew { get; set; }
        public string? RecheckOn { get; set; }
        public string? Note { get; set; }
    }

    /// <summary>That the level of the last ratings is usual for them, said in closing.</summary>
    public abstract class UsualForm
    {
        public string? UsualUntil { get; set; }
        public string? UsualReason { get; set; }
    }
}
