using System.Net;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

public sealed class PersonPageTests : SharedWeb
{
    [Fact]
    public async Task A_nurse_sees_chart_and_evidence_writes_a_note_corrects_it_and_pauses()
    {
        var (ana, url) = (Web.Cast.Ana, $"/Staff/People/{Web.Cast.Ana.Id}");
        for (var i = 0; i < 4; i++)
        {
            await Web.Send(
                ana.CheckIn(i == 3 ? 9 : 2, emotions: new Dictionary<Emotion, int?> { [Emotion.Fear] = 3 + i })
            );
            Web.Clock.Advance(TimeSpan.FromDays(7));
        }

        var nurse = await Web.SignedInByCookie(Web.Cast.Priya.Id);
        var page = await nurse.GetStringAsync(url, TestContext.Current.CancellationToken);
        foreach (
            var expected in new[]
            {
                "The last 90 days",
                "Strong: 5 or more",
                "Very high: 9 or more",
                "One very high rating",
                "Told from",
                "Flag raised",
                "tel:0400000001",
                "mailto:ana@home.example",
            }
        )
            Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.Contains(
            "Everything so far",
            await nurse.GetStringAsync(url + "?range=all", TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

        // Too long: nothing typed is lost, and the error stands at the field.
        var tooLong = new string('x', PersonNote.MaximumLength + 1);
        var refused = await Read(
            await HtmlForm.In(page, "Save the note").With(("Note.Text", tooLong)).Submit(nurse, url)
        );
        Assert.Contains(tooLong, refused, StringComparison.Ordinal);
        Assert.Contains("Shorten the note", refused, StringComparison.Ordinal);
        await HtmlForm.In(page, "Save the note").With(("Note.Text", "Rings back after lunch.")).Submit(nurse, url);
        var note = Assert.Single((await Web.Send(new ListNotes(Web.Cast.Priya.Actor, ana.Id))).Rows);

        var notes = $"{url}/Notes?correct={note.Id}";
        var form = await nurse.GetStringAsync(notes, TestContext.Current.CancellationToken);
        Assert.Matches(@"<textarea[^>]*>\s*Rings back after lunch\.", form);
        await HtmlForm.In(form, "Save the correction").With(("Text", "Rings back after supper.")).Submit(nurse, notes);
        page = await nurse.GetStringAsync(url, TestContext.Current.CancellationToken);
        Assert.Contains("Rings back after supper.", page, StringComparison.Ordinal);
        Assert.Contains("corrected a note", page, StringComparison.Ordinal);

        await HtmlForm
            .In(page, ">Pause</button>")
            .With(
                (
                    "Pause.Until",
                    Web.Now.AddDays(10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
                )
            )
            .Submit(nurse, url);
        page = await nurse.GetStringAsync(url, TestContext.Current.CancellationToken);
        Assert.Contains("Paused until", page, StringComparison.Ordinal);
        await HtmlForm.In(page, "End the pause now").Submit(nurse, url);
        Assert.DoesNotContain(
            "Paused until",
            await nurse.GetStringAsync(url, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_nurse_sets_a_threshold_writes_a_letter_resolves_with_a_day_to_look_again_and_prints_a_hand_over()
    {
        var omar = Web.Cast.Omar;
        await Web.Send(omar.CheckIn(9));
        var flag = (await Web.Send(new Wellbeing.App.Flags.GetHandover(Web.Cast.Priya.Actor, false)))
            .Rows.Single(r => r.Name == "Omar")
            .FlagId;
        var (nurse, url) = (await Web.SignedInByCookie(Web.Cast.Priya.Id), $"/Staff/Flags/{flag}");
        var own = $"/Staff/People/{omar.Id}/Thresholds";
        var refused = await Read(
            await HtmlForm
                .In(await Get(nurse, own), "Set it")
                .With(
                    ("Own.Threshold", "StrongFrom"),
                    ("Own.Value", "12"),
                    ("Own.Until", Day(20)),
                    ("Own.Reason", "Plays it down.")
                )
                .Submit(nurse, own)
        );
        Assert.Contains("Enter 1 to 10.", refused, StringComparison.Ordinal);
        await HtmlForm
            .In(await Get(nurse, own), "Set it")
            .With(
                ("Own.Threshold", "StrongFrom"),
                ("Own.Value", "4"),
                ("Own.Until", Day(20)),
                ("Own.Reason", "Plays it down.")
            )
            .Submit(nurse, own);
        Assert.Contains(
            "Strong from 4, instead of 5",
            await Get(nurse, $"/Staff/People/{omar.Id}"),
            StringComparison.Ordinal
        );

        Assert.Contains("Are you safe right now?", await Get(nurse, url), StringComparison.Ordinal);
        var letter = $"{url}/Letter?to=PalliativeCare";
        var page = await Get(nurse, letter);
        Assert.Contains("Palliative care service", page, StringComparison.Ordinal);
        var printed = await Read(
            await HtmlForm
                .In(page, "Show it for printing")
                .With(("Recipient", "Dr Lim"), ("Subject", "About Omar"), ("Body", "As we agreed on the phone."))
                .Submit(nurse, letter)
        );
        Assert.Contains("As we agreed on the phone.", printed, StringComparison.Ordinal);
        Assert.Contains("name=\"Body\" value=\"As we agreed", printed, StringComparison.Ordinal);

        var early = await Read(
            await HtmlForm
                .In(await Get(nurse, url), ">Resolve</button>")
                .With(("Resolve.Outcome", "Supported"), ("Resolve.Note", "x"))
                .Submit(nurse, url)
        );
        Assert.Contains("Nobody has been reached yet.", early, StringComparison.Ordinal);
        await HtmlForm
            .In(await Get(nurse, url), "Record the attempt")
            .With(("Attempt.Reached", "yes"))
            .Submit(nurse, url);
        await HtmlForm
            .In(await Get(nurse, url), ">Resolve</button>")
            .With(("Resolve.Outcome", "Supported"), ("Resolve.Note", "Talked."), ("Resolve.RecheckOn", Day(14)))
            .Submit(nurse, url);
        var again = await Get(nurse, "/Staff/LookAgain");
        Assert.Contains("Omar", again, StringComparison.Ordinal);
        await HtmlForm.In(again, "No longer needed").Submit(nurse, "/Staff/LookAgain");
        Assert.Contains("Nobody to follow up", await Get(nurse, "/Staff/LookAgain"), StringComparison.Ordinal);
        Assert.Contains("Hand-over", await Get(nurse, "/Staff/Handover?mine=true"), StringComparison.Ordinal);

        var administrator = await Web.SignedInByCookie(Web.Cast.Ruth.Id);
        var form = await Get(administrator, "/Admin/Support?change=Psychology");
        await HtmlForm
            .In(form, ">Save</button>")
            .With(("Name", "Psycho-oncology, Hobart"), ("Address", "48 Liverpool St"))
            .Submit(administrator, "/Admin/Support?change=Psychology");
        Assert.Contains(
            "Psycho-oncology, Hobart",
            await Get(administrator, "/Admin/Support"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_letter_has_a_head_a_day_the_date_of_birth_and_where_the_answer_goes()
    {
        await Web.Send(
            new SaveBranding(
                Web.Cast.Ruth.Actor,
                0,
                "Harbour Care",
                BrandColours.DefaultPrimary,
                BrandColours.DefaultAccent,
                null,
                RemoveLogo: false,
                "12 Quay Street\nHobart 7000"
            )
        );
        await Web.Send(Web.Cast.Omar.CheckIn(9));
        var flag = (await Web.Send(new Wellbeing.App.Flags.GetHandover(Web.Cast.Priya.Actor, false)))
            .Rows.Single(r => r.Name == "Omar")
            .FlagId;
        var (nurse, letter) = (
            await Web.SignedInByCookie(Web.Cast.Priya.Id),
            $"/Staff/Flags/{flag}/Letter?to=MedicalTeam"
        );
        var page = await Get(nurse, letter);
        Assert.Contains($"value=\"{Web.Cast.Priya.Email}\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"1800 620 420\"", page, StringComparison.Ordinal);

        var form = HtmlForm.In(page, "Show it for printing");
        var refused = await Read(
            await form.With(
                    ("BornOn", "2091-01-01"),
                    ("Body", "As we agreed."),
                    ("ReplyEmail", "nobody"),
                    ("Recipient", " ")
                )
                .Submit(nurse, letter)
        );
        foreach (
            var why in new[]
            {
                "Enter the day they were born",
                "Enter an email address like",
                "Enter whom the letter is to.",
            }
        )
            Assert.Contains(why, refused, StringComparison.Ordinal);
        Assert.Contains("As we agreed.", refused, StringComparison.Ordinal);

        var printed = await Read(
            await form.With(
                    ("BornOn", "1961-03-05"),
                    ("ReplyPhone", "03 6100 0000"),
                    ("Recipient", "Dr Lim"),
                    ("Body", "As we agreed.")
                )
                .Submit(nurse, letter)
        );
        var article = printed[
            printed.IndexOf("<article", StringComparison.Ordinal)..printed.IndexOf(
                "</article",
                StringComparison.Ordinal
            )
        ];
        var told = new[]
        {
            "Harbour Care",
            "12 Quay Street",
            "1800 620 420",
            "Dr Lim",
            Web.Now.ToString("MMMM yyyy", System.Globalization.CultureInfo.GetCultureInfo("en-AU")),
            "Date of birth: 5 March 1961",
            "Priya Nair",
            "03 6100 0000",
            Web.Cast.Priya.Email,
        };
        foreach (var expected in told)
            Assert.Contains(expected, article, StringComparison.Ordinal);
        var unknown = await Read(
            await form.With(("BornOn", ""), ("ReplyEmail", ""), ("Recipient", "Dr Lim"), ("Body", "As we agreed."))
                .Submit(nurse, letter)
        );
        Assert.Contains("<article", unknown, StringComparison.Ordinal);
        Assert.DoesNotContain("Date of birth:", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nurse_sends_the_four_questions_and_the_person_answers_them_at_home()
    {
        var (ana, url) = (Web.Cast.Ana, $"/Staff/People/{Web.Cast.Ana.Id}/Screen");
        var nurse = await Web.SignedInByCookie(Web.Cast.Priya.Id);
        await HtmlForm.In(await Get(nurse, url), "Send the four questions").Submit(nurse, url);
        Assert.Contains("no answer yet", await Get(nurse, url), StringComparison.Ordinal);

        var person = await Web.SignedInByCookie(ana.Actor.UserId!.Value);
        Assert.Contains("Answer four questions", await Get(person, "/"), StringComparison.Ordinal);
        var page = await Get(person, "/Questions");
        var unfinished = await Read(
            await HtmlForm.In(page, "Send my answers").With(("Answers.Nervous", "3")).Submit(person, "/Questions")
        );
        Assert.Contains("Choose an answer.", unfinished, StringComparison.Ordinal);
        var done = await Read(
            await HtmlForm
                .In(page, "Send my answers")
                .With(
                    ("Answers.Nervous", "3"),
                    ("Answers.Worrying", "3"),
                    ("Answers.LittleInterest", "3"),
                    ("Answers.Down", "1")
                )
                .Submit(person, "/Questions")
        );
        Assert.Contains("Thank you, Ana", done, StringComparison.Ordinal);
        Assert.Contains("A nurse plans to be in touch by", done, StringComparison.Ordinal); // Severe: somebody was told.
        Assert.Contains("13 11 14", done, StringComparison.Ordinal);
        Assert.Contains("Nothing to answer", await Get(person, "/Questions"), StringComparison.Ordinal);
        Assert.Contains("10 of 12, severe", await Get(nurse, $"/Staff/People/{ana.Id}"), StringComparison.Ordinal);
    }

    private string Day(int days) =>
        Web.Now.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> Get(HttpClient client, string url) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(url, TestContext.Current.CancellationToken));

    private static async Task<string> Read(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
