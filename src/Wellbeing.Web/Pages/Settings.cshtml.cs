using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.Detection;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages;

/// <summary>When and how the person is asked.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class SettingsModel(ISender sender, IStringLocalizer<ParticipantText> text, PersonTimes times) : PageModel
{
    /// <summary>Among the cadences: not to be asked at all.</summary>
    private const string Never = "None";

    [BindProperty]
    public string? Cadence { get; set; }

    [BindProperty]
    public string? Weekday { get; set; }

    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public string? QuietFrom { get; set; }

    [BindProperty]
    public string? QuietTo { get; set; }

    [BindProperty]
    public string? PausedFrom { get; set; }

    [BindProperty]
    public string? PausedUntil { get; set; }

    [BindProperty]
    public string? Mails { get; set; }

    [BindProperty]
    public string? NoteMails { get; set; }

    [BindProperty]
    public string? Layout { get; set; }

    public MySettings Now { get; private set; } = null!;

    public bool Saved { get; private set; }

    public IEnumerable<Choice> Cadences =>
        Enum.GetNames<Cadence>().Append(Never).Select(name => new Choice(name, text[$"Settings.Cadence.{name}"]));

    public static IEnumerable<Choice> Weekdays =>
        Enumerable
            .Range(1, 7)
            .Select(n => (DayOfWeek)(n % 7))
            .Select(day => new Choice(day.ToString(), CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(day)));

    public IEnumerable<Choice> MailChoices =>
        Enum.GetNames<PromptMails>().Select(name => new Choice(name, text[$"PromptMails.{name}"]));

    public IEnumerable<Choice> NoteMailChoices => [new("yes", text["NoteMails.Yes"]), new("no", text["NoteMails.No"])];

    public IEnumerable<Choice> Layouts =>
        [new("one", text["Settings.Layout.One"]), new("all", text["Settings.Layout.All"])];

    public async Task OnGetAsync(bool saved, CancellationToken cancellationToken)
    {
        Now = await sender.Send(new GetMySettings(User.ToActor()), cancellationToken);
        Saved = saved;
        (Cadence, Weekday) = (Now.Asked ? Now.Schedule.Cadence.ToString() : Never, Now.Schedule.Weekday.ToString());
        (At, QuietFrom, QuietTo) = (Write(Now.Schedule.At), Write(Now.Schedule.QuietFrom), Write(Now.Schedule.QuietTo));
        PausedUntil = Paused() ? Local(Now.PausedUntilUtc!.Value) : null;
        PausedFrom = Paused() && Now.PausedFromUtc is { } from ? Local(from) : null;
        Mails = Now.Mails.ToString();
        NoteMails = Now.ReplyMails ? "yes" : "no";
        Layout = Now.AllOnOnePage ? "all" : "one";
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var by = User.ToActor();
        Now = await sender.Send(new GetMySettings(by), cancellationToken);
        var today = times.Today(Now.TimeZone);
        DateOnly? pause = null,
            pauseFrom = null;
        if (Cadence != Never && !Enum.GetNames<Cadence>().Contains(Cadence))
            Refuse(nameof(Cadence), "Settings.Cadence.Missing");
        if (!Enum.GetNames<DayOfWeek>().Contains(Weekday))
            Refuse(nameof(Weekday), "Settings.Weekday.Missing");
        if (!TimeOnly.TryParse(At, CultureInfo.InvariantCulture, out var at))
            Refuse(nameof(At), "Settings.Time.Missing");
        if (!TimeOnly.TryParse(QuietFrom, CultureInfo.InvariantCulture, out var quietFrom))
            Refuse(nameof(QuietFrom), "Settings.Time.Missing");
        if (!TimeOnly.TryParse(QuietTo, CultureInfo.InvariantCulture, out var quietTo))
            Refuse(nameof(QuietTo), "Settings.Time.Missing");
        if (!string.IsNullOrWhiteSpace(PausedUntil))
        {
            if (DateOnly.TryParseExact(PausedUntil, "yyyy-MM-dd", out var day) && day > today)
                pause = day;
            else
                Refuse(nameof(PausedUntil), "Settings.Pause.Bad");
        }

        if (!string.IsNullOrWhiteSpace(PausedFrom))
        {
            if (
                DateOnly.TryParseExact(PausedFrom, "yyyy-MM-dd", out var day)
                && (day < pause || (pause is null && !ModelState.IsValid))
            )
                pauseFrom = day;
            else
                Refuse(nameof(PausedFrom), "Settings.PauseFrom.Bad");
        }

        if (Layout is not ("one" or "all"))
            Refuse(nameof(Layout), "Settings.Layout.Missing");
        if (!ModelState.IsValid)
            return Page();
        PromptMails? mails = Enum.GetNames<PromptMails>().Contains(Mails) ? Enum.Parse<PromptMails>(Mails!) : null; // Not given: as it was.

        var (cadence, weekday) = (
            Cadence == Never ? Now.Schedule.Cadence : Enum.Parse<Cadence>(Cadence!),
            Enum.Parse<DayOfWeek>(Weekday!)
        );
        var begins = cadence == Now.Schedule.Cadence && weekday == Now.Schedule.Weekday ? Now.Schedule.Anchor : today; // A new fortnight counts from now.
        var schedule = new CheckInSchedule(cadence, weekday, at, quietFrom, quietTo, begins);
        await sender.Send(
            new ChangeMySettings(by, schedule, pause, Layout == "all")
            {
                PausedFrom = pauseFrom,
                Ask = Cadence != Never,
                Mails = mails,
                ReplyMails = NoteMails switch
                {
                    "yes" => true,
                    "no" => false,
                    _ => null,
                },
            },
            cancellationToken
        );
        return RedirectToPage(new { saved = true });
    }

    public bool Paused() => Now.PausedUntilUtc > times.NowUtc;

    private string Local(DateTime atUtc) =>
        TimeZones.LocalDate(atUtc, Now.TimeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Write(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private void Refuse(string field, string message) => ModelState.AddModelError(field, text[message]);
}
