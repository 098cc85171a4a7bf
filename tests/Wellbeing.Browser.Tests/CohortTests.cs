using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>People who join: by a table or one by one, into a cohort that says how often they are asked.</summary>
public sealed partial class CohortTests(DemoSite site)
{
    [Fact]
    public async Task Whoever_joins_a_cohort_is_asked_as_often_as_it_says_on_that_day()
    {
        var ruth = await site.SignIn(DemoSite.Administrator);
        await ruth.GotoAsync("/Admin/Cohorts");
        await ruth.GetByLabel("Name", new() { Exact = true }).FillAsync("Eastern clinic");
        await Press(ruth, "Make it");
        await Expect(Row("Eastern clinic")).ToContainTextAsync("Weekly");
        await ruth.GetByLabel("Name", new() { Exact = true }).FillAsync("Eastern clinic");
        await Press(ruth, "Make it");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is a cohort of that name");
        await Ask("Daily");

        // A table with a cohort that is not there: nobody is invited, the right lines neither.
        await ruth.GotoAsync("/Admin/Import");
        await Upload(
            "name,email,kind,cohort\nAda Brook,ada.brook@home.example,patient,Eastern clinic\nBen Brook,ben.brook@home.example,family,Estern clinic\n"
        );
        await Expect(ruth.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("Line 3 cohort Estern clinic") }))
            .ToBeVisibleAsync();
        await Expect(ruth.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Invite") })).ToHaveCountAsync(0);
        await Upload(
            "name,email,kind,cohort\nAda Brook,ada.brook@home.example,patient,Eastern clinic\nBen Brook,ben.brook@home.example,family,Eastern clinic\n"
        );
        await Expect(ruth.Locator("main")).ToContainTextAsync("2 people would be invited");
        await Expect(ruth.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("Ada Brook") }))
            .ToContainTextAsync("Eastern clinic");
        await Press(ruth, "Invite these 2 people");
        await Expect(ruth.GetByText("2 invitations are on the way")).ToBeVisibleAsync();

        var ada = await Join("ada.brook@home.example");
        await ada.GotoAsync("/Settings");
        await Expect(ada.GetByRole(AriaRole.Radio, new() { Name = "Every day" })).ToBeCheckedAsync();
        Assert.Single(await site.AllMailed("ada.brook@home.example", JoinLink(), 1)); // By the right table alone.

        // From now on once a month: for whoever joins, not for whoever has.
        await ruth.GotoAsync("/Admin/Cohorts");
        await Expect(Row("Eastern clinic").GetByRole(AriaRole.Cell).Nth(1)).ToHaveTextAsync("1");
        await Ask("Monthly");
        var ben = await Join("ben.brook@home.example");
        await ben.GotoAsync("/Settings");
        await Expect(ben.GetByRole(AriaRole.Radio, new() { Name = "Once a month" })).ToBeCheckedAsync();
        await ada.GotoAsync("/Settings");
        await Expect(ada.GetByRole(AriaRole.Radio, new() { Name = "Every day" })).ToBeCheckedAsync();

        var nurse = await site.SignIn(DemoSite.Nurse);
        foreach (var (name, asked) in new[] { ("Ada Brook", "Every day at"), ("Ben Brook", "of the month at") })
        {
            await nurse.GotoAsync("/Staff/People");
            await nurse.GetByLabel("Part of a name").FillAsync(name);
            await Press(nurse, "Search");
            await nurse.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
            await Expect(nurse.GetByLabel("Cohort").Locator("option:checked")).ToHaveTextAsync("Eastern clinic");
            await Expect(nurse.Locator(".wb-facts").Filter(new() { HasText = "Asked to check in" }))
                .ToContainTextAsync(asked);
        }

        site.ExpectQuietScripts();

        ILocator Row(string name) => ruth.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^" + name) });

        async Task Ask(string cadence)
        {
            await ruth.GetByRole(AriaRole.Link, new() { Name = "Change Eastern clinic" }).ClickAsync();
            await Expect(ruth.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Eastern clinic");
            await ruth.GetByLabel("How often people who join it are asked").SelectOptionAsync(cadence);
            await Press(ruth, "Save");
            await Expect(ruth.GetByText("The cohort is saved")).ToBeVisibleAsync();
            await Expect(Row("Eastern clinic")).ToContainTextAsync(cadence);
        }

        async Task Upload(string csv)
        {
            await ruth.GetByLabel("File", new() { Exact = true })
                .SetInputFilesAsync(
                    new FilePayload
                    {
                        Name = "people.csv",
                        MimeType = "text/csv",
                        Buffer = Encoding.UTF8.GetBytes(csv),
                    }
                );
            await Press(ruth, "Show what would happen");
        }
    }

    [Fact]
    public async Task An_invitation_that_got_lost_is_sent_again_and_joins_once()
    {
        const string email = "rosa.bell@home.example";
        var nurse = await site.SignIn(DemoSite.Nurse, 360);
        async Task Invite()
        {
            await nurse.GotoAsync("/Staff/Invite");
            await nurse.GetByRole(AriaRole.Radio, new() { Name = "A patient" }).CheckAsync();
            await nurse.GetByLabel("Name", new() { Exact = true }).FillAsync("Rosa Bell");
            await nurse.GetByLabel("Email address").FillAsync(email);
            await Press(nurse, "Send the invitation");
        }

        await Invite();
        await Expect(nurse.GetByText("The invitation is on its way")).ToBeVisibleAsync();
        await site.AllMailed(email, JoinLink(), 1);

        // Nobody is invited twice: who asks for it is shown the way.
        await Invite();
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("This address was invited already");
        await Expect(nurse.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Rosa Bell");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Send again to Rosa Bell" }).ClickAsync();
        await Expect(nurse.GetByText("The invitation was sent again")).ToBeVisibleAsync();

        var links = await site.AllMailed(email, JoinLink(), 2);
        Assert.Equal(2, links.Distinct().Count());
        var rosa = await Join(email, links[1]);
        await Expect(rosa.Locator("main")).ToContainTextAsync("Welcome");

        // The first one, found later, joins nobody a second time.
        var later = await site.Open(360);
        await later.GotoAsync(links[0]);
        await Expect(later.Locator("h1")).ToHaveTextAsync("This invitation no longer works");
        await Expect(later.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Sign in" }))
            .ToBeVisibleAsync();
        await Invite();
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody has an account with this address");
        await Expect(nurse.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Rosa Bell");
        site.ExpectQuietScripts();
    }

    private async Task<IPage> Join(string email, string? link = null)
    {
        var page = await site.Open(360);
        await page.GotoAsync(link ?? await site.Mailed(email, JoinLink()));
        await page.Locator("[name=Agreed][type=checkbox]").CheckAsync();
        await page.Locator("[name=OldEnough][type=checkbox]").CheckAsync();
        await page.Locator(".govuk-radios__item:has(.govuk-radios__hint) [name=Cadence]").CheckAsync();
        await Press(page, "Agree and begin");
        await Expect(page.Locator("form[action='/SignOut'] button").First).ToBeAttachedAsync();
        return page;
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    [GeneratedRegex(@"/Join/[\w-]+")]
    private static partial Regex JoinLink();
}
