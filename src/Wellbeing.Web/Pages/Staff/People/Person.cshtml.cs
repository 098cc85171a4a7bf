using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Assessment;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.App.Thresholds;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.Pages.Staff.Flags;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>One person: how to reach them, how they have been and what was made of it, what the team wrote, everything
/// that happened.</summary>
[Authorize(Policy = Policies.Nurse)]
[KeepsWhatWasTyped("Note.Text")]
public sealed class PersonModel(ISender sender, MessageKinds kinds) : StaffPage(sender), IShownAgain
{
    /// <summary>Of the check-ins beside who they are; the page itself shows, and so marks read, those of its chart and
    /// timeline.</summary>
    private const int Weeks = 26;

    /// <summary>Longer tables are for the timeline, which has pages.</summary>
    public const int MostRows = 120;

    public const int NotesShown = 3;

    [BindProperty(SupportsGet = true, Name = "range")]
    public string? RangeKey { get; set; }

    [FromQuery(Name = "p")]
    public int TimelinePage { get; set; } = 1;

    [BindProperty]
    public NoteForm Note { get; set; } = new();

    [BindProperty]
    public PauseForm Pause { get; set; } = new();

    [BindProperty]
    public ReachThem Reach { get; set; } = new();

    [FromRoute]
    public Guid Id { get; set; }

    public PersonPage Person { get; private set; } = null!;

    public IReadOnlyList<CohortRow> Cohorts { get; private set; } = [];

    public IReadOnlyList<TreatmentEventView> Events { get; private set; } = [];

    public ChartRange Range => ChartRange.Of(RangeKey);

    public PersonChart Known { get; private set; } = null!;

    public TrendChart Chart { get; private set; } = null!;

    public IReadOnlyList<FeelingRow> Feelings { get; private set; } = [];

    public NotesPage Notes { get; private set; } = null!;

    public IReadOnlyList<ScreenView> Screens { get; private set; } = [];

    public IReadOnlyList<UsualView> Usual { get; private set; } = [];

    public IReadOnlyList<OwnThresholdView> OwnThresholds { get; private set; } = [];

    public PersonTimeline Timeline { get; private set; } = null!;

    public IEnumerable<HistoryLine> History => Timeline.Rows.Select(entry => PersonHistory.Tell(entry, kinds));

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => Draw(id, cancellationToken);

    public async Task<IActionResult> OnPostCohortAsync(Guid id, Guid? cohort, CancellationToken cancellationToken)
    {
        if (!await Sender.Send(new PlaceInCohort(Me, id, cohort), cancellationToken))
            return NotFound();
        Say("done", "The cohort is saved");
        return Back(id);
    }

    public async Task<IActionResult> OnPostNoteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (
            await Sender.Send(new WriteNote(Me, id, Note.RequestId, Note.Text ?? ""), cancellationToken)
            is WriteNoteResult.NotFound
        )
            return NotFound();
        Say("done", "The note is saved", "The team can read it. The person cannot.");
        return Back(id);
    }

    public async Task<IActionResult> OnPostPauseAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParse(Pause.Until, CultureInfo.InvariantCulture, out var until))
        {
            ModelState.AddModelError("Pause.Until", "Enter the day from which they are asked again.");
            return await Draw(id, cancellationToken);
        }

        if (!await Sender.Send(new PauseParticipant(Me, id, until), cancellationToken))
            return NotFound();
        Say(
            "done",
            "The check-ins are paused",
            "Nothing is asked and nothing counts as missed until then. They can still check in, and ask for contact."
        );
        return Back(id);
    }

    public async Task<IActionResult> OnPostReachAsync(Guid id, CancellationToken cancellationToken)
    {
        var change = new ChangeHowToCall(
            Me,
            id,
            Reach.Phone,
            ReachForm.TimeOf(Reach.BestTime),
            ReachForm.MayOf(Reach.MayLeaveMessage),
            Reach.NeedsInterpreter
        )
        {
            Address = new HowToAddress(Reach.PreferredName, Reach.Pronouns, Reach.SpokenLanguage),
        };
        if (!await Sender.Send(change, cancellationToken))
            return NotFound();
        Say(
            "done",
            "How they are reached is saved",
            "They are told by email that it was changed, and can look at it in their settings."
        );
        return Back(id);
    }

    public async Task<IActionResult> OnPostResumeAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Sender.Send(new PauseParticipant(Me, id, null), cancellationToken))
            return NotFound();
        Say("done", "The pause is over", "They are asked again on their usual day.");
        return Back(id);
    }

    public async Task<IActionResult> OnPostEndUsualAsync(Guid id, Guid usual, CancellationToken cancellationToken)
    {
        if (!await Sender.Send(new EndUsual(Me, id, usual), cancellationToken))
            return NotFound();
        Say("done", "“Usual for this person” has ended", "From now on every rating is as grave as its rule says.");
        return Back(id);
    }

    public string Href(ChartRange range) => $"/Staff/People/{Person.Id}?range={range.Key}#over-time";

    private RedirectToPageResult Back(Guid id) => RedirectToPage(new { id, range = RangeKey });

    public Task<IActionResult> ShowAgain(CancellationToken cancellationToken) => Draw(Id, cancellationToken);

    public string FieldOf(string property, string? handler) => ModelStateExtensions.FieldOf(property, handler);

    private async Task<IActionResult> Draw(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetPerson(Me, id, Weeks), cancellationToken) is not { } person)
            return NotFound();
        Person = person;
        // Another form of the page was sent, or none: this one shows what is stored.
        if (!ModelState.ContainsKey("Reach.Phone"))
        {
            Reach = new ReachThem
            {
                Phone = person.Phone,
                BestTime = person.BestTimeToCall?.ToString(),
                MayLeaveMessage = ReachForm.Of(person.MayLeaveMessage),
                NeedsInterpreter = person.NeedsInterpreter,
                SpokenLanguage = person.SpokenLanguage,
                PreferredName = person.PreferredName,
                Pronouns = person.Pronouns,
            };
        }

        Known = (await Sender.Send(new GetPersonChart(Me, id, Range.Days), cancellationToken))!;
        Cohorts = await Sender.Send(new ListCohorts(Me), cancellationToken);
        Events = await Sender.Send(new ListTreatmentEvents(Me, id), cancellationToken);
        Notes = await Sender.Send(new ListNotes(Me, id, 1, NotesShown), cancellationToken);
        Screens = await Sender.Send(new ListScreens(Me, id), cancellationToken);
        Usual = await Sender.Send(new ListUsual(Me, id), cancellationToken);
        OwnThresholds = (await Sender.Send(new ListOwnThresholds(Me, id), cancellationToken))!.Rows;
        Timeline = (await Sender.Send(new GetPersonTimeline(Me, id, TimelinePage, 15), cancellationToken))!;
        Chart = PersonCharts.Trend(Known, person.Schedule.Cadence, Range, Events);
        Feelings = PersonCharts.Feelings(Known);
        return Page();
    }

    public sealed class NoteForm
    {
        /// <summary>Made when the form was drawn: sent twice, it is written once.</summary>
        public Guid RequestId { get; set; } = Guid.CreateVersion7();

        public string? Text { get; set; }
    }

    public sealed class ReachThem
    {
        public string? Phone { get; set; }
        public string? BestTime { get; set; }
        public string? MayLeaveMessage { get; set; }
        public bool NeedsInterpreter { get; set; }
        public string? SpokenLanguage { get; set; }
        public string? PreferredName { get; set; }
        public string? Pronouns { get; set; }
    }

    public sealed class PauseForm
    {
        public string? Until { get; set; }
    }
}
