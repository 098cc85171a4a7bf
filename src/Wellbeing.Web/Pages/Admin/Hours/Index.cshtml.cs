using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Hours;

/// <summary>When the team works, on which days nobody does, and the mailboxes it shares.</summary>
[Authorize(Policy = Policies.Administrator)]
[RequestFormLimits(ValueCountLimit = 4096)]
public sealed class IndexModel(ISender sender, TeamTime time) : StaffPage(sender), IShownAgain
{
    /// <summary>Broken events of a file that are named.</summary>
    public const int BrokenShown = 10;

    public static IReadOnlyList<DayOfWeek> Days { get; } =
    [
        DayOfWeek.Monday,
        DayOfWeek.Tuesday,
        DayOfWeek.Wednesday,
        DayOfWeek.Thursday,
        DayOfWeek.Friday,
        DayOfWeek.Saturday,
        DayOfWeek.Sunday,
    ];

    /// <summary>The one list, and the team's own zone where that is none of it.</summary>
    public IEnumerable<Choice> Zones =>
        Hours.TimeZone is { } own && TimeZones.IsKnown(own) && !TimeZones.IsOffered(own)
            ? [new Choice(own, own), .. PersonTimes.PlacesInEnglish]
            : PersonTimes.PlacesInEnglish;

    [BindProperty]
    public HoursForm Hours { get; set; } = new();

    [BindProperty]
    public HolidayForm Holiday { get; set; } = new();

    [BindProperty]
    public MailboxForm Mailbox { get; set; } = new();

    /// <summary>Of a file's holidays those that are to be added: "2027-01-26 Australia Day".</summary>
    [BindProperty]
    public List<string>? Chosen { get; set; }

    [BindProperty]
    public string? Reading { get; set; }

    /// <summary>Whose public holidays are to be shown.</summary>
    [BindProperty]
    public string? State { get; set; }

    public static IReadOnlyList<Choice> States { get; } =
    [
        new(nameof(HolidayState.AustralianCapitalTerritory), "Australian Capital Territory"),
        new(nameof(HolidayState.NewSouthWales), "New South Wales"),
        new(nameof(HolidayState.NorthernTerritory), "Northern Territory"),
        new(nameof(HolidayState.Queensland), "Queensland"),
        new(nameof(HolidayState.SouthAustralia), "South Australia"),
        new(nameof(HolidayState.Tasmania), "Tasmania"),
        new(nameof(HolidayState.Victoria), "Victoria"),
        new(nameof(HolidayState.WesternAustralia), "Western Australia"),
    ];

    public static IReadOnlyList<Choice> ReadingChoices { get; } =
    [
        new("every", "Every check-in", "Within two working days. All of them stand on the list To read."),
        new(
            "some",
            "What stands out or asks",
            "The list To read holds words and high ratings. Pages say that nurses read what people write when something stands out or they ask."
        ),
    ];

    public CalendarView Calendar { get; private set; } = null!;

    /// <summary>What a file would add; null while none was read.</summary>
    public ReadHolidaysResult.Read? FromFile { get; private set; }

    /// <summary>What is shown was computed for a state, and not read from a file.</summary>
    public bool IsOfState => States.Any(s => s.Value == State);

    /// <summary>Where those days come from.</summary>
    public string Source => States.SingleOrDefault(s => s.Value == State)?.Text ?? "The file";

    public IReadOnlyList<Choice> FileChoices { get; private set; } = [];

    public string? FileError { get; private set; }

    /// <summary>Events of the file that could not be read.</summary>
    public IReadOnlyList<BrokenEvent> Broken { get; private set; } = [];

    /// <summary>Somebody else changed the hours while this form was open.</summary>
    public bool Meanwhile { get; private set; }

    /// <summary>As <see cref="StaffPage.PageNumber"/>, of the holidays that are over.</summary>
    [FromQuery(Name = "past")]
    public int PastNumber { get; set; } = 1;

