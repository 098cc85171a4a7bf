using Wellbeing.Detection;
using Wellbeing.Detection.Replay;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;

namespace Wellbeing.Web.Pages.Admin.Thresholds;

/// <summary>Profiles by name, and what they do in words that say unit and meaning.</summary>
public static class ProfileWords
{
    public static string Name(Profile profile) => profile.ToString();

    public static string About(Profile profile) =>
        profile switch
        {
            Profile.Refined => "Looks most closely at what is usual for each person.",
            Profile.Balanced =>
                "The published rule for growing feelings: few people are missed, with the most false alarms.",
            Profile.Strict =>
                "The published rule for growing feelings, set higher: the fewest false alarms, and the most people missed.",
            _ => "",
        };

    /// <summary>"Refined", "Refined, changed: 2 values", "Your own values: 25 differ from Balanced".</summary>
    public static string Name(NamedProfile settings) =>
        settings switch
        {
            { Changed: 0 } => Name(settings.Profile),
            { IsOwn: true } => $"Your own values: {settings.Changed} differ from {Name(settings.Profile)}",
            _ => $"{Name(settings.Profile)}, changed: {StaffWords.Count(settings.Changed, "value")}",
        };

    /// <summary>What settings do, in three lines.</summary>
    public static IReadOnlyList<string> Lines(ProfileFigures figures) =>
        [Found(figures), FalseAlarms(figures), When(figures)];

    public static string Found(ProfileFigures figures) =>
        $"Of 100 people who get worse or stay badly off, it finds {figures.FoundOf100} within 12 weeks.";

    /// <summary>A year of 100 people, so that every profile has the same unit and no fractions.</summary>
    public static string FalseAlarms(ProfileFigures figures) =>
        FormattableString.Invariant(
            $"Among 100 people it makes about {Math.Round(figures.FalseAlarmsPerPersonYear * 100)} false alarms a year: findings about somebody whose feelings have not changed."
        );

    public static string When(ProfileFigures figures) =>
        figures.CheckInsUntilFound is { } checkIns
            ? $"Half of those it finds are found by the {Ordinal((int)Math.Ceiling(checkIns))} weekly check-in after the change."
            : "It finds nobody.";

    private static string Ordinal(int number) =>
        number switch
        {
            1 => "first",
            2 => "second",
            3 => "third",
            4 => "fourth",
            5 => "fifth",
            6 => "sixth",
            _ => number.ToString(TeamTime.English) + "th",
        };
}
