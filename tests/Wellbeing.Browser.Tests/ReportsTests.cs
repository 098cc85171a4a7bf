using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>The reports, as a nurse and an administrator read them.</summary>
public sealed class ReportsTests(DemoSite site)
{
    [Theory]
    [InlineData(DemoSite.Nurse, 360)]
    [InlineData(DemoSite.Administrator, 1280)]
    public async Task Staff_see_first_whether_flags_are_closed_in_time_and_take_the_numbers_with_them(string who, int width)
    {
        var page = await site.SignIn(who, width);
        await page.GotoAsync("/Staff/Reports");
        await page.GetByRole(AriaRole.Link, new() { Name = "26 weeks" }).ClickAsync();
        await Expect(page.Locator("main h2").First).ToHaveTextAsync("Are flags closed?");
        await Expect(page.Locator(".wb-stat").First).ToContainTextAsync(new Regex("\\d+\\s?%"));
        await DemoSite.ExpectAccessible(page);
        await DemoSite.ExpectNoSidewaysScroll(page);
        await DemoSite.Picture(page, "reports");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("Section,Measure,Of,Value", lines[0]);
        Assert.Contains(lines, line => Regex.IsMatch(line, "^closure,share answered in time and closed with an outcome,flags,0\\.\\d+$"));
        site.ExpectQuietScripts();
    }
}
