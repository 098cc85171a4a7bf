using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>Who did what, as an administrator looks it up.</summary>
public sealed class AuditSearchTests(DemoSite site)
{
    [Fact]
    public async Task Records_are_found_by_who_about_whom_and_when_and_the_file_holds_what_was_found()
    {
        // Something to find: a nurse looks somebody up and writes a note. Days are the team's, and midnight may pass.
        var from = DemoSite.Day();
        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/People");
        await nurse.GetByLabel("Part of a name").FillAsync("Eleni Papadakis");
        await Press(nurse, "Search");
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Eleni Papadakis", Exact = true }).ClickAsync();
        await nurse.GetByText("Write a note").ClickAsync();
        await nurse.GetByLabel("Note", new() { Exact = true }).FillAsync("Her daughter rang.");
        await Press(nurse, "Save the note");
        await Expect(nurse.Locator("main")).ToContainTextAsync("Her daughter rang.");
        var to = DemoSite.Day();

        var ruth = await site.SignIn(DemoSite.Administrator);
        await ruth.GotoAsync("/Admin/Audit");
        await ruth.GetByLabel("Who", new() { Exact = true }).SelectOptionAsync("Priya Nair");
        await ruth.GetByLabel("What", new() { Exact = true }).SelectOptionAsync("Anything: note");
        await ruth.GetByLabel("About whom").FillAsync("eleni.papadakis@home.example");
        await ruth.GetByLabel("From", new() { Exact = true }).FillAsync(from);
        await ruth.GetByLabel("To", new() { Exact = true }).FillAsync("2020-01-01");
        await Press(ruth, "Search");
        await Expect(ruth.Locator("#to-error")).ToBeVisibleAsync();
        await Expect(ruth.GetByLabel("About whom")).ToHaveValueAsync("eleni.papadakis@home.example"); // Nothing typed is lost.
        await ruth.GetByLabel("To", new() { Exact = true }).FillAsync(to);
        await Press(ruth, "Search");
        var records = ruth.Locator(".wb-audit li");
        await Expect(records).ToHaveCountAsync(1);
        await Expect(records).ToContainTextAsync("Priya Nair");
        Assert.DoesNotContain("Her daughter rang", await ruth.ContentAsync(), StringComparison.Ordinal); // Who, not what it says.
        await Expect(records).ToContainTextAsync("about Eleni Papadakis");
        await DemoSite.ExpectAccessible(ruth);

        var download = await ruth.RunAndWaitForDownloadAsync(() =>
            ruth.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync()
        );
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(await records.GetAttributeAsync("value") + ",", lines[1], StringComparison.Ordinal);
        Assert.Contains("Priya Nair", lines[1], StringComparison.Ordinal);

        // All about the same person, by their name; then that the log was taken away, and by whom.
        await records.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(records.First).ToBeVisibleAsync();
        foreach (var record in await records.AllInnerTextsAsync())
            Assert.Contains("about", record, StringComparison.Ordinal);
        await ruth.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
        await ruth.GetByLabel("What", new() { Exact = true }).SelectOptionAsync("Anything: audit");
        await Press(ruth, "Search");
        await Expect(records.Filter(new() { HasText = "export" }).First).ToContainTextAsync("Ruth Cohen");

        // A day on which nothing was.
        await ruth.GetByLabel("To", new() { Exact = true }).FillAsync("2020-01-01");
        await Press(ruth, "Search");
        await Expect(ruth.GetByRole(AriaRole.Heading, new() { Name = "No such record" })).ToBeVisibleAsync();
        await Expect(ruth.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" })).ToHaveCountAsync(0);
        site.ExpectQuietScripts();
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
