using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.Detection;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>How a check-in ends for its author, and what they read about it afterwards: kind, true, and never the state
/// of a machine.</summary>
public sealed class EndingTests
{
    private const string EmergencyCard = "wb-care--emergency";
    private const string Talk = "Talk to someone now if you cannot cope";

    [Fact]
    public async Task At_ease_it_thanks_and_has_one_line_about_help()
    {
        await using var web = await WebFixture.Create();
        var done = await Done(
            web,
            web.Cast.Ana.CheckIn(2, 0, PerceivedChange.Same, emotions: Felt(Emotion.Hope, Emotion.Calm))
        );
        Assert.Contains("<h1>Thank you, Ana</h1>", done, StringComparison.Ordinal);
        Assert.Contains(
            "Your nurses have it. It helps us to know how you are, on good days too.",
            done,
            StringComparison.Ordinal
        );
        Assert.Matches(
            "Nurses read check-ins Monday to Friday, [0-9:]+.{1,8}am to [0-9:]+.{1,8}pm, Brisbane time\\. They plan to read this by Wednesday 4 February\\.",
            done
        );
        Assert.DoesNotContain("We have it.", done, StringComparison.Ordinal); // Said once.
        Assert.Contains(
            "If things get harder, check in again. Help is there at any hour.",
            done,
            StringComparison.Ordinal
        );
        Assert.Contains("href=\"/Help\"", MainPart(done), StringComparison.Ordinal);
        Assert.DoesNotContain("wb-care", done, StringComparison.Ordinal);
        Assert.DoesNotContain("Call 000 now", done, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 3, null)]
    [InlineData(2, 8, null)]
    [InlineData(null, 10, null)]
    [InlineData(5, null, PerceivedChange.Growing)]
    public async Task In_distress_it_has_the_numbers_without_alarm(
        int? intensity,
        int? functioning,
        PerceivedChange? change
    )
    {
        await using var web = await WebFixture.Create();
        var done = await Done(web, web.Cast.Ana.CheckIn(intensity, functioning, change));
        Assert.Contains("Your nurses have it. You do not have to carry this alone.", done, StringComparison.Ordinal);
        Assert.Contains(Talk, done, StringComparison.Ordinal);
        Assert.Contains("tel:131114", MainPart(done), StringComparison.Ordinal);
        Assert.Contains("tel:000", MainPart(done), StringComparison.Ordinal);
        Assert.DoesNotContain(EmergencyCard, done, StringComparison.Ordinal);
        Assert.DoesNotContain("of 10", MainPart(done), StringComparison.Ordinal); // The worst is not said back.
    }

