using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>WCAG 2.2 AA on the pages of nurses and administrators, as <see cref="Walk"/> looks at them.</summary>
public sealed class StaffAccessibilityTests(DemoSite site)
{
    private const string Harpreet = "harpreet.kaur@home.example";

    /// <summary>Nobody signs in as her elsewhere.</summary>
    private const string Ngaire = "ngaire.thompson@team.example";

    [Fact]
    public async Task Every_page_of_a_nurse_is_accessible()
    {
        var (admin, draft) = await TriedOut();
        await admin.Context.CloseAsync();
        var walk = new Walk(
            "en-AU",
            new Dictionary<string, string>(await site.Keys(Harpreet)) { ["draft"] = draft },
            staff: true
        );
        var nurse = await site.SignIn(DemoSite.Nurse, 320);
        await walk.Through(nurse, AllPages.Nurses);
        await nurse.Context.CloseAsync();

        await site.GiveSecondFactor(Ngaire);
        var other = await site.Open(320);
        await other.GotoAsync("/SignIn?way=password");
        await other.GetByLabel("Email").FillAsync(Ngaire);
        await other.GetByLabel("Password", new() { Exact = true }).FillAsync(DemoSite.Password);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(other).ToHaveURLAsync(new Regex("/SignIn/Code"));
        await walk.Look(other, "/SignIn/Code");
        await other.Context.CloseAsync();
        walk.ExpectNothingWrong();
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task Every_page_of_an_administrator_is_accessible()
    {
        var (admin, draft) = await TriedOut();
        var walk = new Walk(
            "en-AU",
            new Dictionary<string, string>(await site.Keys(Harpreet)) { ["draft"] = draft },
            staff: true
        );
        await walk.Through(admin, AllPages.Administrators);
        await admin.Context.CloseAsync();
        walk.ExpectNothingWrong();
        site.ExpectQuietScripts();
    }

    /// <summary>An administrator who tries out a change of thresholds, and the draft that it is.</summary>
    private async Task<(IPage Admin, string Draft)> TriedOut()
    {
        var admin = await site.SignIn(DemoSite.Administrator, 320);
        await admin.GotoAsync("/Admin/Thresholds/Edit");
        await admin.Locator("[id='acute-weekly-minimumIntensity']").FillAsync("8");
        await admin.GetByLabel("Why do you change this?").FillAsync("Nurses say that some people are found late.");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Review the change" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Try it out first" }).ClickAsync();
        await Expect(admin).ToHaveURLAsync(new Regex("/Admin/Thresholds/Drafts/"));
        return (admin, new Uri(admin.Url).Segments[^1]);
    }
}
