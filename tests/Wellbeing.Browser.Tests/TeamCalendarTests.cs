using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>When the team works and who is told, as an administrator sets it and nurses find it.</summary>
public sealed class TeamCalendarTests(DemoSite site)
{
    [Fact]
    public async Task A_holiday_and_a_mailbox_are_entered_used_and_taken_away_again()
    {
        var ruth = await site.SignIn(DemoSite.Administrator, 360);
        await ruth.GotoAsync("/Admin/Hours");
        await ruth.GetByLabel("Name of the holiday").FillAsync("Show Day");
        await Press(ruth, "Add this holiday");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter a date");
        await Expect(ruth.GetByLabel("Name of the holiday")).ToHaveValueAsync("Show Day");
        await ruth.GetByLabel("Date", new() { Exact = true }).FillAsync(Day(200));
        await Press(ruth, "Add this holiday");
        await Expect(ruth.GetByText("The holiday is added")).ToBeVisibleAsync();
        await Expect(ruth.Locator("#holidays li").Filter(new() { HasText = "Show Day" })).ToHaveCountAsync(1);
        await DemoSite.Confirm(ruth, new Regex("Remove Show Day"));
        await Expect(ruth.GetByText("The holiday is removed")).ToBeVisibleAsync();
        await Expect(ruth.Locator("#holidays")).Not.ToContainTextAsync("Show Day");

        await ruth.GetByLabel("Name of the mailbox").FillAsync("Palliative care desk");
        await ruth.GetByLabel("Email address").FillAsync("palliative at team");
        await Press(ruth, "Add this mailbox");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(ruth.GetByLabel("Email address")).ToHaveValueAsync("palliative at team");
        await DemoSite.ExpectAccessible(ruth);
        await ruth.GetByLabel("Email address").FillAsync("palliative@team.example");
        await Press(ruth, "Add this mailbox");
        await Expect(ruth.GetByText("The mailbox is added")).ToBeVisibleAsync();

        // A policy may tell it, and says what would happen; nothing is in force by looking.
        await ruth.GotoAsync("/Admin/Policies/Review");
        await ruth.GetByRole(AriaRole.Group, new() { Name = "Who is told in step 1?" })
            .GetByRole(AriaRole.Checkbox, new() { NameRegex = new Regex("Palliative care desk") })
            .CheckAsync();
        await ruth.GetByLabel("Why do you change this?").FillAsync("They ask to be told.");
        await Press(ruth, "Review the change");
        await Expect(ruth.Locator(".wb-changes ins")).ToContainTextAsync("Palliative care desk");
        await DemoSite.ExpectNoSidewaysScroll(ruth);
        await ruth.GetByRole(AriaRole.Link, new() { Name = "Leave everything as it is" }).ClickAsync();
        await Expect(ruth.Locator("#review")).Not.ToContainTextAsync("Palliative care desk");

        await ruth.GotoAsync("/Admin/Hours");
        await DemoSite.Confirm(ruth, new Regex("Remove the mailbox Palliative care desk"));
        await Expect(ruth.GetByText("The mailbox is removed")).ToBeVisibleAsync();
        await Expect(ruth.Locator("#mailboxes")).Not.ToContainTextAsync("Palliative care desk");
        site.ExpectQuietScripts();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task A_nurse_makes_a_link_to_her_turns_and_withdraws_it(int width)
    {
        var nurse = await site.SignIn(DemoSite.Nurse, width);
        await nurse.GotoAsync("/Staff/Rota");
        await nurse
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Make a (link|new one).*My turns") })
            .ClickAsync();
        await Expect(nurse.GetByRole(AriaRole.Link, new() { Name = "Add it on this device" })).ToBeVisibleAsync();
        await DemoSite.ExpectAccessible(nurse);
        await DemoSite.ExpectNoSidewaysScroll(nurse);
        await DemoSite.Picture(nurse, "rota-calendar");
        await nurse.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Withdraw.*My turns") }).ClickAsync();
        await Expect(nurse.GetByText("The calendar link is withdrawn")).ToBeVisibleAsync();
        site.ExpectQuietScripts();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task A_broken_event_is_named_beside_the_file_field_and_the_others_are_offered(int width)
    {
        var ruth = await site.SignIn(DemoSite.Administrator, width);
        await ruth.GotoAsync("/Admin/Hours");
        await ruth.GetByLabel("iCalendar file (.ics)")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "holidays.ics",
                    MimeType = "text/calendar",
                    Buffer = System.Text.Encoding.UTF8.GetBytes(
                        $"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:{Day(90).Replace("-", "", StringComparison.Ordinal)}\nSUMMARY:Team day\nEND:VEVENT\n"
                            + "BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=SECONDLY\nSUMMARY:For ever\nEND:VEVENT\nEND:VCALENDAR\n"
                    ),
                }
            );
        await Press(ruth, "Read the file");
        await Expect(ruth.Locator("#file-read")).ToContainTextAsync("would add 1 holiday");
        await Expect(ruth.Locator("#File-broken")).ToContainTextAsync("Line 8, For ever: it repeats every second");
        await DemoSite.ExpectAccessible(ruth);
        await DemoSite.ExpectNoSidewaysScroll(ruth);
        await DemoSite.Picture(ruth, "hours-broken-file");
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task A_cover_that_an_administrator_puts_on_is_among_the_nurse_s_turns_until_it_is_taken_off()
    {
        var ruth = await site.SignIn(DemoSite.Administrator);
        await ruth.GotoAsync($"/Admin/Rota?from={Day(60)}");
        await ruth.GetByLabel("Who steps in?").SelectOptionAsync("Priya Nair");
        foreach (
            var (field, value) in new[]
            {
                ("FromDay", Day(60)),
                ("FromTime", "12:05"),
                ("ToDay", Day(60)),
                ("ToTime", "12:50"),
            }
        )
            await ruth.Locator($"[name='Cover.{field}']").FillAsync(value);
        await Press(ruth, "Put the cover on");
        var cover = ruth.Locator("#covers li").Filter(new() { HasText = "12:05" });
        await Expect(cover).ToContainTextAsync("Priya Nair");

        var nurse = await site.SignIn(DemoSite.Nurse, 360);
        await nurse.GotoAsync("/Staff/Rota");
        var mine = nurse.Locator("#mine li").Filter(new() { HasTextRegex = new Regex("12:05.{1,6}to 12:50") }); // Her own turn may end where it begins.
        await Expect(mine).ToContainTextAsync("cover");
        await cover.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(cover).ToHaveCountAsync(0);
        await nurse.ReloadAsync();
        await Expect(nurse.Locator("#mine")).ToBeVisibleAsync();
        await Expect(mine).ToHaveCountAsync(0);
        site.ExpectQuietScripts();
    }

    private static string Day(int ahead) => DemoSite.Day(ahead);

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
