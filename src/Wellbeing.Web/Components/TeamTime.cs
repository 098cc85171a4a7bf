using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NodaTime;
using Wellbeing.App.Site;
using Wellbeing.App.Team;

namespace Wellbeing.Web.Components;

/// <summary>Instants as the team reads them: in its own zone, near ones by their day's name.</summary>
public sealed class TeamTime(TeamZone team, TimeProvider clock)
{
    /// <summary>Staff pages are in English whatever language the browser asks for.</summary>
    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en-AU");

    /// <summary>The date where the team is.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Local(NowUtc));

    /// <summary>The date where the team is, at an instant.</summary>
    public DateOnly Date(DateTime utc) => DateOnly.FromDateTime(Local(utc));

    public DateTime NowUtc => clock.GetUtcNow().UtcDateTime;

    /// <summary>"Brisbane time".</summary>
    public string ZoneName => PlaceOf(team.Id) + " time";

    /// <summary>"today, 9:12 am"; "Tue 5 May, 9:12 am"; with the year where it is another one.</summary>
    public string Moment(DateTime utc) => $"{Day(utc)}, {Clock(utc)}";

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    public string Clock(DateTime utc) => Local(utc).ToString("h:mm tt", English);

    public string Day(DateTime utc)
    {
        var (day, today) = (DateOnly.FromDateTime(Local(utc)), DateOnly.FromDateTime(Local(NowUtc)));
        return (day.DayNumber - today.DayNumber) switch
        {
            0 => "today",
            -1 => "yesterday",
            1 => "tomorrow",
            _ => day.ToString(day.Year == today.Year ? "ddd d MMM" : "d MMM yyyy", English),
        };
    }

    /// <summary>"26 November 2026": for letters, where "today" would be wrong tomorrow.</summary>
    public string LongDate(DateTime utc) => Local(utc).ToString("d MMMM yyyy", English);

    /// <summary>The clock where somebody is: "9:42 am on Tuesday".</summary>
    public string ClockIn(string timeZone) => TimeZones.Local(NowUtc, timeZone).ToString("h:mm tt 'on' dddd", English);

    /// <summary>True in the hours in which people are usually asleep.</summary>
    public bool IsNightIn(string timeZone) => TimeZones.Local(NowUtc, timeZone).Hour is < 7 or >= 21;

    /// <summary>"Hobart" of "Australia/Hobart".</summary>
    public static string PlaceOf(string timeZone) => TimeZones.CityOf(timeZone);

    /// <summary>"12 min", "2 h 5 min", "3 days": as exact as somebody needs it.</summary>
    public static string Span(TimeSpan span) =>
        span.TotalMinutes switch
        {
            < 1 => "less than a minute",
            < 60 => $"{(int)span.TotalMinutes} min",
            < 60 * 24 when span.Minutes == 0 || span.TotalHours >= 6 => $"{(int)span.TotalHours} h",
            < 60 * 24 => $"{(int)span.TotalHours} h {span.Minutes} min",
            < 60 * 48 => "1 day",
            _ => $"{(int)span.TotalDays} days",
        };

    /// <summary>A moment of the team's clock; one that the clocks skip is later, one that comes twice the
    /// first.</summary>
    public DateTime Utc(DateOnly day, TimeOnly clockTime) =>
        (LocalDate.FromDateOnly(day) + LocalTime.FromTimeOnly(clockTime))
            .InZoneLeniently(DateTimeZoneProviders.Tzdb[team.Id])
            .ToDateTimeUtc();

    public DateTime Local(DateTime utc) => TimeZones.Local(utc, team.Id);
}

/// <summary><c>&lt;team-time at="..." /&gt;</c>: a moment for people, and the same for machines.</summary>
[HtmlTargetElement("team-time", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TeamTimeTagHelper(TeamTime time) : TagHelper
{
    public required DateTime At { get; set; }

    /// <summary>Begins a line: "Today, 9:12 am".</summary>
    public bool First { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute(
            "datetime",
            At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        output.Content.SetContent(First ? TeamTime.Capital(time.Moment(At)) : time.Moment(At));
    }
}
