using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Accounts;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Wording;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.SignIn;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Pages.Staff.Flags;

/// <summary>The work-list, a line a flag: who needs someone now, why, how long there is, whose it is, when they were
/// last reached.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class IndexModel(ISender sender, TeamTime time) : StaffPage(sender), IShownAgain
{
    public static IReadOnlyList<(FlagFilter Filter, string Text)> Filters { get; } =
    [
        (FlagFilter.Unresolved, "Unresolved"),
        (FlagFilter.Overdue, "Overdue"),
        (FlagFilter.Open, "Nobody has it"),
        (FlagFilter.Mine, "Mine"),
        (FlagFilter.Acknowledged, "Acknowledged"),
        (FlagFilter.Resolved, "Resolved"),
    ];

    public static IReadOnlyList<Choice> Severities { get; } =
    [
        .. new[] { Severity.Urgent, Severity.Soon, Severity.Review }.Select(s => new Choice(
            s.ToString().ToLowerInvariant(),
            s.ToString()
        )),
    ];

    public static IReadOnlyList<Choice> Kinds { get; } =
    [
        .. Enum.GetValues<ParticipantKind>()
            .Select(kind => new Choice(kind.ToString().ToLowerInvariant(), StaffWords.Of(kind))),
    ];

    /// <summary>By the part of a tag that filters look at: the languages of the pages first, then what people speak
    /// besides.</summary>
    public static IReadOnlyList<Choice> SpokenLanguages { get; } =
    [
        .. Language
            .All.Select(language => new Choice(language.Tag.Split('-')[0], language.EnglishName))
            .Concat(SpokenLanguage.All.Select(spoken => new Choice(spoken.Tag, spoken.EnglishName)))
            .DistinctBy(choice => choice.Value),
    ];

    /// <summary>A word that is no filter means the whole list.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "severity")]
    public string? OnlySeverity { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? OnlyKind { get; set; }

    [BindProperty(SupportsGet = true, Name = "cohort")]
    public string? OnlyCohort { get; set; }

    [BindProperty(SupportsGet = true, Name = "language")]
    public string? OnlyLanguage { get; set; }

    /// <summary>Posted, never part of an address: a name there would end up in logs and histories.</summary>
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? ViewName { get; set; }

    // "page" is the name of the page itself in routing.
    public FlagFilter Filter => Named<FlagFilter>(Show) ?? FlagFilter.Unresolved;

    public FlagPage List { get; private set; } = null!;

    public IReadOnlyList<CohortRow> Cohorts { get; private set; } = [];

    /// <summary>The other nurses.</summary>
    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];

    public Guid? Viewer => Me.UserId;

    /// <summary>What was ticked when something else was missing.</summary>
    public IReadOnlySet<Guid> Ticked { get; private set; } = new HashSet<Guid>();

    /// <summary>How many re-checks have come to their day.</summary>
    public int ToLookAgain { get; private set; }

    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    public bool Searched => !string.IsNullOrWhiteSpace(Name);

    public bool IsNarrowed => Query(FlagFilter.Unresolved).Length > 0;

    /// <summary>The filters in force, as words; empty where there are none. They stay in sight while the filters are
    /// folded away.</summary>
    public string Narrowing =>
        string.Join(
            ", ",
            new[]
            {
                NameOf(Severities, OnlySeverity),
                NameOf(Kinds, OnlyKind),
                Cohorts.FirstOrDefault(c => Guid.TryParse(OnlyCohort, out var id) && c.Id == id)?.Name,
                NameOf(SpokenLanguages, OnlyLanguage),
                Searched ? $"“{Name!.Trim()}”" : null,
            }.Where(word => word is not null)
        );

    public int Pages => Searched ? 1 : Math.Max(1, (int)Math.Ceiling(List.Total / (double)List.PageSize));

    public string Lead
    {
        get
        {
            if (Searched)
                return $"{StaffWords.Count(List.Total, "flag")} of people with “{Name!.Trim()}” in the name.";
            var (open, late) = (List.Counts[FlagFilter.Open], List.Counts[FlagFilter.Overdue]);
            if (open == 0)
                return List.Counts[FlagFilter.Acknowledged] == 0
                    ? "Nobody is waiting."
                    : "Nobody is waiting: every flag is acknowledged.";
            var waiting = open == 1 ? "1 person waits for a nurse." : $"{open} people wait for a nurse.";
            return late switch
            {
                0 => waiting,
                1 => waiting[..^1] + ", 1 overdue.",
                _ => waiting[..^1] + $", {late} overdue.",
            };
        }
    }

    public Task OnGetAsync(CancellationToken cancellationToken) => Draw(cancellationToken);

    public async Task<IActionResult> OnPostSearchAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        return Page();
    }

    /// <summary>For the open page, every half minute: what came meanwhile. Nothing new answers with nothing, so that
    /// nothing is read out.</summary>
    public async Task<IActionResult> OnGetSinceAsync(long since, int known, CancellationToken cancellationToken)
    {
        if (since < 0 || since > DateTime.MaxValue.Ticks)
            return BadRequest();
        var fresh = await Sender.Send(
            new FindNewFlags(Me, new DateTime(since, DateTimeKind.Utc), known),
            cancellationToken
        );
        return fresh is null ? new NoContentResult() : Partial("_News", new News(fresh, Here));
    }

    public async Task<IActionResult> OnPostTakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = await Sender.Send(new AcknowledgeFlag(Me, id), cancellationToken);
        if (result is FlagChangeResult.Done)
        {
            Say(
                "done",
                "You have this flag",
                "Colleagues see that you have it. Next: get in touch, and record what came of it."
            );
            return RedirectToPage("/Staff/Flags/Flag", new { id });
        }

        Say(result, time);
        return Redirect(Here);
    }

    public async Task<IActionResult> OnPostTakeAllAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            Say("info", "No flag is ticked", "Tick the flags that you want to acknowledge, then acknowledge them.");
            return Redirect(Here);
        }

        var result = await Sender.Send(new TakeFlags(Me, ids), cancellationToken);
        if (result.Left == 0)
            Say("done", $"You have {StaffWords.Count(result.Taken, "flag")}", "Colleagues see that you have them.");
        else
            Say(
                "info",
                $"You have {StaffWords.Count(result.Taken, "flag")}",
                $"{StaffWords.Count(result.Left, "other")} had been acknowledged or resolved by a colleague meanwhile."
            );
        return Redirect(Here);
    }

    public async Task<IActionResult> OnPostGiveAllAsync(
        List<Guid> ids,
        Guid? nurse,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            Say("info", "No flag is ticked", "Tick the flags that you want to assign, then choose a colleague.");
            return Redirect(Here);
        }

        if (nurse is not { } to)
        {
            ModelState.AddModelError("nurse", "Choose a colleague to assign the ticked flags to.");
            Ticked = ids.ToHashSet();
            await Draw(cancellationToken);
            return Page();
        }

        try
        {
            var result = await Sender.Send(new GiveFlags(Me, ids, to), cancellationToken);
            Say(
                result.Left == 0 ? "done" : "info",
                $"{StaffWords.Count(result.Given, "flag is", "flags are")} assigned to {(to == Me.UserId ? "you" : result.To)}",
                result.Left == 0
                    ? "Your colleague is told by email. Until they acknowledge them, the steps go on for those that nobody has."
                    : $"{StaffWords.Count(result.Left, "other")} had been resolved meanwhile."
            );
        }
        catch (ValidationException)
        {
            Say("info", "Choose a nurse of the team", "The colleague you chose is no longer one.");
        }

        return Redirect(Here);
    }

    public async Task<IActionResult> OnPostKeepAsync(CancellationToken cancellationToken)
    {
        await Sender.Send(new SaveView(Me, ViewName ?? "", Query(Filter)), cancellationToken);

        Say("done", "The view is saved", "Find it above the list.");
        return Redirect(Here);
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        return Page();
    }

    public string FieldOf(string property, string? handler) => nameof(ViewName);

    public async Task<IActionResult> OnPostForgetAsync(Guid viewId, CancellationToken cancellationToken)
    {
        await Sender.Send(new ForgetView(Me, viewId), cancellationToken);
        return Redirect(Here);
    }

    /// <summary>This list with another filter, narrowed alike.</summary>
    public string Href(FlagFilter filter) => "/Staff/Flags" + Query(filter);

    public string SinceHref
    {
        get
        {
            var query = Query(Filter);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"/Staff/Flags{query}{(query.Length == 0 ? '?' : '&')}handler=Since&since={List.AtUtc.Ticks}"
            );
        }
    }

    private string Here => Href(Filter);

    /// <summary>The filters as an address holds them, known words only; empty for the plain list.</summary>
    private string Query(FlagFilter filter)
    {
        var query = new QueryBuilder();
        if (filter != FlagFilter.Unresolved)
            query.Add("show", filter.ToString().ToLowerInvariant());
        if (Named<Severity>(OnlySeverity) is { } severity)
            query.Add("severity", severity.ToString().ToLowerInvariant());
        if (Named<ParticipantKind>(OnlyKind) is { } kind)
            query.Add("kind", kind.ToString().ToLowerInvariant());
        if (Guid.TryParse(OnlyCohort, out var cohort))
            query.Add("cohort", cohort.ToString("D"));
        if (SpokenLanguages.Any(choice => choice.Value == OnlyLanguage))
            query.Add("language", OnlyLanguage!);
        return query.ToString();
    }

    private static string? NameOf(IReadOnlyList<Choice> choices, string? value) =>
        choices.FirstOrDefault(choice => string.Equals(choice.Value, value, StringComparison.OrdinalIgnoreCase))?.Text;

    private async Task Draw(CancellationToken cancellationToken)
    {
        var narrow = new FlagNarrowing(
            Named<Severity>(OnlySeverity),
            Named<ParticipantKind>(OnlyKind),
            Guid.TryParse(OnlyCohort, out var cohort) ? cohort : null,
            SpokenLanguages.Any(choice => choice.Value == OnlyLanguage) ? OnlyLanguage : null,
            Searched ? Name : null
        );
        // A search has no second page: its name would have to travel in the address.
        List = await Sender.Send(
            new ListFlags(Me, Filter, Searched ? 1 : PageNumber, Searched ? 100 : 25, narrow),
            cancellationToken
        );
        Colleagues =
        [
            .. (await Sender.Send(new ListColleagues(Me), cancellationToken)).Where(c =>
                c.IsNurse && c.CanAct && c.Id != Me.UserId
            ),
        ];
        Cohorts = await Sender.Send(new ListCohorts(Me), cancellationToken);
        ToLookAgain = await Sender.Send(new CountRechecks(Me), cancellationToken);
        Views = await Sender.Send(new ListSavedViews(Me), cancellationToken);
    }

    private static TEnum? Named<TEnum>(string? word)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(word, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}

/// <summary>What came since the list was drawn, and where the list is drawn anew.</summary>
public sealed record News(NewFlags Fresh, string Href)
{
    public string Text =>
        string.Join(
            " and ",
            new[]
            {
                Fresh.Raised == 0 ? null : StaffWords.Count(Fresh.Raised, "new flag"),
                Fresh.Grown == 0 ? null : $"{StaffWords.Count(Fresh.Grown, "flag")} with a new reason",
            }.Where(part => part is not null)
        ) + ".";
}
