using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;
using Wellbeing.App.Site;

namespace Wellbeing.App.Team;

/// <summary>
/// Section <c>Team</c>: when the nurses work, and the mailbox they share. First values only: from the first start on
/// administrators change them on their pages.
/// </summary>
public sealed class TeamOptions
{
    public const string Section = "Team";

    /// <summary>The most that <see cref="MinutesPerFlag"/> may be.</summary>
    public const int MostMinutesPerFlag = 480;

    /// <summary>IANA zone of the working hours and the rota.</summary>
    public string TimeZone { get; set; } = "Australia/Brisbane";

    /// <summary>Local opening, <c>HH:mm</c>.</summary>
    public string Opens { get; set; } = "08:00";

    /// <summary>Local close, <c>HH:mm</c>, after <see cref="Opens"/>.</summary>
    public string Closes { get; set; } = "17:00";

    /// <summary>English names of the working days; empty means Monday to Friday.</summary>
    public IList<string> Days { get; } = [];

    /// <summary>Days on which nobody works, <c>yyyy-MM-dd</c>.</summary>
    public IList<string> Holidays { get; } = [];

    /// <summary>An address the whole team reads; empty for none.</summary>
    public string Mailbox { get; set; } = "";

    /// <summary>What answering a flag takes a nurse, in minutes, 1 to 480: reading, calls, a note. Only what-if reckons
    /// with it.</summary>
    public int MinutesPerFlag { get; set; } = 30;

    public WorkingHours WorkingHours() =>
        new(
            TimeZone,
            [
                .. (
                    Days.Count == 0
                        ?
                        [
                            DayOfWeek.Monday,
                            DayOfWeek.Tuesday,
                            DayOfWeek.Wednesday,
                            DayOfWeek.Thursday,
                            DayOfWeek.Friday,
                        ]
                        : Days.Select(d => Enum.Parse<DayOfWeek>(d, ignoreCase: true)).Distinct()
                ).Select(day => new WorkingInterval(
                    day,
                    TimeOnly.ParseExact(Opens, "HH:mm", CultureInfo.InvariantCulture),
                    TimeOnly.ParseExact(Closes, "HH:mm", CultureInfo.InvariantCulture)
                )),
            ],
            Holidays.Select(h => DateOnly.ParseExact(h, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToHashSet()
        );
}

/// <summary>One-line refusals for <see cref="TeamOptions"/>.</summary>
public sealed class TeamOptionsValidator : IValidateOptions<TeamOptions>
{
    public ValidateOptionsResult Validate(string? name, TeamOptions options)
    {
        var problems = new List<string>();
        if (!TimeZones.IsKnown(options.TimeZone))
            problems.Add($"Team:TimeZone is '{options.TimeZone}'. Set it to an IANA zone such as Australia/Brisbane.");
        var readable = TryTime(options.Opens, out var opens);
        if (!readable)
            problems.Add($"Team:Opens is '{options.Opens}'. Write it as HH:mm, such as 08:00.");
        if (!TryTime(options.Closes, out var closes))
            problems.Add($"Team:Closes is '{options.Closes}'. Write it as HH:mm, such as 17:00.");
        else if (readable && closes <= opens)
            problems.Add(
                $"Team:Closes ({options.Closes}) is not after Team:Opens ({options.Opens}). Set a later time."
            );
        if (options.Days.FirstOrDefault(d => !IsDay(d)) is { } day)
            problems.Add($"Team:Days holds '{day}'. Use English names of weekdays, such as Monday.");
        if (
            options.Holidays.FirstOrDefault(h =>
                !DateOnly.TryParseExact(h, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ) is
            { } date
        )
            problems.Add($"Team:Holidays holds '{date}'. Write dates as yyyy-MM-dd.");
        if (options.Mailbox.Length > 0 && !new EmailAddressAttribute().IsValid(options.Mailbox))
            problems.Add(
                $"Team:Mailbox is '{options.Mailbox}', which is not an address. Set it to one like nurses@example.org, or remove it."
            );
        if (options.MinutesPerFlag is < 1 or > TeamOptions.MostMinutesPerFlag)
            problems.Add(
                $"Team:MinutesPerFlag is {options.MinutesPerFlag}. Set it to 1 to {TeamOptions.MostMinutesPerFlag} minutes."
            );
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        // By name: a digit would be taken for the day of that number.
        static bool IsDay(string text) =>
            Enum.GetNames<DayOfWeek>().Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);

        static bool TryTime(string text, out TimeOnly time) =>
            TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
