using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>The list while flags come in, and the list in a browser that runs no script.</summary>
[Collection(nameof(OwnSite))]
public sealed class LiveListTests(OwnSite own)
{
    [Fact]
    public async Task A_new_flag_is_told_without_taking_the_place_one_is_at_and_is_taken_by_a_key()
    {
        var nurse = await own.Site.SignIn(DemoSite.Nurse);
        await nurse.Clock.InstallAsync();
        await nurse.GotoAsync("/Staff/Flags");
        var names = nurse.Locator(".wb-work h2 a");
        var before = await names.AllInnerTextsAsync();
        await nurse.Keyboard.PressAsync("j");
        await nurse.Keyboard.PressAsync("j");

        var family = await own.Site.SignIn(DemoSite.Family, 360);
        await family.GotoAsync("/NotSafe");
        await family.Locator("main form button").First.ClickAsync();
        await Expect(family.Locator("main")).ToContainTextAsync("000");
        await family.Context.CloseAsync();

        await nurse.Clock.FastForwardAsync("00:31");
        var news = nurse.Locator("#news");
        await Expect(news.GetByRole(AriaRole.Link, new() { Name = "Refresh the list" })).ToBeVisibleAsync();
        await Expect(names.Nth(1)).ToBeFocusedAsync();
        Assert.Equal(before, await names.AllInnerTextsAsync());
        await DemoSite.ExpectAccessible(nurse);
        var name = await news.Locator("li a").First.InnerTextAsync();
        await news.GetByRole(AriaRole.Link, new() { Name = "Refresh the list" }).ClickAsync();
        var row = nurse
            .Locator(".wb-work")
            .Filter(new() { Has = nurse.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });
        await Expect(row).ToContainTextAsync("Nobody yet");
        for (
            var steps = 0;
            steps <= before.Count && !await row.EvaluateAsync<bool>("(row) => row.contains(document.activeElement)");
            steps++
        )
            await nurse.Keyboard.PressAsync("j");
        await nurse.Keyboard.PressAsync("a");
        await Expect(nurse.Locator("h1")).ToHaveTextAsync(name);
        await Expect(nurse.Locator("main")).ToContainTextAsync("You have this flag");

        // Several are assigned to a colleague at once; whom is asked for, and the ticks stay.
        await nurse.GotoAsync("/Staff/Flags?show=open");
        var (first, second) = (nurse.Locator(".wb-pick input").First, nurse.Locator(".wb-pick input").Nth(1));
        await first.CheckAsync();
        await second.CheckAsync();
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Assign", Exact = true }).ClickAsync();
        await Expect(nurse.Locator("main")).ToContainTextAsync(new Regex("Choose", RegexOptions.IgnoreCase));
        await Expect(first).ToBeCheckedAsync();
        await Expect(second).ToBeCheckedAsync();
        await nurse.GetByLabel("or assign to").SelectOptionAsync("Sofia Marino");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Assign", Exact = true }).ClickAsync();
        await Expect(nurse.Locator(".wb-work").Filter(new() { HasText = "Assigned to Sofia Marino" }))
            .ToHaveCountAsync(2);
        own.Site.ExpectQuietScripts();
    }

    [Fact]
    public async Task Without_JavaScript_a_nurse_filters_saves_a_view_searches_acknowledges_and_records_all_the_same()
    {
        var nurse = await own.Site.SignIn(DemoSite.Nurse, 360, javaScript: false);
        await nurse.GotoAsync("/Staff/Flags");
        await nurse.Locator(".wb-narrow > summary").ClickAsync();
        await nurse.GetByLabel("Who", new() { Exact = true }).SelectOptionAsync("Patient");
        await nurse.GetByLabel("Language").SelectOptionAsync("English");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await Expect(nurse.Locator(".wb-work").Filter(new() { HasText = "Speaks" })).ToHaveCountAsync(0);
        await nurse.Locator(".wb-narrow > summary").ClickAsync();
        await nurse.GetByLabel("Save this view as").FillAsync("Patients in English");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await nurse.GotoAsync("/Staff/Flags");
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Patients in English" }).ClickAsync();
        var row = nurse.Locator(".wb-work").Filter(new() { HasText = "Nobody yet" }).First;
        var name = await row.Locator("h2").InnerTextAsync();
        await row.Locator("h2 a").ClickAsync();
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        await Expect(nurse.Locator("main")).ToContainTextAsync("You have");

        await nurse.GotoAsync("/Staff/Flags");
        await nurse.Locator(".wb-narrow > summary").ClickAsync();
        await nurse.GetByLabel("Part of a name").FillAsync(name);
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await nurse.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await nurse.Locator("#attempt").GetByRole(AriaRole.Radio, new() { Name = "No" }).CheckAsync();
        await nurse.Locator("#attempt").GetByLabel("Note").FillAsync("Left a message.");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Record the attempt" }).ClickAsync();
        await Expect(nurse.Locator(".wb-timeline").First).ToContainTextAsync("Left a message.");
        await nurse.GotoAsync("/Staff/Flags");
        await DemoSite.Confirm(nurse, new Regex("Remove the view Patients in English"));
        await Expect(nurse.GetByRole(AriaRole.Link, new() { Name = "Patients in English" })).ToHaveCountAsync(0);
    }
}
