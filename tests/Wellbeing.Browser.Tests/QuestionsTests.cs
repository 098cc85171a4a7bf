using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>Questions of an organisation's own, from the administrator's desk to a phone and on to a nurse. On a site
/// of its own: what is published changes everybody's check-in.</summary>
public sealed class QuestionsTests : IAsyncLifetime
{
    private readonly DemoSite _site = new();

    public ValueTask InitializeAsync() => _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task An_administrator_adds_questions_somebody_answers_them_on_a_phone_and_a_nurse_reads_the_answers()
    {
        var admin = await _site.SignIn(DemoSite.Administrator);
        await Add(
            admin,
            "Add a scale from 0 to 10",
            async () =>
            {
                await admin.GetByLabel("The question").First.FillAsync("How well have you slept this week?");
                await admin.GetByLabel("What 0 means").First.FillAsync("hardly at all");
                await admin.GetByRole(AriaRole.Button, new() { Name = "Save into the draft" }).ClickAsync();
                await Expect(admin.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say what 10 means.");
                await DemoSite.ExpectAccessible(admin);
                await DemoSite.Picture(admin, "admin-question-error");
                await admin.GetByLabel("What 10 means").First.FillAsync("very well");
            }
        );
        await Add(
            admin,
            "Add one answer of a few",
            async () =>
            {
                await admin.GetByLabel("The question").First.FillAsync("Who is with you most days?");
                await admin.GetByLabel("Answers, one a line").First.FillAsync("Nobody\nFamily\nFriends or neighbours");
            }
        );
        await admin
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Move up ?: ?Who is with you") })
            .ClickAsync(); // Before the scale.
        await Expect(
                admin
                    .Locator(".wb-asked--numbered h3")
                    .Filter(new() { HasTextRegex = new Regex("Who is with you|How well have you slept") })
            )
            .ToHaveTextAsync([new Regex("^Who is with you"), new Regex("^How well have you slept")]);
        await Add(
            admin,
            "Add free words",
            () => admin.GetByLabel("The question").First.FillAsync("What would make next week easier?")
        );
        await admin
            .GetByRole(
                AriaRole.Link,
                new() { NameRegex = new Regex("^Edit its words ?: ?How hard have your feelings") }
            )
            .ClickAsync();
        await admin
            .GetByLabel("The question")
            .First.FillAsync("How hard have your feelings been in the last seven days, including today?");
        await DemoSite.ExpectAccessible(admin);
        await DemoSite.Picture(admin, "admin-question-core");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Save into the draft" }).ClickAsync();
        await DemoSite.ExpectAccessible(admin);
        await DemoSite.Picture(admin, "admin-questions");

        await admin.GetByRole(AriaRole.Link, new() { Name = "See the draft as participants would" }).ClickAsync();
        await DemoSite.ExpectAccessible(admin);
        await DemoSite.Picture(admin, "admin-questions-preview");
        await admin.GetByRole(AriaRole.Link, new() { Name = "Arabic" }).ClickAsync();
        await DemoSite.ExpectAccessible(admin);
        await DemoSite.Picture(admin, "admin-questions-preview-arabic");
        await admin.GotoAsync("/Admin/Questions");
        await admin.GetByLabel("Why do you change this?").FillAsync("The ward wants to know about sleep and company.");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Publish version 1" }).ClickAsync();
        await Expect(admin.GetByText("Version 1 is asked from now on")).ToBeVisibleAsync();

        var phone = await _site.SignIn(DemoSite.Patient, 360);
        await phone.GotoAsync("/CheckIn");
        await phone
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^(My feelings are harder|Start)") })
            .First.ClickAsync();
        await Expect(phone.Locator("h1")).ToContainTextAsync("in the last seven days");
        await phone.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }).CheckAsync();
        await Continue(phone);
        if (phone.Url.Contains("Duration", StringComparison.OrdinalIgnoreCase))
            await Continue(phone); // Where the rating rises; it may be passed by.
        await Continue(phone);
        await phone.GetByRole(AriaRole.Radio).First.CheckAsync();
        await Continue(phone);
        if (await phone.Locator("input[name=Change]").CountAsync() > 0)
        {
            await phone.GetByRole(AriaRole.Radio).First.CheckAsync();
            await Continue(phone);
        }

