using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.Site;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>A page that asks when a support contact may be written to.</summary>
public interface IHoursFields
{
    /// <summary>True where the contact themselves is asked.</summary>
    bool AreMine { get; }
    string? HoursFrom { get; }
    string? HoursUntil { get; }
    string? Zone { get; }
}

/// <summary>The fields in which somebody says when a support contact may be written to.</summary>
public static class HoursForm
{
    /// <summary>As the fields show them: from, until, zone.</summary>
    public static (string From, string Until, string Zone) Write(ContactHours hours) =>
        (Write(hours.From), Write(hours.Until), hours.TimeZone);

    /// <summary>
    /// What stands in the fields; null where something is wrong, which is then said beside its field.
    /// </summary>
    /// <param name="present">A zone that is none of the list stays as long as nobody chooses another.</param>
    public static ContactHours? Read(
        string? from,
        string? until,
        string? zone,
        string? present,
        ModelStateDictionary state,
        IStringLocalizer<ParticipantText> text
    )
    {
        var begins = Time(from, "HoursFrom");
        var ends = Time(until, "HoursUntil");
        if (!TimeZones.IsOffered(zone) && (zone is null || zone != present))
            state.AddModelError("Zone", text["Details.Zone.Missing"]);
        if (begins is not { } first || ends is not { } last || state["Zone"] is { Errors.Count: > 0 })
            return null;
        var hours = new ContactHours(first, last, zone!);
        if (hours.AreGood)
            return hours;
        state.AddModelError("HoursUntil", text["Contacts.Hours.Short"]);
        return null;

        TimeOnly? Time(string? typed, string field)
        {
            if (TimeOnly.TryParse(typed, CultureInfo.InvariantCulture, out var time))
                return time;
            state.AddModelError(field, text["Settings.Time.Missing"]);
            return null;
        }
    }

    private static string Write(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
