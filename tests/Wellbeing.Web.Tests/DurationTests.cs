using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.Detection;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>"How long has it been like this?": asked once, where it is not known, however a check-in is filled in. No
/// page has JavaScript here.</summary>
public sealed class DurationTests
{
    private const string HowLong = "How long has it been like this?";

    [Fact]
    public async Task One_a_page_it_follows_the_first_high_rating_and_is_not_asked_again()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        var client = await web.SignedInByCookie(ana.Actor.UserId!.Value);

        var step = await Begin(client);
        Assert.Contains("Question 1 of 6", step.Html, StringComparison.Ordinal);
        step = await Next(client, step, ("Intensity", "6"));
        Assert.Contains(HowLong, step.Html, StringComparison.Ordinal);
        Assert.Contains("Question 2 of 7", step.Html, StringComparison.Ordinal);
        step = await Next(client, step, ("Duration", "Longer"));
        Assert.Equal("/CheckIn/Feelings", step.Page);
        await Send(client, await Finish(client, step));
        Assert.Equal(PerceivedDuration.Longer, (await Last(web)).Duration);

        web.Clock.Advance(TimeSpan.FromDays(30)); // Beyond "about the same".
        client = await web.SignedInByCookie(ana.Actor.UserId!.Value);
        step = await Begin(client);
        Assert.Equal("/CheckIn/Everyday", step.Page); // Not said with the strong rating before: it comes first.
        step = await Next(client, step, ("Functioning", "skip"));
        step = await Next(client, step, ("Intensity", "8"));
        Assert.Equal("/CheckIn/Feelings", step.Page);
        Assert.Contains("Question 3 of 6", step.Html, StringComparison.Ordinal);
        await Send(client, await Finish(client, step));

