using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>
/// What a nurse sees and does without scrolling: the list of flags on a desk and on a phone, the acts of one flag, and
/// a call recorded together with what comes next.
/// </summary>
public sealed class FlagActsTests(FlagActsTests.Site own) : IClassFixture<FlagActsTests.Site>
{
    /// <summary>A site of its own: so many flags are raised that nobody else would find theirs.</summary>
    public sealed class Site : IAsyncLifetime
    {
        public DemoSite Demo { get; } = new();

        public ValueTask InitializeAsync() => Demo.InitializeAsync();

        public ValueTask DisposeAsync() => Demo.DisposeAsync();
    }

    private const int Desk = 1280;
    private const int Phone = 360;

    [Fact]
    public async Task Twelve_flags_stand_on_a_desk_and_four_on_a_phone_without_scrolling_each_with_who_why_how_long_whose_and_last_contact()
    {
        var nurse = await own.Demo.SignIn(DemoSite.Nurse);
        await RaiseUntil(nurse, 14);
        // The list at its fullest: check-ins wait to be read, and every flag is overdue and open again.
        await using var late = await own.Demo.EveryFlagWaitsAgain();

        await nurse.SetViewportSizeAsync(Desk, 900);
        await nurse.GotoAsync("/Staff/Flags");
        await Expect(nurse.Locator(".wb-late-reading")).ToBeVisibleAsync();
        Assert.InRange(await WhollyVisible(nurse), 12, 25);
        var line = nurse.Locator(".wb-row").First;
        foreach (var part in new[] { ".wb-row__severity", "h2 a", ".wb-row__why" })
            await Expect(line.Locator(part)).Not.ToBeEmptyAsync();
        await Expect(line.Locator(".wb-row__severity")).ToHaveTextAsync(new Regex("Urgent|Soon|Review")); // In a word, not by colour alone.
        await Expect(line.Locator(".wb-row__facts p"))
            .ToHaveTextAsync([
                new Regex("left|Overdue by|Snoozed|Acknowledged"),
                new Regex("Nobody yet|to |Owner: |Opened again"),
                new Regex("Not tried yet|Reached|Tried"),
            ]);
        await Expect(line.Locator(".wb-row__why")).ToHaveAttributeAsync("title", new Regex(".")); // In few words; in all of them here and on the flag's page.
        await DemoSite.Picture(nurse, "flags");
        await DemoSite.ExpectAccessible(nurse);

        await nurse.SetViewportSizeAsync(Phone, 740);
        await nurse.GotoAsync("/Staff/Flags");
        Assert.InRange(await WhollyVisible(nurse), 4, 12);
        Assert.Empty(await CutReasons(nurse));
        Assert.True((await nurse.Locator(".wb-pick").First.BoundingBoxAsync())!.Height >= 44);
        await DemoSite.Picture(nurse, "flags");
        await DemoSite.ExpectAccessible(nurse);
        await nurse.SetViewportSizeAsync(320, 740);
        await DemoSite.ExpectNoSidewaysScroll(nurse);
        own.Demo.ExpectQuietScripts();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_phone_call_acknowledge_and_record_are_in_sight_wherever_one_reads_and_cover_nothing_that_has_focus(
        bool javaScript
    )
    {
        var nurse = await own.Demo.SignIn(DemoSite.Nurse, Phone, javaScript);
        await RaiseUntil(nurse, 14);
        await nurse.SetViewportSizeAsync(Phone, 740);
        await OpenFlag(nurse, "Nobody yet");
        var acts = nurse.Locator(".wb-acts");
        await Expect(acts.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Call") }))
            .ToHaveAttributeAsync("href", new Regex(@"^tel:\+?\d+$"));
        await Expect(acts.Locator(".wb-acts__act"))
            .ToHaveTextAsync([new Regex("^Call"), new Regex("^Acknowledge$"), new Regex("^Record")]);
        await ExpectActsInSight(nurse, 3);
        await DemoSite.Picture(nurse, "flag");

        // By keyboard nothing that has focus is behind the bar, and the acts follow who it is.
        var hidden = new List<string>();
        for (var tabs = 0; tabs < 40; tabs++)
        {
            await nurse.Keyboard.PressAsync("Tab");
            if (
                await nurse.EvaluateAsync<string?>(
                    """
                    () => {
                      const focused = document.activeElement, bar = document.querySelector(".wb-acts");
                      if (!focused || focused === document.body || bar.contains(focused)) return null;
                      const box = focused.getBoundingClientRect();
                      // Of a text area a browser brings the line with the caret into sight, not the whole of it.
                      const bottom = focused.tagName === "TEXTAREA" ? box.top + parseFloat(getComputedStyle(focused).lineHeight) : box.bottom;
                      return bottom > bar.getBoundingClientRect().top + 1 && box.height < 300 ? `${focused.tagName} ${focused.textContent.trim().slice(0, 40)}` : null;
                    }
                    """
                ) is
                { } covered
            )
                hidden.Add(covered);
        }

        Assert.Empty(hidden);

        // One tap to the form.
        await acts.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Record") }).ClickAsync();
        await Expect(nurse.Locator("#attempt select").First).ToBeInViewportAsync();
        await Expect(nurse.GetByRole(AriaRole.Group, new() { Name = "Did you reach them?" })).ToBeInViewportAsync();
        await ExpectActsInSight(nurse, 3);

        await nurse.SetViewportSizeAsync(320, 740);
        await DemoSite.ExpectNoSidewaysScroll(nurse);
        if (javaScript)
            await DemoSite.ExpectAccessible(nurse);
        await nurse.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(acts).ToBeHiddenAsync();
        await nurse.EmulateMediaAsync(new() { Media = Media.Screen });

        await acts.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(acts).ToContainTextAsync("You have it");
        own.Demo.ExpectQuietScripts();
    }

    [Fact]
    public async Task On_a_desk_the_same_acts_stand_beside_the_name_and_without_a_number_there_is_an_email()
    {
        var nurse = await own.Demo.SignIn(DemoSite.Nurse);
        await RaiseUntil(nurse, 14);
        await nurse.SetViewportSizeAsync(Desk, 900);
        var name = await OpenFlag(nurse, "Nobody yet");
        foreach (var act in await nurse.Locator(".wb-acts__act").AllAsync())
            await Expect(act).ToBeInViewportAsync(new() { Ratio = 1 });

        var phone = await own.Demo.ChangePhone(name, null);
        await nurse.ReloadAsync();
        await Expect(nurse.Locator(".wb-flag-line")).ToContainTextAsync("No phone number.");
        var email = nurse.Locator(".wb-acts").GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Email") });
        await Expect(email).ToHaveAttributeAsync("href", new Regex("^mailto:.+@"));
        await Expect(email).ToContainTextAsync("No phone number");
        await nurse.SetViewportSizeAsync(Phone, 740);
        await ExpectActsInSight(nurse, 3);
        await DemoSite.Picture(nurse, "flag-no-phone");
        await own.Demo.ChangePhone(name, phone); // The other tests find whom to call.
    }

    [Fact]
    public async Task Whose_session_ended_while_they_wrote_signs_in_in_another_tab_and_sends_what_they_wrote()
    {
        var nurse = await own.Demo.SignIn(DemoSite.Nurse, Phone);
        await RaiseUntil(nurse, 14);
        await OpenFlag(nurse, "Nobody yet");
        var form = nurse.Locator("#attempt");
        await form.GetByRole(AriaRole.Radio, new() { Name = "No", Exact = true }).CheckAsync();
        await form.GetByLabel("Note").FillAsync("Her phone was off at noon.");

        // What keeps them signed in has ended; the rest of the browser is as it was.
        var kept = await SignInOf(nurse);
        await SignedInAs([]);
        await nurse.Clock.SetFixedTimeAsync(TimeProvider.System.GetUtcNow().AddMinutes(20).UtcDateTime); // They wrote for a while.
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Record the attempt" }).ClickAsync();
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("You have been signed out");
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await Expect(form.GetByLabel("Note")).ToHaveValueAsync("Her phone was off at noon.");
        await DemoSite.ExpectAccessible(nurse);

        // A colleague signs in here: nothing is sent under their name.
        var colleague = await own.Demo.SignIn(DemoSite.Administrator);
        await SignedInAs(await SignInOf(colleague));
        await Record(nurse);
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("This page is of an earlier sign-in");
        await Expect(form.GetByLabel("Note")).ToHaveValueAsync("Her phone was off at noon.");

        // Signed in again, in another tab.
        await SignedInAs(kept);
        await nurse.WaitForTimeoutAsync(1_100); // Two clicks within a second are one, by a slip.
        await Record(nurse);
        await Expect(nurse.Locator("main")).ToContainTextAsync("The attempt is recorded");
        await Expect(nurse.Locator(".wb-timeline")).ToContainTextAsync("Her phone was off at noon.");

        async Task SignedInAs(IReadOnlyList<Cookie> cookies)
        {
            await nurse.Context.ClearCookiesAsync(new() { NameRegex = new Regex("^(?!.*Antiforgery)") });
            if (cookies.Count > 0)
                await nurse.Context.AddCookiesAsync(cookies);
        }

        static async Task<List<Cookie>> SignInOf(IPage page) =>
            [
                .. (await page.Context.CookiesAsync())
                    .Where(c => !c.Name.Contains("Antiforgery", StringComparison.Ordinal))
                    .Select(c => new Cookie
                    {
                        Name = c.Name,
                        Value = c.Value,
                        Domain = c.Domain,
                        Path = c.Path,
                    }),
            ];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_is_recorded_with_ring_again_at_or_with_its_end_in_one_step_and_nothing_typed_is_lost(
        bool javaScript
    )
    {
        var nurse = await own.Demo.SignIn(DemoSite.Nurse, Phone, javaScript);
        await RaiseUntil(nurse, 14);
        await OpenFlag(nurse, "Nobody yet");
        var form = nurse.Locator("#attempt");
        await Expect(form.Locator(".wb-next:visible")).ToHaveCountAsync(0); // Asked where it is chosen, not before.

        // What is missing is said beside it; nothing is recorded meanwhile, and what was typed stays.
        await form.GetByRole(AriaRole.Radio, new() { Name = "No", Exact = true }).CheckAsync();
        await form.GetByLabel("Note").FillAsync("Left a message with her son.");
        await form.GetByRole(AriaRole.Radio, new() { Name = "Ring again" }).CheckAsync();
        await Record(nurse);
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose when to ring again.");
        await Expect(form.GetByLabel("Note")).ToHaveValueAsync("Left a message with her son.");
        await Expect(form.GetByRole(AriaRole.Radio, new() { Name = "Ring again" })).ToBeCheckedAsync();
        await Expect(nurse.Locator(".wb-timeline")).Not.ToContainTextAsync("not reached");
        if (javaScript)
            await DemoSite.ExpectAccessible(nurse);
        await form.GetByLabel("Ring again at").SelectOptionAsync("2");
        await Record(nurse);
        await Expect(nurse.Locator("main")).ToContainTextAsync("The attempt is recorded");
        await Expect(nurse.Locator("main")).ToContainTextAsync("ring again then");
        await Expect(nurse.Locator(".wb-flag-head")).ToContainTextAsync("Snoozed");
        await Expect(nurse.Locator(".wb-timeline")).ToContainTextAsync("phoned: not reached");

        // Three tries or somebody reached: the end is refused as one whole.
        await form.GetByRole(AriaRole.Radio, new() { Name = "No", Exact = true }).CheckAsync();
        await form.GetByLabel("Note").FillAsync("Rings out, no answering machine.");
        await form.GetByRole(AriaRole.Radio, new() { Name = "Resolve" }).CheckAsync();
        await form.GetByLabel("How does it end?").SelectOptionAsync("UnableToReach");
        await Record(nurse);
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Unable to reach");
        await Expect(form.GetByLabel("Note")).ToHaveValueAsync("Rings out, no answering machine.");
        await Expect(nurse.Locator(".wb-timeline")).Not.ToContainTextAsync("Rings out");

        await form.GetByRole(AriaRole.Radio, new() { Name = "Yes", Exact = true }).CheckAsync();
        await form.GetByLabel("Note").FillAsync("A good talk, her sister stays tonight.");
        await form.GetByLabel("How does it end?").SelectOptionAsync("Supported");
        await Record(nurse);
        await Expect(nurse.Locator(".wb-state")).ToContainTextAsync("Supported");
        await Expect(nurse.Locator(".wb-timeline")).ToContainTextAsync("A good talk, her sister stays tonight.");
        await Expect(nurse.Locator(".wb-acts")).ToContainTextAsync("Resolved");

        // The list knows of it.
        await nurse.GotoAsync("/Staff/Flags?show=resolved");
        await Expect(nurse.Locator(".wb-row").First).ToContainTextAsync("Supported");
        own.Demo.ExpectQuietScripts();
    }

    [Fact]
    public async Task What_somebody_wrote_is_read_and_answered_a_call_closes_the_flag_a_late_one_is_added_and_a_second_acute_rating_is_not_missed()
    {
        const string words = "I cannot rest, and nobody can tell me why.";
        var name = await own.Demo.NameOf(DemoSite.Patient);
        var patient = await own.Demo.SignIn(DemoSite.Patient, Phone);
        await CheckIn(patient, 9, words);

        // To read, and a note back that the person sees.
        var nurse = await own.Demo.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/ToRead");
        var row = nurse.Locator(".wb-reading > li").Filter(new() { HasText = words });
        await row.GetByText("Send a note").ClickAsync();
        await row.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^I read this. Thank you for telling us.") })
            .CheckAsync();
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Send the note") }).ClickAsync();
        await Expect(nurse.GetByText("The note is sent")).ToBeVisibleAsync();
        await patient.GotoAsync("/");
        await Expect(patient.Locator("main")).ToContainTextAsync("I read this. Thank you for telling us.");

        // The call that closes the flag, in one step.
        var flag = await OpenFlagOf(nurse, name);
        await Expect(nurse.Locator(".wb-flag-head")).ToContainTextAsync("Urgent");
        var form = nurse.Locator("#attempt");
        await form.GetByRole(AriaRole.Radio, new() { Name = "Yes", Exact = true }).CheckAsync();
        await form.GetByLabel("Note").FillAsync("We talked for half an hour; her sister comes tonight.");
        await form.GetByRole(AriaRole.Radio, new() { Name = "Resolve" }).CheckAsync();
        await form.GetByLabel("How does it end?").SelectOptionAsync("Supported");
        await Record(nurse);
        await Expect(nurse.Locator(".wb-state")).ToContainTextAsync("Supported");

        // A colleague had called meanwhile.
        var colleague = await own.Demo.SignIn(DemoSite.Colleague, Phone);
        await colleague.GotoAsync(flag);
        await DemoSite.Unfold(colleague, "Add a call to the resolved flag");
        await colleague
            .Locator("#attempt")
            .GetByRole(AriaRole.Radio, new() { Name = "Yes", Exact = true })
            .CheckAsync();
        await colleague.Locator("#attempt").GetByLabel("Note").FillAsync("She rang back while you talked.");
        await DemoSite.ExpectNoSidewaysScroll(colleague);
        await DemoSite.Picture(colleague, "flag-late-record");
        await colleague.GetByRole(AriaRole.Button, new() { Name = "Add the call" }).ClickAsync();
        await Expect(colleague.Locator(".wb-timeline").First)
            .ToContainTextAsync("Added late: the flag had been resolved.");
        await Expect(colleague.Locator(".wb-state")).ToContainTextAsync("Supported");

        // Acute once more, on the same day: a flag of its own that nobody has yet, first in the list, and it leads
        // back.
        await CheckIn(patient, 10);
        await Expect(patient.Locator("main")).ToContainTextAsync("13 11 14");
        Assert.NotEqual(flag, await OpenFlagOf(nurse, name));
        await Expect(nurse.Locator(".wb-flag-head")).ToContainTextAsync("Nobody has it yet");
        await Expect(nurse.Locator(".wb-flag-head")).ToContainTextAsync("Urgent");
        await Expect(nurse.GetByRole(AriaRole.Link, new() { Name = "The flag before this one" }))
            .ToHaveAttributeAsync("href", flag);
        own.Demo.ExpectQuietScripts();
    }

    private static async Task CheckIn(IPage patient, int rating, string words = "")
    {
        await patient.GotoAsync("/CheckIn");
        // Whoever checked in before is asked first how it compares with last time.
        var growing = patient.GetByRole(AriaRole.Button, new() { Name = "My feelings are harder" });
        await (await growing.CountAsync() > 0 ? growing : patient.Locator("main form button").First).ClickAsync();
        await Expect(patient).ToHaveURLAsync(new Regex("/CheckIn/[A-Za-z]+$"));
        await patient.GotoAsync("/CheckIn/All");
        await patient.Locator($"input[name=Intensity][value='{rating}']").CheckAsync();
        await patient.GetByRole(AriaRole.Radio, new() { Name = "Very hard" }).CheckAsync();
        var harder = patient.GetByRole(AriaRole.Radio, new() { Name = "My feelings are harder" }); // Where it was not asked first.
        if (await harder.CountAsync() > 0)
            await harder.CheckAsync();
        await patient.Locator("textarea").First.FillAsync(words);
        await patient.GetByRole(AriaRole.Button, new() { Name = "Send my check-in" }).ClickAsync();
        await Expect(patient).ToHaveURLAsync(new Regex("/CheckIn/Done"));
    }

    /// <summary>Opens the open flag of somebody; its address.</summary>
    private static async Task<string> OpenFlagOf(IPage nurse, string name)
    {
        await nurse.GotoAsync("/Staff/Flags?show=open");
        var link = nurse.Locator(".wb-row h2").GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
        var address = (await link.GetAttributeAsync("href"))!;
        await nurse.GotoAsync(address);
        return address;
    }

    private static Task Record(IPage nurse) =>
        nurse.GetByRole(AriaRole.Button, new() { Name = "Record the attempt" }).ClickAsync();

    /// <summary>Opens the last flag of the list with these words; the name on it.</summary>
    private static async Task<string> OpenFlag(IPage nurse, string words)
    {
        await nurse.GotoAsync("/Staff/Flags?show=open");
        var row = nurse.Locator(".wb-row").Filter(new() { HasText = words }).Last;
        var name = await row.Locator("h2").InnerTextAsync();
        await nurse.GotoAsync((await row.Locator("h2 a").GetAttributeAsync("href"))!);
        await Expect(nurse.Locator("h1")).ToHaveTextAsync(name);
        return name;
    }

    /// <summary>Raises flags by hand, as a nurse does, until as many are open as a day may bring.</summary>
    private static async Task RaiseUntil(IPage nurse, int open)
    {
        await nurse.GotoAsync("/Staff/People");
        var people = await nurse
            .Locator(".wb-roll h2 a")
            .EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        foreach (var person in people)
        {
            await nurse.GotoAsync("/Staff/Flags?show=open");
            if (await nurse.Locator(".wb-row").CountAsync() >= open)
                return;
            await nurse.GotoAsync(person + "/Raise");
            if (await nurse.GetByRole(AriaRole.Radio, new() { Name = "Review", Exact = true }).CountAsync() == 0)
                continue;
            await nurse.GetByRole(AriaRole.Radio, new() { Name = "Review", Exact = true }).CheckAsync();
            await nurse.GetByLabel("Why", new() { Exact = true }).FillAsync("Sounded low at the front desk.");
            await nurse.GetByRole(AriaRole.Button, new() { Name = "Raise the flag", Exact = true }).ClickAsync();
            await Expect(nurse).Not.ToHaveURLAsync(new Regex("/Raise$"), new() { Timeout = 20_000 });
        }

        Assert.Fail($"Fewer than {open} flags could be raised.");
    }

    /// <summary>Reasons whose first and gravest words, up to a comma or a full stop, do not stand there
    /// whole.</summary>
    private static Task<string[]> CutReasons(IPage page) =>
        page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll(".wb-row__why")].filter((why) => {
              const text = why.firstChild;
              const words = document.createRange();
              words.setStart(text, 0);
              words.setEnd(text, /^[^,]*?(?=[,]|[.] |$)/.exec(text.data)[0].length);
              return words.getBoundingClientRect().right > why.getBoundingClientRect().right;
            }).map((why) => why.textContent)
            """
        );

    private static Task<int> WhollyVisible(IPage page) =>
        page.EvaluateAsync<int>(
            """
            () => [...document.querySelectorAll(".wb-row")].filter((row) => {
              const box = row.getBoundingClientRect();
              return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight;
            }).length
            """
        );

    /// <summary>At the top, in the middle and at the end of the page each act is in the window, and nothing lies over
    /// it.</summary>
    private static async Task ExpectActsInSight(IPage page, int acts)
    {
        foreach (var part in new[] { "0", "0.5", "1" })
        {
            Assert.Equal(
                acts,
                await page.EvaluateAsync<int>(
                    $$"""
                    () => {
                      window.scrollTo(0, {{part}} * document.documentElement.scrollHeight);
                      return [...document.querySelectorAll(".wb-acts > *")].filter((act) => {
                        const box = act.getBoundingClientRect();
                        const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                        return box.height >= 24 && box.top >= 0 && box.bottom <= window.innerHeight && box.left >= 0 && box.right <= window.innerWidth && act.contains(hit);
                      }).length;
                    }
                    """
                )
            );
        }
    }
}
