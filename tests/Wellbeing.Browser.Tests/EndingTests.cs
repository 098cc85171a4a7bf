using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>How a check-in ends, looked at and measured: short and calm on a good day, the numbers first on the worst.
/// And the question that shows only where it is wanted.</summary>
public sealed class EndingTests(DemoSite site)
{
    // The page below it is the same for every page: a bar for whoever is not safe, the numbers, the languages.
    private const int MostOfCalm = 900;

    [Theory]
    [InlineData(0, 360, "en-AU")]
    [InlineData(1, 1280, "en-AU")]
    [InlineData(2, 360, "ar")]
    public async Task At_ease_it_is_short_and_without_alarm_and_help_is_one_tap_away(
        int person,
        int width,
        string language
    )
    {
        string Say(string key) => Texts.Of(language, key);
        var page = await site.SignIn(await site.SomebodyAtEase(person), width, javaScript: false, language: language);
        await CheckIn(page, "2", Say);
        await Expect(page.Locator("main")).ToContainTextAsync(Say("CheckIn.Done.Have"));
        await Expect(page.Locator("main")).ToContainTextAsync(Say("CheckIn.Done.AtEase"));
        await Expect(page.Locator(".wb-care")).ToHaveCountAsync(0);
        await Expect(page.Locator("main a[href='/Help']")).ToBeVisibleAsync();
        await Expect(page.Locator("header a[href='/Help']")).ToBeInViewportAsync();

        var height = await page.Locator("main").EvaluateAsync<double>("main => main.getBoundingClientRect().height");
        Assert.True(height <= MostOfCalm, $"The calm ending is {height} px high at {width} px.");
        var alarming = await page.Locator("main")
            .EvaluateAsync<string[]>(
                """
                main => [...main.querySelectorAll("*")].filter(e => ["backgroundColor", "borderTopColor", "color"].some(part => {
                  const [r, g, b, a = 1] = getComputedStyle(e)[part].match(/[\d.]+/g).map(Number);
                  return a > 0 && r > 120 && g < 70 && b < 90;
                })).map(e => e.outerHTML.slice(0, 80))
                """
            );
        Assert.Empty(alarming);
        await DemoSite.ExpectNoSidewaysScroll(page);
        await DemoSite.Picture(page, language == "ar" ? "checkin-done-calm-ar" : "checkin-done-calm");
    }

    [Fact]
    public async Task The_worst_day_has_the_emergency_number_in_sight_at_once()
    {
        var page = await site.SignIn(await site.SomebodyAtEase(3), 360, javaScript: false);
        await CheckIn(page, "9", key => Texts.Of("en-AU", key));
        await Expect(page.Locator("main .wb-care--emergency a[href='tel:000']")).ToBeInViewportAsync();
        await DemoSite.Picture(page, "checkin-done-unsafe");
        await DemoSite.ExpectNoSidewaysScroll(page);
    }

    [Fact]
    public async Task In_distress_the_numbers_stand_together_without_the_emergency_card()
    {
        var page = await site.SignIn(await site.SomebodyAtEase(4), 360, javaScript: false);
        await CheckIn(page, "7", key => Texts.Of("en-AU", key));
        await Expect(page.Locator("main a[href='tel:131114']")).ToBeVisibleAsync();
        await Expect(page.Locator("main .wb-care--emergency")).ToHaveCountAsync(0);
        await DemoSite.Picture(page, "checkin-done-distressed");
        await DemoSite.ExpectNoSidewaysScroll(page);
    }

    /// <summary>All questions on one page, without scripts; how long it has been is seen only while a strong rating is
    /// chosen.</summary>
    private static async Task CheckIn(IPage page, string rating, Func<string, string> say)
    {
        await page.GotoAsync("/CheckIn");
        await page.Locator("main form button").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/"), new() { Timeout = 20_000 });
        await page.GotoAsync("/CheckIn/All");
        var howLong = page.GetByRole(AriaRole.Radio, new() { Name = say("CheckIn.Duration.FewDays") });
        await page.GetByRole(AriaRole.Radio, new() { Name = "2", Exact = true }).CheckAsync();
        await Expect(howLong).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "8", Exact = true }).CheckAsync();
        await Expect(howLong).ToBeVisibleAsync();
        await DemoSite.Picture(page, "checkin-all-duration");
        await page.GetByRole(AriaRole.Radio, new() { Name = rating, Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = say("CheckIn.Emotion.Hope"), Exact = true })
            .CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = say("CheckIn.Emotion.Calm"), Exact = true })
            .CheckAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = say("CheckIn.Functioning.0"), Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = say("CheckIn.Change.Same") }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = say("CheckIn.All.Send") }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/Done"));
    }
}
