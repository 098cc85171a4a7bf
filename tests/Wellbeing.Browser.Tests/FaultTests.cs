using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Wellbeing.Browser.Tests;

/// <summary>What pages say when something is wrong is accessible too, and a fault is found.</summary>
public sealed class FaultTests(DemoSite site)
{
    private static readonly int[] _widths = [360, 1280];

    [Fact]
    public async Task The_accessibility_check_can_fail()
    {
        var page = await site.Open();
        await page.GotoAsync("/Help");
        await page.EvaluateAsync(
            "() => { const i = document.createElement('img'); i.src = '/favicon.svg'; document.querySelector('main').append(i); }"
        );
        await Assert.ThrowsAnyAsync<Exception>(() => DemoSite.ExpectAccessible(page));
    }

    [Fact]
    public async Task Errors_in_a_form_are_accessible_too()
    {
        var page = await site.Open(360);
        await page.GotoAsync("/SignIn?way=password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveTitleAsync(new Regex("^Error: "));
        await DemoSite.ExpectAccessible(page);
    }

    [Fact]
    public async Task A_policy_under_review_and_what_is_wrong_with_it_are_accessible_too()
    {
        var page = await site.SignIn(DemoSite.Administrator, 360);
        await page.GotoAsync("/Admin/Policies/Review");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a step" }).ClickAsync();
        await page.GetByLabel("Why do you change this?").FillAsync("After two days somebody must know.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Review the change" }).ClickAsync();
        await Assertions.Expect(page).ToHaveTitleAsync(new Regex("^Error: "));
        await DemoSite.ExpectAccessible(page);
        await DemoSite.Picture(page, "who-is-told-errors");

        await page.Locator("[name='Steps[3].After']").FillAsync("48");
        await page.Locator("[name='Steps[3].Tell'][value=wholeTeam]").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review the change" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Review the change for review flags");
        foreach (var width in _widths)
        {
            await page.SetViewportSizeAsync(width, 800);
            await DemoSite.ExpectAccessible(page);
            await DemoSite.ExpectNoSidewaysScroll(page);
            await DemoSite.Picture(page, "who-is-told-review");
        }

        site.ExpectQuietScripts();
        await page.Context.CloseAsync();
    }
}
