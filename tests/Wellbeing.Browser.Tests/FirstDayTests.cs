using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Wellbeing.App.Data;
using Wellbeing.Testing;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>
/// A new organisation's first day, by pages and mails alone: from an empty server to the first flag closed, and back
/// from a backup.
/// <c>docs/first-day.md</c> tells the same, step by step.
/// </summary>
public sealed partial class FirstDayTests
{
    private const string Password = "Five-Blue-Wrens-5";
    private const string Ruth = "ruth@harbour.example";
    private const string Priya = "priya@harbour.example";
    private const string Tom = "tom@harbour.example";
    private const string An = "an@home.example";
    private const string Col = "col@home.example";
    private const string Bea = "bea@home.example";

    /// <summary>Each day one of the two in turn, since the day takes minutes; both where everything is
    /// walked.</summary>
    public static TheoryData<DatabaseProvider> Databases =>
        new(InTurn.Of(1, DatabaseProvider.Sqlite, DatabaseProvider.Postgres));

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task From_an_empty_server_to_the_first_flag_closed(DatabaseProvider provider)
    {
        await using var server = await EmptyServer.Start(provider);

        // The first administrator.
        var printed = await server.Cli("first-administrator", "--email", Ruth, "--name", "Ruth Cohen");
        var ruth = await server.Open(1280);
        await JoinStaff(ruth, Link().Match(printed).Value, Ruth);
        await ruth.GotoAsync("/");
        await Expect(ruth.Locator("h1")).ToHaveTextAsync("Setting up");

        await DemoSite.Picture(ruth, "first-day-setting-up", whole: false);

        // Setting up.
        await FromHome(ruth, "Name, telephone, logo");
        await ruth.GetByLabel("Name", new() { Exact = true }).FillAsync("Harbour Care");
        await Press(ruth, "Save");
        await FromHome(ruth, "Check the numbers");
        await ruth.GetByLabel("I rang each of these numbers").CheckAsync();
        await Press(ruth, "Put these numbers in force");
        await Expect(ruth.Locator("main")).ToContainTextAsync("The numbers are in force");
        await FromHome(ruth, "Send a test email");
        await Press(ruth, "Send a test mail");
        var (_, code) = await server.Mailed(Ruth, SixDigits());
        await ruth.GetByLabel("The code in the test mail").FillAsync(code);
        await Press(ruth, "It arrived");
        await Expect(ruth.Locator("main")).ToContainTextAsync("Mail arrives");
        await FromHome(ruth, "Add holidays");
        await ruth.GetByLabel("State or territory").SelectOptionAsync("Queensland");
        await Press(ruth, "Show its holidays");
        await Press(ruth, "Add those that are ticked");
        await Expect(ruth.Locator("main")).ToContainTextAsync("holidays added");
        foreach (var (name, email) in new[] { ("Priya Nair", Priya), ("Tom Walker", Tom) })
        {
            await FromHome(ruth, "Invite a nurse");
            await ruth.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
            await ruth.GetByLabel("Email address").FillAsync(email);
            await ruth.Locator("#invite").GetByRole(AriaRole.Checkbox, new() { Name = "Support nurse" }).CheckAsync();
            await Press(ruth, "Send the invitation");
        }

        await ruth.GotoAsync("/Admin");
        await Expect(ruth.Locator("main")).ToContainTextAsync("0 have joined, 2 have not yet.");
        var priya = await server.Open(360);
        await JoinStaff(priya, (await server.Mailed(Priya, Link())).Found, Priya);
        var tom = await server.Open(1280);
        await JoinStaff(tom, (await server.Mailed(Tom, Link())).Found, Tom);

        await FromHome(ruth, "Plan the rota");
        await ruth.GetByLabel("First day")
            .FillAsync(
                TimeProvider
                    .System.GetUtcNow()
                    .UtcDateTime.AddDays(-1)
                    .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            );
        await ruth.GetByLabel("Turn 1").SelectOptionAsync(new SelectOptionValue { Label = "Priya Nair" });
        await ruth.GetByLabel("Turn 2").SelectOptionAsync(new SelectOptionValue { Label = "Tom Walker" });
        await Press(ruth, "Show what this plans");
        await Press(ruth, "Put it on the rota");
        foreach (
            var step in new[]
            {
                "Backup and keys",
                "Time zone and working hours",
                "Who is told, and when",
                "Thresholds",
                "Languages",
            }
        )
        {
            await ruth.GotoAsync("/Admin");
            await ruth.Locator(".wb-setup li").Filter(new() { HasText = step }).Locator("form button").ClickAsync();
        }

        // The first people: one by mail, one from a spreadsheet.
        await FromHome(ruth, "Invite somebody");
        await ruth.GetByRole(AriaRole.Radio, new() { Name = "A patient" }).CheckAsync();
        await ruth.GetByLabel("Name", new() { Exact = true }).FillAsync("Col Reid");
        await ruth.GetByLabel("Email address").FillAsync(Col);
        await ruth.GetByLabel("Telephone number").FillAsync("0412 345 678");
        await Press(ruth, "Send the invitation");
        await ruth.GotoAsync("/Admin/Import");
        await ruth.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "people.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(
                        $"name,email,language,time_zone\nNguyễn Thị An,{An},vi,{ByDay()}\n"
                    ),
                }
            );
        await Press(ruth, "Show what would happen");
        await Press(ruth, "Invite this person");
        await ruth.GotoAsync("/Admin");
        await Expect(ruth.Locator("main")).ToContainTextAsync("Every step is done.");
        await Press(ruth, "Setting up is finished");
        await Expect(ruth.Locator("h1")).ToHaveTextAsync("Administration");

        // An joins on her phone, in her language.
        var an = await server.Open(360);
        var (invitation, join) = await server.Mailed(An, Link());
        Assert.Contains("Harbour Care", invitation.Subject, StringComparison.Ordinal);
        await an.GotoAsync(join);
        await Expect(an.Locator("html")).ToHaveAttributeAsync("lang", "vi");
        Assert.True(
            await an.EvaluateAsync<bool>(
                "() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 100)"
            ),
            "The page has no styles."
        );
        await an.Locator("[name=Agreed][type=checkbox]").CheckAsync();
        await an.Locator("[name=OldEnough][type=checkbox]").CheckAsync();
        await an.Locator("[name=Cadence][value=Weekly]").CheckAsync();
        await an.Locator("[name=Phone]").FillAsync("0491 570 006");
        await an.Locator("details:has([name=Password]) > summary").ClickAsync();
        await an.Locator("[name=Password]").FillAsync(Password);
        await DemoSite.Picture(an, "first-day-join", whole: false);
        await an.Locator("main form button.wb-button").Last.ClickAsync();
        await Expect(an.Locator("h1")).ToContainTextAsync("An");
        await Expect(an.Locator("html")).ToHaveAttributeAsync("lang", "vi");
        await DemoSite.ExpectNoSidewaysScroll(an);

        // Somebody she trusts, who agrees.
        await an.GotoAsync("/Contacts");
        await an.Locator("[name=Name]").FillAsync("Bea");
        await an.Locator("[name=Email]").FillAsync(Bea);
        await an.Locator("[name=Relation]").FillAsync("chị");
        await an.Locator("[name=Language]").SelectOptionAsync("en-AU");
        await an.Locator("[name=ConsentFrom]").First.CheckAsync();
        await an.Locator("[name=Scope]").First.CheckAsync();
        await an.Locator("main form:has([name=Relation]) button.wb-button").ClickAsync();
        var bea = await server.Open(360);
        await bea.GotoAsync((await server.Mailed(Bea, Link())).Found);
        await bea.Locator("button[name=yes][value=true]").ClickAsync();

        // Col joins as well, and finds his number there.
        var col = await server.Open(360);
        await col.GotoAsync((await server.Mailed(Col, Link())).Found);
        await Expect(col.Locator("main")).ToContainTextAsync("678");
        await col.Locator("[name=Agreed][type=checkbox]").CheckAsync();
        await col.Locator("[name=OldEnough][type=checkbox]").CheckAsync();
        await col.Locator("[name=Cadence][value=Fortnightly]").CheckAsync();
        await col.Locator("main form button.wb-button").Last.ClickAsync();
        await Expect(col.Locator("h1")).ToContainTextAsync("Col");

        // A check-in that worries.
        await an.GotoAsync("/CheckIn");
        await an.Locator("main form button").First.ClickAsync();
        await an.Locator("[type=radio][value='9']").CheckAsync();
        await an.Locator("main form .wb-actions button").First.ClickAsync();
        await Expect(an).ToHaveURLAsync(new Regex("/CheckIn/Stop"));
        await Expect(an.Locator("main")).ToContainTextAsync("13 11 14");
        await an.Locator("main form .wb-actions a").First.ClickAsync();
        await Expect(an).Not.ToHaveURLAsync(new Regex("/CheckIn/Stop"));
        for (var steps = 0; steps < 12 && !an.Url.Contains("/Review", StringComparison.OrdinalIgnoreCase); steps++)
        {
            if (await an.Locator("main [type=radio]:visible").CountAsync() > 0)
                await an.Locator("main [type=radio]:visible").First.CheckAsync();
            var here = an.Url;
            await an.Locator("main form .wb-actions button").First.ClickAsync();
            await Expect(an).Not.ToHaveURLAsync(here); // A click does not wait for the next page.
        }

        await an.Locator("main form button.wb-button").Last.ClickAsync();
        await Expect(an).ToHaveURLAsync(new Regex("/CheckIn/Done"));
        await Expect(an.Locator("main")).ToContainTextAsync("13 11 14");

        // The nurse on call reads the mail on her phone, acknowledges, calls, and closes.
        var (told, flag) = await server.Mailed(Priya, FlagLink());
        Assert.DoesNotContain("An", told.Subject!.Split(' '));
        await priya.GotoAsync(flag);
        await Expect(priya.Locator("h1")).ToContainTextAsync("Nguyễn Thị An");
        await Press(priya, "Acknowledge");
        await Expect(priya.Locator("main")).ToContainTextAsync("You have this flag");
        await Expect(priya.Locator(".wb-acts a[href^='tel:']")).ToBeVisibleAsync();
        await DemoSite.Picture(priya, "first-day-flag", whole: false);
        await priya.Locator("#attempt").GetByRole(AriaRole.Radio, new() { Name = "Yes" }).First.CheckAsync();
        await priya
            .Locator("#attempt")
            .GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Resolve") })
            .CheckAsync();
        await priya.GetByLabel("How does it end?").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Press(priya, "Record the attempt");
        await Expect(priya.Locator("main")).ToContainTextAsync("Resolved by");
        await DemoSite.ExpectNoSidewaysScroll(priya);

        // What she reads of it; what she can take with her.
        await an.GotoAsync("/");
        await Expect(an.Locator("main")).ToContainTextAsync("Priya");
        await an.GotoAsync("/Settings/Data");
        Assert.Contains(An, await Taken(an), StringComparison.Ordinal);

        // The report, and a backup that opens.
        await ruth.GotoAsync("/Staff/Reports");
        await Expect(ruth.Locator("h1")).ToContainTextAsync("Reports");
        await tom.GotoAsync("/Staff/Flags?show=resolved");
        await Expect(tom.Locator("main")).ToContainTextAsync("Nguyễn Thị An");
        await server.Cli("verify-audit");
        await server.Cli("doctor");
        await server.BackUpAndRestore();
        await ruth.GotoAsync("/Admin");
        await Expect(ruth.Locator("#attention")).ToContainTextAsync("backup");
        await ruth.GotoAsync("/Admin/Operations");
        // Asked only where a message waited in the backup.
        var cancel = ruth.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("cancel", RegexOptions.IgnoreCase) });
        if (await cancel.CountAsync() > 0)
            await cancel.CheckAsync();
        await ruth.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Release") }).ClickAsync();
        await Expect(ruth.Locator("main")).ToContainTextAsync("The work is released");
        Assert.DoesNotContain("fail:", server.Output, StringComparison.Ordinal);
    }

    /// <summary>Where it is day now, whenever the test runs: whom An names is not written to at night.</summary>
    private static string ByDay() =>
        new[]
        {
            "Australia/Brisbane",
            "Pacific/Auckland",
            "Asia/Bangkok",
            "Asia/Dubai",
            "Europe/London",
            "America/New_York",
            "America/Los_Angeles",
        }.First(zone =>
            TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone)).Hour
                is >= 9
                    and < 18
        );

    /// <summary>Chooses a password by the link, signs in, sets up a second factor.</summary>
    private static async Task JoinStaff(IPage page, string link, string email)
    {
        await page.GotoAsync(link);
        await page.GetByLabel("New password").FillAsync(Password);
        await Press(page, "Save my password");
        await page.GotoAsync("/SignIn?way=password");
        await page.GetByLabel("Email address").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await Press(page, "Sign in");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Set up your second factor");
        await page.GetByLabel("The six digits").FillAsync(Totp.Now(await page.Locator(".wb-qr__key").InnerTextAsync()));
        await Press(page, "Turn it on");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Keep these recovery codes");
    }

    private static async Task FromHome(IPage page, string link)
    {
        await page.GotoAsync("/Admin");
        await page.Locator(".wb-setup").GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();
        await Expect(page.Locator("h1")).Not.ToHaveTextAsync("Setting up");
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();

    /// <summary>
    /// What the form of the page answers, read to its end. Chromium gives up downloads of a site whose certificate
    /// nobody vouches for, as this one's.
    /// </summary>
    private static async Task<string> Taken(IPage page)
    {
        var bytes = Convert.FromBase64String(
            await page.EvaluateAsync<string>(
                """
                async () => {
                  const form = document.querySelector("main form");
                  const answer = await fetch(form.action || location.href, { method: "POST", body: new URLSearchParams(new FormData(form)) });
                  if (!answer.ok || !answer.headers.get("Content-Disposition")?.startsWith("attachment")) throw new Error(`${answer.status}`);
                  const bytes = new Uint8Array(await answer.arrayBuffer());
                  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
                }
                """
            )
        );
        if (bytes is not [(byte)'P', (byte)'K', ..])
            return Encoding.UTF8.GetString(bytes);
        await using var archive = new ZipArchive(new MemoryStream(bytes));
        var all = new StringBuilder();
        foreach (var entry in archive.Entries)
        {
            using var text = new StreamReader(await entry.OpenAsync());
            all.AppendLine(await text.ReadToEndAsync());
        }

        return all.ToString();
    }

    [GeneratedRegex(@"https://wellbeing\.example\.org/(SignIn/NewPassword|Join|Contacts/Answer)/[\w-]+(\?[\w=-]+)?")]
    private static partial Regex Link();

    [GeneratedRegex(@"https://wellbeing\.example\.org/Staff/Flags/[\w-]+")]
    private static partial Regex FlagLink();

    [GeneratedRegex(@"(?<!\d)[0-9]{6}(?!\d)")]
    private static partial Regex SixDigits();
}
