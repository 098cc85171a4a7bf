using System.Text;
using Ical.Net.CalendarComponents;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Escalation;

/// <summary>Turns on call as a calendar program reads them.</summary>
public abstract class RotaFeedTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : RotaFeedTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RotaFeedTests(DatabaseProvider.Postgres);

    private static Actor Program { get; } = new(null, "Calendar link", Roles.LinkHolder);

    [Fact]
    public async Task Turns_stand_as_they_are_after_swaps_and_covers_with_an_alarm_and_names_that_stay()
    {
        await using var app = await AppFixture.Create(provider);
        var (ruth, priya, tom) = (app.Cast.Ruth.Actor, app.Cast.Priya, app.Cast.Tom);
        await app.Cast.NobodyOnCall();
        var (day, two, three) = (app.Now.AddDays(1), app.Now.AddDays(2), app.Now.AddDays(3));
        await app.Send(
            new PlanRota(ruth, [new(priya.Id, app.Now, day), new(tom.Id, day, two), new(priya.Id, two, three)])
        );
        var mine = await Make(app, priya, RotaFeed.Mine);
        var team = await Make(app, tom, RotaFeed.Team);
        var before = await Events(app, mine);
        Assert.Equal([(app.Now, day), (two, three)], before.Select(Times));
        Assert.All(
            before,
            e =>
            {
                Assert.Equal("On call", e.Summary);
                Assert.Equal("-PT15M", Assert.Single(e.Alarms).Trigger!.Duration.ToString());
            }
        );
        Assert.Equal(
            ["On call: Priya Nair", "On call: Tom Walker", "On call: Priya Nair"],
            (await Events(app, team)).Select(e => e.Summary)
        );
        Assert.Equal([0, 1, 0], (await Events(app, team)).Select(e => e.Alarms.Count)); // Of the link's owner.
        var unchanged = await Read(app, mine);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(unchanged, await Read(app, mine));

        // A swap, a cover for a part, and somebody beside her: what counts in the end.
        await app.Send(new OfferSwap(tom.Actor, day, two, priya.Id));
        await app.Send(
            new AnswerSwap(priya.Actor, (await app.Send(new GetRota(priya.Actor))).Offers.Single().Id, Accept: true)
        );
        await app.Send(new CoverShift(ruth, tom.Id, two.AddHours(6), three));
        var after = await Events(app, mine);
        Assert.Equal([(app.Now.AddHours(-1), two.AddHours(6))], after.Select(Times)); // Who goes on does not begin anew.
        Assert.Equal(before[0].Uid, after[0].Uid);
        Assert.Equal(
            ["On call: Priya Nair", "On call: Priya Nair", "On call: Priya Nair", "On call: Tom Walker"],
            (await Events(app, team)).Select(e => e.Summary)
        );
        await app.Dispatch();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_secret_opens_its_calendar_alone_and_ends_when_it_is_renewed_withdrawn_or_its_owner_disabled()
    {
        await using var app = await AppFixture.Create(provider);
        var (ruth, tom) = (app.Cast.Ruth.Actor, app.Cast.Tom);
        var first = await Make(app, tom, RotaFeed.Mine);
        var team = await Make(app, tom, RotaFeed.Team);
        Assert.Equal(43, first.Length); // 256 bits.
        Assert.False(await app.Db(db => db.LinkTokens.AnyAsync(t => t.Hash == Encoding.UTF8.GetBytes(first))));
        Assert.Equal([RotaFeed.Mine, RotaFeed.Team], (await app.Send(new GetRotaLinks(tom.Actor))).Select(l => l.Feed));
        Assert.Empty(await app.Send(new GetRotaLinks(app.Cast.Priya.Actor)));

        var second = await Make(app, tom, RotaFeed.Mine);
        Assert.Null(await Read(app, first));
        Assert.NotNull(await Read(app, second));
        await app.Send(new WithdrawRotaLink(tom.Actor, RotaFeed.Mine));
        Assert.Null(await Read(app, second));
        Assert.NotNull(await Read(app, team));
        Assert.Null(await Read(app, "wrong"));

        // A form sent twice makes one link.
        var id = Guid.CreateVersion7();
        Assert.IsType<MakeRotaLinkResult.Made>(await app.Send(new MakeRotaLink(tom.Actor, id, RotaFeed.Mine)));
        Assert.IsType<MakeRotaLinkResult.MadeBefore>(await app.Send(new MakeRotaLink(tom.Actor, id, RotaFeed.Mine)));

        await app.Send(new ChangeStaff(ruth, tom.Id, Roles.Nurse, Enabled: false));
        Assert.Null(await Read(app, team));
        await app.Send(new ChangeStaff(ruth, tom.Id, Roles.Nurse, Enabled: true));
        Assert.Null(await Read(app, team)); // For good.
        Assert.Empty(await app.Send(new GetRotaLinks(tom.Actor)));
        // Who is no nurse any more has no rota.
        var priyas = await Make(app, app.Cast.Priya, RotaFeed.Team);
        await app.Send(new ChangeStaff(ruth, app.Cast.Priya.Id, Roles.Administrator, Enabled: true));
        Assert.Null(await Read(app, priyas));
    }

    [Fact]
    public async Task The_file_is_escaped_folded_and_says_how_often_to_look_and_tells_of_no_participant()
    {
        await using var app = await AppFixture.Create(provider);
        var name = "Nguyễn, Thị; Ánh\\ \nEND:VEVENT Δημήτρης 王秀英 and a name that is longer than a line";
        var anh = await app.Cast.AddStaff(name, "anh@team.example", Roles.Nurse);
        await app.Cast.NobodyOnCall();
        await app.Cast.OnCall(anh, app.Now, app.Now.AddDays(1));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 3));
        var text = (await Read(app, await Make(app, app.Cast.Tom, RotaFeed.Team)))!;
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.Contains("\r\nX-WR-CALNAME:On call (Wellbeing)\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", text.Replace("Δημήτρης", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var only = Assert.Single(Ical.Net.Calendar.Load(text)!.Events);
        Assert.Equal($"On call: {name}", only.Summary);
        await app.Dispatch();
        app.Mailbox.Ignore();
    }

    private static async Task<string> Make(AppFixture app, StaffMember nurse, RotaFeed feed) =>
        Assert
            .IsType<MakeRotaLinkResult.Made>(await app.Send(new MakeRotaLink(nurse.Actor, Guid.CreateVersion7(), feed)))
            .Secret;

    private static async Task<string?> Read(AppFixture app, string secret) =>
        (await app.Send(new ReadRotaFeed(Program, secret)))?.Calendar;

    private static async Task<IReadOnlyList<CalendarEvent>> Events(AppFixture app, string secret) =>
        [.. Ical.Net.Calendar.Load((await Read(app, secret))!)!.Events.OrderBy(e => e.Start!.AsUtc)];

    private static (DateTime, DateTime) Times(CalendarEvent e) => (e.Start!.AsUtc, e.End!.AsUtc);
}
