using System.Globalization;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.App.Wording;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Components;

/// <summary>Moments as a person says them, in their own zone and language.</summary>
public sealed class PersonTimes(
    IStringLocalizer<ParticipantText> text,
    TeamHours hours,
    ReadingPromises promises,
    TimeProvider clock
)
{
    /// <summary>From here on the afternoon is over.</summary>
    private static readonly TimeOnly _evening = new(17, 0);

    public DateTime NowUtc => clock.GetUtcNow().UtcDateTime;

    /// <summary>"today at 9:12 am", "Tuesday 24 November at 9:12 am".</summary>
    public string When(DateTime atUtc, string timeZone)
    {
        var at = Local(atUtc, timeZone);
        var time = at.ToString("t", CultureInfo.CurrentCulture);
        return (DateOnly.FromDateTime(at).DayNumber - Today(timeZone).DayNumber) switch
        {
            0 => text["When.Today", time],
            1 => text["When.Tomorrow", time],
            -1 => text["When.Yesterday", time],
            _ => text["When.On", Day(DateOnly.FromDateTime(at), timeZone), time],
        };
    }

    /// <summary>As <see cref="When"/>, to be put into a sentence: in the sentence's own language, whichever that
    /// is.</summary>
    public Spoken Moment(DateTime atUtc, string timeZone) => new(() => When(atUtc, timeZone));

    /// <summary>The same, to stand by itself: "Today at 9:12 am".</summary>
    public string Heading(DateTime atUtc, string timeZone)
    {
        var when = When(atUtc, timeZone);
        return char.ToUpper(when[0], CultureInfo.CurrentCulture) + when[1..];
    }

    /// <summary>"Tuesday 24 November", with the year when it is another one.</summary>
    public string Day(DateOnly day, string timeZone) =>
        day.ToString(
            day.Year == Today(timeZone).Year ? Language.Current.Day : Language.Current.DayAndYear,
            CultureInfo.CurrentCulture
        );

    /// <summary>"24 November".</summary>
    public static string Date(DateOnly day) => day.ToString(Language.Current.Date, CultureInfo.CurrentCulture);

    /// <summary>"24 November 2026".</summary>
    public static string DateAndYear(DateOnly day) =>
        day.ToString(Language.Current.DateAndYear, CultureInfo.CurrentCulture);

    public string Day(DateTime atUtc, string timeZone) => Day(DateOnly.FromDateTime(Local(atUtc, timeZone)), timeZone);

    public DateOnly Today(string timeZone) => DateOnly.FromDateTime(Local(NowUtc, timeZone));

    /// <summary>"Monday to Friday, 8:00 am to 5:00 pm, Brisbane time".</summary>
    public async Task<string> TeamHours()
    {
        var working = await hours.Get(CancellationToken.None);
        // Days with the same hours are told together.
        var groups = working
            .Week.GroupBy(i => i.Day)
            .OrderBy(day => ((int)day.Key + 6) % 7)
            .GroupBy(day => string.Join(' ', day.OrderBy(i => i.Opens).Select(i => $"{i.Opens:HHmm}-{i.Closes:HHmm}")))
            .Select(alike =>
                text[
                    "Team.Hours",
                    Days([.. alike.Select(day => day.Key)]),
                    Clock(alike.First().Min(i => i.Opens)),
                    Clock(alike.First().OrderBy(i => i.Opens).Last().Closes)
                ].Value
            );
        return string.Join(
            Language.Current.Comma,
            [string.Join("; ", groups), text["Team.Zone", City(working.TimeZone)]]
        );
    }

    /// <summary>
    /// The one sentence about when nurses read; every page takes it from here. It names the day by which they are held
    /// to it: around holidays that is not the one which the hours let expect, and how soon most are read nobody knows
    /// beforehand.
    /// </summary>
    /// <param name="sentUtc">When what they read was sent; null for what is sent now.</param>
    public async Task<string> Reading(DateTime? sentUtc = null)
    {
        var promise = await promises.Get(CancellationToken.None);
        if (!promise.ReadsEveryCheckIn)
            return text["Reads.WhenNeeded"];
        var due = promise.DueAt(sentUtc ?? NowUtc);
        // Of a day that has passed nothing more is promised here: from then on another sentence says that it takes
        // longer.
        return due < NowUtc
            ? text["Reads.Waiting", await TeamHours()]
            : text["Reads.Waiting.Day", await TeamHours(), Day(due, promise.Hours.TimeZone)];
    }

    /// <summary>As <see cref="Reading"/>, of what is sent nobody knows when: without a day.</summary>
    public async Task<string> ReadingOnceSent() =>
        await ReadsEveryCheckIn() ? text["Reads.Waiting", await TeamHours()] : text["Reads.WhenNeeded"];

    /// <summary>False where nurses read what stands out, or where somebody asks: pages then promise no more.</summary>
    public async Task<bool> ReadsEveryCheckIn() => (await promises.Get(CancellationToken.None)).ReadsEveryCheckIn;

    /// <summary>When somebody may be called. An evening is offered where the team still works then: nothing is asked
    /// that nobody keeps.</summary>
    /// <param name="chosen">What they said before, which stays a choice.</param>
    public Task<IReadOnlyList<Choice>> ToCall(string? chosen) => ToCall(chosen, time => text[$"Reach.Time.{time}"]);

    /// <summary>The same for the team's own forms, in English.</summary>
    public Task<IReadOnlyList<Choice>> ToCallInEnglish(string? chosen) =>
        ToCall(chosen, time => Pages.Staff.StaffWords.Of(time)!);

    private async Task<IReadOnlyList<Choice>> ToCall(string? chosen, Func<TimeToCall, string> words)
    {
        var evenings = (await hours.Get(CancellationToken.None)).Week.Any(i =>
            i.Closes == TimeOnly.MinValue || i.Closes > _evening
        );
        return
        [
            .. new[] { TimeToCall.Any, TimeToCall.Morning, TimeToCall.Afternoon, TimeToCall.Evening }
                .Where(time => time != TimeToCall.Evening || evenings || chosen == nameof(TimeToCall.Evening))
                .Select(time => new Choice(time.ToString(), words(time))),
        ];
    }

    private string Days(IReadOnlyList<DayOfWeek> days)
    {
        var names = days.Select(d => CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(d)).ToList();
        var inARow = days.Count > 2 && ((int)days[^1] + 6) % 7 - ((int)days[0] + 6) % 7 == days.Count - 1;
        return inARow ? text["Team.DaysFromTo", names[0], names[^1]] : string.Join(Language.Current.Comma, names);
    }

    public static string Clock(TimeOnly time) => time.ToString("t", CultureInfo.CurrentCulture);

    /// <summary>Where somebody may live, by country in the reader's language, Australia first.</summary>
    /// <param name="besides">Their present zone, whatever it is.</param>
    public IReadOnlyList<Choice> Places(string? besides = null)
    {
        var home = TimeZones.All[0].CountryCode;
        var places = TimeZones.All.Select(place =>
            (
                place.CountryCode,
                Choice: new Choice(place.Id, City(place.Id)) { Group = Countries.NameOf(place.CountryCode) }
            )
        );
        // The sort is stable: within a country the list's own order stands.
        List<Choice> all =
        [
            .. places
                .OrderBy(p => p.CountryCode != home)
                .ThenBy(p => p.Choice.Group, StringComparer.CurrentCulture)
                .Select(p => p.Choice),
        ];
        return besides is null || TimeZones.IsOffered(besides) ? all : [new Choice(besides, City(besides)), .. all];
    }

    /// <summary>The same for pages of staff, which are in English.</summary>
    public static IReadOnlyList<Choice> PlacesInEnglish { get; } =
    [.. TimeZones.All.Select(place => new Choice(place.Id, place.City) { Group = place.Country })];

    /// <summary>"Brisbane" for <c>Australia/Brisbane</c>, in the reader's own script where the zone is one of
    /// ours.</summary>
    public string City(string timeZone)
    {
        var city = TeamTime.PlaceOf(timeZone);
        return TimeZones.IsCapital(timeZone) || timeZone == "Pacific/Auckland" ? text[$"City.{city}"] : city;
    }

    private static DateTime Local(DateTime atUtc, string timeZone) => TimeZones.Local(atUtc, timeZone);
}