    public IEnumerable<Holiday> Coming => Calendar.Holidays.Where(h => h.Date >= time.Today);
    public IEnumerable<Holiday> Past => Calendar.Holidays.Where(h => h.Date < time.Today).Reverse();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        Fill();
        State = StateOf(Calendar.Hours.TimeZone)?.ToString();
    }

    public async Task<IActionResult> OnPostHoursAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        while (Hours.Day.Count < Days.Count)
            Hours.Day.Add(null);
        var week = new List<WorkingInterval>();
        for (var i = 0; i < Days.Count; i++)
        {
            if (HoursText.Read(Days[i], Hours.Day[i]) is { } intervals)
                week.AddRange(intervals);
            else
                ModelState.AddModelError(
                    $"Hours.Day[{i}]",
                    $"{Days[i]}: write times like 08:00 to 17:00, or leave it empty."
                );
        }

        if (!ModelState.IsValid)
            return Page();
        if (
            await Sender.Send(new SaveWorkingHours(Me, Hours.BasedOn, Hours.TimeZone ?? "", week), cancellationToken)
            == SaveWorkingHoursResult.Saved
        )
        {
            Say(
                "done",
                "The working hours are saved",
                Hours.TimeZone == Calendar.Hours.TimeZone
                    ? "They count from the next step of every ladder on."
                    : "They count from the next step of every ladder on. Turns on the rota stay at the same instants, which are other hours in the new zone: look at the rota."
            );
            return RedirectToPage();
        }

        Meanwhile = true;
        Hours.BasedOn = Calendar.Version;
        ModelState.Remove("Hours.BasedOn"); // What was sent must not win over what is now true.

        return Page();
    }

    public async Task<IActionResult> OnPostHolidayAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        Fill();
        if (
            !DateOnly.TryParseExact(
                Holiday.Date,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
        )
        {
            ModelState.AddModelError("Holiday.Date", "Enter a date, such as 26 January 2027.");
            return Page();
        }

        return await Act(
            new AddHoliday(Me, date, Holiday.Name ?? ""),
            "The holiday is added",
            "Nobody is expected to work on that day.",
            cancellationToken
        );
    }

    public async Task<IActionResult> OnPostNoHolidayAsync(DateOnly date, CancellationToken cancellationToken)
    {
        await Sender.Send(new RemoveHoliday(Me, date), cancellationToken);
        Say("done", "The holiday is removed", "The team’s usual hours count on that day.");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostFileAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        Fill();
        if (file is null || file.Length == 0)
            return Refuse("Choose a calendar file, one that ends in .ics.");
        if (file.Length > ReadHolidays.LongestText)
            return Refuse("The file is too large for a calendar of holidays. Choose one below 1 MB.");
        using var kept = new MemoryStream((int)file.Length);
        await file.CopyToAsync(kept, cancellationToken);
        var result = await Sender.Send(new ReadHolidays(Me, CalendarText.Decode(kept.ToArray())), cancellationToken);
        Broken = result.Broken;
        switch (result)
        {
            case ReadHolidaysResult.Read read:
                FromFile = read;
                FileChoices = [.. read.New.Select(ToChoice)];
                Chosen = [.. FileChoices.Select(c => c.Value)];
                return Page();
            case ReadHolidaysResult.NoDays { Broken.Count: > 0 }:
                return Refuse("No holiday of this file could be read. What is wrong stands below.");
            case ReadHolidaysResult.NoDays { Skipped: > 0 }:
                return Refuse(
                    "Every event of this file has a time of day. Holidays last whole days: choose a calendar of public holidays."
                );
            case ReadHolidaysResult.NoDays:
                return Refuse("Every day of this file is over. Choose a newer one.");
            case ReadHolidaysResult.TooMany:
                return Refuse(
                    $"This file would make more than {ReadHolidays.MostDays} days holidays. Choose a calendar of public holidays."
                );
            case ReadHolidaysResult.TooManyEvents many:
                return Refuse(
                    $"This file has more than {many.Most} events. Choose a calendar that has public holidays alone."
                );
            default:
                return Refuse(
                    "This is no calendar file that we can read. Choose one that ends in .ics, as public holidays are offered by governments."
                );
        }
    }

    public async Task<IActionResult> OnPostStateAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        Fill();
        if (!Enum.TryParse<HolidayState>(State, out var state) || !Enum.IsDefined(state))
        {
            ModelState.AddModelError(nameof(State), "Choose a state from the list.");
            return Page();
        }

        FromFile = await Sender.Send(new OfferHolidays(Me, state), cancellationToken);
        FileChoices = [.. FromFile.New.Select(ToChoice)];
        Chosen = [.. FileChoices.Select(c => c.Value)];
        return Page();
    }

    public async Task<IActionResult> OnPostImportAsync(CancellationToken cancellationToken)
    {
        var days = (Chosen ?? [])
            .Where(text => text.Length > 11)
            .Select(text =>
                DateOnly.TryParseExact(
                    text[..10],
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var date
                )
                    ? new NewHoliday(date, text[11..])
                    : null
            )
            .OfType<NewHoliday>()
            .ToList();
        if (days.Count == 0)
        {
            Say("info", "No holiday was chosen", "Nothing was added.");
            return RedirectToPage();
        }

        var added = await Sender.Send(new ImportHolidays(Me, days), cancellationToken);
        Say("done", $"{StaffWords.Count(added, "holiday")} added", "They are in the list below.");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostReadingAsync(CancellationToken cancellationToken)
    {
        if (Reading is not ("every" or "some"))
            return BadRequest();
        await Sender.Send(new SaveReadingPromise(Me, Reading == "every"), cancellationToken);
        Say(
            "done",
            "It is saved",
            "Pages and emails say so from now on. Whoever agreed to the other is told on their own page, and asked to agree anew; nobody is emailed about it."
        );
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostMailboxAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        Fill();
        return await Act(
            new AddMailbox(Me, Mailbox.Name ?? "", Mailbox.Address ?? ""),
            "The mailbox is added",
            "Policies can tell it. Urgent flags tell all team mailboxes unless you changed that.",
            cancellationToken
        );
    }

    public async Task<IActionResult> OnPostNoMailboxAsync(Guid id, CancellationToken cancellationToken)
    {
        await Sender.Send(new RemoveMailbox(Me, id), cancellationToken);
        Say(
            "done",
            "The mailbox is removed",
            "No step tells it any more. Look at Readiness: a policy may have relied on it."
        );
        return RedirectToPage();
    }

    private async Task<IActionResult> Act(
        IRequest request,
        string title,
        string text,
        CancellationToken cancellationToken
    )
    {
        await Sender.Send(request, cancellationToken);
        Say("done", title, text);
        return RedirectToPage();
    }

    public string FieldOf(string property, string? handler) =>
        handler != nameof(Hours) ? ModelStateExtensions.FieldOf(property, handler)
        : property == "timeZone" ? "Hours.TimeZone"
        : property.Split('.') is [_, var day] && Enum.TryParse<DayOfWeek>(day, out var weekday)
            ? $"Hours.Day[{Days.ToList().IndexOf(weekday)}]"
        : "Hours.Day[0]";

    private PageResult Refuse(string why)
    {
        FileError = why;
        ModelState.AddModelError("File", why);
        FieldOrder.Of(HttpContext).Add("File", "File");
        return Page();
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        Calendar = await Sender.Send(new GetCalendar(Me), cancellationToken);
        Reading ??= (await Sender.Send(new GetReadingPromise(Me), cancellationToken)).ReadsEveryCheckIn
            ? "every"
            : "some";
    }

    /// <summary>Where a team in this zone works, as far as the zone says: Sydney's is also that of who keeps its
    /// clocks.</summary>
    private static HolidayState? StateOf(string timeZone) =>
        timeZone switch
        {
            "Australia/Sydney" or "Australia/Broken_Hill" or "Australia/Lord_Howe" => HolidayState.NewSouthWales,
            "Australia/Canberra" or "Australia/ACT" => HolidayState.AustralianCapitalTerritory,
            "Australia/Darwin" => HolidayState.NorthernTerritory,
            "Australia/Brisbane" or "Australia/Lindeman" => HolidayState.Queensland,
            "Australia/Adelaide" => HolidayState.SouthAustralia,
            "Australia/Hobart" => HolidayState.Tasmania,
            "Australia/Melbourne" => HolidayState.Victoria,
            "Australia/Perth" or "Australia/Eucla" => HolidayState.WesternAustralia,
            _ => null,
        };

    private void Fill() =>
        Hours = new HoursForm
        {
            BasedOn = Calendar.Version,
            TimeZone = Calendar.Hours.TimeZone,
            Day = [.. Days.Select(day => (string?)HoursText.Write(Calendar.Hours.Week.Where(i => i.Day == day)))],
        };

    private static Choice ToChoice(NewHoliday day) =>
        new(
            $"{day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {day.Name}",
            $"{day.Date.ToString("ddd d MMM yyyy", TeamTime.English)}: {day.Name}"
        );

    public sealed class HoursForm
    {
        public int BasedOn { get; set; }
        public string? TimeZone { get; set; }

        /// <summary>From Monday on.</summary>
        public List<string?> Day { get; set; } = [];
    }

    public sealed class HolidayForm
    {
        public string? Date { get; set; }
        public string? Name { get; set; }
    }

    public sealed class MailboxForm
    {
        public string? Name { get; set; }
        public string? Address { get; set; }
    }
}
