using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Wellbeing.Testing;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>What an administrator does with colleagues' accounts, and what they message of it.</summary>
public sealed partial class StaffAccountTests(DemoSite site)
{
    private const string Chosen = "Five-Blue-Wrens-5";

    [Fact]
    public async Task An_invitation_that_got_lost_is_sent_again_until_its_colleague_has_joined()
    {
        const string email = "ella.martin@team.example";
        var ruth = await site.SignIn(DemoSite.Administrator, 360);
        await Invite(ruth, "Ella Martin", email);
        await site.AllMailed(email, NewPassword(), 1);
        await Unfold(ruth, "Ella Martin");
        await Card(ruth, "Ella Martin")
            .GetByRole(AriaRole.Button, new() { Name = "Send the invitation again" })
            .ClickAsync();
        await Expect(ruth.GetByText("The invitation was sent again")).ToBeVisibleAsync();

        var links = await site.AllMailed(email, NewPassword(), 2);
        Assert.Equal(2, links.Distinct().Count());
        var ella = await site.Open(360);
        await Join(ella, links[1], email);

        await ruth.GotoAsync("/Admin/Staff");
        await Expect(Card(ruth, "Ella Martin")).ToContainTextAsync("No second factor yet");
        await Unfold(ruth, "Ella Martin");
        await Expect(Card(ruth, "Ella Martin").GetByRole(AriaRole.Button, new() { Name = "Send the invitation again" }))
            .ToHaveCountAsync(0);
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task Who_lost_a_phone_sets_up_anew_who_is_disabled_is_out_and_who_changes_role_signs_in_again()
    {
        const string lost = "jo.byrne@team.example",
            left = "sam.reid@team.example",
            moved = "kim.doyle@team.example";
        var ruth = await site.SignIn(DemoSite.Administrator);
        foreach (var (name, email) in new[] { ("Jo Byrne", lost), ("Sam Reid", left), ("Kim Doyle", moved) })
            await Invite(ruth, name, email);
        var (jo, joKey) = await Joined(lost);
        var (sam, samKey) = await Joined(left);
        var (kim, kimKey) = await Joined(moved);

        await ruth.GotoAsync("/Admin/Staff");
        await Expect(Card(ruth, "Jo Byrne")).ToContainTextAsync("Second factor set up");
        await Unfold(ruth, "Jo Byrne");
        await DemoSite.Confirm(ruth, new Regex("Let them set up a new second factor Jo Byrne"));
        await Expect(ruth.GetByText("They can set up a new second factor", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Card(ruth, "Jo Byrne")).ToContainTextAsync("No second factor yet");
        await Do("Sam Reid", "Disable the account", "The account of Sam Reid is disabled");
        await Expect(Card(ruth, "Sam Reid")).ToContainTextAsync("Disabled");
        await Unfold(ruth, "Kim Doyle");
        await Card(ruth, "Kim Doyle").GetByRole(AriaRole.Checkbox, new() { Name = "Support nurse" }).UncheckAsync();
        await Do("Kim Doyle", "Save roles", "Nothing was changed"); // Nobody is left without any.
        await Unfold(ruth, "Kim Doyle");
        await Card(ruth, "Kim Doyle").GetByRole(AriaRole.Checkbox, new() { Name = "Support nurse" }).UncheckAsync();
        await Card(ruth, "Kim Doyle").GetByRole(AriaRole.Checkbox, new() { Name = "Administrator" }).CheckAsync();
        await Do("Kim Doyle", "Save roles", "Saved");
        await DemoSite.ExpectAccessible(ruth);

        // Within a minute each of them is asked to sign in.
        foreach (var page in new[] { jo, sam, kim })
        {
            for (
                var tries = 0;
                tries < 160 && !page.Url.Contains("/SignIn", StringComparison.Ordinal);
                tries++, await Task.Delay(500)
            )
                await page.GotoAsync("/Staff/Flags");
            await Expect(page).ToHaveURLAsync(new Regex("/SignIn"));
        }

        await SignIn(jo, lost);
        await Expect(jo.Locator("h1")).ToHaveTextAsync("Set up your second factor");
        await jo.GotoAsync("/Staff/Flags");
        await Expect(jo.Locator("h1")).Not.ToHaveTextAsync("Flags"); // Nothing is read without it.
        Assert.NotEqual(joKey, await SetUp(jo)); // The phone that was lost shows codes for nothing.
        await jo.GotoAsync("/Staff/Flags");
        await Expect(jo.Locator("h1")).ToHaveTextAsync("Flags");

        await SignIn(sam, left);
        await Expect(sam.GetByRole(AriaRole.Alert)).ToContainTextAsync("We could not sign you in");
        await ruth.GotoAsync("/Admin/Staff");
        await Do("Sam Reid", "Enable the account", "The account of Sam Reid is enabled");
        await SignInWithCode(sam, left, samKey);
        await sam.GotoAsync("/Staff/Flags");
        await Expect(sam.Locator("h1")).ToHaveTextAsync("Flags");

        await SignInWithCode(kim, moved, kimKey);
        await Expect(kim.GetByRole(AriaRole.Link, new() { Name = "Administration" }).First).ToBeVisibleAsync();
        await kim.GotoAsync("/Staff/Flags");
        await Expect(kim.Locator("h1")).Not.ToHaveTextAsync("Flags");
        site.ExpectQuietScripts();

        async Task Do(string name, string button, string then)
        {
            await Unfold(ruth, name);
            await Card(ruth, name).GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await Expect(ruth.GetByText(then, new() { Exact = true })).ToBeVisibleAsync();
        }
    }

    private async Task<(IPage Page, string Key)> Joined(string email)
    {
        var page = await site.Open(360);
        await Join(page, await site.Mailed(email, NewPassword()), email);
        return (page, await SetUp(page));
    }

    private static async Task Invite(IPage administrator, string name, string email)
    {
        await administrator.GotoAsync("/Admin/Staff");
        await administrator.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await administrator.GetByLabel("Email address").FillAsync(email);
        await administrator
            .Locator("#invite")
            .GetByRole(AriaRole.Checkbox, new() { Name = "Support nurse" })
            .CheckAsync();
        await Press(administrator, "Send the invitation");
        await Expect(Card(administrator, name)).ToContainTextAsync("Invited, has not joined yet");
    }

    private static async Task Join(IPage page, string link, string email)
    {
        await page.GotoAsync(link);
        await page.GetByLabel("New password").FillAsync(Chosen);
        await Press(page, "Save my password");
        await SignIn(page, email);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Set up your second factor");
    }

    /// <returns>The key that the authenticator app holds from then on.</returns>
    private static async Task<string> SetUp(IPage page)
    {
        await page.GotoAsync("/Account/SecondFactor");
        var key = await page.Locator(".wb-qr__key").InnerTextAsync();
        await page.GetByLabel("The six digits").FillAsync(Totp.Now(key));
        await Press(page, "Turn it on");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Keep these recovery codes");
        return key;
    }

    private static async Task SignIn(IPage page, string email)
    {
        await page.GotoAsync("/SignIn?way=password");
        await page.GetByLabel("Email address").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Chosen);
        await Press(page, "Sign in");
    }

    private static async Task SignInWithCode(IPage page, string email, string key)
    {
        await SignIn(page, email);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(Totp.Now(key));
        await Press(page, "Sign in");
        await Expect(page.Locator("form[action='/SignOut'] button").First).ToBeAttachedAsync();
    }

    private static ILocator Card(IPage page, string name) =>
        page.Locator("li.wb-card").Filter(new() { HasText = name });

    private static async Task Unfold(IPage page, string name)
    {
        if (await Card(page, name).Locator("details").First.GetAttributeAsync("open") is null)
            await Card(page, name).Locator("summary").First.ClickAsync();
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    [GeneratedRegex(@"/SignIn/NewPassword/[\w-]+")]
    private static partial Regex NewPassword();
}
