using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Wellbeing.Browser.Tests;

/// <summary>Every page, as each of its readers sees it: accessible, and never wider than a phone.</summary>
public sealed class PagesTests(DemoSite site)
{
    private static readonly int[] _widths = [360, 1280];

    [Theory]
    [InlineData("/", "public-home")]
    [InlineData("/SignIn", "sign-in")]
    [InlineData("/Help", "help")]
    [InlineData("/Guidance", "guidance-pages")]
    [InlineData("/Guidance/Refractory", "guidance-refractory")]
    [InlineData("/Guidance/Feelings", "guidance-feelings")]
    [InlineData("/Guidance/ReachOut", "guidance-reach-out")]
    [InlineData("/Guidance/Families", "guidance-families")]
    [InlineData("/Guidance/FearOfDying", "guidance-fear-of-dying")]
    [InlineData("/Guidance/PalliativeCare", "guidance-palliative-care")]
    [InlineData("/CheckIn/Offline", "checkin-offline")]
    [InlineData("/NotSafe", "not-safe-public")]
    [InlineData("/no-such-page", "not-found")]
    [InlineData("/Contacts/Answer/not-a-real-link", "contact-wrong-link")]
    public Task A_visitor_can_read(string path, string name) => Check(null, path, name);

    [Theory]
    [InlineData("/", "home")]
    [InlineData("/CheckIn", "checkin-start")]
    [InlineData("/CheckIn/All", "checkin-all")]
    [InlineData("/Trend", "trend")]
    [InlineData("/Settings", "settings")]
    [InlineData("/Contacts", "contacts")]
    [InlineData("/NotSafe", "not-safe")]
    public Task A_patient_can_read(string path, string name) => Check(DemoSite.Patient, path, name);

    [Theory]
    [InlineData("/", "family-home")]
    [InlineData("/Trend", "family-trend")]
    public Task A_family_member_can_read(string path, string name) => Check(DemoSite.Family, path, name);

    [Theory]
    [InlineData("/Staff/Flags", "flags")]
    [InlineData("/Staff/Flags?filter=Resolved", "flags-resolved")]
    [InlineData("/Staff/People", "people")]
    [InlineData("/Staff/Rota", "on-call")]
    public Task A_nurse_can_read(string path, string name) => Check(DemoSite.Nurse, path, name);

    [Theory]
    [InlineData("/Staff/Flags", ".wb-work__name a", "flag")]
    [InlineData("/Staff/Flags?filter=Resolved", ".wb-work__name a", "flag-resolved")]
    [InlineData("/Staff/People", "main table a, main li a", "person")]
    public async Task A_nurse_can_read_the_first_of(string list, string link, string name)
    {
        var page = await site.SignIn(DemoSite.Nurse);
        await page.GotoAsync(list);
        var path = await page.Locator(link).First.GetAttributeAsync("href");
        await CheckOn(page, path!, name);
    }

    [Theory]
    [InlineData("/Admin", "administration")]
    [InlineData("/Admin/Guidance", "guidance")]
    [InlineData("/Admin/Guidance/Edit", "guidance-edit")]
    [InlineData("/Admin/ApiClients", "api-clients")]
    [InlineData("/Admin/Messages", "messages")]
    [InlineData("/Admin/Policies", "who-is-told")]
    [InlineData("/Admin/Policies/Soon", "who-is-told-edit")]
    [InlineData("/Admin/Hours", "working-hours")]
    [InlineData("/Admin/Rota", "rota")]
    [InlineData("/Admin/Readiness", "readiness")]
    [InlineData("/Admin/Mail", "mail")]
    [InlineData("/Admin/Webhooks", "webhooks")]
    public Task An_administrator_can_read(string path, string name) => Check(DemoSite.Administrator, path, name);

    [Fact]
    public async Task The_accessibility_check_can_fail()
    {
        var page = await site.Open();
        await page.GotoAsync("/Help");
        await page.EvaluateAsync("() => { const i = document.createElement('img'); i.src = '/favicon.svg'; document.querySelector('main').append(i); }");
        await Assert.ThrowsAnyAsync<Exception>(() => DemoSite.ExpectAccessible(page));
    }

    [Fact]
    public async Task Errors_in_a_form_are_accessible_too()
    {
        var page = await site.Open(360);
        await page.GotoAsync("/SignIn");
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

    [Fact]
    public async Task A_program_gets_a_key_another_and_none()
    {
        var page = await site.SignIn(DemoSite.Administrator);
        await page.GotoAsync("/Admin/ApiClients");
        await page.GetByLabel("Name").FillAsync("Ward list, Royal Hobart");
        await page.GetByLabel("List flags").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make its key" }).ClickAsync();
        await Looked("api-client-key");
        var first = await page.Locator("#key").TextContentAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ward list, Royal Hobart", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "A day" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a new key" }).ClickAsync();
        await Assertions.Expect(page.Locator("#key")).Not.ToHaveTextAsync(first!);
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();
        await Looked("api-client");
        await page.GetByRole(AriaRole.Link, new() { Name = "Revoke Ward list, Royal Hobart" }).ClickAsync();
        await Looked("api-client-revoke");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke it now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The client is revoked")).ToBeVisibleAsync();
        await Looked("api-clients-some");
        site.ExpectQuietScripts();
        await page.Context.CloseAsync();

        async Task Looked(string name)
        {
            foreach (var width in _widths)
            {
                await page.SetViewportSizeAsync(width, 800);
                await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(1);
                await DemoSite.ExpectAccessible(page);
                await DemoSite.ExpectNoSidewaysScroll(page);
                await DemoSite.Picture(page, name);
            }
        }
    }

    private async Task Check(string? email, string path, string name) =>
        await CheckOn(email is null ? await site.Open() : await site.SignIn(email), path, name);

    private async Task CheckOn(IPage page, string path, string name)
    {
        foreach (var width in _widths)
        {
            await page.SetViewportSizeAsync(width, width < 700 ? 780 : 900);
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(1);
            await DemoSite.ExpectAccessible(page);
            await DemoSite.ExpectNoSidewaysScroll(page);
            await DemoSite.Picture(page, name);
        }

        await page.SetViewportSizeAsync(320, 700);
        await DemoSite.ExpectNoSidewaysScroll(page);
        site.ExpectQuietScripts();
        await page.Context.CloseAsync();
    }
}
