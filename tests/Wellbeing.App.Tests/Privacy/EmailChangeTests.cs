using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Privacy;

/// <summary>A new address counts once it has answered.</summary>
public abstract class EmailChangeTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : EmailChangeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : EmailChangeTests(DatabaseProvider.Postgres);

    private const string New = "ana.silva@home.example";
    private static readonly Actor _reader = new(null, "Somebody", Roles.LinkHolder);

    [Fact]
    public async Task The_link_in_the_mail_to_the_new_address_makes_it_the_one_once_and_ends_sessions()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        var secret = await Asked(app);
        Assert.Equal(New, await app.Send(new GetEmailChange(_reader, secret)));
        Assert.Null(await app.Send(new GetEmailChange(_reader, "another")));
        Assert.False(await app.Send(new ConfirmEmailChange(_reader, "another")));
        Assert.Equal(ana.Email, await Address(app)); // Looking changed nothing.

        Assert.True(await app.Send(new ConfirmEmailChange(_reader, secret)));

        Assert.Equal(New, await Address(app));
        var account = await app.Db(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == ana.Actor.UserId));
        Assert.Equal(
            (New, New, New.ToUpperInvariant(), New.ToUpperInvariant()),
            (account.Email, account.UserName, account.NormalizedEmail, account.NormalizedUserName)
        );
        Assert.NotEqual("test", account.SecurityStamp);
        Assert.False(await app.Send(new ConfirmEmailChange(_reader, secret)));
        Assert.Null(await app.Send(new GetEmailChange(_reader, secret)));
        Assert.Single(await app.AuditTrail(), a => a.Action == AuditActions.EmailChanged);
    }

    [Fact]
    public async Task A_link_that_is_a_day_old_or_whose_address_somebody_else_has_by_now_changes_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        var taken = await Asked(app);
        await app.Cast.AddPatient("Another Ana", New);
        Assert.False(await app.Send(new ConfirmEmailChange(_reader, taken)));
        Assert.Equal(app.Cast.Ana.Email, await Address(app));

        var old = await Asked(app, "ana2@home.example");
        app.Clock.Advance(EmailChange.Lives);
        Assert.Null(await app.Send(new GetEmailChange(_reader, old)));
        Assert.False(await app.Send(new ConfirmEmailChange(_reader, old)));
        Assert.Equal(app.Cast.Ana.Email, await Address(app));
    }

    [Theory]
    [InlineData(true, AuditActions.DataExported)]
    [InlineData(false, AuditActions.DataExportBrokenOff)]
    public async Task An_export_stands_in_the_log_as_handed_over_or_as_broken_off(bool whole, string action)
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await app.Send(new RecordMyExport(ana.Actor, whole));
        var last = (await app.AuditTrail())[^1];
        Assert.Equal((action, (Guid?)ana.Id, ana.Actor.UserId), (last.Action, last.ParticipantId, last.ActorId));
    }

    private static async Task<string> Asked(AppFixture app, string email = New)
    {
        await app.Send(new AskToChangeMyEmail(app.Cast.Ana.Actor, email));
        await app.Dispatch();
        var mail = app.Mailbox.Expect(email, app.Cast.Ana.Email).Single(m => m.ToAddress == email);
        return Regex.Match(mail.Text, @"http://localhost:5080/\S*/([\w-]{20,})").Groups[1].Value;
    }

    private static Task<string> Address(AppFixture app) =>
        app.Db(db => db.Participants.Where(p => p.Id == app.Cast.Ana.Id).Select(p => p.Email).SingleAsync());
}
