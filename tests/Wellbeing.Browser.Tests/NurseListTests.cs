using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>The nurse's list as nurses work with it: narrowed, kept as a view, by keyboard, several at once.</summary>
public sealed class NurseListTests(DemoSite site)
{
    [Fact]
    public async Task A_nurse_narrows_the_list_keeps_it_as_a_view_and_finds_somebody_by_name_that_no_address_holds()
    {
        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/Flags");
        await OpenFilters(nurse);
        await nurse.GetByLabel("Severity").SelectOptionAsync("soon");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await Expect(nurse).ToHaveURLAsync(new Regex("severity=soon"));
        await Expect(nurse.Locator(".wb-work--urgent")).ToHaveCountAsync(0);
        await DemoSite.ExpectAccessible(nurse);
        await Expect(nurse.Locator(".wb-narrow summary")).ToContainTextAsync("Soon"); // Folded away, it says what it does.
        await OpenFilters(nurse);
        await DemoSite.Picture(nurse, "flags-narrowed");

        await nurse.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter a name");
        await nurse.GetByLabel("Save this view as").FillAsync("Soon only");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await nurse.GotoAsync("/Staff/Flags");
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Soon only" }).ClickAsync();
        await Expect(nurse).ToHaveURLAsync(new Regex("severity=soon"));
        var name = await nurse.Locator(".wb-work h2").First.InnerTextAsync();
        await DemoSite.Confirm(nurse, new Regex("Remove the view Soon only"));
        await Expect(nurse.GetByRole(AriaRole.Link, new() { Name = "Soon only" })).ToHaveCountAsync(0);

        await nurse.GotoAsync("/Staff/Flags");
        await OpenFilters(nurse);
        await nurse.GetByLabel("Part of a name").FillAsync(name);
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(nurse.Locator(".wb-work h2").First).ToHaveTextAsync(name);
        Assert.DoesNotContain(name.Split(' ')[0], nurse.Url, StringComparison.OrdinalIgnoreCase);
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task The_keys_move_through_the_list_and_open_a_flag()
    {
        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/Flags");
        var names = nurse.Locator(".wb-work h2 a");
        await nurse.Keyboard.PressAsync("j");
        await Expect(names.Nth(0)).ToBeFocusedAsync();
        await nurse.Keyboard.PressAsync("j");
        await Expect(names.Nth(1)).ToBeFocusedAsync();
        await nurse.Keyboard.PressAsync("k");
        await Expect(names.Nth(0)).ToBeFocusedAsync();
        await nurse.Keyboard.PressAsync("Enter");
        await Expect(nurse).ToHaveURLAsync(new Regex("/Staff/Flags/[0-9a-f-]{36}"));
    }

    [Fact]
    public async Task An_administrator_makes_a_cohort_and_a_nurse_puts_somebody_in_it_and_narrows_by_it()
    {
        var administrator = await site.SignIn(DemoSite.Administrator);
        await administrator.GotoAsync("/Admin/Cohorts");
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await Expect(administrator.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter a name");
        await DemoSite.ExpectAccessible(administrator);
        await administrator.GetByLabel("Name").FillAsync("Northern clinic");
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await Expect(administrator.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("Northern clinic") }))
            .ToBeVisibleAsync();
        await DemoSite.ExpectAccessible(administrator);
        await DemoSite.Picture(administrator, "cohorts");

        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/Flags");
        var name = await nurse.Locator(".wb-work h2").First.InnerTextAsync();
        await nurse.Locator(".wb-work h2 a").First.ClickAsync();
        await nurse.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Everything about") }).ClickAsync();
        await nurse.GetByLabel("Cohort").SelectOptionAsync("Northern clinic");
        await nurse
            .Locator("form.wb-inline")
            .Filter(new() { Has = nurse.GetByLabel("Cohort") })
            .GetByRole(AriaRole.Button)
            .ClickAsync();
        await Expect(nurse.GetByText("The cohort is saved")).ToBeVisibleAsync();
        await nurse.GotoAsync("/Staff/Flags");
        await OpenFilters(nurse);
        await nurse.GetByLabel("Cohort").SelectOptionAsync("Northern clinic");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await Expect(nurse.Locator(".wb-work h2")).ToHaveTextAsync([name]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ticked_flags_are_acknowledged_together_with_and_without_JavaScript(bool javaScript)
    {
        var nurse = await site.SignIn(DemoSite.Nurse, 360, javaScript);
        await nurse.GotoAsync("/Staff/Flags?show=open");
        await DemoSite.ExpectNoSidewaysScroll(nurse);
        await DemoSite.Picture(nurse, "flags-open");
        var acknowledge = nurse.GetByRole(AriaRole.Button, new() { Name = "Acknowledge ticked flags" });
        await Expect(acknowledge).ToBeHiddenAsync(); // It comes up once there is something to do it with.
        var name = await nurse.Locator(".wb-work h2").Last.InnerTextAsync();
        await nurse.GetByLabel($"Tick the flag of {name}").CheckAsync();
        await acknowledge.ClickAsync();
        await Expect(nurse.GetByText("You have 1 flag")).ToBeVisibleAsync();
        await Expect(nurse.Locator(".wb-work h2").Filter(new() { HasText = name })).ToHaveCountAsync(0);
    }

    private static Task OpenFilters(IPage page) => page.Locator(".wb-narrow > summary").ClickAsync();
}
