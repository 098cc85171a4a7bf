using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>A check-in on a bad day: few taps when nothing has changed, little to load, and it does not need a network
/// to be begun.</summary>
public sealed class UnchangedDayTests(DemoSite site)
{
    private const int MostTaps = 5;

    // One person a test: they run side by side.
    private const string Giuseppe = "giuseppe.ferraro@home.example";
    private const string Eleni = "eleni.papadakis@home.example";
    private const string Wei = "wei.chen@home.example";
    private const string Yusuf = "yusuf.haddad@home.example";
    private const string Samira = "samira.haddad@home.example";
    private const string Lan = "nguyen.thi.lan@home.example";

    [Theory]
    [InlineData(Giuseppe, true, "en-AU")]
    [InlineData(Eleni, false, "en-AU")]
    [InlineData(Samira, true, "ar")]
    [InlineData(Samira, false, "ar")]
    public async Task Nothing_has_changed_and_from_the_mail_s_link_it_is_sent_in_few_taps(
        string email,
        bool javaScript,
        string language
    )
    {
        string Say(string key) => Texts.Of(language, key);
        var earlier = await site.SignIn(email, 360, language: language);
        await AnswerEverything(earlier, Say);
        await earlier.Context.CloseAsync();
        var before = await site.CheckInsOf(email);
        var link = await site.LinkMailedTo(email);

        var page = await site.Open(360, javaScript); // Nobody is signed in here, and this browser asks for English.
        var taps = new Taps();
        await taps.Opening(() => page.GotoAsync(link));
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await DemoSite.Picture(page, language == "ar" ? "checkin-link-ar" : "checkin-link");
        await taps.On(page.Locator("main form button").First);
        await Expect(page.Locator("h1")).ToContainTextAsync(Say("CheckIn.Change.Legend"));
        await DemoSite.Picture(page, language == "ar" ? "checkin-compared-ar" : "checkin-compared");
        await DemoSite.ExpectNoSidewaysScroll(page);
        await taps.On(page.GetByRole(AriaRole.Button, new() { Name = Say("CheckIn.Change.Same") }));
        await Expect(page.Locator("main"))
            .ToContainTextAsync(Say("CheckIn.Intensity.Of").Replace("{0}", "4", StringComparison.Ordinal));
        await Expect(page.Locator("main [type=radio]:visible")).ToHaveCountAsync(0); // Nothing is chosen on a scale for anybody.
        await DemoSite.Picture(page, language == "ar" ? "checkin-same-ar" : "checkin-same");
        await DemoSite.ExpectNoSidewaysScroll(page);
        if (javaScript)
            await DemoSite.ExpectAccessible(page);
        await taps.On(page.GetByRole(AriaRole.Button, new() { Name = Say("CheckIn.Same.Send") }));
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/Done"));
        taps.ExpectAtMost(MostTaps);
        Assert.Equal(before + 1, await site.CheckInsOf(email));
        site.ExpectQuietScripts();
    }

