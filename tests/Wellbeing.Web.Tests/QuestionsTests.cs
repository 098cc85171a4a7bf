using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Records;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Questions of an organisation's own, from the administrator's form to everybody who asks, answers and reads
/// them. No page has JavaScript here.</summary>
public sealed class QuestionsTests
{
    private const string Questions = "/Admin/Questions";

    [Fact]
    public async Task An_administrator_words_orders_adds_previews_and_publishes()
    {
        await using var web = await WebFixture.Create();
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);

        // What is wrong stands beside its field, and nothing typed is lost.
        var form = HtmlForm.In(await ruth.GetStringAsync($"{Questions}/new-scale"), "Seen");
        var refused = await Body(
            form.With(
                    ("Words[0].Legend", "How is your sleep?"),
                    ("Words[0].Min", "bad"),
                    ("Words[2].Hint", "إلى اليوم")
                )
                .Submit(ruth, $"{Questions}/new-scale")
        );
        Assert.Contains("Say what 10 means.", refused, StringComparison.Ordinal);
        Assert.Contains("How is your sleep?", refused, StringComparison.Ordinal);
        Assert.Matches("Words_2__Legend-error[^>]*>.*Write the question", refused.ReplaceLineEndings(" "));
        await Publish(ruth);

        var index = await ruth.GetStringAsync(Questions);
        Assert.Contains("Version 1 is in force", index, StringComparison.Ordinal);
        Assert.Contains("The ward asks about sleep", index, StringComparison.Ordinal);
        Assert.Contains("about 6 taps and 53 seconds more", index, StringComparison.Ordinal);

        // Core questions have no way out; a draft thrown away leaves what is in force.
        Assert.Equal(3, Regex.Count(index, "value=\"true\">Stop asking it"));
        await Post(ruth, await ruth.GetStringAsync(Questions), "Move", ("key", "extra-2"), ("up", "true"));
        var moved = await ruth.GetStringAsync(Questions);
        Assert.Contains("Another order", moved, StringComparison.Ordinal);
        await Post(ruth, moved, "Discard");
        Assert.DoesNotContain("A draft, last changed", await ruth.GetStringAsync(Questions), StringComparison.Ordinal);

        // Who changes the question alone keeps the line below it, and the languages they did not touch stay the
        // product's.
        var wording = (await web.Send(new GetQuestions(web.Cast.Ruth.Actor))).Asked.Wording[Question.Intensity];
        Assert.Equal("en-AU", Assert.Single(wording).Key);
        Assert.StartsWith("0 means not hard", wording["en-AU"].Hint, StringComparison.Ordinal);

