using System.Globalization;
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
    public async Task Staff_see_first_whether_flags_are_closed_in_time_and_take_the_numbers_with_them(
        string who,
        int width
    )
    {
        var page = await site.SignIn(who, width);
        await page.GotoAsync("/Staff/Reports");
        await page.GetByRole(AriaRole.Link, new() { Name = "26 weeks" }).ClickAsync();
        await Expect(page.Locator("main h2").First).ToHaveTextAsync("Are flags closed?");
        await Expect(page.Locator(".wb-stat").First).ToContainTextAsync(new Regex("\\d+\\s?%"));
        await DemoSite.ExpectAccessible(page);
        await DemoSite.ExpectNoSidewaysScroll(page);
        await DemoSite.Picture(page, "reports");

        // What does not fit scrolls in its own box, and says so.
        var cut = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("main table")].filter((table) => {
              for (const fold of document.querySelectorAll("main details")) fold.open = true;
              const box = table.closest(".wb-scroll");
              const hint = box?.previousElementSibling?.matches(".wb-scroll__hint") && box.previousElementSibling.offsetHeight > 0;
              const wide = table.getBoundingClientRect().right > (box ?? document.querySelector("main")).getBoundingClientRect().right + 1;
              return wide && !hint;
            }).map((table) => table.caption?.textContent ?? "?")
            """
        );
        Assert.Empty(cut);

        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync()
        );
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("Section,Measure,Of,Value", lines[0]);
        Assert.Contains(
            lines,
            line => Regex.IsMatch(line, "^closure,share answered in time and closed with an outcome,flags,0\\.\\d+$")
        );
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task A_report_of_one_cohort_or_a_few_days_counts_only_those_and_hides_small_numbers()
    {
        // A cohort of one: whatever is told of it, is told of him.
        const string alone = "Giuseppe Ferraro";
        var admin = await site.SignIn(DemoSite.Administrator);
        await admin.GotoAsync("/Admin/Cohorts");
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync("Island clinic");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Rowheader, new() { Name = "Island clinic" })).ToBeVisibleAsync();
        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/People");
        await nurse.GetByLabel("Part of a name").FillAsync(alone);
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await nurse.GetByRole(AriaRole.Link, new() { Name = alone, Exact = true }).ClickAsync();
        await nurse.GetByLabel("Cohort").SelectOptionAsync("Island clinic");
        await nurse
            .Locator("form.wb-inline")
            .Filter(new() { Has = nurse.GetByLabel("Cohort") })
            .GetByRole(AriaRole.Button)
            .ClickAsync();
        await Expect(nurse.GetByText("The cohort is saved")).ToBeVisibleAsync();

        await admin.GotoAsync("/Staff/Reports");
        await admin.GetByRole(AriaRole.Link, new() { Name = "26 weeks" }).ClickAsync();
        var everybody = int.Parse(await Tile("flags raised"), CultureInfo.InvariantCulture);
        var (from, to) = (
            await admin.GetByLabel("From", new() { Exact = true }).InputValueAsync(),
            await admin.GetByLabel("To", new() { Exact = true }).InputValueAsync()
        );

        // Half of the time: fewer flags, and the rest of them in the other half.
        var middle = DateOnly.Parse(from, CultureInfo.InvariantCulture).AddDays(91);
        await Show(from, Iso(middle));
        var first = int.Parse(await Tile("flags raised"), CultureInfo.InvariantCulture);
        await Expect(admin.Locator(".wb-lead"))
            .ToContainTextAsync($"to {middle.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}");
        await Show(Iso(middle.AddDays(1)), to);
        Assert.Equal(everybody, first + int.Parse(await Tile("flags raised"), CultureInfo.InvariantCulture));

        await admin.GetByLabel("Cohort", new() { Exact = true }).SelectOptionAsync("Island clinic");
        await Show(from, to);
        await Expect(admin.Locator(".wb-lead")).ToContainTextAsync("Island clinic");
        Assert.Equal("under 5", await Tile("flags raised"));
        Assert.Equal("too few to tell", await Tile("answered in time and closed with an outcome"));
        await Expect(admin.Locator("main")).ToContainTextAsync("fewer than 5 flags to judge by");
        var shown = string.Join(
            '\n',
            await admin.Locator("[aria-label='Flags by rule and outcome'] td").AllInnerTextsAsync()
        );
        Assert.DoesNotMatch("(?m)^[1-4]$", shown);
        await DemoSite.ExpectAccessible(admin);

        var download = await admin.RunAndWaitForDownloadAsync(() =>
            admin.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync()
        );
        Assert.Equal($"report-{from}-{to}.csv", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains("closure,raised,flags,<5", lines);
        Assert.All(lines, line => Assert.DoesNotMatch(",[1-4]$", line));
        site.ExpectQuietScripts();

        async Task Show(string fromDay, string toDay)
        {
            await admin.GetByLabel("From", new() { Exact = true }).FillAsync(fromDay);
            await admin.GetByLabel("To", new() { Exact = true }).FillAsync(toDay);
            await admin.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
            await Expect(admin).ToHaveURLAsync(new Regex($"from={fromDay}&to={toDay}"));
        }

        Task<string> Tile(string label) =>
            admin
                .Locator(".wb-stat")
                .Filter(new() { Has = admin.GetByText(label, new() { Exact = true }) })
                .Locator("dd")
                .First.InnerTextAsync();

        static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