        await Expect(phone.Locator("h1")).ToHaveTextAsync("Who is with you most days?");
        await Look(phone, "check-in-extra-choice");
        await phone.GetByRole(AriaRole.Radio, new() { Name = "Family" }).CheckAsync();
        await Continue(phone);
        await Expect(phone.Locator("h1")).ToHaveTextAsync("How well have you slept this week?");
        await Look(phone, "check-in-extra-scale");
        await phone.GetByRole(AriaRole.Radio, new() { Name = "3", Exact = true }).CheckAsync();
        await Continue(phone);
        await phone.GetByLabel("What would make next week easier?").FillAsync("Somebody to drive me on Tuesday.");
        await Look(phone, "check-in-extra-text");
        await Continue(phone);
        await Continue(phone);
        await Continue(phone);
        await Expect(phone.Locator("h1")).ToHaveTextAsync("Look at your answers");
        await Look(phone, "check-in-extra-review");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Send my check-in" }).ClickAsync();
        await Expect(phone.Locator("h1")).ToContainTextAsync("Thank you");
        await phone.GotoAsync("/Trend");
        await phone.GetByText("What you answered to other questions").ClickAsync();
        await Look(phone, "trend-extra");

        // On the page that phones keep: one question besides is enough to have something to send.
        await phone.GotoAsync("/CheckIn/Offline");
        await phone
            .GetByRole(AriaRole.Group, new() { Name = "How well have you slept this week?" })
            .GetByRole(AriaRole.Radio, new() { Name = "7", Exact = true })
            .CheckAsync();
        await Look(phone, "check-in-extra-offline");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Send my check-in" }).ClickAsync();
        await Expect(phone.Locator("h1")).ToContainTextAsync("Thank you");

        // Written without a network and sent by the service worker alone, no page of ours being open: it goes along.
        await DemoSite.ReadyForOffline(phone);
        var before = await _site.CheckInsOf(DemoSite.Patient);
        await phone.Context.SetOfflineAsync(true);
        await phone.GotoAsync("/CheckIn");
        await phone
            .GetByRole(AriaRole.Group, new() { Name = "How well have you slept this week?" })
            .GetByRole(AriaRole.Radio, new() { Name = "9", Exact = true })
            .CheckAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "Send my check-in" }).ClickAsync();
        await Expect(phone.Locator("[data-kept] [data-state]:visible")).ToContainTextAsync("Kept on this phone");
        await DemoSite.SendInBackground(phone);
        for (var tries = 0; tries < 200 && await _site.CheckInsOf(DemoSite.Patient) == before; tries++)
            await Task.Delay(100);
        Assert.Equal(before + 1, await _site.CheckInsOf(DemoSite.Patient));

        await phone.GotoAsync("/Trend/Print");
        var name = await phone.Locator("main strong bdi").InnerTextAsync();
        var nurse = await _site.SignIn(DemoSite.Nurse);
        await nurse.GotoAsync("/Staff/People");
        await nurse.GetByLabel("Part of a name").FillAsync(name);
        await nurse.GetByLabel("Part of a name").PressAsync("Enter");
        await nurse.GetByRole(AriaRole.Link, new() { Name = name }).First.ClickAsync();
        await Expect(nurse.Locator("main")).ToContainTextAsync("7 of 10 (0 = hardly at all");
        await Expect(nurse.Locator("main")).ToContainTextAsync("9 of 10 (0 = hardly at all");
        await Expect(nurse.Locator("main")).ToContainTextAsync("3 of 10 (0 = hardly at all, 10 = very well)");
        await Expect(nurse.Locator("main")).ToContainTextAsync("Somebody to drive me on Tuesday.");
        await DemoSite.ExpectAccessible(nurse);
        await DemoSite.Picture(nurse, "person-extra");
        _site.ExpectQuietScripts();
    }

    private static async Task Add(IPage admin, string kind, Func<Task> fill)
    {
        await admin.GotoAsync("/Admin/Questions");
        await admin.GetByRole(AriaRole.Link, new() { Name = kind }).ClickAsync();
        await fill();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Save into the draft" }).ClickAsync();
        await Expect(admin.GetByText("Saved into the draft")).ToBeVisibleAsync();
    }

    /// <summary>A click does not wait for what it leads to.</summary>
    private static async Task Continue(IPage phone)
    {
        var here = phone.Url;
        await phone.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(phone).Not.ToHaveURLAsync(here, new() { Timeout = 20_000 });
    }

    private static async Task Look(IPage phone, string picture)
    {
        await DemoSite.ExpectAccessible(phone);
        await DemoSite.ExpectNoSidewaysScroll(phone);
        await DemoSite.Picture(phone, picture);
    }
}
