using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

/// <summary>Several flags at once to a colleague, and one check-in to write a note about.</summary>
public abstract class GiveFlagsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : GiveFlagsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : GiveFlagsTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Each_of_several_stands_for_itself_and_a_colleague_who_cannot_act_is_given_none()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya, app.Cast.Tom);
        var open = await app.RaiseUrgent(app.Cast.Ana);
        var closed = await app.RaiseSoon(app.Cast.Omar);
        await app.ReachAndResolve(closed.Id);

        var result = await app.Send(
            new GiveFlags(priya.Actor, [open.Id, closed.Id, Guid.CreateVersion7(), open.Id], tom.Id)
        );

        Assert.Equal(new GiveFlagsResult(Given: 1, Left: 2, "Tom Walker"), result);
        Assert.Equal(tom.Id, (await app.FlagOf(app.Cast.Ana)).AssignedTo);
        Assert.Null((await app.FlagOf(app.Cast.Omar)).AssignedTo);
        await app.Dispatch();
        app.Mailbox.Expect(tom.Email);

        await app.NotJoined(tom);
        var lena = await app.Cast.AddPatient("Lena", "lena@home.example");
        var other = await app.RaiseSoon(lena);
        await Assert.ThrowsAsync<ValidationException>(() => app.Send(new GiveFlags(priya.Actor, [other.Id], tom.Id)));
        Assert.Null((await app.FlagOf(lena)).AssignedTo);
    }

    [Fact]
    public async Task A_check_in_to_write_about_is_shown_on_record_stays_unread_and_is_not_shown_once_they_left()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        var id = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(ana.CheckIn(words: "A long night"))).CheckInId;
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var shown = (await app.Send(new GetToReply(priya, id)))!;

        Assert.Equal(
            (ana.Id, "Ana", "en", app.Now, "A long night"),
            (shown.ParticipantId, shown.Name, shown.Language, shown.AtUtc, shown.CheckIn.Words)
        );
        Assert.Equal(
            (AuditActions.CheckInsViewed, (Guid?)ana.Id),
            (await app.AuditTrail())[^1] is var last ? (last.Action, last.ParticipantId) : default
        );
        Assert.Single((await app.Send(new ListToRead(priya))).Rows);
        Assert.Null(await app.Send(new GetToReply(priya, Guid.CreateVersion7())));

        await app.Db(async db =>
        {
            (await db.Participants.SingleAsync(p => p.Id == ana.Id)).Close(app.Now);
            await db.SaveChangesAsync();
        });
        Assert.Null(await app.Send(new GetToReply(priya, id)));
    }
}
