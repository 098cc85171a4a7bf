using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>The main job, clicked through as its people would.</summary>
public sealed partial class StoryTests(DemoSite site)
{
    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task A_patient_asks_for_contact_without_JavaScript_and_a_nurse_answers_until_it_is_resolved(int width)
    {
        var before = site.Mails()
            .Count(m => m.Subject!.Contains("flag needs an answer", StringComparison.OrdinalIgnoreCase));

        var patient = await site.SignIn(DemoSite.Patient, width, javaScript: false);
        await patient.GotoAsync("/");
        var name = await site.NameOf(DemoSite.Patient);
        await Expect(patient.Locator("h1")).ToHaveTextAsync($"Hello, {name.Split(' ')[0]}"); // As one speaks to somebody.
        await Begin(patient);

        await DemoSite.Picture(patient, "checkin");

        // Any question can be skipped: going on without an answer is enough, and nothing is in the way back.
        var first = patient.Url;
        await Continue(patient);
        await Expect(patient).Not.ToHaveURLAsync(first);
        await patient.GotoAsync(first);
        await patient.GetByRole(AriaRole.Radio, new() { Name = "6", Exact = true }).CheckAsync();
        await Continue(patient);
        if (patient.Url.Contains("Duration", StringComparison.OrdinalIgnoreCase))
            await Continue(patient); // Where it is not known how long; it may be passed by.
        await patient.GetByRole(AriaRole.Checkbox, new() { Name = "Fear", Exact = true }).CheckAsync();
        await DemoSite.Picture(patient, "checkin-feelings");
        await Continue(patient);
        await patient.GetByRole(AriaRole.Radio, new() { Name = "Quite hard" }).CheckAsync();
        await Continue(patient);
        await Expect(patient)
            .ToHaveURLAsync(
                new Regex("/CheckIn/(Compared|Words)", RegexOptions.IgnoreCase),
                new() { Timeout = 20_000 }
            );
        if (patient.Url.Contains("Compared", StringComparison.OrdinalIgnoreCase))
        {
            await patient.GetByRole(AriaRole.Radio, new() { Name = "My feelings are harder" }).CheckAsync();
            await Continue(patient);
        }

        await patient.GetByRole(AriaRole.Textbox).FillAsync(new string('x', 2001));
        await Continue(patient);
        // What cannot be sent is said at the question and at the top.
        await Expect(patient.GetByRole(AriaRole.Alert)).ToContainTextAsync("Make your words shorter");
        await DemoSite.ExpectAccessible(await WithScripts(patient));
        await Expect(patient.GetByRole(AriaRole.Textbox)).ToHaveValueAsync(new string('x', 2001)); // Nothing typed is lost.
        await patient.GetByRole(AriaRole.Textbox).FillAsync($"The nights are long ({width}).");
        await Continue(patient);
        await patient.GetByRole(AriaRole.Checkbox, new() { Name = "I would like someone to contact me" }).CheckAsync();
        await Continue(patient);
        await Expect(patient.Locator("main")).ToContainTextAsync("6 of 10");
        await DemoSite.Picture(patient, "checkin-review");
        await Send(patient);
        await Expect(patient).ToHaveURLAsync(new Regex("/CheckIn/Done"));
        await DemoSite.Picture(patient, "checkin-done");
        await DemoSite.ExpectNoSidewaysScroll(patient);

        // Back and once more: still one check-in, and the same kind answer.
        await patient.GoBackAsync();
        if (await patient.GetByRole(AriaRole.Button, new() { NameRegex = SendButton() }).CountAsync() > 0)
        {
            await Send(patient);
            await Expect(patient).ToHaveURLAsync(new Regex("/CheckIn/Done"));
        }

        var nurse = await site.SignIn(DemoSite.Nurse, width);
        await nurse.GotoAsync("/Staff/Flags");
        await nurse.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.ClickAsync();
        await Expect(nurse.Locator("main")).ToContainTextAsync("Asked that somebody get in touch.");
        await Expect(nurse.Locator("main").GetByText($"The nights are long ({width})."))
            .ToHaveCountAsync(1, new() { Timeout = 5_000 });
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        await Expect(nurse.Locator("main")).ToContainTextAsync("You have this flag");

        // "Supported" needs a call that reached them; what was chosen stays.
        await Open(nurse, "Resolve the flag");
        await nurse.GetByLabel("How did it end?").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Resolve", Exact = true }).ClickAsync();
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nobody has been reached yet");
        await DemoSite.ExpectAccessible(nurse);

        await Open(nurse, "Record a contact attempt");
        await nurse.Locator("#attempt").GetByRole(AriaRole.Radio, new() { Name = "Yes" }).CheckAsync();
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Record the attempt" }).ClickAsync();
        await Expect(nurse.Locator(".wb-timeline").First).ToContainTextAsync("reached", new() { IgnoreCase = true });
        await Open(nurse, "Resolve the flag");
        await nurse.GetByLabel("How did it end?").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Resolve", Exact = true }).ClickAsync();
        await Expect(nurse.Locator("main")).ToContainTextAsync("Resolved by");
        await DemoSite.ExpectAccessible(nurse);

        await Eventually(
            () =>
                site.Mails().Count(m => m.Subject!.Contains("flag needs an answer", StringComparison.OrdinalIgnoreCase))
                > before,
            "The nurse on call got no mail."
        );
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task I_do_not_feel_safe_shows_help_first_and_one_more_tap_tells_the_team()
    {
        var family = await site.SignIn(DemoSite.Family, 360);
        await family.GotoAsync("/Trend");
        await family
            .GetByRole(AriaRole.Link, new() { NameRegex = new Regex("safe", RegexOptions.IgnoreCase) })
            .First.ClickAsync();
        await Expect(family.Locator("main")).ToContainTextAsync("000");
        await Expect(family.Locator("main")).ToContainTextAsync("13 11 14");
        await family.Locator("main form button").First.ClickAsync();
        await Expect(family.Locator("main")).ToContainTextAsync("000");
        await DemoSite.ExpectAccessible(family);

        var nurse = await site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/Flags");
        await Expect(nurse.Locator("main")).ToContainTextAsync("Does not feel safe");
    }

    [Fact]
    public async Task An_administrator_changes_a_threshold_with_a_reason_and_sees_the_new_version()
    {
        var admin = await site.SignIn(DemoSite.Administrator);
        await admin.GotoAsync("/Admin/Thresholds/Edit");
        var field = admin.Locator("main input[inputmode], main input[type=number]").First;
        var was = await field.InputValueAsync();

        await field.FillAsync("999999");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Review the change" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(field).ToHaveValueAsync("999999");
        await DemoSite.ExpectAccessible(admin);

        await field.FillAsync(
            (int.Parse(was, System.Globalization.CultureInfo.InvariantCulture) + 5).ToString(
                System.Globalization.CultureInfo.InvariantCulture
            )
        );
        await admin.GetByLabel("Why do you change this?").FillAsync("The team grew by two nurses.");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Review the change" }).ClickAsync();
        await Expect(admin.Locator("h1")).ToHaveTextAsync("Review the change");
        await DemoSite.Picture(admin, "thresholds-review");
        await DemoSite.ExpectAccessible(admin);
        await admin.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Publish version") }).ClickAsync();
        await Expect(admin.Locator("main")).ToContainTextAsync("The team grew by two nurses.");
    }

    [Fact]
    public async Task Two_tabs_fill_one_check_in()
    {
        var first = await site.SignIn(DemoSite.Family, 360);
        await Begin(first);
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync("/CheckIn/intensity");
        await first.GetByRole(AriaRole.Radio, new() { Name = "3", Exact = true }).CheckAsync();
        await FinishNow(first); // Sends at once.
        await Expect(first).ToHaveURLAsync(new Regex("/CheckIn/Done"));

        await second.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }).CheckAsync();
        await Continue(second);
        await Expect(second).ToHaveURLAsync(new Regex("/CheckIn/Done")); // The check-in was already sent; nothing is lost, nothing doubled.
    }

    private static async Task Begin(IPage page)
    {
        await page.GotoAsync("/CheckIn");
        // Whoever checked in before is asked first how it compares with last time.
        var growing = page.GetByRole(AriaRole.Button, new() { Name = "My feelings are harder" });
        await (await growing.CountAsync() > 0 ? growing : page.Locator("main form button").First).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/"));
        await page.GotoAsync("/CheckIn/intensity");
    }

    private static Task Continue(IPage page) =>
        page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

    private static Task FinishNow(IPage page) =>
        page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Finish now") }).ClickAsync();

    private static Task Send(IPage page) =>
        page.GetByRole(AriaRole.Button, new() { NameRegex = SendButton() }).ClickAsync();

    private static async Task Open(IPage page, string summary)
    {
        var details = page.Locator("details", new() { Has = page.GetByText(summary, new() { Exact = true }) });
        if (await details.GetAttributeAsync("open") is null)
            await details.Locator("summary").ClickAsync();
    }

    /// <summary>The same page with scripts on, which axe needs.</summary>
    private async Task<IPage> WithScripts(IPage page)
    {
        var scripted = await site.Open(page.ViewportSize!.Width);
        await scripted.Context.AddCookiesAsync(
            (await page.Context.CookiesAsync()).Select(c => new Cookie
            {
                Name = c.Name,
                Value = c.Value,
                Domain = c.Domain,
                Path = c.Path,
                HttpOnly = c.HttpOnly,
                SameSite = c.SameSite,
            })
        );
        await scripted.GotoAsync(page.Url);
        return scripted;
    }

    private static async Task Eventually(Func<bool> holds, string otherwise)
    {
        for (var tries = 0; tries < 300; tries++, await Task.Delay(200))
        {
            if (holds())
                return;
        }

        Assert.Fail(otherwise);
    }

    [GeneratedRegex("^Send")]
    private static partial Regex SendButton();
}