        // The product's own words come back with one button.
        var reword = HtmlForm.In(await ruth.GetStringAsync($"{Questions}/Intensity"), "Seen");
        (await reword.With(("restore", "true")).Submit(ruth, $"{Questions}/Intensity")).Dispose();
        Assert.Contains(
            "Distress, English: the product’s own words again",
            WebUtility.HtmlDecode(await ruth.GetStringAsync(Questions)),
            StringComparison.Ordinal
        );
        using var nobodys = await ruth.GetAsync($"{Questions}/extra-9");
        Assert.Equal(HttpStatusCode.NotFound, nobodys.StatusCode);
    }

    [Fact]
    public async Task Everybody_who_asks_or_answers_a_check_in_meets_them_and_each_answer_is_read_with_its_question()
    {
        await using var web = await WebFixture.Create();
        await Publish(await web.SignedInByCookie(web.Cast.Ruth.Id));
        var (ana, omar, priya) = (web.Cast.Ana, web.Cast.Omar, web.Cast.Priya);

        // One a page: words in Arabic where there are some, English where there are none, a blank passes by as a skip.
        var client = await web.SignedInByCookie(ana.Actor.UserId!.Value);
        var step = await Started(client);
        Assert.Contains("How bad has it been?", step.Html, StringComparison.Ordinal);
        Assert.Contains("Question 1 of 9", step.Html, StringComparison.Ordinal);
        foreach (
            var (field, value) in new[]
            {
                ("Intensity", "4"),
                ("Emotions", "Sadness"),
                ("Functioning", "3"),
                ("Change", "Same"),
            }
        )
            step = await Next(client, step, (field, value));
        Assert.Contains("How is your sleep?", step.Html, StringComparison.Ordinal);
        step = await Next(client, step, ("extra-1", "8"));
        step = await Next(client, step, ("extra-2", "skip"), ("extra-2", "1"));
        Assert.Contains("Not both.", step.Html, StringComparison.Ordinal);
        step = await Next(client, step, ("extra-2", "1"), ("extra-2", "3"));
        step = await Next(client, step);
        Assert.Contains("/CheckIn/extra-3", await client.GetStringAsync("/CheckIn/Words"), StringComparison.Ordinal); // Back.
        step = await Next(client, step);
        step = await Next(client, step);
        var review = WebUtility.HtmlDecode(step.Html);
        Assert.Contains("Look at your answers", review, StringComparison.Ordinal);
        Assert.Contains("8 of 10", review, StringComparison.Ordinal);
        Assert.Contains("/CheckIn/extra-2?review=true", review, StringComparison.Ordinal);
        (await HtmlForm.In(step.Html, "DraftId").Submit(client, "/CheckIn/Review")).Dispose();
        var sent = Assert.Single(await web.Send(new GetMyCheckIns(ana.Actor)));
        Assert.Equal(new int?[] { 8, null, null }, sent.Extras.Select(e => e.Scale));
        Assert.Equal(["Music", "People"], sent.Extras[1].Choices);
        Assert.True(sent.Extras[2].Answer.IsSkip);

        // Her own page, the file, the paper, and a correction.
        var trend = WebUtility.HtmlDecode(await client.GetStringAsync("/Trend"));
        Assert.Contains("What you answered to other questions", trend, StringComparison.Ordinal);
        Assert.Contains("Music, People", trend, StringComparison.Ordinal);
        Assert.Contains(
            "\"How is your sleep?\",\"What helps?\",\"What would you change?\"",
            await client.GetStringAsync("/Trend?handler=Csv"),
            StringComparison.Ordinal
        );
        Assert.Contains("Music, People", await client.GetStringAsync("/Trend/Print"), StringComparison.Ordinal);
        var correct = await client.GetStringAsync($"/Trend/Correct/{sent.Id}");
        using (
            var done = await HtmlForm
                .In(correct, "extra-1")
                .With(("extra-1", "2"), ("extra-3", "Less noise"))
                .Submit(client, $"/Trend/Correct/{sent.Id}")
        )
            Assert.Contains("corrected", done.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            "2||Less noise",
            string.Join(
                '|',
                (await web.Send(new GetMyCheckIns(ana.Actor)))
                    .Single()
                    .Extras.Select(e => e.Scale?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? e.Words)
            )
        );

        // "About the same" stays as short as it was: nothing is asked besides, and nothing old is taken over.
        web.Clock.Advance(TimeSpan.FromDays(7));
        (
            await HtmlForm
                .In(await client.GetStringAsync("/CheckIn"), "wb-answers")
                .With(("compared", "Same"))
                .Submit(client, "/CheckIn")
        ).Dispose();
        (
            await HtmlForm.In(await client.GetStringAsync("/CheckIn/Same"), "LastId").Submit(client, "/CheckIn/Same")
        ).Dispose();
        var same = (await web.Send(new GetMyCheckIns(ana.Actor)))[0];
        Assert.True(same.ConfirmedUnchanged);
        Assert.Empty(same.Extras);

        // By telephone: the nurse reads them out. What the form showed is what it answers, though another version is
        // published meanwhile.
        var nurse = await web.SignedInByCookie(priya.Id);
        var phone = HtmlForm.In(await nurse.GetStringAsync($"/Staff/People/{omar.Id}/CheckIn"), "extra-1");
        await web.Send(new RetireQuestion(web.Cast.Ruth.Actor, 0, "extra-1", Retired: true));
        await web.Send(
            new PublishQuestions(
                web.Cast.Ruth.Actor,
                (await web.Send(new GetQuestions(web.Cast.Ruth.Actor))).Seen,
                "Sleep is asked elsewhere"
            )
        );
        (
            await phone
                .With(
                    ("Intensity", "3"),
                    ("Functioning", "0"),
                    ("Change", "Same"),
                    ("extra-1", "9"),
                    ("extra-3", "The food")
                )
                .Submit(nurse, $"/Staff/People/{omar.Id}/CheckIn")
        ).Dispose();
        var person = WebUtility.HtmlDecode(await nurse.GetStringAsync($"/Staff/People/{omar.Id}"));
        Assert.Contains("9 of 10 (0 = bad, 10 = good)", person, StringComparison.Ordinal);
        Assert.Contains("The food", person, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Written_without_a_network_an_answer_keeps_the_questions_the_phone_showed()
    {
        await using var web = await WebFixture.Create();
        var before = await web.Anonymous().GetStringAsync("/sw.js");
        await Publish(await web.SignedInByCookie(web.Cast.Ruth.Id));
        var visitor = web.Anonymous();
        Assert.NotEqual(before, await visitor.GetStringAsync("/sw.js")); // Phones fetch the page anew.
        var page = await visitor.GetStringAsync("/CheckIn/Offline?culture=ar");
        Assert.Contains("كيف نومك؟", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("<bdi lang=\"en-AU\">What helps?</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("name=\"QuestionVersion\" value=\"1\"", page, StringComparison.Ordinal);

        await web.Send(new RetireQuestion(web.Cast.Ruth.Actor, 0, "extra-1", Retired: true));
        await web.Send(
            new PublishQuestions(
                web.Cast.Ruth.Actor,
                (await web.Send(new GetQuestions(web.Cast.Ruth.Actor))).Seen,
                "Sleep is asked elsewhere"
            )
        );
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var token = (await client.GetFromJsonAsync<JsonElement>("/CheckIn/Kept")).GetProperty("token").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/CheckIn/Kept")
        {
            Content = JsonContent.Create(
                new
                {
                    submissionId = Guid.CreateVersion7(),
                    keptSeconds = 7200.0,
                    intensity = 4,
                    functioning = 3,
                    change = "same",
                    emotions = Array.Empty<string>(),
                    words = (string?)null,
                    contactMe = false,
                    questionVersion = 1,
                    extras = new Dictionary<string, string[]>
                    {
                        ["extra-1"] = ["7"],
                        ["extra-2"] = ["skip"],
                        ["extra-3"] = ["A window"],
                    },
                }
            ),
        };
        request.Headers.Add("RequestVerificationToken", token);
        using (var answer = await client.SendAsync(request))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stored = Assert.Single(await web.Send(new GetMyCheckIns(web.Cast.Ana.Actor)));
        Assert.Equal(
            (1, 7, true, "A window"),
            (stored.QuestionVersion, stored.Extras[0].Scale, stored.Extras[1].Answer.IsSkip, stored.Extras[2].Words)
        );
    }

    [Fact]
    public async Task A_tab_left_open_keeps_what_it_answered_though_the_question_is_asked_no_more()
    {
        await using var web = await WebFixture.Create();
        var ruth = web.Cast.Ruth.Actor;
        await Publish(await web.SignedInByCookie(web.Cast.Ruth.Id));
        var omar = web.Cast.Omar.Actor;
        var client = await web.SignedInByCookie(omar.UserId!.Value);
        await Started(client);
        var tab = await client.GetStringAsync("/CheckIn/extra-3");
        var draft = (await web.Send(new GetDraft(omar)))!;
        await web.Send(new SubmitCheckIn(omar, draft.Id, draft.Answers with { Intensity = 2 }));
        await web.Send(new RetireQuestion(ruth, 0, "extra-3", Retired: true));
        await web.Send(
            new PublishQuestions(ruth, (await web.Send(new GetQuestions(ruth))).Seen, "Nobody had time to read them")
        );

        using var told = await HtmlForm
            .In(tab, "extra-3")
            .With(("extra-3", "The view"))
            .Submit(client, "/CheckIn/extra-3");
        Assert.Contains("kept=True", told.Headers.Location!.ToString(), StringComparison.OrdinalIgnoreCase);
        var kept = (await web.Send(new GetDraft(omar)))!;
        Assert.Equal("The view", kept.Answers.Extras[3].Words);
        Assert.Contains("The view", await client.GetStringAsync("/CheckIn/Review"), StringComparison.Ordinal);
        // All on one page: what is left blank is in nobody's way.
        var all = HtmlForm.In(await client.GetStringAsync("/CheckIn/All"), "extra-1");
        (
            await all.With(
                    ("Intensity", "3"),
                    ("Functioning", "0"),
                    ("Change", "Same"),
                    ("extra-2", "2"),
                    ("extra-3", "The view")
                )
                .Submit(client, "/CheckIn/All")
        ).Dispose();
        var sent = (await web.Send(new GetMyCheckIns(omar))).Single(c => c.Intensity == 3);
        Assert.Equal(
            (1, true, "Sleep", "The view"),
            (sent.QuestionVersion, sent.Extras[0].Answer.IsSkip, sent.Extras[1].Choices.Single(), sent.Extras[2].Words)
        );
        // Nobody is led to a question that is not theirs.
        await web.Send(new DiscardDraft(omar));
        using var begins = await client.GetAsync("/CheckIn/extra-3");
        Assert.Equal("/CheckIn", begins.Headers.Location!.ToString());
        using var nobodys = await client.GetAsync("/CheckIn/extra-x");
        Assert.Equal(HttpStatusCode.NotFound, nobodys.StatusCode);
    }

    [Fact]
    public async Task Through_the_api_they_are_asked_and_answered_and_nurses_read_count_and_hand_over_what_was_said()
    {
        await using var web = await WebFixture.Create();
        await Publish(await web.SignedInByCookie(web.Cast.Ruth.Id));
        var ana = await web.Api(web.Cast.Ana.Email);

        var asked = (await ana.Get("check-ins/questions?language=ar")).Is(HttpStatusCode.OK);
        Assert.Equal(1, asked["version"].GetInt32());
        Assert.Equal(
            ["1 scale ar كيف نومك؟", "2 choices en-AU What helps?", "3 text en-AU What would you change?"],
            asked["extras"]
                .EnumerateArray()
                .Select(e =>
                    $"{e.GetProperty("number")} {e.GetProperty("kind")} {e.GetProperty("language")} {e.GetProperty("legend")}"
                )
        );
        foreach (
            var (version, extras, field, expected) in new (int, object[], string, string)[]
            {
                (7, [], "questionVersion", "no version 7"),
                (0, [new { number = 1, scale = 4 }], "extras", "no question 1"),
                (1, [new { number = 2, choices = new[] { 4 } }], "extras", "from 1 to 3"),
                (1, [new { number = 3, scale = 4 }], "extras", "takes words"),
                (1, [new { number = 1, scale = 4 }, new { number = 1 }], "extras", "answered twice"),
            }
        )
        {
            var refused = (
                await ana.Post(
                    "check-ins",
                    new
                    {
                        submissionId = Guid.CreateVersion7(),
                        questionVersion = version,
                        extras,
                    }
                )
            ).IsProblem(HttpStatusCode.BadRequest);
            Assert.Contains(expected, refused.Error(field), StringComparison.Ordinal);
        }

        object[] said =
        [
            new { number = 1, scale = 2 },
            new { number = 2, choices = new[] { 3, 1 } },
            new { number = 3, words = " Less noise " },
        ];
        var sent = (
            await ana.Post(
                "check-ins",
                new
                {
                    submissionId = Guid.CreateVersion7(),
                    contactMe = true,
                    questionVersion = 1,
                    extras = said,
                }
            )
        ).Is(HttpStatusCode.Created);
        var read = (await ana.Get($"check-ins/{sent["id"].GetGuid()}"))["extras"];
        Assert.Equal(
            "How is your sleep? 2|What helps? Music, People|What would you change? Less noise",
            string.Join('|', read.EnumerateArray().Select(Told))
        );
        var flag = await web.Db(db => db.Flags.Select(f => f.Id).SingleAsync());
        var priya = await web.Api(web.Cast.Priya.Email);
        Assert.Equal(3, (await priya.Get($"flags/{flag}"))["checkIns"][0].GetProperty("extras").GetArrayLength());
        Assert.DoesNotContain("Less noise", (await priya.Get("flags")).Text, StringComparison.Ordinal);

        var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var handover = WebUtility.HtmlDecode(await nurse.GetStringAsync("/Staff/Handover"));
        foreach (
            var expected in new[]
            {
                "They also answered",
                "2 of 10 (0 = bad, 10 = good)",
                "Music; People",
                "Less noise",
            }
        )
            Assert.Contains(expected, handover, StringComparison.Ordinal);
        var letter = WebUtility.HtmlDecode(await nurse.GetStringAsync($"/Staff/Flags/{flag}/Letter"));
        Assert.Contains("- What helps? Music; People", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("Less noise", letter, StringComparison.Ordinal);

        Assert.Contains(
            "/Staff/Reports/Questions?from=",
            await nurse.GetStringAsync("/Staff/Reports"),
            StringComparison.Ordinal
        );
        Assert.Contains("under 5", await nurse.GetStringAsync("/Staff/Reports/Questions"), StringComparison.Ordinal);
        var csv = await nurse.GetStringAsync("/Staff/Reports/Questions?handler=Csv");
        Assert.Contains("What helps?,Music,<5,", csv, StringComparison.Ordinal);
        Assert.Contains("What helps?,Sleep,0,0", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("What would you change?", csv, StringComparison.Ordinal);
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.DoesNotContain(
            "/Staff/Reports/Questions",
            await ruth.GetStringAsync("/Staff/Reports"),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();

        static string Told(JsonElement e) =>
            $"{e.GetProperty("asked")} {(e.GetProperty("scale").ValueKind == JsonValueKind.Number ? e.GetProperty("scale") : e.GetProperty("words").GetString() ?? string.Join(", ", e.GetProperty("choices").EnumerateArray()))}";
    }

    /// <summary>Through the administrator's own forms: a scale (in Arabic too), any of three, free words; other words
    /// for distress; version 1.</summary>
    private static async Task Publish(HttpClient ruth)
    {
        await Add(
            ruth,
            "new-scale",
            ("Words[0].Legend", "How is your sleep?"),
            ("Words[0].Min", "bad"),
            ("Words[0].Max", "good"),
            ("Words[2].Legend", "كيف نومك؟"),
            ("Words[2].Min", "سيئ"),
            ("Words[2].Max", "جيد")
        );
        await Add(
            ruth,
            "new-choices",
            ("Words[0].Legend", "What helps?"),
            ("Words[0].Choices", "Music\r\nSleep\r\nPeople")
        );
        await Add(ruth, "new-text", ("Words[0].Legend", "What would you change?"));
        await Add(ruth, "Intensity", ("Words[0].Legend", "How bad has it been?"));
        var preview = await ruth.GetStringAsync($"{Questions}/Preview?language=ar");
        Assert.Contains("dir=\"rtl\"", preview, StringComparison.Ordinal);
        Assert.Contains("كيف نومك؟", WebUtility.HtmlDecode(preview), StringComparison.Ordinal);
        Assert.Contains(
            "Question 5 of 9",
            await ruth.GetStringAsync($"{Questions}/Preview?place=5"),
            StringComparison.Ordinal
        );
        var draft = await ruth.GetStringAsync(Questions);
        Assert.Contains(
            "New: “What helps?”, any answers of a few, for everybody",
            WebUtility.HtmlDecode(draft),
            StringComparison.Ordinal
        );
        using var published = await HtmlForm
            .In(draft, "Publish version 1")
            .With(("Reason", "The ward asks about sleep"))
            .Submit(ruth, Questions);
        Assert.Equal(HttpStatusCode.Redirect, published.StatusCode);
    }

    private static async Task Add(HttpClient ruth, string key, params (string, string)[] fields)
    {
        using var saved = await HtmlForm
            .In(await ruth.GetStringAsync($"{Questions}/{key}"), "Seen")
            .With(fields)
            .Submit(ruth, $"{Questions}/{key}");
        Assert.True(saved.StatusCode == HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
    }

    private static async Task Post(HttpClient ruth, string page, string handler, params (string, string)[] fields)
    {
        using var done = await HtmlForm.In(page, $"handler={handler}").With(fields).Submit(ruth, Questions);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
    }

    /// <summary>What a browser has before it.</summary>
    private sealed record Shown(string Address, string Html);

    private static async Task<Shown> Started(HttpClient client)
    {
        using var begun = await HtmlForm
            .In(await client.GetStringAsync("/CheckIn"), "wb-start")
            .Submit(client, "/CheckIn");
        return new Shown(begun.Headers.Location!.ToString(), await client.GetStringAsync(begun.Headers.Location));
    }

    /// <summary>Answers the question that is shown; the page that follows, or the same with what is wrong.</summary>
    private static async Task<Shown> Next(HttpClient client, Shown page, params (string, string)[] fields)
    {
        using var answer = await HtmlForm.In(page.Html, "DraftId").With(fields).Submit(client, page.Address);
        return answer.Headers.Location is { } there
            ? new Shown(there.ToString(), await client.GetStringAsync(there))
            : page with
            {
                Html = await answer.Content.ReadAsStringAsync(),
            };
    }

    private static async Task<string> Body(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
