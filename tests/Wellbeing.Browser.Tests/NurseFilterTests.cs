using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>Whose flags a nurse looks at, one click each, and what a colleague sees of what she is given.</summary>
public sealed class NurseFilterTests(DemoSite site)
{
    private const string Tom = "tom.walker@team.example";

    [Fact]
    public async Task Every_chip_shows_the_flags_it_names_and_as_many_as_it_says()
    {
        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/Flags");
        var acknowledge = nurse.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Acknowledge the flag of") });

        await Choose("Nobody has it");
        await EveryRow(new Regex("Nobody yet|Assigned to|Opened again"));
        await Expect(acknowledge).ToHaveCountAsync(await Rows(nurse).CountAsync());
        var taken = await Rows(nurse).Filter(new() { HasText = "Nobody yet" }).Last.Locator("h2").InnerTextAsync(); // One assigned to her is hers already.

        await Choose("Overdue");
        await EveryRow(new Regex("Overdue by"));
        await Expect(nurse.Locator(".wb-work__late")).ToHaveCountAsync(await Rows(nurse).CountAsync());

        await Choose("Acknowledged");
        await EveryRow(new Regex("Owner: "));
        await Expect(acknowledge).ToHaveCountAsync(0);
        await Expect(Rows(nurse).Filter(new() { HasText = "Owner: Priya Nair" })).Not.ToHaveCountAsync(0);

        await Choose("Resolved");
        await Expect(nurse.Locator("main")).ToContainTextAsync("Newest first.");
        await Expect(acknowledge).ToHaveCountAsync(0);
        await Expect(nurse.Locator(".wb-pick")).ToHaveCountAsync(0);

        // What is taken leaves the one list and is in the other.
        await Choose("Mine");
        await EveryRow(new Regex("Owner: Priya Nair|Assigned to you"));
        await Expect(Row(nurse, taken)).ToHaveCountAsync(0);
        await Choose("Nobody has it");
        await Row(nurse, taken).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(nurse.GetByText("You have this flag", new() { Exact = true })).ToBeVisibleAsync();
        await nurse.GotoAsync("/Staff/Flags");
        await Choose("Nobody has it");
        await Expect(Row(nurse, taken)).ToHaveCountAsync(0);
        await Choose("Mine");
        await Expect(Row(nurse, taken)).ToContainTextAsync("Owner: Priya Nair");
        site.ExpectQuietScripts();

        async Task Choose(string chip)
        {
            var link = nurse
                .GetByRole(AriaRole.Navigation, new() { Name = "Which flags" })
                .GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^" + chip) });
            await link.ClickAsync();
            await Expect(link).ToHaveAttributeAsync("aria-current", "true");
            var said = int.Parse(
                await link.Locator(".wb-chip__count").InnerTextAsync(),
                NumberStyles.AllowThousands,
                CultureInfo.InvariantCulture
            );
            Assert.NotEqual(0, said);
            await Expect(Rows(nurse)).ToHaveCountAsync(Math.Min(said, 25)); // A page holds no more.
        }

        async Task EveryRow(Regex words)
        {
            foreach (var row in await Rows(nurse).AllTextContentsAsync())
                Assert.Matches(words, row);
        }
    }

    [Fact]
    public async Task Language_cohort_and_severity_narrow_together_and_a_view_keeps_all_of_it_for_her_alone()
    {
        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/Flags");
        var all = await Rows(nurse).CountAsync();
        await OpenFilters(nurse);
        await nurse.GetByLabel("Language").SelectOptionAsync("Chinese (Simplified)");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await Expect(nurse.Locator(".wb-work h2")).ToHaveTextAsync(["Mei Lin Zhang"]);
        await Expect(Rows(nurse)).ToContainTextAsync("needs an interpreter");

        await OpenFilters(nurse);
        await nurse.GetByLabel("Severity").SelectOptionAsync("Urgent");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await Expect(nurse.GetByRole(AriaRole.Heading, new() { Name = "No flag fits" })).ToBeVisibleAsync();
        await Expect(nurse.Locator("main")).ToContainTextAsync("widen the filters");
        await OpenFilters(nurse);
        await nurse.GetByLabel("Severity").SelectOptionAsync("Any");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await OpenFilters(nurse);
        await Expect(nurse.GetByLabel("Language").Locator("option:checked")).ToHaveTextAsync("Chinese (Simplified)"); // What was chosen stays.

        await nurse.GetByLabel("Save this view as").FillAsync("In Chinese");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await Expect(nurse.GetByText("The view is saved")).ToBeVisibleAsync();
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
        await Expect(Rows(nurse)).ToHaveCountAsync(all);
        await nurse
            .GetByRole(AriaRole.Navigation, new() { Name = "My views" })
            .GetByRole(AriaRole.Link, new() { Name = "In Chinese" })
            .ClickAsync();
        await Expect(nurse.Locator(".wb-work h2")).ToHaveTextAsync(["Mei Lin Zhang"]);

        var colleague = await site.SignIn(Tom);
        await colleague.GotoAsync("/Staff/Flags");
        await Expect(Rows(colleague)).Not.ToHaveCountAsync(0);
        await Expect(colleague.GetByRole(AriaRole.Link, new() { Name = "In Chinese" })).ToHaveCountAsync(0);
        await DemoSite.Confirm(nurse, new Regex("Remove the view In Chinese"));
        await Expect(nurse.GetByRole(AriaRole.Link, new() { Name = "In Chinese" })).ToHaveCountAsync(0);
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task What_is_assigned_to_a_colleague_is_among_his_until_he_acknowledges_it()
    {
        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/Flags?show=open");
        var row = Rows(nurse).Filter(new() { HasText = "Nobody yet" }).Nth(1); // Others take the first and the last one.
        var name = await row.Locator("h2").InnerTextAsync();
        await nurse.GetByLabel($"Tick the flag of {name}").CheckAsync();
        await nurse.GetByLabel("or assign to").SelectOptionAsync("Tom Walker");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Assign", Exact = true }).ClickAsync();
        await Expect(nurse.GetByText("1 flag is assigned")).ToBeVisibleAsync();
        await Expect(Row(nurse, name)).ToContainTextAsync("Assigned to Tom Walker, not acknowledged yet");

        var tom = await site.SignIn(Tom, 360);
        await tom.GotoAsync("/Staff/Flags");
        await tom.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Mine") }).ClickAsync();
        await Expect(Row(tom, name)).ToContainTextAsync("Assigned to you, not acknowledged yet");
        await Row(tom, name).Locator("h2 a").ClickAsync();
        await tom.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        await Expect(tom.GetByText("You have this flag", new() { Exact = true })).ToBeVisibleAsync();

        await nurse.GotoAsync("/Staff/Flags");
        await Expect(Row(nurse, name)).ToContainTextAsync("Owner: Tom Walker");
        site.ExpectQuietScripts();
    }

    private static Task OpenFilters(IPage page) => page.Locator(".wb-narrow > summary").ClickAsync();

    private static ILocator Rows(IPage page) => page.Locator(".wb-work");

    private static ILocator Row(IPage page, string name) =>
        Rows(page).Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });
}
