using System.Globalization;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Trend;

/// <summary>The person's own page: how it has been in words, in a drawing and in a table; what became of each check-in;
/// a file to take along.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class IndexModel(ISender sender, IStringLocalizer<ParticipantText> text, PersonTimes times) : PageModel
{
    private MyHome _home = null!;

    public MyCourse My { get; private set; } = null!;

    public IReadOnlyDictionary<Guid, Trail> Trails { get; private set; } = new Dictionary<Guid, Trail>();

    /// <summary>
    /// What is true of somebody reading it. An open flag is told of at the newest check-in, where one looks for it.
    /// That an older one was not read is no news any more: a newer one tells how it is.
    /// </summary>
    public WhenSomebodyReads? ReadsOf(CheckInView checkIn)
    {
        if (checkIn.ReadAtUtc is null && checkIn.Id == _home.Last?.Id && _home.Reads is { } reads)
            return reads;
        var own = WhenSomebodyReads.Of(checkIn, times.NowUtc);
        return own.State == ReadState.Longer ? null : own;
    }

    /// <summary>It is time to ask whether checking in helps.</summary>
    public bool AskExperience { get; private set; }

    /// <summary>What was just done, for a note: a key's last part.</summary>
    public string? Done { get; private set; }

    /// <summary>By when a nurse will have been in touch; null where one has it in hand already.</summary>
    public DateTime? CallBy { get; private set; }

    /// <summary>Sent twice, it asks for one call.</summary>
    public Guid CallId { get; } = Guid.CreateVersion7();

    /// <summary>How to reach them, asked once the team was told.</summary>
    [BindProperty]
    public ReachForm? Reach { get; set; }

    /// <summary>It was just said.</summary>
    public bool Reached { get; private set; }

    public bool IsCorrectable(CheckInView checkIn) => times.NowUtc - checkIn.SubmittedAtUtc <= CheckIn.CorrectableFor;

    public async Task OnGetAsync(string? done, bool reached, CancellationToken cancellationToken)
    {
        var by = User.ToActor();
        _home = await sender.Send(new GetMyHome(by), cancellationToken);
        My = await MyCourse.Of(by, sender, text, times, cancellationToken);
        await sender.Send(
            new SeeReplies(
                by,
                [.. My.CheckIns.SelectMany(c => c.Replies).Where(r => r.SeenAtUtc is null).Select(r => r.Id)]
            ),
            cancellationToken
        );
        Trails = await sender.Send(new GetMyTrail(by, times.NowUtc.AddDays(-7 * MyCourse.Weeks)), cancellationToken);
        AskExperience = await sender.Send(new IsExperienceDue(by), cancellationToken);
        Done = done is "corrected" or "removed" or "late" or "thanks" or "worse" or "call" ? done : null;
        if (Done != "call")
            return;
        CallBy = (await sender.Send(new GetMyHome(by), cancellationToken)).SomeoneLooksByUtc;
        Reached = reached;
        await (Reach ??= new()).Fill(sender, by, ModelState, TempData, text, cancellationToken);
    }

    public async Task<IActionResult> OnPostExperienceAsync(string? answer, CancellationToken cancellationToken)
    {
        ExperienceAnswer? said = Enum.GetNames<ExperienceAnswer>().Contains(answer)
            ? Enum.Parse<ExperienceAnswer>(answer!)
            : null;
        await sender.Send(new AnswerExperience(User.ToActor(), said), cancellationToken);
        return RedirectToPage("/Trend/Index", new { done = said == ExperienceAnswer.Worse ? "worse" : "thanks" });
    }

    /// <summary>For whom checking in made things worse: a call instead.</summary>
    public async Task<IActionResult> OnPostCallAsync(Guid requestId, CancellationToken cancellationToken)
    {
        await sender.Send(new AskForCall(User.ToActor(), requestId), cancellationToken);
        return RedirectToPage("/Trend/Index", new { done = "call" });
    }

    public async Task<IActionResult> OnPostReachAsync(CancellationToken cancellationToken)
    {
        if (await (Reach ??= new()).Take(sender, User.ToActor(), ModelState, text, cancellationToken))
            return RedirectToPage("/Trend/Index", null, new { done = "call", reached = true }, "reach");
        await OnGetAsync("call", reached: false, cancellationToken);
        return Page();
    }

    /// <summary>Every check-in in a file that spreadsheets open.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancellationToken)
    {
        var by = User.ToActor();
        var checkIns = await sender.Send(new GetMyCheckIns(by), cancellationToken);
        var extras = MyExtra.Of(checkIns, text);
        var csv = new StringBuilder();
        Line([
            text["Trend.Table.Date"],
            text["Trend.Chart.Distress"],
            text["CheckIn.Duration.Name"],
            text["Trend.Chart.Everyday"],
            text["CheckIn.Change.Name"],
            text["CheckIn.Emotions.Name"],
            text["CheckIn.Words.Name"],
            text["CheckIn.ContactMe.Name"],
            .. extras.Select(e => e.Asked),
        ]);
        foreach (var c in checkIns.Reverse())
        {
            Line([
                c.LocalDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                c.Intensity?.ToString(CultureInfo.InvariantCulture) ?? "",
                c.Duration is { } howLong ? text[$"CheckIn.Duration.{howLong}"] : "",
                c.Functioning?.ToString(CultureInfo.InvariantCulture) ?? "",
                c.Change is { } change ? text[$"CheckIn.Change.{change}"] : "",
                string.Join("; ", c.Emotions.Keys.Order().Select(e => text[$"CheckIn.Emotion.{e}"].Value)),
                c.Words ?? "",
                c.ContactMe ? text["CheckIn.ContactMe.Yes"] : "",
                .. extras.Select(e =>
                    c.Extras.FirstOrDefault(said => said.Number == e.Number) is { } said
                        ? MyExtra.InWords(said, text) ?? text["Trend.Table.NoAnswer"]
                        : ""
                ),
            ]);
        }

        // The mark at the beginning tells spreadsheets that this is UTF-8.
        return File(
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())],
            "text/csv; charset=utf-8",
            "wellbeing-check-ins.csv"
        );

        void Line(params string[] cells) => csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

        // What begins like a formula is text: a spreadsheet must not run somebody's words.
        static string Cell(string value) =>
            $"\"{(value.Length > 0 && "=+-@\t\r".Contains(value[0]) ? "'" : "")}{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
