using System.Globalization;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Tests.Wording;

public sealed class LanguageTests
{
    private static readonly DateTime _moment = new(2026, 11, 24, 15, 5, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("en", "en-AU")]
    [InlineData("en-US", "en-AU")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("AR-lb", "ar")]
    [InlineData("vi-VN", "vi")]
    [InlineData("it-CH", "it")]
    [InlineData("el_GR", "el")]
    [InlineData("zh-TW", null)]
    [InlineData("zh-Hant-HK", null)]
    [InlineData("pa", null)]
    [InlineData("italian", null)]
    [InlineData("", null)]
    public void A_tag_finds_its_language_or_none(string tag, string? found) =>
        Assert.Equal(found, Language.Find(tag)?.Tag);

    [Theory]
    [InlineData("en-AU", "Tuesday 24 November")]
    [InlineData("zh-Hans", "11月24日星期二")]
    [InlineData("ar", "الثلاثاء، 24 نوفمبر")]
    [InlineData("vi", "Thứ Ba, 24 tháng 11")]
    [InlineData("it", "martedì 24 novembre")]
    [InlineData("el", "Τρίτη 24 Νοεμβρίου")]
    public void Days_read_as_their_readers_write_them(string tag, string day)
    {
        var language = Language.Closest(tag);
        Assert.Equal(day, _moment.ToString(language.Day, language.Culture));
    }

    [Fact]
    public void Every_language_writes_Western_digits_and_the_Gregorian_year() =>
        Assert.All(
            Language.All,
            language =>
            {
                var written =
                    _moment.ToString($"{language.DayAndYear} t", language.Culture)
                    + 1234.5.ToString("N1", language.Culture)
                    + _moment.ToString("t", language.Culture);
                Assert.Contains("2026", written, StringComparison.Ordinal);
                Assert.DoesNotContain(written, c => char.IsDigit(c) && !char.IsAsciiDigit(c));
            }
        );

    [Fact]
    public void Only_Arabic_runs_from_right_to_left() =>
        Assert.Equal(["ar"], Language.All.Where(l => l.Direction == "rtl").Select(l => l.Tag));

    [Fact]
    public async Task A_reader_is_one_s_own_and_not_the_next_one_s()
    {
        var before = CultureInfo.CurrentUICulture;
        await Read();
        Assert.Equal((before, false), (CultureInfo.CurrentUICulture, Reading.EnglishBeside));

        static async Task Read()
        {
            Reading.In(Language.Closest("ar"), reviewed: false);
            await Task.Yield();
            Assert.Equal(("ar", true), (CultureInfo.CurrentUICulture.Name, Reading.EnglishBeside));
            Reading.In(Language.Closest("ar"), reviewed: true);
            Assert.False(Reading.EnglishBeside);
            Reading.In(Language.English, reviewed: false); // It has nothing to stand beside.
            Assert.False(Reading.EnglishBeside);
        }
    }
}
