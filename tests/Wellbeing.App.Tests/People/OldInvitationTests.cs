using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

/// <summary>What the link in an invitation's mail opens once the invitation was taken back.</summary>
public abstract class OldInvitationTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : OldInvitationTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OldInvitationTests(DatabaseProvider.Postgres);

    private static readonly Actor _reader = new(null, "Somebody", Roles.LinkHolder);

    [Fact]
    public async Task The_old_link_of_an_invitation_taken_back_opens_nothing_and_joins_nobody()
    {
        await using var app = await AppFixture.Create(provider);
        var (id, secret) = await Invite(app);
        Assert.NotNull(await app.Send(new GetInvitation(_reader, secret)));

        Assert.True(await app.Send(new TakeInvitationBack(app.Cast.Priya.Actor, id)));

        Assert.Null(await app.Send(new GetInvitation(_reader, secret)));
        Assert.Null(await app.Send(new AcceptInvitation(_reader, secret, Agreed: true, OldEnough: true)));
        // Ended itself, and not only for want of what it led to.
        Assert.True(await app.Db(db => db.LinkTokens.AllAsync(t => t.SubjectId != id || t.UsedAtUtc != null)));
    }

    [Fact]
    public async Task The_old_link_of_an_invitation_sent_again_ends_when_the_new_one_begins()
    {
        await using var app = await AppFixture.Create(provider);
        var (id, old) = await Invite(app);

        Assert.True(await app.Send(new InviteParticipantAgain(app.Cast.Priya.Actor, id)));

        var secret = await Secret(app);
        Assert.NotEqual(old, secret);
        Assert.Null(await app.Send(new GetInvitation(_reader, old)));
        Assert.NotNull(await app.Send(new GetInvitation(_reader, secret)));
    }

    [Fact]
    public async Task A_colleague_counts_their_own_invitations_that_ended_unused_until_sent_again_or_taken_back()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya.Actor, app.Cast.Tom.Actor);
        var (id, _) = await Invite(app);
        app.Clock.Advance(Invitation.Lives - TimeSpan.FromTicks(1));
        Assert.Equal(0, await app.Send(new CountEndedInvitations(priya)));
        app.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, await app.Send(new CountEndedInvitations(priya)));
        Assert.Equal(0, await app.Send(new CountEndedInvitations(tom)));

        await app.Send(new InviteParticipantAgain(priya, id));
        Assert.Equal(0, await app.Send(new CountEndedInvitations(priya)));
        await Secret(app);
        app.Clock.Advance(Invitation.Lives);
        Assert.Equal(1, await app.Send(new CountEndedInvitations(priya)));
        var again = await app.Db(db => db.Invitations.Select(i => i.Id).SingleAsync());
        Assert.True(await app.Send(new TakeInvitationBack(priya, again)));
        Assert.Equal(0, await app.Send(new CountEndedInvitations(priya)));
    }

    private static async Task<(Guid Id, string Secret)> Invite(AppFixture app)
    {
        var priya = app.Cast.Priya.Actor;
        await app.Send(
            new InviteParticipant(priya, ParticipantKind.Patient, "Lena", "lena@home.example", "en", "Australia/Perth")
        );
        return (Assert.Single((await app.Send(new ListOpenInvitations(priya))).Rows).Id, await Secret(app));
    }

    private static async Task<string> Secret(AppFixture app)
    {
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Expect("lena@home.example"));
        return Regex.Match(mail.Text, @"http://localhost:5080/\S*/([\w-]{20,})").Groups[1].Value;
    }
}
