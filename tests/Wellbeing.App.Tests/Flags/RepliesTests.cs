using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.App.Wording;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class RepliesTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : RepliesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RepliesTests(DatabaseProvider.Postgres);

    private static readonly Actor _link = new(null, "", Roles.LinkHolder);

    private static async Task<Guid> CheckIn(AppFixture app, Person person) =>
        Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(person.CheckIn(words: "A long night"))).CheckInId;

    private static SendReply Note(
        AppFixture app,
        Guid checkIn,
        int? sentence = 1,
        string? words = null,
        Guid? id = null
    ) => new(app.Cast.Priya.Actor, id ?? Guid.CreateVersion7(), checkIn, app.Now, sentence, words);

    [Fact]
    public async Task A_note_marks_the_check_in_read_is_sealed_and_the_person_reads_it_until_it_was_seen()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await CheckIn(app, app.Cast.Ana);
        var note = Note(app, id, sentence: null, words: "  I read this. Priya  ");
        Assert.Equal(SendReplyResult.Sent, await app.Send(note));
        Assert.Equal(SendReplyResult.Sent, await app.Send(note)); // Sent twice, it is written once.

        Assert.Empty((await app.Send(new ListToRead(app.Cast.Tom.Actor))).Rows);
        Assert.DoesNotContain(
            "read this",
            (await app.Db(db => db.CheckInReplies.SingleAsync())).SealedText,
            StringComparison.Ordinal
        );
        var mine = Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor)));
        var reply = Assert.Single(mine.Replies);
        Assert.Equal(
            ("I read this. Priya", "Priya", app.Now, null),
            (reply.Text, reply.ByName, reply.AtUtc, reply.SeenAtUtc)
        );
        Assert.Equal(("Priya", null), (mine.ReadByName, mine.ReadDueAtUtc));
        Assert.Equal(reply.Id, Assert.Single((await app.Send(new GetMyHome(app.Cast.Ana.Actor))).Replies).Reply.Id);

        await app.Send(new SeeReplies(app.Cast.Omar.Actor, [reply.Id])); // Not his.
        Assert.Null(
            Assert.Single(Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).Replies).SeenAtUtc
        );
        await app.Send(new SeeReplies(app.Cast.Ana.Actor, [reply.Id]));
        Assert.Equal(
            app.Now,
            Assert.Single(Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).Replies).SeenAtUtc
        );

        var told = (await app.Send(new GetPersonTimeline(app.Cast.Tom.Actor, app.Cast.Ana.Id)))!.Rows;
        Assert.Equal("I read this. Priya", told.Select(r => r.What).OfType<PersonEvent.ReplySent>().Single().Words);
        app.Mailbox.Ignore();
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task Somebody_who_came_by_a_link_in_a_mail_is_shown_no_notes()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(Note(app, await CheckIn(app, app.Cast.Ana)));
        var byLink = app.Cast.Ana.Actor with { Roles = Roles.CheckInLink };
        var home = await app.Send(new GetMyHome(byLink));
        Assert.Empty(home.Replies);
        Assert.Empty(home.Last!.Replies);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_sentence_is_read_in_the_persons_language_and_administrators_change_it()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Db(db =>
            db.Participants.Where(p => p.Id == app.Cast.Ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, "it"))
        );
        var id = await CheckIn(app, app.Cast.Ana);
        await app.Send(Note(app, id));
        Assert.Equal(
            ReplySentence.Defaults[0]["it"],
            Assert.Single(Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).Replies).Text
        );

        var texts = Language.All.ToDictionary(l => l.Tag, l => $"Thanks in {l.EnglishName}");
        Assert.IsType<ChangeReplySentenceResult.Changed>(
            await app.Send(new ChangeReplySentence(app.Cast.Ruth.Actor, 1, texts, BasedOn: 0))
        );
        Assert.IsType<ChangeReplySentenceResult.ChangedBy>(
            await app.Send(new ChangeReplySentence(app.Cast.Ruth.Actor, 1, texts, BasedOn: 0))
        );
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                new ChangeReplySentence(
                    app.Cast.Ruth.Actor,
                    5,
                    new Dictionary<string, string> { ["en-AU"] = "Only in English" },
                    0
                )
            )
        );
        Assert.Equal(Language.All.Count - 1, refused.Errors.Count());
        await app.Send(Note(app, id));
        Assert.Equal(
            "Thanks in Italian",
            Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).Replies[^1].Text
        );

        await app.Send(new ChangeReplySentence(app.Cast.Ruth.Actor, 1, new Dictionary<string, string>(), BasedOn: 1));
        Assert.DoesNotContain(
            await app.Send(new GetReplySentences(app.Cast.Priya.Actor)),
            s => s.Number == 1 && s.IsOffered
        );
        Assert.Equal(SendReplyResult.NotFound, await app.Send(Note(app, id)));
        app.Mailbox.Ignore();
    }

    [Fact]
    public void Every_sentence_of_the_products_own_is_there_in_every_language() =>
        Assert.All(
            ReplySentence.Defaults,
            s => Assert.All(Language.All, l => Assert.InRange(s[l.Tag].Length, 1, ReplySentence.MaximumLength))
        );

    [Fact]
    public async Task A_note_must_say_something_and_not_too_much()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await CheckIn(app, app.Cast.Ana);
        await Assert.ThrowsAsync<ValidationException>(() => app.Send(Note(app, id, sentence: null, words: " ")));
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(Note(app, id, sentence: null, words: new string('x', CheckInReply.MaximumLength + 1)))
        );
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            app.Send(Note(app, id) with { By = app.Cast.Ruth.Actor })
        );
        Assert.Equal(SendReplyResult.NotFound, await app.Send(Note(app, Guid.CreateVersion7())));
    }

    [Fact]
    public async Task A_mail_says_only_that_there_is_a_note_once_a_day_outside_quiet_hours()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await CheckIn(app, app.Cast.Ana);
        await UntilNight(app);
        await app.Send(Note(app, id, sentence: null, words: "Purple elephants"));
        await app.Send(Note(app, id));
        await app.Dispatch();
        app.Mailbox.Expect(); // In quiet hours nobody is written to.

        app.Clock.Advance(TimeSpan.FromHours(12));
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Expect("ana@home.example"));
        Assert.DoesNotContain("elephants", mail.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Priya", mail.Text, StringComparison.Ordinal);
        Assert.Contains("There is a note for you on your page.", mail.Text, StringComparison.Ordinal);
        var token = mail.UnsubscribeUrl!.Segments[^1];
        Assert.Equal("/Reminders/Notes/" + token, mail.UnsubscribeUrl.AbsolutePath);

        Assert.True(await app.Send(new GetReplyMails(_link, token)));
        Assert.True(await app.Send(new StopReplyMails(_link, token)));
        Assert.False(await app.Send(new GetReplyMails(_link, token)));
        Assert.Null(await app.Send(new GetPromptMails(_link, token))); // It changes nothing else.
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(Note(app, id));
        await app.Dispatch();
        app.Mailbox.Expect();
    }

    [Fact]
    public async Task Nobody_is_told_of_a_note_they_saw_or_who_wants_no_mails()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await CheckIn(app, app.Cast.Ana);
        await UntilNight(app);
        await app.Send(Note(app, id));
        await app.Send(
            new SeeReplies(
                app.Cast.Ana.Actor,
                [.. Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).Replies.Select(r => r.Id)]
            )
        );
        app.Clock.Advance(TimeSpan.FromHours(12));
        await app.Dispatch();
        app.Mailbox.Expect();

        // Who wants no mails about check-ins is not told by mail until they say so.
        var settings = await app.Send(new GetMySettings(app.Cast.Ana.Actor));
        Assert.True(settings.ReplyMails);
        var none = new ChangeMySettings(app.Cast.Ana.Actor, settings.Schedule, null, false)
        {
            Mails = PromptMails.None,
        };
        Assert.False((await app.Send(none)).ReplyMails);
        await app.Send(Note(app, id));
        await app.Dispatch();
        app.Mailbox.Expect();

        Assert.True((await app.Send(none with { ReplyMails = true })).ReplyMails);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(Note(app, id));
        await app.Dispatch();
        app.Mailbox.Expect("ana@home.example");
    }

    /// <summary>Late in the person's evening.</summary>
    private static async Task UntilNight(AppFixture app)
    {
        var person = await app.Db(db => db.Participants.AsNoTracking().SingleAsync(p => p.Id == app.Cast.Ana.Id));
        while (person.Schedule.OutsideQuietHours(app.Now, person.TimeZone) == app.Now)
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Notes_are_in_the_persons_export_and_go_with_the_words_they_are_about()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(Note(app, await CheckIn(app, app.Cast.Ana), sentence: null, words: "Read with care"));
        using var export = new MemoryStream();
        await app.Send(new ExportMyData(app.Cast.Ana.Actor, export));
        Assert.Contains(
            "Read with care",
            System.Text.Encoding.UTF8.GetString(export.ToArray()),
            StringComparison.Ordinal
        );

        app.Clock.Advance(TimeSpan.FromDays(365 * 9));
        Assert.Contains(
            await app.Send(new Retain(Actor.System, DryRun: false)),
            r => r is { What: "Notes back about those check-ins", Count: 1 }
        );
        Assert.Equal(0, await app.Db(db => db.CheckInReplies.CountAsync()));
        app.Mailbox.Ignore();
    }
}
