using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class ListFlagsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ListFlagsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ListFlagsTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Shows_urgent_ones_nobody_has_first_then_overdue_ones_then_the_gravest_and_counts_every_filter()
    {
        await using var app = await AppFixture.Create(provider);
        var people = new List<Person>();
        foreach (var name in new[] { "Overdue", "Urgent", "UrgentTaken", "Soon", "Resolved" })
            people.Add(await app.Cast.AddPatient(name, $"{name}@home.example"));
        await app.Raise(people[0], Severity.Review); // Due on Thursday, 17:00.
        app.Clock.Advance(TimeSpan.FromDays(4));
        foreach (var person in people[1..3])
            await app.Send(person.CheckIn(intensity: 9));
        await app.Send(people[3].CheckIn(contactMe: true));
        await app.Send(people[4].CheckIn(intensity: 10));
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, (await app.FlagOf(people[2])).Id));
        await app.Reach((await app.FlagOf(people[4])).Id, app.Cast.Tom);
        await app.Send(
            new ResolveFlag(
                app.Cast.Tom.Actor,
                (await app.FlagOf(people[4])).Id,
                FlagOutcome.Supported,
                "Reached by her GP"
            )
        );

        var page = await app.Send(new ListFlags(app.Cast.Priya.Actor));
        Assert.Equal(["Urgent", "Overdue", "UrgentTaken", "Soon"], page.Rows.Select(r => r.ParticipantName));
        Assert.Equal(
            new Dictionary<FlagFilter, int>
            {
                [FlagFilter.Unresolved] = 4,
                [FlagFilter.Open] = 3,
                [FlagFilter.Acknowledged] = 1,
                [FlagFilter.Mine] = 1,
                [FlagFilter.Overdue] = 1,
                [FlagFilter.Resolved] = 1,
            },
            page.Counts
        );
        Assert.True(page.Rows[1].Overdue);
        Assert.Equal("Priya Nair", page.Rows[2].Owner);
        Assert.Equal([9], page.Rows[0].Recent.Select(r => r.Intensity!.Value));
        Assert.NotEmpty(Assert.Single(page.Rows[0].Reasons));

        Assert.Equal(
            ["Resolved"],
            (await app.Send(new ListFlags(app.Cast.Tom.Actor, FlagFilter.Resolved))).Rows.Select(r => r.ParticipantName)
        );
        Assert.Empty((await app.Send(new ListFlags(app.Cast.Tom.Actor, FlagFilter.Mine))).Rows);
        foreach (var filter in Enum.GetValues<FlagFilter>())
            Assert.Equal(page.Counts[filter], (await app.Send(new ListFlags(app.Cast.Priya.Actor, filter))).Rows.Count);
    }

    [Fact]
    public async Task Pages_hold_each_flag_exactly_once()
    {
        await using var app = await AppFixture.Create(provider);
        for (var i = 0; i < 5; i++)
            await app.Send((await app.Cast.AddPatient($"P{i}", $"p{i}@home.example")).CheckIn(contactMe: true));

        var pages = new List<FlagPage>();
        for (var number = 1; number <= 3; number++)
            pages.Add(await app.Send(new ListFlags(app.Cast.Tom.Actor, Page: number, PageSize: 2)));
        Assert.Equal([2, 2, 1], pages.Select(p => p.Rows.Count));
        Assert.Equal(5, pages.SelectMany(p => p.Rows).Select(r => r.Id).Distinct().Count());
        Assert.All(pages, p => Assert.Equal(5, p.Total));
        Assert.Empty((await app.Send(new ListFlags(app.Cast.Tom.Actor, Page: 9, PageSize: 2))).Rows);
        Assert.Single((await app.Send(new ListFlags(app.Cast.Tom.Actor, Page: -3, PageSize: 0))).Rows);
    }

    [Fact]
    public async Task The_last_contact_is_the_persons_whatever_flag_it_was_made_for()
    {
        await using var app = await AppFixture.Create(provider);
        var tom = app.Cast.Tom;
        var before = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        await app.Send(
            new RecordContactAttempt(
                tom.Actor,
                before,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                Reached: true,
                null
            )
        );
        var reachedAt = app.Now;
        await app.Send(new ResolveFlag(tom.Actor, before, FlagOutcome.Supported, "A long talk."));
        app.Clock.Advance(TimeSpan.FromDays(9));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));

        async Task<FlagRow> RowOf(Person person) =>
            (await app.Send(new ListFlags(tom.Actor))).Rows.Single(r => r.ParticipantId == person.Id);
        Assert.Null((await RowOf(app.Cast.Omar)).LastContact);
        var row = await RowOf(app.Cast.Ana);
        Assert.Equal(new LastContact(reachedAt, Reached: true), row.LastContact);
        Assert.Null(row.LastAttemptAtUtc); // Nobody tried for this flag.

        await app.Send(
            new RecordContactAttempt(
                tom.Actor,
                row.Id,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                Reached: false,
                null
            )
        );
        row = await RowOf(app.Cast.Ana);
        Assert.Equal(new LastContact(app.Now, Reached: false), row.LastContact);
        Assert.Equal((app.Now, false), (row.LastAttemptAtUtc, row.LastAttemptReached));
    }
}
