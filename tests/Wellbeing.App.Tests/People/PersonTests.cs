using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

public abstract class PersonTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : PersonTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : PersonTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task The_chart_holds_what_a_rating_was_measured_against_what_was_found_and_who_was_reached_in_the_time_asked_for()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        foreach (var intensity in new[] { 2, 2, 2, 2, 2, 6, 9 })
        {
            await app.Send(ana.CheckIn(intensity));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        var flag = await app.FlagOf(ana);
        await app.Send(
            new RecordContactAttempt(priya, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, true, null)
        );
        app.Mailbox.Ignore();

        var all = (await app.Send(new GetPersonChart(priya, ana.Id, null)))!;
        Assert.Equal(7, all.CheckIns.Count);
        Assert.Equal((5, 5, 9), (all.StrongFrom, all.StrongImpactFrom, all.VeryHighFrom));
        // Three check-ins must be known and settled, the latest not yet, before the fifth is measured; the six and the
        // nine did not become usual.
        Assert.Equal([2d, 2d, 2d], all.UsualLevels.Select(l => l.Points));
        Assert.Contains(all.Found, f => f.Finding.Rule == Rule.Acute && f.FlagId == flag.Id);
        Assert.Equal([new DatedContact(all.To, true)], all.Contacts);
        Assert.Single(all.FlagsRaised);

        var month = (await app.Send(new GetPersonChart(priya, ana.Id, 30)))!;
        Assert.Equal(29, month.To.DayNumber - month.From.DayNumber);
        Assert.Equal(4, month.CheckIns.Count);
        Assert.Null(await app.Send(new GetPersonChart(priya, Guid.CreateVersion7(), 30)));
    }

    [Fact]
    public async Task The_timeline_tells_of_everything_page_by_page_newest_first()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        await app.Pass(TimeSpan.FromDays(8), TimeSpan.FromHours(3));
        await app.Send(ana.CheckIn(intensity: 9, words: "Not a good day"));
        await app.Dispatch();
        var flag = await app.FlagOf(ana);
        await app.Send(
            new RecordContactAttempt(priya, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, true, "Slept badly.")
        );
        await app.Send(new ResolveFlag(priya, flag.Id, FlagOutcome.Supported, "Talked it through."));
        await app.Send(new WriteNote(priya, ana.Id, Guid.CreateVersion7(), "Sister visits on Sundays."));
        app.Mailbox.Ignore();

        var whole = (await app.Send(new GetPersonTimeline(priya, ana.Id, 1, 100)))!;
        Assert.Equal(whole.Total, whole.Rows.Count);
        Assert.Equal(whole.Rows.Select(r => r.AtUtc).OrderDescending(), whole.Rows.Select(r => r.AtUtc));
        Assert.Equal("Not a good day", Only<PersonEvent.CheckedIn>().CheckIn!.Words);
        Assert.Equal("Slept badly.", Only<PersonEvent.ContactAttempted>().Note);
        Assert.Equal("Talked it through.", Only<PersonEvent.FlagResolved>().Note);
        Assert.Equal("Sister visits on Sundays.", Only<PersonEvent.NoteWritten>().Words);
        Assert.Contains(whole.Rows, r => r.What is PersonEvent.MessageWritten { Kind: CheckInInvitation.Kind });
        Assert.Contains(
            whole.Rows,
            r => r.What is PersonEvent.MessageWritten { Kind: FlagToTeam.Kind, State: MessageState.Accepted }
        );

        var pages = new List<TimelineEntry>();
        for (var page = 1; page <= (whole.Total + 3) / 4; page++)
            pages.AddRange((await app.Send(new GetPersonTimeline(priya, ana.Id, page, 4)))!.Rows);
        Assert.Equal(
            whole.Rows.Select(r => (r.AtUtc, r.What.GetType())),
            pages.Select(r => (r.AtUtc, r.What.GetType()))
        );

        T Only<T>() => whole.Rows.Select(r => r.What).OfType<T>().Single();
    }

    [Fact]
    public async Task A_nurse_pauses_and_ends_the_pause_and_nothing_is_asked_meanwhile()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        var until = DateOnly.FromDateTime(app.Now).AddDays(20);
        Assert.True(await app.Send(new PauseParticipant(priya, ana.Id, until)));
        await app.Pass(TimeSpan.FromDays(15), TimeSpan.FromHours(3));
        Assert.DoesNotContain(app.Mailbox.Read(), m => m.ToAddress == ana.Email);
        Assert.All(
            await app.Db(db => db.Prompts.Where(p => p.ParticipantId == ana.Id).ToListAsync()),
            p => Assert.Equal(PromptState.Paused, p.State)
        );

        Assert.True(await app.Send(new PauseParticipant(priya, ana.Id, null)));
        await app.Pass(TimeSpan.FromDays(7), TimeSpan.FromHours(3));
        Assert.Contains(app.Mailbox.Read(), m => m.ToAddress == ana.Email);
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() =>
            app.Send(new PauseParticipant(priya, ana.Id, DateOnly.FromDateTime(app.Now).AddDays(-3)))
        );
        Assert.False(
            await app.Send(
                new PauseParticipant(priya, Guid.CreateVersion7(), DateOnly.FromDateTime(app.Now).AddDays(3))
            )
        );
        app.Mailbox.Ignore();
    }
}
