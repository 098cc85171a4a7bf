using Wellbeing.App.Site;

namespace Wellbeing.App.Tests.Site;

public sealed class TimeZonesTests
{
    [Fact]
    public void Australias_eight_capitals_stand_first_then_every_country_by_its_name_and_nothing_twice()
    {
        var all = TimeZones.All;
        Assert.Equal(
            ["Sydney", "Melbourne", "Brisbane", "Adelaide", "Perth", "Hobart", "Darwin", "Canberra"],
            all.Take(8).Select(place => place.City)
        );
        var countries = all.Select(place => place.Country).Distinct().ToList();
        Assert.Equal("Australia", countries[0]);
        Assert.Equal(countries.Skip(1).Order(StringComparer.Ordinal), countries.Skip(1));
        Assert.Equal(all.Count, all.Select(place => place.Id).Distinct().Count());
        Assert.All(
            all,
            place => Assert.True(TimeZones.IsKnown(place.Id) && place.Id.Length <= TimeZones.MaximumLength, place.Id)
        );
        Assert.Contains(all, place => (place.Id, place.Country) == ("Pacific/Auckland", "New Zealand"));
        Assert.False(TimeZones.IsOffered("Etc/GMT+3"));
        Assert.False(TimeZones.IsKnown("Moon/Base"));
    }

    [Fact]
    public void A_clock_is_read_by_the_same_table_on_every_machine()
    {
        var utc = new DateTime(2026, 1, 15, 0, 0, 0, DateTimeKind.Utc);
        Assert.Equal(new DateTime(2026, 1, 15, 11, 0, 0), TimeZones.Local(utc, "Australia/Canberra"));
        Assert.Equal(new DateTime(2026, 1, 15, 10, 0, 0), TimeZones.Local(utc, "Australia/Brisbane"));
        Assert.Equal(new DateTime(2026, 1, 14, 19, 0, 0), TimeZones.Local(utc, "US/Eastern")); // Named by other programs alone.
    }
}