    [Fact]
    public async Task Perhaps_not_safe_it_has_the_numbers_first_and_large()
    {
        await using var web = await WebFixture.Create();
        var done = MainPart(await Done(web, web.Cast.Ana.CheckIn(9)));
        Assert.True(
            Order(done, "Thank you, Ana", EmergencyCard, Talk, "A nurse plans to read this by", "Go to my home page")
        );
        Assert.DoesNotContain("wb-lines--close", done, StringComparison.Ordinal);

        Assert.True(Order(done, EmergencyCard, "Your nurses have it."));

        // Who said "I don't feel safe" ends there too, whatever the numbers say.
        await web.Send(new RaiseNotSafe(web.Cast.Omar.Actor, Guid.CreateVersion7()));
        Assert.Contains(EmergencyCard, await Done(web, web.Cast.Omar.CheckIn(2)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(4, null)]
    [InlineData(null, 3)]
    public async Task What_was_not_said_is_not_known_and_a_number_is_at_hand(int? intensity, int? functioning)
    {
        await using var web = await WebFixture.Create();
        var done = await Done(web, web.Cast.Ana.CheckIn(intensity, functioning, words: "A long week."));
        Assert.Contains("It helps us to know how you are.", done, StringComparison.Ordinal);
        Assert.DoesNotContain("good days", done, StringComparison.Ordinal);
        Assert.Contains("tel:131114", MainPart(done), StringComparison.Ordinal);
        Assert.Contains("href=\"/Help\"", MainPart(done), StringComparison.Ordinal);
        Assert.DoesNotContain("wb-care", done, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_thing_that_fits_what_was_said()
    {
        await using var web = await WebFixture.Create();
        var done = await Done(
            web,
            web.Cast.Ana.CheckIn(3, 3, PerceivedChange.Growing, emotions: Felt(Emotion.Fear, Emotion.Sadness))
        );
        Assert.Contains("Things have been getting harder.", done, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(MainPart(done), "href=\"/Guidance/"));
    }

    [Fact]
    public async Task Who_asked_for_a_call_reads_by_when_then_that_it_is_late_also_once_a_nurse_has_it()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        var done = await Done(web, ana.CheckIn(2, contactMe: true));
        Assert.DoesNotContain("on good days too", done, StringComparison.Ordinal);
        Assert.Matches(
            "You asked us to call\\.\\s*A nurse plans to be in touch by .+\\. If that time passes, please call one of the numbers on this page\\.",
            done
        );
        var home = await Page(web, ana.Actor, "/");
        Assert.Contains("A nurse plans to be in touch by", home, StringComparison.Ordinal);
        Assert.Contains(
            "A nurse plans to be in touch by",
            await Page(web, ana.Actor, "/Trend"),
            StringComparison.Ordinal
        );

        await web.Send(new SendDueMessages(Actor.System, "test")); // The team was told.
        web.Mailbox.Ignore();
        web.Clock.Advance(TimeSpan.FromDays(2));
        home = await Page(web, ana.Actor, "/");
        Assert.Matches(
            "You asked us to call\\.\\s*This is taking longer than we planned\\. We have asked the team again\\.",
            home
        );
        Assert.Contains("tel:131114", MainPart(home), StringComparison.Ordinal); // No warning without a way out.
        Assert.Contains("tel:000", MainPart(home), StringComparison.Ordinal);

        // For days nobody answers: what waits, since when, and what to do meanwhile.
        web.Clock.Advance(TimeSpan.FromDays(60));
        home = await Page(web, ana.Actor, "/");
        Assert.Matches(
            "You asked us to call\\.\\s*We planned this for .+ 3 February.*, and no nurse has answered yet\\. We are sorry\\.",
            home
        );
        Assert.DoesNotContain("asked the team again", home, StringComparison.Ordinal);
        Assert.Contains("tel:131114", MainPart(home), StringComparison.Ordinal);

        var flag = await web.Db(db => db.Flags.SingleAsync());
        await web.Send(new AcknowledgeFlag(web.Cast.Priya.Actor, flag.Id));
        foreach (var page in new[] { "/", "/Trend" })
            Assert.Contains(
                "A nurse from your team has it now, and has not been in touch with you yet. We are sorry. Please do not wait",
                await Page(web, ana.Actor, page),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public async Task A_check_in_waits_then_takes_longer_than_usual_then_is_read_by_somebody_with_a_name()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        await web.Send(ana.CheckIn(2));
        foreach (var page in new[] { "/", "/Trend" })
            Assert.Matches(
                "We have it. Nurses read check-ins Monday to Friday, [0-9:]+.{1,8}am to [0-9:]+.{1,8}pm, Brisbane time\\. They plan to read this by Wednesday 4 February\\.",
                await Page(web, ana.Actor, page)
            );

        web.Clock.Advance(TimeSpan.FromDays(6));
        foreach (var page in new[] { "/", "/Trend" })
            Assert.Contains(
                "It is taking longer than usual. If you would like to talk, check in again and ask us to call.",
                await Page(web, ana.Actor, page),
                StringComparison.Ordinal
            );

        await web.Db(async db =>
        {
            (await db.CheckIns.SingleAsync()).Read(web.Cast.Priya.Actor, web.Now);
            await db.SaveChangesAsync();
        });
        foreach (var page in new[] { "/", "/Trend" })
            Assert.Contains("Priya read it today at", await Page(web, ana.Actor, page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Around_holidays_the_day_is_named_by_which_it_is_read()
    {
        await using var web = await WebFixture.Create();
        foreach (var day in new[] { 3, 4 })
            await web.Send(new AddHoliday(web.Cast.Ruth.Actor, new DateOnly(2026, 2, day), "Show day"));
        Assert.Contains(
            "They plan to read this by Friday 6 February.",
            await Page(web, web.Cast.Ana.Actor, "/CheckIn"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "They plan to read this by Friday 6 February.",
            await Done(web, web.Cast.Ana.CheckIn(2)),
            StringComparison.Ordinal
        );
        web.Clock.Advance(TimeSpan.FromDays(2)); // A holiday.
        Assert.Contains(
            "They plan to read this by Friday 6 February.",
            await Page(web, web.Cast.Ana.Actor, "/"),
            StringComparison.Ordinal
        );
        web.Clock.Advance(TimeSpan.FromDays(3)); // That day has passed.
        Assert.Contains(
            "It is taking longer than usual.",
            await Page(web, web.Cast.Ana.Actor, "/"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_was_promised_to_be_read_is_neither_planned_nor_late_once_it_was_read()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        await web.Send(ana.CheckIn(9));
        foreach (var page in new[] { "/", "/Trend" })
            Assert.Contains(
                "A nurse plans to read this by",
                await Page(web, ana.Actor, page),
                StringComparison.Ordinal
            );
        await web.Db(async db =>
        {
            (await db.CheckIns.SingleAsync()).Read(web.Cast.Priya.Actor, web.Now);
            await db.SaveChangesAsync();
        });
        foreach (var later in new[] { TimeSpan.Zero, TimeSpan.FromDays(3) })
        {
            web.Clock.Advance(later);
            foreach (var page in new[] { "/", "/Trend" })
            {
                var html = await Page(web, ana.Actor, page);
                Assert.Contains("Priya read it", html, StringComparison.Ordinal);
                Assert.DoesNotContain("plans to read", html, StringComparison.Ordinal);
                Assert.DoesNotContain("longer than we planned", html, StringComparison.Ordinal);
            }
        }

        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Home_of_somebody_who_is_not_safe_has_the_numbers_first_and_help_says_that_the_team_was_told()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        await web.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        Assert.True(
            Order(
                MainPart(await Page(web, ana.Actor, "/")),
                "Hello, Ana",
                EmergencyCard,
                Talk,
                "A nurse plans to be in touch by"
            )
        );
        var told = MainPart(await Page(web, ana.Actor, "/NotSafe"));
        Assert.True(
            Order(
                told,
                "Sent to your nurse team",
                EmergencyCard,
                Talk,
                "A nurse plans to be in touch by",
                "Tell my nurse team that I don’t feel safe"
            )
        );
        Assert.DoesNotContain(
            "Tell my nurse team that I",
            await Page(web, ana.Actor, "/NotSafe?told=True"),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Who_waits_for_a_team_that_no_message_reached_is_told_so_and_not_to_wait()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        web.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(DeliveryPhase.RcptTo, 450, "4.7.1 Try again later");
        await web.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        await web.Send(new Tick(Actor.System, "test"));
        Assert.Contains("A nurse plans to be in touch by", await Page(web, ana.Actor, "/"), StringComparison.Ordinal);
        web.Clock.Advance(Message.UrgentMayWait);
        await web.Send(new Tick(Actor.System, "test"));
        foreach (var page in new[] { "/", "/NotSafe" })
        {
            var told = MainPart(await Page(web, ana.Actor, page));
            Assert.True(Order(told, "Please do not wait", "We have not reached your nurse team yet"), page);
            Assert.DoesNotContain("plans to be in touch", told, StringComparison.Ordinal);
            Assert.DoesNotContain("Sent to your nurse team", told, StringComparison.Ordinal);
        }

        web.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");
        web.Clock.Advance(TimeSpan.FromMinutes(6));
        await web.Send(new Tick(Actor.System, "test"));
        Assert.Contains("A nurse plans to be in touch by", await Page(web, ana.Actor, "/"), StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Who_was_not_safe_keeps_the_numbers_in_sight_where_it_was_closed_without_speaking_with_them()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        await web.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        var flag = await web.Db(db => db.Flags.SingleAsync());
        await web.Send(
            new ResolveFlag(web.Cast.Priya.Actor, flag.Id, FlagOutcome.NotNeeded, "The ward rang: she is there.")
        );
        Assert.True(Order(MainPart(await Page(web, ana.Actor, "/")), EmergencyCard, Talk, "We did not call you"));
        web.Clock.Advance(TimeSpan.FromMinutes(1));
        await web.Send(ana.CheckIn(2));
        Assert.DoesNotContain(EmergencyCard, MainPart(await Page(web, ana.Actor, "/")), StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_check_in_sent_while_an_older_promise_is_late_says_when_it_is_read_and_what_the_apology_is_for()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        await web.Send(ana.CheckIn(2, contactMe: true));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Ignore();
        web.Clock.Advance(TimeSpan.FromDays(5));
        var done = await Done(web, ana.CheckIn(2));
        Assert.True(
            Order(done, "They plan to read this by", "About what you told us before:", "We planned this for"),
            done
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task An_organisation_that_does_not_read_every_check_in_says_so_everywhere()
    {
        await using var web = await WebFixture.Create();
        await web.Db(async db =>
        {
            (await db.TeamCalendars.SingleAsync()).ReadsOnlyWhatStandsOut = true;
            await db.SaveChangesAsync();
        });
        var ana = web.Cast.Ana;
        const string said = "Nurses read what you write when something stands out or you ask.";
        Assert.Contains(said, await Page(web, ana.Actor, "/CheckIn"), StringComparison.Ordinal);
        var done = await Done(web, ana.CheckIn(2));
        Assert.Contains(said, done, StringComparison.Ordinal);
        web.Clock.Advance(TimeSpan.FromDays(20));
        foreach (var page in new[] { "/", "/Trend" })
        {
            var html = await Page(web, ana.Actor, page);
            Assert.Contains(said, html, StringComparison.Ordinal);
            Assert.DoesNotContain("working days", html, StringComparison.Ordinal);
            Assert.DoesNotContain("longer than usual", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_nurse_s_note_back_shows_by_her_first_name_and_counts_as_seen()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        await web.Send(ana.CheckIn(3, words: "A long week."));
        await web.Db(async db =>
        {
            db.CheckInReplies.Add(
                new CheckInReply
                {
                    Id = Guid.CreateVersion7(),
                    ParticipantId = ana.Id,
                    CheckInId = (await db.CheckIns.SingleAsync()).Id,
                    AtUtc = web.Now,
                    By = web.Cast.Priya.Id,
                    ByName = web.Cast.Priya.Name,
                    SealedText = web.Services.GetRequiredService<SealedText>().Seal("I read this. Rest well.")!,
                }
            );
            await db.SaveChangesAsync();
        });
        foreach (var page in new[] { "/", "/Trend" })
        {
            var html = await Page(web, ana.Actor, page);
            Assert.Contains("Priya wrote to you", html, StringComparison.Ordinal);
            Assert.Contains("I read this. Rest well.", html, StringComparison.Ordinal);
        }

        Assert.NotNull((await web.Db(db => db.CheckInReplies.SingleAsync())).SeenAtUtc);
        Assert.DoesNotContain("Rest well", await Page(web, web.Cast.Omar.Actor, "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hard_weeks_are_not_said_back_as_numbers()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        foreach (var rating in new[] { 3, 5, 7, 8 })
        {
            await web.Send(ana.CheckIn(rating));
            web.Clock.Advance(TimeSpan.FromDays(7));
        }

        var trend = MainPart(await Page(web, ana.Actor, "/Trend"));
        Assert.Contains(
            "These weeks look harder than before. You do not have to carry this alone.",
            trend,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("highest", trend, StringComparison.Ordinal);
        Assert.DoesNotContain("The last number you gave", trend, StringComparison.Ordinal);
    }

    private static Dictionary<Emotion, int?> Felt(params Emotion[] emotions) =>
        emotions.ToDictionary(e => e, _ => (int?)null);

    [Theory]
    [InlineData("zh-Hans")]
    [InlineData("ar")]
    [InlineData("vi")]
    [InlineData("it")]
    [InlineData("el")]
    public async Task Days_late_the_English_beside_names_the_day_in_English(string language)
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(2, contactMe: true));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Ignore();
        web.Clock.Advance(TimeSpan.FromDays(62));
        var reader = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        (
            await reader.PostAsync(
                "/Language",
                new FormUrlEncodedContent([
                    KeyValuePair.Create("language", language),
                    KeyValuePair.Create("from", "/"),
                ]),
                TestContext.Current.CancellationToken
            )
        ).Dispose();
        var own = new Regex(@"[\p{IsGreek}\p{IsArabic}\p{IsCJKUnifiedIdeographs}]|tháng|febbraio");
        foreach (var page in new[] { "/", "/Trend", "/CheckIn", "/Help", "/NotSafe" })
        {
            var html = WebUtility.HtmlDecode(await reader.GetStringAsync(page, TestContext.Current.CancellationToken));
            var beside = Regex
                .Matches(html, "<span class=\"wb-english\"[^>]*>(?<said>[^<]*)</span>")
                .Select(m => m.Groups["said"].Value)
                .ToList();
            Assert.NotEmpty(beside);
            Assert.DoesNotContain(beside, said => own.IsMatch(said));
            if (page is "/" or "/Trend")
                Assert.Contains(
                    beside,
                    said => said.StartsWith("We planned this for Tuesday 3 February at ", StringComparison.Ordinal)
                );
        }
    }

    private static async Task<string> Done(WebFixture web, SubmitCheckIn checkIn)
    {
        await web.Send(checkIn);
        return await Page(web, checkIn.By, $"/CheckIn/Done?id={checkIn.SubmissionId:D}");
    }

    private static async Task<string> Page(WebFixture web, Actor who, string page) =>
        WebUtility.HtmlDecode(
            await (await web.SignedInByCookie(who.UserId!.Value)).GetStringAsync(
                page,
                TestContext.Current.CancellationToken
            )
        );

    private static string MainPart(string html) =>
        html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];

    private static bool Order(string html, params string[] parts)
    {
        var places = parts.Select(p => html.IndexOf(p, StringComparison.Ordinal)).ToList();
        return places.TrueForAll(p => p >= 0) && places.SequenceEqual(places.Order());
    }
}
