using System.Net;
using Wellbeing.App.People;
using Wellbeing.App.Wording;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Which language a page is in, and how it is chosen: by plain forms, signed in or not.</summary>
public sealed class LanguageTests(LanguageTests.Shared shared) : IClassFixture<LanguageTests.Shared>
{
    private const string Arabic = "<html class=\"govuk-template wb-has-sticky\" lang=\"ar\" dir=\"rtl\">";

    [Theory]
    [InlineData(null, "en-AU")]
    [InlineData("ar", "ar")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans")]
    [InlineData("en-US,en;q=0.9,it;q=0.5", "en-AU")]
    [InlineData("pa,hi;q=0.9,vi;q=0.5", "vi")]
    [InlineData("zh-TW,zh-HK;q=0.8", "en-AU")]
    [InlineData("el;q=0", "en-AU")]
    [InlineData("*", "en-AU")]
    public async Task Without_a_choice_the_browser_s_wish_decides(string? wish, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/Help");
        if (wish is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", wish);
        using var answer = await shared.Web.Anonymous().SendAsync(request);
        Assert.Contains(
            $" lang=\"{language}\" dir=\"{Language.Closest(language).Direction}\">",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal([language], answer.Content.Headers.ContentLanguage);
        Assert.Contains("Accept-Language", answer.Headers.Vary);
    }

    [Fact]
    public async Task Every_visitor_can_choose_on_every_page_and_comes_back_to_it()
    {
        var client = shared.Web.Anonymous();
        foreach (
            var page in new[]
            {
                "/",
                "/Help",
                "/NotSafe",
                "/SignIn?returnUrl=%2FTrend",
                "/no-such-page?x=1",
                "/Contacts/Answer/abc",
            }
        )
        {
            using var before = await client.GetAsync(page);
            var html = await before.Content.ReadAsStringAsync();
            Assert.All(Language.All, l => Assert.Contains($">{l.OwnName}</", html, StringComparison.Ordinal));
            using var answer = await HtmlForm
                .In(html, containing: "العربية")
                .With(("language", "ar"))
                .Submit(client, page);
            Assert.Equal((HttpStatusCode.Redirect, page), (answer.StatusCode, answer.Headers.Location!.OriginalString));
            Assert.Contains(
                Arabic,
                await (await client.GetAsync(page)).Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
            (await Choose(client, "en-AU")).Dispose();
        }
    }

    [Fact]
    public async Task The_choice_leads_to_no_other_site()
    {
        using var answer = await Choose(shared.Web.Anonymous(), "ar", "https://elsewhere.example/");
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_participant_s_choice_is_kept_for_every_device_and_for_the_help_page_after_signing_out()
    {
        var linh = await shared.Web.Cast.AddPatient("Linh", "linh@home.example");
        var phone = await shared.Web.SignedInByCookie(linh.Actor.UserId!.Value);
        (await Choose(phone, "vi")).Dispose();
        Assert.Equal("vi", (await shared.Web.Send(new GetMyLanguage(linh.Actor)))!.Tag);

        var computer = await shared.Web.SignedInByCookie(linh.Actor.UserId!.Value);
        Assert.Contains(
            " lang=\"vi\" dir=\"ltr\">",
            await computer.GetStringAsync("/Settings"),
            StringComparison.Ordinal
        );
        var page = await computer.GetStringAsync("/");
        (await HtmlForm.In(page, containing: "Đăng xuất").Submit(computer, "/")).Dispose();
        Assert.Contains(" lang=\"vi\" dir=\"ltr\">", await computer.GetStringAsync("/Help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_for_staff_are_English_whatever_the_browser_asks_for()
    {
        var nurse = await shared.Web.SignedInByCookie(shared.Web.Cast.Priya.Id);
        nurse.DefaultRequestHeaders.Add("Accept-Language", "ar");
        Assert.Contains(
            " lang=\"en-AU\" dir=\"ltr\">",
            await nurse.GetStringAsync("/Staff/Flags"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("zh-Hans", "口译：TIS National")]
    [InlineData("vi", "Thông dịch: TIS National")]
    [InlineData("it", "Interprete: TIS National")]
    [InlineData("el", "Διερμηνέας: TIS National")]
    public async Task The_interpreter_s_line_says_that_it_is_one_wherever_it_stands(string language, string called)
    {
        var reader = shared.Web.Anonymous();
        (await Choose(reader, language)).Dispose();
        var page = WebUtility.HtmlDecode(await reader.GetStringAsync("/NotSafe"));
        var footer = page[page.IndexOf("<footer", StringComparison.Ordinal)..];
        Assert.Contains(called, footer, StringComparison.Ordinal);
        Assert.Contains(called, page[..^footer.Length], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_of_a_draft_are_told_and_see_the_English_beside_what_safety_hangs_on_until_it_is_reviewed()
    {
        await using var web = await WebFixture.Create();
        var reader = web.Anonymous();
        (await Choose(reader, "el")).Dispose();

        var draft = await reader.GetStringAsync("/NotSafe");
        Assert.Contains("wb-draft", draft, StringComparison.Ordinal);
        Assert.Contains("Καλέστε το 000 τώρα αν:", draft, StringComparison.Ordinal);
        Assert.Contains(
            "<span class=\"wb-english\" lang=\"en-AU\" dir=\"ltr\">Call 000 now if:</span>",
            draft,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<span class=\"wb-english\" lang=\"en-AU\" dir=\"ltr\">Nobody watches this app around the clock.",
            draft,
            StringComparison.Ordinal
        );
        Assert.DoesNotMatch("=\"[^\"]*&lt;span", draft); // Never inside an attribute.
        Assert.DoesNotMatch("<title>[^<]*span", draft);

        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.Contains(
            "Machine draft, not yet reviewed",
            await ruth.GetStringAsync("/Admin/Languages"),
            StringComparison.Ordinal
        );
        using var refused = await HtmlForm
            .In(await ruth.GetStringAsync("/Admin/Languages/el"), containing: "ReviewedBy")
            .With(("state", "Reviewed"), ("ReviewedBy", ""), ("ReviewedOn", "2026-02-01"))
            .Submit(ruth, "/Admin/Languages/el");
        Assert.Contains("Say who reviewed it", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var recorded = await HtmlForm
            .In(await ruth.GetStringAsync("/Admin/Languages/el"), containing: "ReviewedBy")
            .With(
                ("state", "Reviewed"),
                ("ReviewedBy", "Dr Eleni Pappa, NAATI translator"),
                ("ReviewedOn", "2026-02-01")
            )
            .Submit(ruth, "/Admin/Languages/el");
        Assert.Equal(HttpStatusCode.Redirect, recorded.StatusCode);
        Assert.Contains("Dr Eleni Pappa", await ruth.GetStringAsync("/Admin/Languages"), StringComparison.Ordinal);

        var reviewed = await reader.GetStringAsync("/NotSafe");
        Assert.DoesNotContain("wb-draft", reviewed, StringComparison.Ordinal);
        Assert.DoesNotContain("wb-english", reviewed, StringComparison.Ordinal);
        Assert.DoesNotContain("wb-english", await web.Anonymous().GetStringAsync("/NotSafe"), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Choose(HttpClient client, string language, string from = "/") =>
        client.PostAsync(
            "/Language",
            new FormUrlEncodedContent([KeyValuePair.Create("language", language), KeyValuePair.Create("from", from)])
        );

    public sealed class Shared : SharedWeb;
}
