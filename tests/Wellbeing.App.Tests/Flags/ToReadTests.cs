using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Records;
using Wellbeing.App.Reports;
using Wellbeing.App.Team;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

/// <summary>"Check-ins never opened": everything unread stands on a list, oldest words first, and what waited too long
/// shows.</summary>
public abstract class ToReadTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ToReadTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ToReadTests(DatabaseProvider.Postgres);

    private static Task<ToReadPage> List(AppFixture app, int page = 1, int size = 25) =>
        app.Send(new ListToRead(app.Cast.Priya.Actor, page, size));

    private static async Task<Guid> Send(AppFixture app, SubmitCheckIn checkIn) =>
        Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(checkIn)).CheckInId;

    private static async Task<Person> Patient(AppFixture app, string name) =>
        await app.Cast.AddPatient(name, $"{name.ToLowerInvariant()}@home.example");

    [Fact]
    public async Task Words_stand_first_then_raised_ratings_without_a_flag_then_the_rest_and_the_oldest_first()
    {
        await using var app = await AppFixture.Create(provider);
        var (quiet, raised, worded, later, flagged) = (
            await Patient(app, "Quiet"),
            await Patient(app, "Raised"),
            await Patient(app, "Worded"),
            await Patient(app, "Later"),
            await Patient(app, "Flagged")
        );
        foreach (
            var checkIn in new[]
            {
                quiet.CheckIn(intensity: 1),
                raised.CheckIn(intensity: 5),
                worded.CheckIn(intensity: 1, words: "First"),
                later.CheckIn(intensity: 6, words: "High"),
                quiet.CheckIn(intensity: 1, words: "Second"),
                flagged.CheckIn(intensity: 2, contactMe: true, words: "Call me"),
                raised.CheckIn(intensity: null),
            }
        )
        {
            await Send(app, checkIn);
            app.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        app.Mailbox.Ignore();
        var list = await List(app);

        Assert.Equal(
            ["Later", "Flagged", "Worded", "Quiet", "Raised", "Quiet", "Raised"],
            list.Rows.Select(r => r.Name)
        );
        Assert.Equal(
            [
                ToReadGroup.WordsFirst,
                ToReadGroup.WordsFirst,
                ToReadGroup.Words,
                ToReadGroup.Words,
                ToReadGroup.Raised,
                ToReadGroup.Rest,
                ToReadGroup.Rest,
            ],
            list.Rows.Select(r => r.Group)
        );
        Assert.Equal("High", list.Rows[0].CheckIn.Words);
        Assert.Equal((await app.FlagOf(flagged)).Id, list.Rows[1].FlagId);
        Assert.Null(list.Rows[0].FlagId);
        Assert.Equal((7, 0), (list.Total, list.Overdue));
        Assert.Equal(["Raised", "Quiet", "Raised"], (await List(app, page: 2, size: 4)).Rows.Select(r => r.Name));
    }

    [Fact]
    public async Task A_raised_rating_that_made_a_flag_waits_with_the_rest()
    {
        await using var app = await AppFixture.Create(provider);
        await Send(app, app.Cast.Ana.CheckIn(intensity: 9));
        app.Mailbox.Ignore();
        Assert.Equal(ToReadGroup.Rest, Assert.Single((await List(app)).Rows).Group);
    }

    [Fact]
    public async Task A_high_rating_that_joined_an_open_flag_stays_to_be_read_where_not_every_check_in_is()
    {
        await using var app = await AppFixture.Create(provider);
        await Send(app, app.Cast.Ana.CheckIn(intensity: 9));
        app.Clock.Advance(TimeSpan.FromDays(1));
        var ten = await Send(app, app.Cast.Ana.CheckIn(intensity: 10));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await Send(app, app.Cast.Ana.CheckIn(intensity: 10)); // A repeat.
        await Send(app, app.Cast.Omar.CheckIn(intensity: 1));
        app.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal((4, 4), ((await List(app)).Total, (await List(app)).Overdue));

        await app.Send(new SaveReadingPromise(app.Cast.Ruth.Actor, ReadsEveryCheckIn: false));
        var list = await List(app);
        Assert.Equal((3, 3), (list.Total, list.Overdue));
        Assert.Contains(list.Rows, r => r.CheckIn.Id == ten);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Marking_read_takes_only_what_was_shown_and_what_a_colleague_read_stays_theirs()
    {
        await using var app = await AppFixture.Create(provider);
        var first = await Send(app, app.Cast.Ana.CheckIn(words: "One"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await Send(app, app.Cast.Omar.CheckIn(words: "Two"));
        var shown = (await List(app)).AtUtc;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var third = await Send(app, app.Cast.Ana.CheckIn(words: "Three"));

        Assert.Equal(1, await app.Send(new MarkRead(app.Cast.Tom.Actor, [first], shown)));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await app.Send(new MarkRead(app.Cast.Priya.Actor, [first, second], shown)));

        Assert.Equal(third, Assert.Single((await List(app)).Rows).CheckIn.Id);
        var mine = await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor));
        Assert.Equal("Tom", mine.Single(c => c.Id == first).ReadByName); // The person is given the first name only.
        Assert.Null(mine.Single(c => c.Id == third).ReadByName);
        Assert.Equal(2, (await app.AuditTrail()).Count(a => a.Action == AuditActions.CheckInRead));
    }

    [Fact]
    public async Task A_note_written_beside_a_colleagues_is_sent_only_after_theirs_was_seen()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Send(app, app.Cast.Ana.CheckIn(words: "A hard week"));
        var shown = (await List(app)).AtUtc;
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(
            SendReplyResult.Sent,
            await app.Send(new SendReply(app.Cast.Priya.Actor, Guid.CreateVersion7(), id, shown, Sentence: 1))
        );
        var note = new SendReply(app.Cast.Tom.Actor, Guid.CreateVersion7(), id, shown, OwnWords: "I read this.");
        Assert.Equal(SendReplyResult.AnsweredMeanwhile, await app.Send(note));
        Assert.Single((await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).Single().Replies);
        Assert.Equal(SendReplyResult.Sent, await app.Send(note with { ShownAtUtc = app.Now }));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_check_in_corrected_after_it_was_shown_is_not_marked_and_one_corrected_after_it_was_read_is_unread_again()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Send(app, app.Cast.Ana.CheckIn(words: "As I wrote it"));
        var shown = (await List(app)).AtUtc;
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await Correct("Better said");
        Assert.Equal(0, await app.Send(new MarkRead(app.Cast.Priya.Actor, [id], shown)));
        Assert.Equal(
            SendReplyResult.Corrected,
            await app.Send(new SendReply(app.Cast.Priya.Actor, Guid.CreateVersion7(), id, shown, Sentence: 1))
        );
        Assert.Equal("Better said", Assert.Single((await List(app)).Rows).CheckIn.Words);

        Assert.Equal(1, await app.Send(new MarkRead(app.Cast.Priya.Actor, [id], app.Now)));
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await Correct("Once more");
        Assert.Equal("Once more", Assert.Single((await List(app)).Rows).CheckIn.Words);

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.Send(new RemoveCheckIn(app.Cast.Ana.Actor, id));
        Assert.Empty((await List(app)).Rows); // Removed, it is nowhere to be seen.

        Task<CorrectCheckInResult> Correct(string words) =>
            app.Send(new CorrectCheckIn(app.Cast.Ana.Actor, id, Answers.None with { Intensity = 2, Words = words }));
    }

    [Fact]
    public async Task What_a_nurse_entered_or_saw_on_a_flag_or_a_persons_page_is_read_and_what_a_program_fetched_is_not()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(
            new SubmitCheckIn(
                app.Cast.Priya.Actor,
                Guid.CreateVersion7(),
                Answers.None with
                {
                    Intensity = 2,
                    Words = "By telephone",
                },
                app.Cast.Omar.Id
            )
        );
        Assert.Empty((await List(app)).Rows);

        await Send(app, app.Cast.Ana.CheckIn(contactMe: true, words: "Please"));
        app.Mailbox.Ignore();
        var flag = await app.FlagOf(app.Cast.Ana);
        await app.Send(new GetFlag(new Actor(null, "EHR", Roles.ClientReadsFlags), flag.Id));
        Assert.Single((await List(app)).Rows);
        await app.Send(new GetFlag(app.Cast.Tom.Actor, flag.Id));
        Assert.Empty((await List(app)).Rows);

        await Send(app, app.Cast.Omar.CheckIn(words: "How I am"));
        await app.Send(new GetPerson(app.Cast.Priya.Actor, app.Cast.Omar.Id)); // Shows no words: the form of a note, say.
        Assert.Single((await List(app)).Rows);
        await app.Send(new GetPersonChart(app.Cast.Priya.Actor, app.Cast.Omar.Id, 90));
        Assert.Empty((await List(app)).Rows);

        await Send(app, app.Cast.Omar.CheckIn(words: "And now"));
        await app.Send(new GetPersonTimeline(app.Cast.Priya.Actor, app.Cast.Omar.Id));
        Assert.Empty((await List(app)).Rows);
    }

    [Fact]
    public async Task After_two_working_days_it_is_late_for_nurses_for_the_person_and_in_the_report()
    {
        await using var app = await AppFixture.Create(provider); // Monday 2 February 2026, 10:00 in Brisbane.
        foreach (var person in await People(app, 6))
            await Send(app, person.CheckIn(words: "Mine"));
        var due = app.Now.AddDays(2).Date.AddHours(7); // Wednesday, 17:00 in Brisbane.
        Assert.Equal(due, Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).ReadDueAtUtc);

        app.Clock.Advance(due - app.Now - TimeSpan.FromSeconds(1));
        Assert.Equal(new ToReadCount(6, 0), await app.Send(new CountToRead(app.Cast.Priya.Actor)));
        var inTime = (await List(app)).Rows.Select(r => r.CheckIn.Id).Take(3).ToList();
        await app.Send(new MarkRead(app.Cast.Priya.Actor, inTime, app.Now));

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new ToReadCount(3, 3), await app.Send(new CountToRead(app.Cast.Priya.Actor)));
        Assert.Equal(3, (await List(app)).Overdue);
        var late = (await List(app)).Rows.Select(r => r.CheckIn.Id).Take(1).ToList();
        await app.Send(new MarkRead(app.Cast.Priya.Actor, late, app.Now.AddSeconds(1)));

        var reading = (
            await app.Send(new GetReport(app.Cast.Priya.Actor, new DateOnly(2026, 2, 2), new DateOnly(2026, 2, 8)))
        ).Reading;
        // The fourth was read at the very instant it was due: in time.
        Assert.Equal((4 / 6.0, (int?)6), (reading.InTime.Value, reading.InTime.Of));
        Assert.Equal(4 / 6.0, Assert.Single(reading.Weeks).InTime.Value);
        Assert.Equal(2, reading.Late); // However few: it is the team's own total, and points at nobody.
    }

    [Fact]
    public async Task A_list_drawn_before_learns_what_waits_now_and_what_colleagues_read_since()
    {
        await using var app = await AppFixture.Create(provider);
        foreach (var person in await People(app, 3))
            await Send(app, person.CheckIn(words: "Mine"));
        await Send(app, app.Cast.Omar.CheckIn(intensity: 1));
        var drawn = await List(app);
        var shown = drawn.Rows.Select(r => r.CheckIn.Id).ToList();
        var now = await Now();
        Assert.Equal((drawn.Total, 0, 0), (now.Total, now.Overdue, now.Read.Count));
        Assert.Equal(drawn.Counts.OrderBy(c => c.Key), now.Counts.OrderBy(c => c.Key));

        await app.Send(new MarkRead(app.Cast.Tom.Actor, shown[..1], app.Now));
        now = await Now();
        Assert.Equal(shown[..1], now.Read);
        Assert.Equal((3, 2, 1), (now.Total, now.Counts[ToReadGroup.Words], now.Counts[ToReadGroup.Rest]));
        app.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(3, (await Now()).Overdue);

        Task<ToReadNow> Now() => app.Send(new CountToReadNow(app.Cast.Priya.Actor, shown));
    }

    private static async Task<List<Person>> People(AppFixture app, int count)
    {
        var people = new List<Person> { app.Cast.Ana };
        for (var i = 1; i < count; i++)
            people.Add(await Patient(app, $"P{i}"));
        return people;
    }

    [Fact]
    public async Task A_weekend_and_a_holiday_do_not_count_as_working_days()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(new AddHoliday(app.Cast.Ruth.Actor, new DateOnly(2026, 2, 9), "Regatta Day"));
        app.Clock.Advance(TimeSpan.FromDays(4)); // Friday.
        await Send(app, app.Cast.Ana.CheckIn(words: "Before the weekend"));
        // Monday is the holiday: Tuesday is the first working day after, Wednesday the second.
        Assert.Equal(
            new DateTime(2026, 2, 11, 7, 0, 0, DateTimeKind.Utc),
            Assert.Single((await List(app)).Rows).DueAtUtc
        );
    }

    [Fact]
    public async Task An_organisation_that_does_not_read_everything_says_so_and_promises_nothing_at_once()
    {
        await using var app = await AppFixture.Create(provider);
        await Send(app, app.Cast.Ana.CheckIn(intensity: 1));
        await Send(app, app.Cast.Omar.CheckIn(intensity: 6));
        app.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(new ToReadCount(2, 2), await app.Send(new CountToRead(app.Cast.Priya.Actor)));

        await app.Send(new SaveReadingPromise(app.Cast.Ruth.Actor, ReadsEveryCheckIn: false));
        Assert.False((await app.Send(new GetReadingPromise(app.Cast.Ana.Actor))).ReadsEveryCheckIn);
        Assert.Equal(new ToReadCount(1, 1), await app.Send(new CountToRead(app.Cast.Priya.Actor)));
        Assert.Equal("Omar", Assert.Single((await List(app)).Rows).Name);
        Assert.Null(Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).ReadDueAtUtc);
        Assert.Contains(await app.AuditTrail(), a => a.ReadDetail() is ReadingPromiseDetail { Every: false });

        await app.Send(new SaveReadingPromise(app.Cast.Ruth.Actor, ReadsEveryCheckIn: true));
        Assert.Equal(2, (await List(app)).Total);
    }

    [Fact]
    public async Task Two_nurses_who_mark_at_the_same_moment_are_both_answered_and_one_of_them_read_it()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Send(app, app.Cast.Ana.CheckIn(words: "Hello"));
        var read = await Scenes.AtOnce(
            4,
            i => app.Send(new MarkRead(i % 2 == 0 ? app.Cast.Priya.Actor : app.Cast.Tom.Actor, [id], app.Now))
        );
        Assert.Equal(1, read.Sum());
        await app.HoldsItsInvariants();
    }

    [Fact]
    public void Whatever_is_due_at_an_instant_was_sent_up_to_one_and_no_later()
    {
        var promise = new ReadingPromise(
            true,
            Scenes.Brisbane with
            {
                Holidays = new HashSet<DateOnly> { new(2026, 4, 3), new(2026, 4, 6) },
            }
        );
        for (
            var now = new DateTime(2026, 3, 28, 0, 0, 0, DateTimeKind.Utc);
            now < new DateTime(2026, 4, 16, 0, 0, 0, DateTimeKind.Utc);
            now = now.AddMinutes(97)
        )
        {
            var due = promise.DueSince(now);
            Assert.True(promise.DueAt(due) <= now);
            Assert.True(promise.DueAt(due.AddMilliseconds(2)) > now);
            Assert.Equal(promise.DueAt(now), promise.DueTimes().Of(now));
        }
    }
}
