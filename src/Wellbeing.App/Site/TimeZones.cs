using NodaTime;
using NodaTime.Extensions;
using NodaTime.TimeZones;

namespace Wellbeing.App.Site;

/// <summary>A place whose clock somebody can choose.</summary>
/// <param name="Id">Its IANA zone: <c>Australia/Hobart</c>.</param>
/// <param name="CountryCode">Two letters, as ISO 3166 has them.</param>
/// <param name="Country">In English.</param>
public sealed record ZonePlace(string Id, string CountryCode, string Country)
{
    /// <summary>"Hobart" of <c>Australia/Hobart</c>, in English.</summary>
    public string City => TimeZones.CityOf(Id);
}

/// <summary>
/// The one list of zones, wherever somebody chooses one, and the one table that clocks are read by: NodaTime's. What a
/// machine's own tables lack can so neither be offered nor break a page.
/// </summary>
public static class TimeZones
{
    private const string Australia = "AU";

    /// <summary>Characters of a zone's name.</summary>
    public const int MaximumLength = 64;

    private static readonly string[] _capitals =
    [
        "Australia/Sydney",
        "Australia/Melbourne",
        "Australia/Brisbane",
        "Australia/Adelaide",
        "Australia/Perth",
        "Australia/Hobart",
        "Australia/Darwin",
        "Australia/Canberra",
    ];

    /// <summary>Australia's eight capitals, then its other places, then each country's by its English name.</summary>
    public static IReadOnlyList<ZonePlace> All { get; } =
    [
        .. _capitals.Select(id => new ZonePlace(id, Australia, "Australia")),
        .. TzdbDateTimeZoneSource
            .Default.ZoneLocations!.Where(place => !_capitals.Contains(place.ZoneId))
            .Select(place => new ZonePlace(place.ZoneId, place.CountryCode, place.CountryName))
            .OrderBy(place => place.CountryCode != Australia)
            .ThenBy(place => place.Country, StringComparer.Ordinal)
            .ThenBy(place => place.City, StringComparer.Ordinal),
    ];

    private static readonly HashSet<string> _offered = [.. All.Select(place => place.Id)];

    /// <summary>True for a zone of the list.</summary>
    public static bool IsOffered(string? zone) => zone is not null && _offered.Contains(zone);

    /// <summary>
    /// True for every IANA zone of the table, also for those that other programs name and no list offers.
    /// </summary>
    public static bool IsKnown(string? zone) =>
        zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;

    /// <summary>True for Australia's eight capitals.</summary>
    public static bool IsCapital(string zone) => _capitals.Contains(zone);

    /// <summary>"Hobart" of <c>Australia/Hobart</c>.</summary>
    public static string CityOf(string zone) =>
        zone[(zone.LastIndexOf('/') + 1)..] switch
        {
            "DumontDUrville" => "Dumont d’Urville",
            var city => city.Replace('_', ' '),
        };

    /// <summary>The date of a zone at an instant.</summary>
    public static DateOnly LocalDate(DateTime atUtc, string zone) =>
        Instant.FromDateTimeUtc(atUtc).InZone(Zone(zone)).Date.ToDateOnly();

    /// <summary>The first instant of a local date.</summary>
    public static DateTime StartOf(DateOnly date, string zone) =>
        Zone(zone).AtStartOfDay(NodaTime.LocalDate.FromDateOnly(date)).ToDateTimeUtc();

    private static DateTimeZone Zone(string zone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)
        ?? throw new ArgumentException($"'{zone}' is not an IANA time zone.", nameof(zone));

    /// <summary>What the clock of a zone shows at an instant.</summary>
    public static DateTime Local(DateTime utc, string zone) =>
        DateTime
            .SpecifyKind(utc, DateTimeKind.Utc)
            .ToInstant()
            .InZone(DateTimeZoneProviders.Tzdb[zone])
            .ToDateTimeUnspecified();
}