    [Theory]
    [InlineData(Wei, "en-AU")]
    [InlineData(Yusuf, "ar")]
    public async Task Begun_without_a_network_it_is_kept_and_sent_once_when_there_is_one(string email, string language)
    {
        string Say(string key) => Texts.Of(language, key);
        var page = await site.SignIn(email, 360, language: language);
        await DemoSite.ReadyForOffline(page);
        var before = await site.CheckInsOf(email);

        await page.Context.SetOfflineAsync(true);
        var taps = new Taps();
        await taps.Opening(() => page.GotoAsync("/CheckIn"));
        await Expect(page.Locator("body")).ToContainTextAsync("13 11 14"); // Help is there without a network.
        await DemoSite.Picture(page, "checkin-offline-shell");
        await taps.On(page.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }), choose: true);
        await taps.On(page.GetByRole(AriaRole.Radio, new() { Name = Say("CheckIn.Functioning.3") }), choose: true);
        await taps.On(page.GetByRole(AriaRole.Radio, new() { Name = Say("CheckIn.Change.Same") }), choose: true);
        await taps.On(page.GetByRole(AriaRole.Button, new() { Name = Say("CheckIn.All.Send") }));
        taps.ExpectAtMost(MostTaps);
        await Expect(page.Locator("[data-kept] [data-state]:visible")).ToContainTextAsync(Say("Kept.Kept.Title"));
        await DemoSite.Picture(page, "checkin-kept");
        await DemoSite.ExpectAccessible(page);

        // Closed and opened again: still kept; help opens too.
        await page.GotoAsync("/");
        await Expect(page.Locator("[data-kept] [data-state]:visible")).ToContainTextAsync(Say("Kept.Kept.Title"));
        await page.GotoAsync("/NotSafe");
        await Expect(page.Locator("main")).ToContainTextAsync("000");
        await page.GotoAsync("/CheckIn");
        await Expect(page.Locator("[data-kept] [data-state]:visible")).ToContainTextAsync(Say("Kept.Kept.Title"));
        Assert.Equal(before, await site.CheckInsOf(email));

        // A second tab is open: both message the network, and still it is stored once.
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync("/");
        await Expect(second.Locator("[data-away]")).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(false);
        // Whichever tab was faster, the one with the form gives way to what was saved, the other to what it stood in
        // for.
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/Done"), new() { Timeout = 30_000 });
        await Expect(page.Locator("main")).ToContainTextAsync(Say("CheckIn.Done.Have"));
        await Expect(second.Locator("[data-away]")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Expect(second).ToHaveURLAsync(new Regex("/$"));
        await Eventually(async () => !await HasToTell(second));
        foreach (var tab in new[] { page, second }) // Told once.
        {
            await tab.ReloadAsync();
            await Expect(tab.Locator("[data-kept]")).ToBeHiddenAsync();
        }

        Assert.Equal(before + 1, await site.CheckInsOf(email));
        site.ExpectQuietScripts();
    }

    /// <summary>Whether this browser still has to say once that something was sent.</summary>
    private static Task<bool> HasToTell(IPage page) =>
        page.EvaluateAsync<bool>(
            """
            () => new Promise((done) => {
              const opening = indexedDB.open("wellbeing", 1);
              opening.onsuccess = () => {
                const sent = opening.result.transaction("facts").objectStore("facts").get("sent");
                sent.onsuccess = () => { opening.result.close(); done(sent.result !== undefined); };
              };
            })
            """
        );

    [Theory]
    [InlineData(Giuseppe, "en-AU")]
    [InlineData(Samira, "ar")]
    public async Task A_page_that_cannot_be_had_says_so_and_what_was_sent_and_opens_by_itself_once(
        string email,
        string language
    )
    {
        string Say(string key) => Texts.Of(language, key);
        var page = await site.SignIn(email, 360, language: language);
        await DemoSite.ReadyForOffline(page);
        var (again, checkIn, stands) = (
            page.Locator("[data-again]"),
            page.GetByRole(AriaRole.Link, new() { Name = Say("Away.CheckIn") }),
            page.Locator("[data-away]")
        );
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/Trend");
        await Expect(page.Locator("h1")).ToHaveTextAsync(Say("Away.Title"));
        await Expect(page.Locator("main [type=radio]")).ToHaveCountAsync(0); // Nothing that looks as if nothing had been sent.
        await Expect(page.Locator("body")).ToContainTextAsync("13 11 14");
        await Expect(again).ToHaveAttributeAsync("href", "/Trend");
        await Expect(page.GetByText(Say("Away.Sent"))).ToBeHiddenAsync();
        await DemoSite.Picture(page, language == "ar" ? "no-connection-ar" : "no-connection");
        await DemoSite.ExpectAccessible(page);

        await page.GotoAsync("/CheckIn/Done?id=0198a5d0-0000-7000-8000-000000000001");
        await Expect(page.GetByText(Say("Away.Sent"))).ToBeVisibleAsync();
        await Expect(checkIn).ToBeHiddenAsync();
        await DemoSite.Picture(page, language == "ar" ? "no-connection-done-ar" : "no-connection-done");
        await page.GotoAsync("/CheckIn/Review");
        await checkIn.ClickAsync();
        await Expect(page.Locator("[data-offline-form]")).ToBeVisibleAsync();

        // While nothing answers, no page goes round and round, whatever is said of the network.
        await page.GotoAsync("/Trend");
        var (loads, asked) = (0, 0);
        page.Load += (_, _) => loads++;
        page.RequestFailed += (_, request) => asked += request.Url.EndsWith("/sw.js", StringComparison.Ordinal) ? 1 : 0;
        await page.EvaluateAsync("() => { dispatchEvent(new Event('online')); }");
        await Eventually(() => Task.FromResult(asked == 1));
        await page.EvaluateAsync("() => { dispatchEvent(new Event('online')); }");
        await Eventually(() => Task.FromResult(asked == 2));
        await Expect(stands).ToBeVisibleAsync();
        Assert.Equal(0, loads);

        // Once somebody answers, it opens without a tap, and stays.
        await page.Context.SetOfflineAsync(false);
        await Expect(stands).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Expect(page).ToHaveURLAsync(new Regex("/Trend$"));
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/Settings");
        await Expect(stands).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(false);
        await Expect(stands).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Expect(page).ToHaveURLAsync(new Regex("/Settings$"));
        site.ExpectQuietScripts();
    }

    [Theory]
    [InlineData(Wei, "en-AU")]
    [InlineData(Yusuf, "ar")]
    public async Task From_the_mail_s_link_without_a_network_it_is_kept_and_sent_by_itself_without_signing_in(
        string email,
        string language
    )
    {
        string Say(string key) => Texts.Of(language, key);
        // The phone of somebody who has checked in on it before, and is not signed in.
        var page = await site.SignIn(email, 360, language: language);
        await DemoSite.ReadyForOffline(page);
        await page.Context.ClearCookiesAsync();
        var before = await site.CheckInsOf(email);
        var link = await site.LinkMailedTo(email);

        await page.Context.SetOfflineAsync(true);
        var taps = new Taps();
        await taps.Opening(() => page.GotoAsync(link));
        await taps.On(page.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }), choose: true);
        await taps.On(page.GetByRole(AriaRole.Radio, new() { Name = Say("CheckIn.Functioning.3") }), choose: true);
        await taps.On(page.GetByRole(AriaRole.Radio, new() { Name = Say("CheckIn.Change.Same") }), choose: true);
        await taps.On(page.GetByRole(AriaRole.Button, new() { Name = Say("CheckIn.All.Send") }));
        await Expect(page.Locator("[data-kept] [data-state]:visible")).ToContainTextAsync(Say("Kept.Kept.Title"));
        await DemoSite.Picture(page, language == "ar" ? "checkin-link-kept-ar" : "checkin-link-kept");
        Assert.Equal(before, await site.CheckInsOf(email));

        await page.Context.SetOfflineAsync(false);
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/Done"));
        await Expect(page.Locator("main")).ToContainTextAsync(Say("CheckIn.Done.Have"));
        await DemoSite.Picture(page, language == "ar" ? "checkin-link-done-ar" : "checkin-link-done");
        taps.ExpectAtMost(MostTaps);
        Assert.Equal(before + 1, await site.CheckInsOf(email));
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task What_was_typed_when_a_proxy_answered_in_our_place_stands_in_the_page_again_and_is_stored_once()
    {
        var page = await site.SignIn(Lan, 360);
        // A browser in which nothing stands in for the network.
        await page.EvaluateAsync(
            "async () => { for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister(); }"
        );
        await page.AddInitScriptAsync(
            "navigator.serviceWorker.register = () => Promise.reject(new Error('not offered'));"
        );
        await page.GotoAsync("/CheckIn");
        await page.Locator("main form button").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/"), new() { Timeout = 20_000 });
        await page.GotoAsync("/CheckIn/All");
        var before = await site.CheckInsOf(Lan);
        await page.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Fear", Exact = true }).CheckAsync();
        await page.Locator("[name=Words]").FillAsync("The nights are long.");

        await page.RouteAsync(
            "**/CheckIn/All",
            route =>
                route.Request.Method == "POST"
                    ? route.FulfillAsync(new() { Status = 502, Body = "502 Bad Gateway" })
                    : route.ContinueAsync()
        );
        await page.GetByRole(AriaRole.Button, new() { Name = "Send my check-in" }).ClickAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("502 Bad Gateway");
        await page.UnrouteAllAsync();

        await page.GotoAsync("/CheckIn/All");
        await Expect(page.Locator("[name=Words]")).ToHaveValueAsync("The nights are long.");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true })).ToBeCheckedAsync();
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Fear", Exact = true })).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send my check-in" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/Done"));
        Assert.Equal(before + 1, await site.CheckInsOf(Lan));

        // It is sent: nothing of it is left in the next one.
        await page.GotoAsync("/CheckIn");
        await page.Locator("main form button").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/"), new() { Timeout = 20_000 });
        await page.GotoAsync("/CheckIn/All");
        await Expect(page.Locator("[name=Words]")).ToHaveValueAsync("");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Back_to_a_form_that_was_answered_shows_the_form_and_no_word_of_a_connection()
    {
        var page = await site.SignIn(Lan, 360);
        await DemoSite.ReadyForOffline(page);
        await page.GotoAsync("/Settings/Details");
        var number = page.Locator("[name=Phone]");
        var save = page.GetByRole(AriaRole.Button, new() { Name = "Save my details" });
        await number.FillAsync("12");
        await save.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not look complete");
        await number.FillAsync("0491 570 156");
        await save.ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Your details are saved");

        await page.EvaluateAsync("() => history.back()");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("Your details are saved");
        await Expect(page.Locator("h1")).ToHaveTextAsync("My details");
        await Expect(number).ToHaveValueAsync("0491 570 156");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Whose_sign_in_has_ended_signs_in_and_it_is_sent_and_never_under_another_name()
    {
        var page = await site.SignIn(Lan, 360);
        await DemoSite.ReadyForOffline(page);
        var (before, others) = (await site.CheckInsOf(Lan), await site.CheckInsOf(DemoSite.Family));
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/CheckIn");
        await page.GetByRole(AriaRole.Radio, new() { Name = "3", Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send my check-in" }).ClickAsync();
        await Expect(page.Locator("[data-kept] [data-state]:visible")).ToContainTextAsync("Kept on this phone");

        await page.Context.ClearCookiesAsync();
        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator("[data-kept] [data-state]:visible"))
            .ToContainTextAsync("Sign in to send your check-in");
        await DemoSite.Picture(page, "checkin-kept-sign-in");

        // Somebody else signs in on the same phone: nothing of it is sent, or shown.
        await SignIn(page, DemoSite.Family);
        await Expect(page.Locator("[data-kept] [data-state]:visible")).ToContainTextAsync("Another person");
        Assert.Equal((before, others), (await site.CheckInsOf(Lan), await site.CheckInsOf(DemoSite.Family)));

        await page.Context.ClearCookiesAsync();
        await SignIn(page, Lan);
        await Expect(page.Locator("[data-kept] [data-state]:visible")).ToContainTextAsync("Your check-in is sent");
        await DemoSite.ExpectAccessible(page);
        Assert.Equal((before + 1, others), (await site.CheckInsOf(Lan), await site.CheckInsOf(DemoSite.Family)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/CheckIn")]
    [InlineData("/CheckIn/All")]
    public async Task A_first_visit_loads_less_than_100_kB(string path)
    {
        var page = await site.SignIn(DemoSite.Patient, 360);
        await page.GotoAsync(path);
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        await session.SendAsync("Network.setBypassServiceWorker", new() { ["bypass"] = true });
        // What browsers call slow 3G: half a second of delay, 400 kilobits a second.
        await session.SendAsync(
            "Network.emulateNetworkConditions",
            new()
            {
                ["offline"] = false,
                ["latency"] = 400,
                ["downloadThroughput"] = 50_000,
                ["uploadThroughput"] = 50_000,
            }
        );
        double bytes = 0;
        session.Event("Network.loadingFinished").OnEvent += (_, data) =>
            bytes += data!.Value.GetProperty("encodedDataLength").GetDouble();
        var began = Stopwatch.GetTimestamp();
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Load });
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{path}: {bytes / 1000:0.0} kB, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s on slow 3G"
        );
        Assert.InRange(bytes, 5_000, 100_000);
        await page.Context.CloseAsync();
    }

    private static async Task AnswerEverything(IPage page, Func<string, string> say)
    {
        await page.GotoAsync("/CheckIn");
        await page.Locator("main form button").First.ClickAsync();
        await page.GotoAsync("/CheckIn/All");
        await page.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = say("CheckIn.Emotion.Fear"), Exact = true })
            .CheckAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = say("CheckIn.Functioning.3") }).CheckAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = say("CheckIn.Change.Easing") }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = say("CheckIn.All.Send") }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/CheckIn/Done"));
    }

    private static async Task SignIn(IPage page, string email)
    {
        await page.GotoAsync("/SignIn?way=password");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(DemoSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).First).ToBeAttachedAsync();
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 300; tries++, await Task.Delay(100))
        {
            if (await holds())
                return;
        }

        Assert.Fail("It never came.");
    }

    /// <summary>Counts what a thumb does.</summary>
    private sealed class Taps
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private int _count;

        public async Task On(ILocator target, bool choose = false)
        {
            _count++;
            await (choose ? target.CheckAsync() : target.ClickAsync());
        }

        /// <summary>The tap on a link or an icon outside the page.</summary>
        public async Task Opening(Func<Task> open)
        {
            _count++;
            await open();
        }

        public void ExpectAtMost(int most)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{_count} taps, {Stopwatch.GetElapsedTime(_began).TotalSeconds:0.0} s"
            );
            Assert.InRange(_count, 1, most);
        }
    }
}
