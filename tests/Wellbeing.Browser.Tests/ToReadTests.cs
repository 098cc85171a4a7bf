using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>What people wrote is read: by key, by tap, with a note back that the person sees.</summary>
public sealed class ToReadTests(DemoSite site)
{
    private const string Words = "The nights are long, and the garden helps";

    [Fact]
    public async Task A_nurse_reads_by_key_and_sends_a_note_that_the_person_sees()
    {
        var person = await site.SignIn(DemoSite.Patient);
        await person.GotoAsync("/CheckIn");
        await person.Locator("main form button").First.ClickAsync();
        var easing = person.GetByRole(AriaRole.Button, new() { Name = Texts.Of("en-AU", "CheckIn.Change.Easing") });
        if (await easing.CountAsync() > 0)
            await easing.ClickAsync();
        await Expect(person).ToHaveURLAsync(new Regex("/CheckIn/[A-Za-z]+$"));
        await person.GotoAsync("/CheckIn/All");
        await person.GetByRole(AriaRole.Radio, new() { Name = "3", Exact = true }).CheckAsync();
        await person
            .GetByRole(AriaRole.Radio, new() { Name = Texts.Of("en-AU", "CheckIn.Functioning.3") })
            .CheckAsync();
        await person.Locator("textarea").First.FillAsync(Words);
        await person.GetByRole(AriaRole.Button, new() { Name = Texts.Of("en-AU", "CheckIn.All.Send") }).ClickAsync();
        await Expect(person).ToHaveURLAsync(new Regex("/CheckIn/Done"));

        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/Flags");
        await Expect(nurse.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("late to be read") }))
            .ToBeVisibleAsync();
        await nurse
            .GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^To read [0-9]+\\+? unread$") })
            .ClickAsync();
        await Expect(nurse.Locator(".wb-reading > li .wb-said").First).ToBeVisibleAsync(); // Words stand in the list itself.
        await DemoSite.ExpectAccessible(nurse);
        await DemoSite.Picture(nurse, "to-read");

        // By key: it is read, and the next name has the focus.
        var names = nurse.Locator(".wb-reading > li h2 a");
        await nurse.Keyboard.PressAsync("j");
        await Expect(names.Nth(0)).ToBeFocusedAsync();
        await nurse.Keyboard.PressAsync("r");
        await Expect(nurse.Locator(".wb-reading > li").Nth(0)).ToHaveClassAsync(new Regex("is-read"));
        await Expect(nurse.Locator("[data-read-status]")).ToContainTextAsync("Marked read");
        await Expect(names.Nth(1)).ToBeFocusedAsync();
        var read = await nurse.Locator(".wb-reading > li").Nth(0).Locator("input[name='ids']").CountAsync();
        Assert.Equal(0, read);

        // The note: a sentence by one tap, in the list.
        var row = nurse.Locator(".wb-reading > li").Filter(new() { HasText = Words });
        await row.GetByText("Send a note").ClickAsync();
        await row.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^I read this. Thank you for telling us.") })
            .CheckAsync();
        await DemoSite.ExpectAccessible(nurse);
        await DemoSite.Picture(nurse, "to-read-note");
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Send the note") }).ClickAsync();
        await Expect(nurse.GetByText("The note is sent")).ToBeVisibleAsync();
        await Expect(nurse.Locator(".wb-reading > li").Filter(new() { HasText = Words })).ToHaveCountAsync(0);

        await person.GotoAsync("/Trend");
        await Expect(person.GetByText("I read this. Thank you for telling us.").First).ToBeVisibleAsync();
        await Expect(person.GetByText("Priya").First).ToBeVisibleAsync();
        site.ExpectQuietScripts();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_is_marked_by_tap_and_own_words_are_asked_for_with_and_without_JavaScript(bool javaScript)
    {
        var nurse = await site.SignIn(DemoSite.Nurse, 360, javaScript);
        await nurse.GotoAsync("/Staff/ToRead");
        await DemoSite.ExpectNoSidewaysScroll(nurse);
        await DemoSite.Picture(nurse, "to-read-360");
        var before = await nurse.Locator(".wb-reading > li").CountAsync();
        Assert.True(before > 0);
        await nurse.GetByText("Send a note").First.ClickAsync();
        await nurse.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Send the note") }).First.ClickAsync();
        await Expect(nurse.GetByText("Choose a sentence, or write your own words.")).ToBeVisibleAsync();
        if (javaScript)
            await DemoSite.ExpectAccessible(nurse);
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Back", Exact = true }).ClickAsync();

        var id = await nurse.Locator("[data-read] input[name='ids']").Last.GetAttributeAsync("value");
        await nurse.Locator("[data-read] button").Last.ClickAsync();
        await Expect(nurse.Locator($"[data-read] input[value='{id}']")).ToHaveCountAsync(0);
        site.ExpectQuietScripts();
    }
}

/// <summary>What everybody reads about reading, and what the demo leaves unread: on a site that nobody else
/// uses.</summary>
[Collection(nameof(OwnSite))]
public sealed class ReadingPromiseTests(OwnSite own)
{
    private DemoSite Site => own.Site;

    [Fact]
    public async Task The_demos_nurses_read_what_people_write_but_for_two_that_show_what_late_means()
    {
        var nurse = await Site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/ToRead");
        await Expect(nurse.Locator(".wb-reading > li .wb-work__late")).ToHaveCountAsync(2);
        await Expect(nurse.GetByText("2 check-ins have waited longer than two working days.")).ToBeVisibleAsync();
        Assert.True(await Site.NotesInDemo() > 20);
    }

    [Fact]
    public async Task An_administrator_changes_a_sentence_and_says_what_is_read()
    {
        var administrator = await Site.SignIn(DemoSite.Administrator);
        await administrator.GotoAsync("/Admin/Notes?change=5");
        await administrator.GetByLabel("English").FillAsync("Only in English");
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(administrator.GetByRole(AriaRole.Alert)).ToContainTextAsync("Write it in Arabic, too");
        await DemoSite.ExpectAccessible(administrator);
        await DemoSite.Picture(administrator, "admin-notes");

        await administrator.GotoAsync("/Admin/Hours");
        await administrator.GetByLabel("What stands out or asks").CheckAsync();
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Save what is read" }).ClickAsync();
        await Expect(administrator.GetByText("It is saved")).ToBeVisibleAsync();
        await Expect(administrator.GetByLabel("What stands out or asks")).ToBeCheckedAsync();
        await administrator.GetByLabel("Every check-in").CheckAsync();
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Save what is read" }).ClickAsync();
        await Expect(administrator.GetByLabel("Every check-in")).ToBeCheckedAsync();
        Site.ExpectQuietScripts();
    }
}