        // Easier, and hard again: that is another stretch.
        web.Clock.Advance(TimeSpan.FromDays(30));
        client = await web.SignedInByCookie(ana.Actor.UserId!.Value);
        step = await Next(client, await Begin(client), ("Functioning", "skip"));
        step = await Next(client, step, ("Intensity", "2"));
        Assert.Equal("/CheckIn/Feelings", step.Page);
        await Send(client, await Finish(client, step));
        web.Clock.Advance(TimeSpan.FromDays(30));
        client = await web.SignedInByCookie(ana.Actor.UserId!.Value);
        Assert.Equal("/CheckIn/Duration", (await Next(client, await Begin(client), ("Intensity", "5"))).Page);
    }

    [Fact]
    public async Task It_may_be_passed_by_and_a_lowered_rating_takes_the_answer_back()
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var step = await Next(client, await Begin(client), ("Intensity", "7"));
        step = await Next(client, step); // Nothing chosen.
        Assert.Equal("/CheckIn/Feelings", step.Page);

        // From the review, a changed rating asks it, and leads back.
        var change = "/CheckIn/Intensity?review=true";
        step = await Next(client, (change, await client.GetStringAsync(change)), ("Intensity", "2"));
        Assert.Equal("/CheckIn/Review", step.Page);
        Assert.DoesNotContain("How long", step.Html, StringComparison.Ordinal);
        using (var gone = await client.GetAsync("/CheckIn/Duration"))
            Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
        step = await Next(client, (change, await client.GetStringAsync(change)), ("Intensity", "6"));
        var asked = step.Page.StartsWith("/CheckIn/Duration", StringComparison.Ordinal)
            ? step
            : ("/CheckIn/Duration?review=true", await client.GetStringAsync("/CheckIn/Duration?review=true"));
        step = await Next(client, asked, ("Duration", "FewDays"));
        Assert.Equal("/CheckIn/Review", step.Page);
        Assert.Contains("A few days", step.Html, StringComparison.Ordinal);
        step = await Next(client, (change, await client.GetStringAsync(change)), ("Intensity", "1"));
        await Send(client, step);
        Assert.Equal((1, (PerceivedDuration?)null), ((await Last(web)).Intensity, (await Last(web)).Duration));
    }

    [Theory]
    [InlineData("7", "OneOrTwoWeeks", PerceivedDuration.OneOrTwoWeeks)]
    [InlineData("7", null, null)]
    [InlineData("7", "skip", null)]
    [InlineData("2", "Longer", null)] // Chosen, and then the rating was lowered.
    public async Task All_on_one_page_it_shows_with_a_high_rating_and_needs_no_answer(
        string rating,
        string? said,
        PerceivedDuration? stored
    )
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        await Begin(client);
        var page = await client.GetStringAsync("/CheckIn/All");
        Assert.Contains("wb-from--5", page, StringComparison.Ordinal);
        var form = HtmlForm.In(page, "Intensity").With(("Intensity", rating), ("Functioning", "3"), ("Change", "Same"));
        using var answer = await (said is null ? form : form.With(("Duration", said))).Submit(client, "/CheckIn/All");
        Assert.StartsWith("/CheckIn/Done", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(stored, (await Last(web)).Duration);

        if (stored is null)
            return;
        await Begin(client, compared: "skip");
        Assert.DoesNotContain("wb-from", await client.GetStringAsync("/CheckIn/All"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4", "Growing", true)]
    [InlineData("4", "Same", false)]
    [InlineData("3", "Growing", false)]
    public async Task It_is_asked_below_strong_where_feelings_grow_harder(string rating, string change, bool asked)
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var step = await Next(client, await Begin(client), ("Intensity", rating));
        Assert.Equal("/CheckIn/Feelings", step.Page);
        step = await Next(client, step);
        step = await Next(client, step, ("Functioning", "skip"));
        Assert.Equal("/CheckIn/Compared", step.Page);
        step = await Next(client, step, ("Change", change));
        Assert.Equal(asked ? "/CheckIn/Duration" : "/CheckIn/Words", step.Page);
        if (!asked)
            return;
        Assert.Equal("/CheckIn/Words", (await Next(client, step, ("Duration", "Longer"))).Page);
        // From the review: who lowers it again takes the answer back; who raises it is asked.
        var change2 = "/CheckIn/Compared?review=true";
        await Next(client, (change2, await client.GetStringAsync(change2)), ("Change", "Easing"));
        await Next(client, (change2, await client.GetStringAsync(change2)), ("Change", "Growing"));
        var back = await client.GetStringAsync("/CheckIn/Duration?review=true");
        step = await Next(client, ("/CheckIn/Duration?review=true", back), ("Duration", "OneOrTwoWeeks"));
        await Send(client, step);
        Assert.Equal(PerceivedDuration.OneOrTwoWeeks, (await Last(web)).Duration);

        // On one page with all of them, and without a network.
        web.Clock.Advance(TimeSpan.FromDays(1));
        var omar = await web.SignedInByCookie(web.Cast.Omar.Actor.UserId!.Value);
        await Begin(omar);
        var form = HtmlForm
            .In(await omar.GetStringAsync("/CheckIn/All"), "Intensity")
            .With(("Intensity", "4"), ("Functioning", "3"), ("Change", "Growing"), ("Duration", "Longer"));
        (await form.Submit(omar, "/CheckIn/All")).Dispose();
        Assert.Equal(PerceivedDuration.Longer, (await Last(web)).Duration);
        Assert.Contains(
            "data-duration-from-growing=\"4\"",
            await omar.GetStringAsync("/CheckIn/Offline"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_question_that_is_left_blank_is_skipped_and_a_page_that_says_nothing_says_what_it_needs()
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var step = await Next(client, await Begin(client));
        Assert.Equal("/CheckIn/Feelings", step.Page);
        step = await Next(client, await Next(client, step), ("Functioning", "5"));
        Assert.Equal("/CheckIn/Words", (await Next(client, step)).Page);
        await Send(client, await Finish(client, step));
        Assert.Equal(
            (null, 5, null),
            ((await Last(web)).Intensity, (await Last(web)).Functioning, (await Last(web)).Change)
        );

        var omar = await web.SignedInByCookie(web.Cast.Omar.Actor.UserId!.Value);
        await Begin(omar);
        var all = await omar.GetStringAsync("/CheckIn/All");
        using (var nothing = await HtmlForm.In(all, "Intensity").Submit(omar, "/CheckIn/All"))
            Assert.Contains(
                "Choose an answer first, so that there is something to send.",
                await nothing.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        using var words = await HtmlForm
            .In(all, "Intensity")
            .With(("Words", "A long night."))
            .Submit(omar, "/CheckIn/All");
        Assert.StartsWith("/CheckIn/Done", words.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_first_check_in_is_asked_as_a_first_one()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var phone = $"/Staff/People/{ana.Id:D}/CheckIn";
        Assert.Contains("compared with a few weeks ago", await nurse.GetStringAsync(phone), StringComparison.Ordinal);
        await web.Send(ana.CheckIn(3));
        foreach (
            var page in new[]
            {
                await nurse.GetStringAsync(phone),
                await web.Anonymous().GetStringAsync("/CheckIn/Offline"),
            }
        )
        {
            Assert.Contains("compared with your last check-in", page, StringComparison.Ordinal);
            Assert.DoesNotContain("If this is your first one", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_nurse_who_takes_a_wish_for_a_call_reads_what_the_person_is_promised()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var phone = $"/Staff/People/{ana.Id:D}/CheckIn";
        var form = HtmlForm.In(await nurse.GetStringAsync(phone), "Intensity");
        using var saved = await form.With(
                ("Intensity", "3"),
                ("Functioning", "3"),
                ("Change", "skip"),
                ("ContactMe", "true"),
                ("Call.Phone", "0412 345 678")
            )
            .Submit(nurse, phone);
        Assert.Contains(
            "Tell them that a nurse plans to be in touch by tomorrow, 5:00 pm.",
            WebUtility.HtmlDecode(await nurse.GetStringAsync(saved.Headers.Location!.OriginalString)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task About_the_same_asks_it_where_it_is_still_not_known()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        await web.Send(ana.CheckIn(6, 5));
        web.Clock.Advance(TimeSpan.FromDays(7));
        var client = await web.SignedInByCookie(ana.Actor.UserId!.Value);
        await Begin(client, compared: "Same");
        var page = await client.GetStringAsync("/CheckIn/Same");
        Assert.Contains(HowLong, page, StringComparison.Ordinal);
        (
            await HtmlForm.In(page, "LastId").With(("Duration", "OneOrTwoWeeks")).Submit(client, "/CheckIn/Same")
        ).Dispose();
        Assert.Equal(
            (6, (PerceivedDuration?)PerceivedDuration.OneOrTwoWeeks),
            ((await Last(web)).Intensity, (await Last(web)).Duration)
        );

        web.Clock.Advance(TimeSpan.FromDays(7));
        await Begin(client, compared: "Same");
        Assert.DoesNotContain(HowLong, await client.GetStringAsync("/CheckIn/Same"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Daily_life_is_asked_first_where_it_has_been_unknown_for_long()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        for (var week = 0; week < 3; week++)
        {
            await web.Send(ana.CheckIn(8, functioning: null));
            web.Clock.Advance(TimeSpan.FromDays(7));
        }

        var client = await web.SignedInByCookie(ana.Actor.UserId!.Value);
        Assert.Equal("/CheckIn/Everyday", (await Begin(client)).Page);
    }

    [Fact]
    public async Task On_the_telephone_without_a_network_by_the_API_and_in_a_correction_it_is_kept_too()
    {
        await using var web = await WebFixture.Create();
        var (ana, omar) = (web.Cast.Ana, web.Cast.Omar);

        var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var phone = $"/Staff/People/{ana.Id:D}/CheckIn";
        var asked = await nurse.GetStringAsync(phone);
        Assert.Contains(HowLong, asked, StringComparison.Ordinal);
        (
            await HtmlForm
                .In(asked, "Intensity")
                .With(("Intensity", "6"), ("Functioning", "5"), ("Change", "skip"), ("Duration", "Longer"))
                .Submit(nurse, phone)
        ).Dispose();
        Assert.Equal(PerceivedDuration.Longer, (await Last(web)).Duration);
        Assert.Contains(
            "longer than two weeks",
            await nurse.GetStringAsync($"/Staff/People/{ana.Id:D}"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(HowLong, await nurse.GetStringAsync(phone), StringComparison.Ordinal);

        // Its author sees and corrects it.
        var client = await web.SignedInByCookie(ana.Actor.UserId!.Value);
        Assert.Contains("How long", await client.GetStringAsync("/Trend"), StringComparison.Ordinal);
        var correct = $"/Trend/Correct/{(await Last(web)).Id:D}";
        (
            await HtmlForm
                .In(await client.GetStringAsync(correct), "Intensity")
                .With(("Change", "skip"), ("Duration", "FewDays"))
                .Submit(client, correct)
        ).Dispose();
        Assert.Equal(PerceivedDuration.FewDays, (await Last(web)).Duration);
        Assert.Contains("fewDays", await Export(web, ana.Actor), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("A few days", await client.GetStringAsync("/Trend?handler=Csv"), StringComparison.Ordinal);

        // The page that phones keep.
        web.Clock.Advance(TimeSpan.FromMinutes(1));
        var other = await web.SignedInByCookie(omar.Actor.UserId!.Value);
        var offline = await web.Anonymous().GetStringAsync("/CheckIn/Offline");
        Assert.Contains(HowLong, offline, StringComparison.Ordinal);
        Assert.Contains("data-duration-from=\"5\"", offline, StringComparison.Ordinal);
        var token = (await other.GetFromJsonAsync<JsonElement>("/CheckIn/Kept")).GetProperty("token").GetString();
        using var kept = new HttpRequestMessage(HttpMethod.Post, "/CheckIn/Kept")
        {
            Content = JsonContent.Create(
                new
                {
                    submissionId = Guid.CreateVersion7(),
                    keptSeconds = 60,
                    intensity = 7,
                    functioning = (int?)null,
                    change = (string?)null,
                    emotions = Array.Empty<string>(),
                    words = (string?)null,
                    contactMe = false,
                    duration = "oneOrTwoWeeks",
                }
            ),
        };
        kept.Headers.Add("RequestVerificationToken", token);
        (await other.SendAsync(kept)).EnsureSuccessStatusCode();
        Assert.Equal(PerceivedDuration.OneOrTwoWeeks, (await Last(web)).Duration);

        web.Clock.Advance(TimeSpan.FromMinutes(1));
        var api = await web.Api(omar.Email);
        var sent = (
            await api.Post(
                "check-ins",
                new
                {
                    submissionId = Guid.CreateVersion7(),
                    intensity = 6,
                    duration = "longer",
                }
            )
        ).Is(HttpStatusCode.Created);
        Assert.Equal("longer", (await api.Get($"check-ins/{sent["id"].GetString()}"))["duration"].GetString());
        Assert.Equal(PerceivedDuration.Longer, (await Last(web)).Duration);
    }

    private static Task<CheckIn> Last(WebFixture web) =>
        web.Db(db =>
            db.CheckIns.AsNoTracking().OrderByDescending(c => c.SubmittedAtUtc).ThenByDescending(c => c.Id).FirstAsync()
        );

    private static async Task<string> Export(WebFixture web, Actor who)
    {
        using var to = new MemoryStream();
        await web.Send(new ExportMyData(who, to));
        return Encoding.UTF8.GetString(to.ToArray());
    }

    private static async Task<(string Page, string Html)> Begin(HttpClient client, string compared = "skip")
    {
        var start = await client.GetStringAsync("/CheckIn");
        var form = HtmlForm.In(start, "/CheckIn");
        using var begun = await (
            start.Contains("name=\"compared\"", StringComparison.Ordinal) ? form.With(("compared", compared)) : form
        ).Submit(client, "/CheckIn");
        var next = begun.Headers.Location!.OriginalString;
        return (next, WebUtility.HtmlDecode(await client.GetStringAsync(next)));
    }

    private static async Task<(string Page, string Html)> Next(
        HttpClient client,
        (string Page, string Html) at,
        params (string, string)[] said
    )
    {
        using var answer = await HtmlForm.In(at.Html, "QuestionVersion").With(said).Submit(client, at.Page);
        if (answer.Headers.Location is not { } next)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        return (next.OriginalString, WebUtility.HtmlDecode(await client.GetStringAsync(next)));
    }

    private static async Task<(string Page, string Html)> Finish(HttpClient client, (string Page, string Html) at) =>
        ("/CheckIn/Review", await client.GetStringAsync("/CheckIn/Review"));

    private static async Task Send(HttpClient client, (string Page, string Html) review)
    {
        using var sent = await HtmlForm.In(review.Html, "DraftId").Submit(client, "/CheckIn/Review");
        Assert.StartsWith("/CheckIn/Done", sent.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }
}
