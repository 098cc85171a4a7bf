using Wellbeing.App.Flags;
using Wellbeing.App.Wording;
using Wellbeing.Detection;

namespace Wellbeing.App.Tests.CheckIns;

/// <summary>What a person is told about time, state by state.</summary>
public sealed class WhenSomebodyReadsTests
{
    private static readonly DateTime _now = new(2026, 3, 2, 3, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime _before = _now.AddHours(-1);
    private static readonly DateTime _after = _now.AddHours(1);

    [Fact]
    public void A_promise_for_an_open_flag_comes_before_everything_else()
    {
        Assert.Equal(new(ReadState.Planned, _after), Of(looksBy: _after, told: [Rule.Acute], due: _after));
        Assert.Equal(
            new(ReadState.Read, _before),
            Of(looksBy: _after, told: [Rule.Acute], readAt: _before, due: _after)
        ); // It was to be read, and it was.
        Assert.Equal(
            new(ReadState.Late, _before),
            Of(looksBy: _before, told: [Rule.Acute], readAt: _before, readBy: "Priya")
        ); // Read, and answered by nobody.
        Assert.Equal(
            new(ReadState.Planned, _after, AskedUs: true, InPerson: true),
            Of(looksBy: _after, told: [Rule.ContactRequested], readAt: _before)
        );
        Assert.Equal(new(ReadState.Late, _before), Of(looksBy: _before, told: [Rule.Persistent], due: _after));
        Assert.Equal(
            new(ReadState.Planned, _after, AskedUs: true, InPerson: true),
            Of(looksBy: _after, told: [Rule.ContactRequested, Rule.Acute])
        );
        Assert.Equal(
            new(ReadState.Late, _before, NotSafe: true, InPerson: true),
            Of(looksBy: _before, told: [Rule.NotSafe])
        );
        Assert.Equal(new(ReadState.Planned, _after, InPerson: true), Of(looksBy: _after, told: [Rule.Screen]));
    }

    [Fact]
    public void What_has_been_late_for_days_is_told_apart()
    {
        var by = _now.AddDays(-2);
        Assert.True(Of(looksBy: by, told: [Rule.ContactRequested]).ForDays);
        Assert.False(Of(looksBy: by.AddMinutes(1), told: [Rule.ContactRequested]).ForDays);
        Assert.False(Of(looksBy: _after, told: [Rule.ContactRequested]).ForDays);
    }

    [Fact]
    public void Who_has_it_who_read_it_and_what_waits()
    {
        Assert.Equal(
            new(ReadState.InTouch),
            Of(inTouch: true, told: [Rule.Worsening], readAt: _before, readBy: "Priya")
        );
        Assert.Equal(new(ReadState.Read, _before, "Priya"), Of(readAt: _before, readBy: "Priya"));
        // Reading was promised, and it was read: the promise is kept, whoever has the flag.
        Assert.Equal(
            new(ReadState.Read, _before, "Priya"),
            Of(looksBy: _before, told: [Rule.Persistent], readAt: _before, readBy: "Priya")
        );
        Assert.Equal(new(ReadState.Waiting), Of(due: _after));
        Assert.Equal(new(ReadState.Longer), Of(due: _before));
        Assert.Equal(new(ReadState.WhenNeeded), Of());
    }

    [Theory]
    [InlineData("Margaret Anne Hill", "en-AU", "Margaret")]
    [InlineData("Nguyễn Thị Lan", "vi", "Lan")]
    [InlineData("Tran Thi An", "vi", "An")]
    [InlineData("An Tran", "vi", "An")]
    [InlineData("Anna Nguyen", "vi", "Anna")]
    [InlineData("Lê Mai", "vi", "Mai")]
    [InlineData("Đặng", "vi", "Đặng")]
    [InlineData("陈伟", "zh-Hans", "陈伟")]
    [InlineData("  Ana ", "it", "Ana")]
    public void People_are_thanked_by_the_name_they_are_called_by(string name, string language, string first) =>
        Assert.Equal(first, PersonName.First(name, Language.Closest(language)));

    private static WhenSomebodyReads Of(
        DateTime? looksBy = null,
        bool inTouch = false,
        IReadOnlyCollection<Rule>? told = null,
        DateTime? readAt = null,
        string? readBy = null,
        DateTime? due = null
    ) => WhenSomebodyReads.Of(looksBy, inTouch, told ?? [], readAt, readBy, due, _now);
}
