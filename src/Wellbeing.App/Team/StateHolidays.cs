using PublicHoliday;

namespace Wellbeing.App.Team;

/// <summary>
/// A state's public holidays, all of it and by law: as a library computes them, with what it has wrong put right here
/// and nowhere else. Days that a government declares year by year are not among them, but where they are known.
/// </summary>
internal static class StateHolidays
{
    private const string Anzac = "Anzac Day";

    /// <summary>Years in which New South Wales declared the Monday after an Anzac Day at a weekend (Public Holidays
    /// Order 2011, as of February 2026).</summary>
    private static readonly int[] _anzacInNewSouthWales = [2026, 2027];

    /// <summary>Years in which the Australian Capital Territory declared the Monday after an Anzac Day on a Saturday
    /// (under the Holidays Act 1958, s 3 (1) (b); as of March 2026).</summary>
    private static readonly int[] _anzacInTheCapital = [2026];

    public static IReadOnlyList<NewHoliday> Of(HolidayState state, int year) =>
        [
            .. new AustraliaPublicHoliday { State = Of(state) }
                .PublicHolidayNames(year)
                .Where(day => !day.Value.Equals(Anzac, StringComparison.OrdinalIgnoreCase))
                .Select(day => new NewHoliday(DateOnly.FromDateTime(day.Key), day.Value))
                .Concat(state == HolidayState.AustralianCapitalTerritory ? OfTheCapital(year) : [])
                .Concat(AnzacDays(state, year))
                .OrderBy(day => day.Date)
                .DistinctBy(day => day.Date),
        ];

    /// <summary>
    /// What the Holidays Act 1958 (ACT), s 3 (1) (a), has beyond what the library has for New South Wales: the second
    /// Monday in March, the Monday on or after 27 May, and days that are holidays on a weekend too. What the library
    /// has for the territory lacks one and keeps another that was abolished in 2018. The first Monday in August is a
    /// holiday of banks alone.
    /// </summary>
    private static IEnumerable<NewHoliday> OfTheCapital(int year)
    {
        var friday = DateOnly.FromDateTime(AustraliaPublicHoliday.GoodFriday(year));
        return
        [
            new(new DateOnly(year, 1, 1), "New Year’s Day"),
            new(MondayFrom(new DateOnly(year, 3, 8)), "Canberra Day"),
            new(friday.AddDays(1), "Easter Saturday"),
            new(friday.AddDays(2), "Easter Sunday"),
            new(MondayFrom(new DateOnly(year, 5, 27)), "Reconciliation Day"),
            new(new DateOnly(year, 12, 25), "Christmas Day"),
            new(new DateOnly(year, 12, 26), "Boxing Day"),
        ];
    }

    private static DateOnly MondayFrom(DateOnly day) => day.AddDays((DayOfWeek.Monday - day.DayOfWeek + 7) % 7);

    /// <summary>The 25th always; where it falls on a weekend, by each state's own law.</summary>
    private static IEnumerable<NewHoliday> AnzacDays(HolidayState state, int year)
    {
        var day = new DateOnly(year, 4, 25);
        yield return new NewHoliday(day, Anzac);
        var (saturday, sunday) = (day.DayOfWeek == DayOfWeek.Saturday, day.DayOfWeek == DayOfWeek.Sunday);
        var moved = state switch
        {
            HolidayState.WesternAustralia => saturday || sunday,
            HolidayState.Queensland or HolidayState.SouthAustralia or HolidayState.NorthernTerritory => sunday,
            HolidayState.AustralianCapitalTerritory => sunday || (saturday && _anzacInTheCapital.Contains(year)),
            HolidayState.NewSouthWales => (saturday || sunday) && _anzacInNewSouthWales.Contains(year),
            _ => false, // Victoria and Tasmania give no other day.
        };
        if (moved)
            yield return new NewHoliday(day.AddDays(saturday ? 2 : 1), $"{Anzac} holiday");
    }

    private static AustraliaPublicHoliday.States Of(HolidayState state) =>
        state switch
        {
            HolidayState.AustralianCapitalTerritory or HolidayState.NewSouthWales => AustraliaPublicHoliday.States.NSW,
            HolidayState.NorthernTerritory => AustraliaPublicHoliday.States.NT,
            HolidayState.Queensland => AustraliaPublicHoliday.States.QLD,
            HolidayState.SouthAustralia => AustraliaPublicHoliday.States.SA,
            HolidayState.Tasmania => AustraliaPublicHoliday.States.TAS,
            HolidayState.Victoria => AustraliaPublicHoliday.States.VIC,
            HolidayState.WesternAustralia => AustraliaPublicHoliday.States.WA,
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
}
