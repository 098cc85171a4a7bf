using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>WCAG 2.2 AA on participants' pages, by keyboard, for a screen reader, with forced colours and without
/// motion; <see cref="Walk"/> says how much of it.</summary>
public sealed class AccessibilityTests(DemoSite site)
{
    /// <summary>She speaks a language that the pages are not written in, so that of her browser is read, and no other
    /// test's.</summary>
    private const string Harpreet = "harpreet.kaur@home.example";

    [Fact]
    public void No_page_is_forgotten() => Assert.Empty(AllPages.Forgotten());

    private static async Task Say(IPage own, string language)
    {
        await own.GotoAsync("/CheckIn/All");
        await own.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }).CheckAsync();
        await own.GetByRole(AriaRole.Radio, new() { Name = Texts.Of(language, "CheckIn.Functioning.3") }).CheckAsync();
        await own.GetByRole(AriaRole.Button, new() { Name = Texts.Of(language, "CheckIn.All.Send") }).ClickAsync();
        await Expect(own).ToHaveURLAsync(new Regex("/CheckIn/Done"));
    }

    [Theory]
    [MemberData(nameof(Walk.Languages), MemberType = typeof(Walk))]
    public async Task Every_participant_page_is_accessible_in(string language)
    {
        var walk = new Walk(language, await site.Keys(Harpreet));
        var visitor = await site.Open(320);
        await visitor.GotoAsync("/Language");
        if (language != "en-AU")
            await visitor.Locator($"main button[lang={language}]").ClickAsync();
        await walk.Through(visitor, AllPages.Visitors, "public");
        await visitor.Context.CloseAsync();

        var own = await site.SignIn(Harpreet, 320, language: language);
        await own.GotoAsync("/CheckIn");
        var same = own.GetByRole(AriaRole.Button, new() { Name = Texts.Of(language, "CheckIn.Change.Same") });
        if (await same.CountAsync() == 0)
        {
            await Say(own, language); // On some days of the demo there is no last time that "about the same" could mean.
            await own.GotoAsync("/CheckIn");
        }

        await walk.Look(own, "/CheckIn");
        await same.ClickAsync();
        await Expect(own).ToHaveURLAsync(new Regex("/CheckIn/Same"));
        await walk.Look(own, "/CheckIn/Same");
        await walk.Through(own, AllPages.Own);

        // A form that was sent long after signing in leads here.
        await own.GotoAsync("/Settings");
        await own.EvaluateAsync(
            "() => { const form = document.querySelector('main form[method=post]'); form.action = '/Account/Confirm?handler=Keep'; form.noValidate = true; form.submit(); }"
        );
        await Expect(own).ToHaveURLAsync(new Regex("/Account/Confirm"));
        await walk.Look(own, "/Account/Confirm");

        await Say(own, language);
        await walk.Look(own, "/CheckIn/Done");
        await own.Context.CloseAsync();
        walk.ExpectNothingWrong();
        site.ExpectQuietScripts();
    }

    [Fact]
    public async Task A_sideways_scroll_and_a_faint_word_are_caught()
    {
        var page = await site.Open(320);
        await page.GotoAsync("/Help");
        await page.EvaluateAsync(
            "() => { const p = document.createElement('p'); p.textContent = 'faint'; p.style.color = '#eee'; p.style.inlineSize = '900px'; document.querySelector('main').append(p); }"
        );
        await Assert.ThrowsAnyAsync<Exception>(() => DemoSite.ExpectAccessible(page));
        await Assert.ThrowsAnyAsync<Exception>(() => DemoSite.ExpectNoSidewaysScroll(page));
    }

    [Fact]
    public async Task A_word_that_is_faint_on_a_dark_screen_alone_is_caught()
    {
        var page = await site.Open(320);
        await page.GotoAsync("/Help");
        await page.EvaluateAsync(
            "() => { const p = document.createElement('p'); p.textContent = 'fine by day'; p.style.color = '#1d2b2e'; document.querySelector('main').append(p); }"
        );
        Assert.Empty(await DemoSite.Breaches(page));
        Assert.Contains("fine by day", Assert.Single(await DemoSite.FaintAtNight(page)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/SignIn")]
    [InlineData("/Help")]
    public async Task A_keyboard_reaches_everything_in_order_sees_where_it_is_and_is_never_trapped(string path)
    {
        var page = await site.Open(1280);
        await page.GotoAsync(path);
        var controls = await page.Locator(
                "a[href]:visible, button:visible, input:visible:not([type=hidden]), summary:visible"
            )
            .CountAsync();
        var seen = new List<string>();
        for (var i = 0; i < controls + 2; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var at = await page.EvaluateAsync<string>(
                """
                () => {
                  const e = document.activeElement;
                  if (e === document.body) return "";
                  e.dataset.seen ??= String(Math.random());
                  const s = getComputedStyle(e);
                  const shown = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none" || e.matches("[type=radio],[type=checkbox]");
                  return (shown ? "" : "UNSEEN ") + e.dataset.seen;
                }
                """
            );
            if (at.Length == 0)
                break; // Past the last one, back to the browser: no trap.
            Assert.DoesNotContain("UNSEEN", at, StringComparison.Ordinal);
            Assert.DoesNotContain(at, seen);
            seen.Add(at);
        }

        Assert.InRange(seen.Count, controls - 1, controls + 1); // The skip link shows itself when reached.
        await page.GotoAsync(path);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("en-AU")]
    [InlineData("ar")]
    public async Task A_screen_reader_hears_what_is_wrong_and_where(string language)
    {
        var page = await site.Open(360);
        await page.GotoAsync("/Language");
        if (language != "en-AU")
            await page.Locator($"main button[lang={language}]").ClickAsync();
        await page.GotoAsync("/SignIn");
        await page.Locator("main form button").First.ClickAsync();

        await Expect(page).ToHaveTitleAsync(new Regex("^" + Regex.Escape(Texts.Of(language, "Form.ErrorPrefix"))));
        var summary = page.GetByRole(AriaRole.Alert);
        await Expect(summary).ToContainTextAsync(Texts.Of(language, "SignIn.Email.Missing"));
        await Expect(summary)
            .ToMatchAriaSnapshotAsync(
                $"""
                - alert:
                  - heading "{Texts.Of(language, "Form.ErrorTitle")}" [level=2]
                  - list:
                    - listitem:
                      - link "{Texts.Of(language, "SignIn.Email.Missing")}"
                """
            );
        var field = page.GetByLabel(Texts.Of(language, "SignIn.Email"), new() { Exact = true });
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(field)
            .ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(Texts.Of(language, "SignIn.Email.Missing"))));
        await summary.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(field).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_screen_reader_hears_what_came_of_it()
    {
        var page = await site.SignIn(DemoSite.Patient, 360);
        await page.GotoAsync("/Settings");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save my settings" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Your settings are saved" }))
            .ToBeVisibleAsync();
        await DemoSite.ExpectAccessible(page);
    }

    [Fact]
    public async Task Nothing_moves_for_those_who_asked_for_less_motion_and_choices_stay_seen_in_forced_colours()
    {
        var page = await site.SignIn(Harpreet, 360);
        await page.EmulateMediaAsync(
            new() { ReducedMotion = ReducedMotion.Reduce, ForcedColors = ForcedColors.Active }
        );
        await page.GotoAsync("/CheckIn");
        await page.Locator("main form button").First.ClickAsync();
        await page.GotoAsync("/CheckIn/Intensity");
        var moving = await page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('*')].filter((e) => { const s = getComputedStyle(e); return s.animationName !== 'none' || s.transitionDuration.split(',').some((d) => parseFloat(d) > 0); }).length"
        );
        Assert.Equal(0, moving);
        await page.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }).CheckAsync();
        var outlines = await page.EvaluateAsync<string[]>(
            "() => ['#' + document.querySelector('.wb-scale__input:checked').id, '.wb-scale__input:not(:checked)'].map((s) => getComputedStyle(document.querySelector(s + ' + label')).outlineStyle)"
        );
        Assert.Equal("solid", outlines[0]);
        Assert.NotEqual("solid", outlines[1]);
        await DemoSite.Picture(page, "forced-colours");
    }
}
