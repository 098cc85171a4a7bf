using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>What other thresholds would have changed, as an administrator finds out.</summary>
public sealed class WhatIfTests(DemoSite site)
{
    [Fact]
    public async Task An_administrator_tries_thresholds_on_past_check_ins_before_anybody_is_flagged_by_them()
    {
        var admin = await site.SignIn(DemoSite.Administrator);
        await admin.GotoAsync("/Admin/Thresholds");
        await admin.GetByText("Fine tuning: every single value").ClickAsync();
        await admin.GetByRole(AriaRole.Link, new() { Name = "Change single values" }).ClickAsync();
        await admin.Locator("[id='acute-weekly-minimumIntensity']").FillAsync("8");
        await admin.Locator("[id='worsening-weekly-threshold']").FillAsync("2.5");
        await admin.GetByLabel("Why do you change this?").FillAsync("Nurses say that some people are found late.");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Review the change" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Try it out first" }).ClickAsync();
        await Expect(admin.Locator("h1")).ToHaveTextAsync("A draft of thresholds");

        await admin.GetByLabel("Days back").FillAsync("7");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter 30 to 365 days.");
        await Expect(admin.GetByLabel("Days back")).ToHaveValueAsync("7");
        await DemoSite.ExpectAccessible(admin);

        await admin.GetByLabel("Days back").FillAsync("180");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(admin.Locator("#what-if-weeks")).ToBeVisibleAsync(new() { Timeout = 60_000 }); // By itself, however long it took.
        await Expect(admin.Locator("main")).ToContainTextAsync("Who they are is shown to nurses only.");
        foreach (var width in new[] { 1280, 360 })
        {
            await admin.SetViewportSizeAsync(width, width < 700 ? 780 : 900);
            await DemoSite.ExpectAccessible(admin);
            await DemoSite.ExpectNoSidewaysScroll(admin);
            await DemoSite.Picture(admin, "what-if");
        }

        await admin.GetByText("Throw the draft away").ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Throw it away" }).ClickAsync();
        await Expect(admin.Locator("main")).ToContainTextAsync("The draft is thrown away");
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task An_administrator_chooses_a_profile_and_sees_what_it_would_have_changed()
    {
        var admin = await site.SignIn(DemoSite.Administrator);
        await admin.GotoAsync("/Admin/Thresholds");
        await Expect(admin.Locator(".wb-profiles > li")).ToHaveCountAsync(3);
        await Expect(admin.Locator("[id='fine-tuning'] .wb-settings").First).ToBeHiddenAsync();
        foreach (var width in new[] { 1280, 360 })
        {
            await admin.SetViewportSizeAsync(width, width < 700 ? 780 : 900);
            await DemoSite.ExpectAccessible(admin);
            await DemoSite.ExpectNoSidewaysScroll(admin);
            await DemoSite.Picture(admin, "profiles");
        }

        await admin.GetByRole(AriaRole.Button, new() { Name = "Try Strict out" }).ClickAsync();
        await Expect(admin).ToHaveURLAsync(new Regex("/Admin/Thresholds/Drafts/.*days=90"));
        await Expect(admin.Locator("#what-if-weeks")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(admin.Locator("main")).ToContainTextAsync("What repeats cost");
        await Expect(admin.Locator("main")).ToContainTextAsync("Strict, in force for nobody");
        await DemoSite.ExpectNoSidewaysScroll(admin);
        await DemoSite.Picture(admin, "profile-draft");

        await admin.GetByText("Throw the draft away").ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Throw it away" }).ClickAsync();
        await Expect(admin.Locator("main")).ToContainTextAsync("The draft is thrown away");
        site.ExpectQuietScripts();
    }

    [Theory]
    [InlineData(true, "59")]
    [InlineData(false, "60")] // What was simulated is kept: each asks for another.
    public async Task A_comparison_that_takes_longer_says_how_far_it_is_and_is_stopped(bool javaScript, string baseline)
    {
        var admin = await site.SignIn(DemoSite.Administrator, 360, javaScript);
        await admin.Clock.InstallAsync();
        await admin.GotoAsync("/Admin/Thresholds/Edit");
        foreach (var cadence in new[] { "daily", "weekly", "fortnightly", "monthly" }) // Each rhythm's false alarms are simulated anew.
        {
            var field = admin.Locator($"[id='worsening-{cadence}-baselineCheckIns']");
            while (!await field.IsVisibleAsync())
                await admin
                    .Locator("details:not([open])", new() { Has = field })
                    .Locator("> summary")
                    .First.ClickAsync();
            await field.FillAsync(baseline);
        }

        await admin.GetByLabel("Why do you change this?").FillAsync("Usual levels go back further.");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await admin.GetByLabel("Days back").FillAsync("365");
        await admin.Clock.PauseAtAsync(TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1)); // The page asks for no more: it stands still however fast the server is.
        await admin.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();

        var progress = admin.GetByRole(AriaRole.Progressbar, new() { Name = "How far the comparison is" });
        await Expect(progress).ToBeVisibleAsync();
        await Expect(admin.Locator("#comparison")).ToContainTextAsync(new Regex(@"Comparing: \d{1,2} % done")); // Never 100 before it is.
        await DemoSite.ExpectNoSidewaysScroll(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Stop comparing" }).ClickAsync();
        await Expect(admin.GetByText("The comparison is stopped")).ToBeVisibleAsync();
        await Expect(progress).ToHaveCountAsync(0);
        await Expect(admin.Locator("#comparison")).ToBeEmptyAsync();

        // Asked again, it begins again, and is shown once it is done: by itself, or by the link.
        await admin.Clock.ResumeAsync();
        await admin.GetByLabel("Days back").FillAsync("365");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        var weeks = admin.Locator("#what-if-weeks");
        if (!javaScript)
        {
            await Expect(progress).ToBeVisibleAsync();
            for (var tries = 0; tries < 120 && !await weeks.IsVisibleAsync(); tries++, await Task.Delay(500))
                await admin.GetByRole(AriaRole.Link, new() { Name = "See how far it is" }).ClickAsync();
        }

        await Expect(weeks).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await admin.GetByText("Throw the draft away").ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Throw it away" }).ClickAsync();
        await Expect(admin.Locator("main")).ToContainTextAsync("The draft is thrown away");
        site.ExpectQuietScripts();
    }
}
