using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Wellbeing.Testing;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>What an administrator does, from inviting a colleague to looking up who did what.</summary>
[Collection(nameof(OwnSite))]
public sealed partial class AdministratorTests(OwnSite own)
{
    private const string Nia = "nia.okafor@team.example";
    private const string Tom = "tom.walker@team.example";
    private const string Chosen = "Seven-Grey-Herons-7";

    private static readonly byte[] _dot = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    );

    private DemoSite Site => own.Site;

    [Fact]
    public async Task A_colleague_is_invited_sets_up_a_second_factor_publishes_what_the_first_drafted_and_is_disabled()
    {
        var ruth = await Site.SignIn(DemoSite.Administrator);
        await ruth.GotoAsync("/Admin/Staff");
        await ruth.GetByLabel("Name", new() { Exact = true }).FillAsync("Nia Okafor");
        await Press(ruth, "Send the invitation");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(ruth.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Nia Okafor");
        await ruth.GetByLabel("Email address").FillAsync(Nia);
        await ruth.Locator("#invite").GetByRole(AriaRole.Checkbox, new() { Name = "Administrator" }).CheckAsync();
        await Press(ruth, "Send the invitation");
        await Expect(Card(ruth)).ToContainTextAsync("Invited, has not joined yet");

        // The colleague: a password, then an authenticator app, before anything else.
        var nia = await Site.Open(360);
        await nia.GotoAsync(await Site.Mailed(Nia, NewPassword()));
        await nia.GetByLabel("New password").FillAsync("short");
        await Press(nia, "Save my password");
        await Expect(nia.GetByRole(AriaRole.Alert)).ToContainTextAsync("at least 12 characters");
        await nia.GetByLabel("New password").FillAsync(Chosen);
        await Press(nia, "Save my password");
        await SignIn(nia, Nia, Chosen);
        await Expect(nia.Locator("h1")).ToHaveTextAsync("Set up your second factor");
        await nia.GotoAsync("/Admin/Staff");
        await Expect(nia.Locator("h1")).Not.ToHaveTextAsync("Staff"); // Nothing is read without it.
        await nia.GotoAsync("/Account/SecondFactor");
        await nia.GetByLabel("The six digits").FillAsync("12345");
        await Press(nia, "Turn it on");
        await Expect(nia.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await DemoSite.ExpectAccessible(nia);
        await nia.GetByLabel("The six digits").FillAsync(Totp.Now(await nia.Locator(".wb-qr__key").InnerTextAsync()));
        await Press(nia, "Turn it on");
        await Expect(nia.Locator("h1")).ToHaveTextAsync("Keep these recovery codes");
        var codes = await nia.Locator(".wb-codes code").AllInnerTextsAsync();
        await DemoSite.ExpectAccessible(nia);
        await nia.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await Press(nia, "Sign out");

        // She left her phone at home: a recovery code signs in once.
        await SignIn(nia, Nia, Chosen);
        await nia.GetByLabel("Code", new() { Exact = true }).FillAsync(codes[0]);
        await Press(nia, "Sign in");
        await Expect(nia.Locator("form[action='/SignOut'] button").First).ToBeAttachedAsync();

        // Ruth drafts, and cannot publish it herself.
        const string acute = "[id='acute-weekly-minimumIntensity']";
        await ruth.GotoAsync("/Admin/Thresholds");
        await ruth.GetByText("Fine tuning: every single value").ClickAsync();
        await ruth.GetByRole(AriaRole.Link, new() { Name = "Change single values" }).ClickAsync();
        var was = await ruth.Locator(acute).InputValueAsync();
        await ruth.Locator(acute).FillAsync("8");
        await ruth.GetByLabel("Why do you change this?").FillAsync("Nurses say that some people are found late.");
        await Press(ruth, "Review the change");
        await Expect(ruth.Locator(".wb-changes__values del")).ToContainTextAsync(was);
        await Expect(ruth.Locator(".wb-changes__values ins")).ToContainTextAsync("8");
        await Expect(ruth.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Publish") })).ToHaveCountAsync(0);
        await Press(ruth, "Save for another administrator to publish");
        await Expect(ruth.Locator("main")).ToContainTextAsync("Another administrator publishes this draft");
        await DemoSite.ExpectAccessible(ruth);

        // Nia reads and publishes it, and the day after wants the old values back: Ruth publishes those.
        await nia.GotoAsync("/Admin/Thresholds");
        await nia.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("some people are found late") }).ClickAsync();
        await Expect(nia.Locator(".wb-changes__values ins")).ToContainTextAsync("8");
        await nia.GetByLabel("Why do you change this?").FillAsync("");
        await PressPublish(nia);
        await Expect(nia.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why");
        await nia.GetByLabel("Why do you change this?").FillAsync("Agreed with the nurses.");
        await PressPublish(nia);
        var version = int.Parse(
            Number().Match(await nia.Locator(".wb-state__main").InnerTextAsync()).Value,
            CultureInfo.InvariantCulture
        );
        await Expect(nia.Locator($"#version-{version}")).ToContainTextAsync("Drafted by Ruth Cohen");
        await nia.GetByRole(AriaRole.Link, new() { Name = $"Go back to version {version - 1}", Exact = true })
            .ClickAsync();
        await Expect(nia.Locator(acute)).ToHaveValueAsync(was);
        await nia.GetByLabel("Why do you change this?").FillAsync($"Back to version {version - 1}: too many calls.");
        await Press(nia, "Review the change");
        await Press(nia, "Save for another administrator to publish");
        await ruth.GotoAsync("/Admin/Thresholds");
        await ruth.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("too many calls") }).ClickAsync();
        await ruth.GetByLabel("Why do you change this?").FillAsync($"Back to version {version - 1}: too many calls.");
        await PressPublish(ruth);
        await Expect(ruth.Locator(".wb-state__main")).ToHaveTextAsync($"Version {version + 1} is in force");
        await ruth.GotoAsync("/Admin/Thresholds/Edit");
        await Expect(ruth.Locator(acute)).ToHaveValueAsync(was);

        // She leaves: her account opens nothing any more, and could be given back.
        await ruth.GotoAsync("/Admin/Staff");
        await Expect(Card(ruth)).ToContainTextAsync("Second factor set up");
        await Card(ruth).Locator("summary").First.ClickAsync();
        await Card(ruth).GetByRole(AriaRole.Button, new() { Name = "Disable the account" }).ClickAsync();
        await Expect(Card(ruth)).ToContainTextAsync("Disabled");
        await nia.Context.ClearCookiesAsync();
        await SignIn(nia, Nia, Chosen);
        await Expect(nia.GetByRole(AriaRole.Alert)).ToContainTextAsync("We could not sign you in");
        await Card(ruth).Locator("summary").First.ClickAsync();
        await Expect(Card(ruth).GetByRole(AriaRole.Button, new() { Name = "Enable the account" })).ToBeVisibleAsync();
        Site.ExpectQuietScripts();
    }

    [Fact]
    public async Task A_team_is_set_up_and_a_changed_role_ends_a_session()
    {
        var ruth = await Site.SignIn(DemoSite.Administrator);
        var tom = await Site.SignIn(Tom);
        await ruth.GotoAsync("/Admin/Staff");
        var card = ruth.Locator("li.wb-card").Filter(new() { HasText = "Tom Walker" });
        await card.Locator("summary").ClickAsync();
        await card.GetByRole(AriaRole.Checkbox, new() { Name = "Administrator" }).CheckAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Save roles" }).ClickAsync();
        await Expect(card).ToContainTextAsync("Support nurse and administrator");

        // Name, colours and logo: what cannot be read is refused, with a shade that can.
        await ruth.GotoAsync("/Admin/Branding");
        await ruth.GetByLabel("Name", new() { Exact = true }).FillAsync("Harbour Care");
        await ruth.GetByLabel("Main colour", new() { Exact = true }).FillAsync("#9fc5e8");
        await ruth.GetByLabel("Logo", new() { Exact = true }).SetInputFilesAsync(File("logo.png", "image/png", _dot));
        await Press(ruth, "Save");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(ruth.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Harbour Care");
        await DemoSite.ExpectAccessible(ruth);
        await ruth.GetByLabel("Logo", new() { Exact = true }).SetInputFilesAsync(File("logo.png", "image/png", _dot));
        await ruth.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Use #[0-9a-f]{6} and save") })
            .ClickAsync();
        await Expect(ruth.GetByText("The site looks like this now")).ToBeVisibleAsync();
        await Expect(ruth.Locator(".wb-header__name")).ToContainTextAsync("Harbour Care");
        Assert.True(
            await ruth.Locator(".wb-header__logo").EvaluateAsync<bool>("(img) => img.complete && img.naturalWidth > 0")
        );
        await DemoSite.ExpectAccessible(ruth);
        await ruth.GetByLabel("Logo", new() { Exact = true })
            .SetInputFilesAsync(File("logo.png", "image/png", "no picture"u8.ToArray()));
        await Press(ruth, "Save");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose a PNG picture");

        // Numbers: only those that somebody has looked up; then everybody has them.
        await ruth.GotoAsync("/Admin/SupportNumbers");
        await ruth.Locator("[name='Foundation.Number']").FillAsync("1800 555 019");
        await Press(ruth, "Put these numbers in force");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(ruth.Locator("[name='Foundation.Number']")).ToHaveValueAsync("1800 555 019");
        await ruth.GetByLabel("I rang each of these numbers").CheckAsync();
        await Press(ruth, "Put these numbers in force");
        await Expect(ruth.GetByText("The numbers are in force", new() { Exact = true })).ToBeVisibleAsync();
        var visitor = await Site.Open(360);
        await visitor.GotoAsync("/Help");
        await Expect(visitor.Locator("a[href='tel:1800555019']").First).ToBeVisibleAsync();
        await Expect(visitor).ToHaveTitleAsync(new Regex("Harbour Care"));
        await visitor.Context.CloseAsync();

        // Hours, and holidays out of a calendar file.
        await ruth.GotoAsync("/Admin/Hours");
        await ruth.Locator("[name='Hours.Day[5]']").FillAsync("ten to noon");
        await Press(ruth, "Save the hours");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToContainTextAsync("Saturday: write times like 08:00 to 17:00");
        await ruth.Locator("[name='Hours.Day[5]']").FillAsync("10-12");
        await Press(ruth, "Save the hours");
        await Expect(ruth.Locator("[name='Hours.Day[5]']")).ToHaveValueAsync("10:00 to 12:00");
        await ruth.GetByLabel("iCalendar file")
            .SetInputFilesAsync(
                File(
                    "days.ics",
                    "text/calendar",
                    Encoding.UTF8.GetBytes(
                        $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:{Day(40).Replace("-", "", StringComparison.Ordinal)}\r\nSUMMARY:Regatta Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
                    )
                )
            );
        await Press(ruth, "Read the file");
        await Expect(ruth.Locator("#file-read")).ToContainTextAsync("The file would add 1 holiday");
        await ruth.GetByRole(AriaRole.Checkbox, new() { NameRegex = new Regex("Regatta Day") }).CheckAsync();
        await Press(ruth, "Add those that are ticked");
        await Expect(ruth.Locator("#holidays")).ToContainTextAsync("Regatta Day");
        await DemoSite.Confirm(ruth, new Regex("Remove Regatta Day"));
        await Expect(ruth.Locator("#holidays")).Not.ToContainTextAsync("Regatta Day");

        // The rota: planned, covered, and turns taken off again.
        await ruth.GotoAsync("/Admin/Rota");
        await ruth.GetByLabel("First day").FillAsync(Day(14));
        await ruth.GetByLabel("Handed over at").FillAsync("08:00");
        await ruth.GetByLabel("How long is a turn?").SelectOptionAsync("A day each");
        await ruth.GetByLabel("For how many weeks?").FillAsync("many");
        await Press(ruth, "Show what this plans");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter 1 to 52 weeks.");
        await ruth.GetByLabel("For how many weeks?").FillAsync("2");
        await Press(ruth, "Show what this plans");
        await Expect(ruth.Locator(".wb-planned h3")).ToContainTextAsync("14 turns, until");
        await Press(ruth, "Put it on the rota");
        await Expect(ruth.GetByText("14 turns are on the rota")).ToBeVisibleAsync();
        await Fill("Cover", Day(16), "12:00", Day(16), "11:00");
        await ruth.GetByLabel("Who steps in?").SelectOptionAsync("Ngaire Thompson");
        await Press(ruth, "Put the cover on");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter an end after the beginning.");
        await ruth.Locator("[name='Cover.ToTime']").FillAsync("18:00");
        await Press(ruth, "Put the cover on");
        var cover = ruth.Locator("#covers li").Filter(new() { HasText = "12:00 pm" });
        await Expect(cover).ToContainTextAsync("Ngaire Thompson");
        await cover.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(cover).ToHaveCountAsync(0);
        await Press(ruth, "Take them off");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter a day within two years.");
        await Fill("Clear", Day(20), "12:00", Day(21), "12:00");
        await Press(ruth, "Take them off");
        await Expect(ruth.GetByRole(AriaRole.Status).First).ToContainTextAsync("2 turns are off the rota or shorter");
        await Expect(ruth.Locator(".wb-week__day--gap").First).ToContainTextAsync("Nobody");

        // Who is told: changed, and taken back.
        await ruth.GotoAsync("/Admin/Policies/Review");
        await Press(ruth, "Add a step");
        await ruth.Locator("[name='Steps[3].After']").FillAsync("48");
        await ruth.Locator("[name='Steps[3].Tell'][value=wholeTeam]").CheckAsync();
        await ruth.GetByLabel("Why do you change this?").FillAsync("After two days somebody must know.");
        await Press(ruth, "Review the change");
        await PressPublish(ruth);
        await Expect(ruth.Locator("#review")).ToContainTextAsync(new Regex("(48 hours|2 days)"));
        await ruth.Locator("#review summary").Last.ClickAsync();
        await ruth.Locator("#review")
            .GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Go back to version 1 ") })
            .ClickAsync();
        await ruth.GetByLabel("Why do you change this?").FillAsync("Back to version 1: it was enough.");
        await Press(ruth, "Review the change");
        await PressPublish(ruth);
        await Expect(ruth.Locator("#review")).ToContainTextAsync("3 versions");

        // What to say, mail, retention.
        await ruth.GotoAsync("/Admin/Support");
        await ruth.GetByRole(AriaRole.Link, new() { Name = "Change what to say: Urgent" }).ClickAsync();
        await ruth.GetByLabel("Suggestions").FillAsync("“Who is with you at the moment?”\nStay on the line.");
        await Press(ruth, "Save");
        await ruth.GotoAsync("/Admin/Mail");
        await Press(ruth, "Send a test mail");
        var again = ruth.GetByRole(AriaRole.Link, new() { Name = "Look again" });
        for (var tries = 0; tries < 20 && await again.IsVisibleAsync(); tries++, await Task.Delay(500))
            await ruth.GotoAsync("/Admin/Mail"); // A sweep was faster.
        await Expect(ruth.Locator("#test li").First).ToContainTextAsync("The mail server took it");
        await ruth.GotoAsync("/Admin/Retention");
        await Expect(ruth.Locator("tbody tr").First).ToContainTextAsync("would go");

        // Within a minute of the change Tom's session is over; signed in anew, he is both.
        for (
            var tries = 0;
            tries < 160 && !tom.Url.Contains("/SignIn", StringComparison.Ordinal);
            tries++, await Task.Delay(500)
        )
            await tom.GotoAsync("/Staff/Flags");
        await SignIn(tom, Tom, DemoSite.Password);
        await Expect(tom.GetByRole(AriaRole.Link, new() { Name = "Administration" }).First).ToBeVisibleAsync();
        await tom.GotoAsync("/Staff/Flags?severity=urgent");
        await tom.Locator(".wb-work h2 a").First.ClickAsync();
        await Expect(tom.Locator(".wb-say")).ToContainTextAsync("“Who is with you at the moment?”");
        Site.ExpectQuietScripts();

        async Task Fill(string form, params string[] values)
        {
            foreach (var (field, value) in new[] { "FromDay", "FromTime", "ToDay", "ToTime" }.Zip(values))
                await ruth.Locator($"[name='{form}.{field}']").FillAsync(value);
        }
    }

    [Fact]
    public async Task People_are_imported_a_program_gets_a_key_and_the_log_tells_who_did_it()
    {
        var ruth = await Site.SignIn(DemoSite.Administrator);
        await ruth.GotoAsync("/Admin/Import");
        await Press(ruth, "Show what would happen");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose a CSV file");
        await Upload(
            "name,email,kind,language\nMaria Rossi,maria.rossi@home.example,patient,it\nAn Tran,an.tran@home.example,family,klingon\n,empty@home.example,,\n"
        );
        await Expect(ruth.GetByText("Nobody was invited")).ToBeVisibleAsync();
        await Expect(ruth.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("Line 3 language klingon") }))
            .ToBeVisibleAsync();
        await Expect(ruth.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("Line 4 name nothing") }))
            .ToBeVisibleAsync();
        await Expect(ruth.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Invite") })).ToHaveCountAsync(0);
        await DemoSite.ExpectAccessible(ruth);
        await Upload(
            "name,email,kind,language\nMaria Rossi,maria.rossi@home.example,patient,it\nAn Tran,an.tran@home.example,family,en\nAgain,patient@demo.example,,\n"
        );
        await Expect(ruth.GetByText("Nothing has happened yet")).ToBeVisibleAsync();
        await Expect(ruth.Locator("main")).ToContainTextAsync("2 people would be invited. 1 person is left alone");
        await DemoSite.ExpectAccessible(ruth);
        await Press(ruth, "Invite these 2 people");
        await Expect(ruth.GetByText("2 invitations are on the way")).ToBeVisibleAsync();
        var invited = await Site.Open(360);
        await invited.GotoAsync(await Site.Mailed("an.tran@home.example", Join()));
        await Expect(invited.Locator(".wb-lead").First).ToContainTextAsync("An Tran");
        await invited.Context.CloseAsync();

        // A key, shown once.
        await ruth.GotoAsync("/Admin/ApiClients");
        await ruth.GetByLabel("Name", new() { Exact = true }).FillAsync("Harbour hospital");
        await Press(ruth, "Make its key");
        await Expect(ruth.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose what it may do");
        await Expect(ruth.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Harbour hospital");
        await ruth.GetByRole(AriaRole.Checkbox, new() { Name = "List flags" }).CheckAsync();
        await Press(ruth, "Make its key");
        await Expect(ruth.Locator("h1")).ToHaveTextAsync("Keep this key");
        var key = await ruth.Locator("#key").InnerTextAsync();
        await DemoSite.ExpectAccessible(ruth);
        Assert.Equal(HttpStatusCode.OK, await Ask(key));
        await ruth.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();
        await ruth.GotoAsync("/Admin/ApiClients");
        await ruth.GetByRole(AriaRole.Link, new() { Name = "Harbour hospital", Exact = true }).ClickAsync();
        Assert.DoesNotContain(key, await ruth.ContentAsync(), StringComparison.Ordinal);
        await Expect(ruth.Locator("main")).ToContainTextAsync("Last used");
        await ruth.GetByRole(AriaRole.Link, new() { Name = "Revoke Harbour hospital" }).ClickAsync();
        await Press(ruth, "Revoke it now");
        await Expect(ruth.Locator(".wb-roll li").Filter(new() { HasText = "Harbour hospital" }))
            .ToContainTextAsync("Revoked");
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(key));

        // Who did it.
        await ruth.GotoAsync("/Admin/Audit");
        await ruth.GetByLabel("What", new() { Exact = true }).SelectOptionAsync("api-client");
        await Press(ruth, "Search");
        await Expect(ruth.Locator(".wb-audit li").First)
            .ToContainTextAsync(new Regex("Api client: .*Ruth Cohen", RegexOptions.Singleline));
        var download = await ruth.RunAndWaitForDownloadAsync(() =>
            ruth.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync()
        );
        var lines = await System.IO.File.ReadAllLinesAsync(
            await download.PathAsync(),
            TestContext.Current.CancellationToken
        );
        Assert.StartsWith("Sequence,", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Contains("api-client.", line, StringComparison.Ordinal));
        await ruth.GetByLabel("About whom").FillAsync("nobody@home.example");
        await Press(ruth, "Search");
        await Expect(ruth.Locator("#person-error")).ToContainTextAsync("Nobody who checks in has this name or address");
        await Expect(ruth.GetByLabel("About whom")).ToHaveValueAsync("nobody@home.example");
        await DemoSite.ExpectAccessible(ruth);
        await ruth.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
        await Press(ruth, "Check the whole log");
        await Expect(ruth.GetByText(new Regex("^All [0-9,]+ records hold$"))).ToBeVisibleAsync();

        await ruth.GotoAsync("/Admin");
        await ruth.GetByRole(AriaRole.Link, new() { Name = "Operations", Exact = true }).ClickAsync();
        await Press(ruth, "Look now");
        await Expect(ruth.Locator("main")).ToContainTextAsync("All of it held when last looked at");
        await Expect(ruth.Locator("main")).ToContainTextAsync("Runs: last beat");
        Site.ExpectQuietScripts();

        async Task Upload(string csv)
        {
            await ruth.GetByLabel("File", new() { Exact = true })
                .SetInputFilesAsync(File("people.csv", "text/csv", Encoding.UTF8.GetBytes(csv)));
            await Press(ruth, "Show what would happen");
        }
    }

    private static FilePayload File(string name, string type, byte[] bytes) =>
        new()
        {
            Name = name,
            MimeType = type,
            Buffer = bytes,
        };

    private static string Day(int ahead) => DemoSite.Day(ahead);

    private static ILocator Card(IPage page) => page.Locator("li.wb-card").Filter(new() { HasText = "Nia Okafor" });

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static Task PressPublish(IPage page) =>
        page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Publish version") }).ClickAsync();

    private static async Task SignIn(IPage page, string email, string password)
    {
        await page.GotoAsync("/SignIn?way=password");
        await page.GetByLabel("Email address").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Press(page, "Sign in");
    }

    private async Task<HttpStatusCode> Ask(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/flags")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        };
        using var answer = await Site.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    [GeneratedRegex(@"/SignIn/NewPassword/[\w-]+")]
    private static partial Regex NewPassword();

    [GeneratedRegex(@"/Join/[\w-]+")]
    private static partial Regex Join();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
