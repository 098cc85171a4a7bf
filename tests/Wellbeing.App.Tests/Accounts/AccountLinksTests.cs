using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Accounts;

/// <summary>Links and codes by which somebody comes in, or shows that it is still them.</summary>
public abstract class AccountLinksTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : AccountLinksTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountLinksTests(DatabaseProvider.Postgres);

    private static readonly Actor _reader = new(null, "Somebody", Roles.LinkHolder);

    [Fact]
    public async Task A_sign_in_link_opens_one_account_once_within_a_quarter_of_an_hour_and_for_nothing_else()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        var secret = await Asked(app, LinkPurpose.SignIn);

        for (var look = 0; look < 2; look++) // Looking uses nothing up.
            Assert.Equal(
                new AccountLink(ana.Actor.UserId!.Value, "Ana", ana.Email, LinkPurpose.SignIn),
                await app.Send(new GetAccountLink(_reader, secret, LinkPurpose.SignIn))
            );
        Assert.Null(await app.Send(new GetAccountLink(_reader, secret, LinkPurpose.NewPassword)));
        Assert.Null(await app.Send(new UseAccountLink(_reader, secret, LinkPurpose.NewPassword)));
        Assert.Null(await app.Send(new GetAccountLink(_reader, secret, LinkPurpose.Invitation)));
        Assert.Null(await app.Send(new GetAccountLink(_reader, "another", LinkPurpose.SignIn)));

        Assert.Equal(
            ana.Actor.UserId,
            (
                await app.Send(new UseAccountLink(_reader, secret, LinkPurpose.NewPassword, LinkPurpose.SignIn))
            )?.AccountId
        );
        Assert.Null(await app.Send(new UseAccountLink(_reader, secret, LinkPurpose.SignIn)));
        Assert.Null(await app.Send(new GetAccountLink(_reader, secret, LinkPurpose.SignIn)));

        var late = await Asked(app, LinkPurpose.NewPassword);
        app.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await app.Send(new GetAccountLink(_reader, late, LinkPurpose.NewPassword)));
        Assert.Null(await app.Send(new UseAccountLink(_reader, late, LinkPurpose.NewPassword)));
    }

    [Fact]
    public async Task Of_many_who_use_one_link_at_once_one_comes_in_and_nobody_to_an_account_that_was_disabled()
    {
        await using var app = await AppFixture.Create(provider);
        var secret = await Asked(app, LinkPurpose.SignIn);
        var came = await Scenes.AtOnce(4, _ => app.Send(new UseAccountLink(_reader, secret, LinkPurpose.SignIn)));
        Assert.Single(came, c => c is not null);

        var other = await Asked(app, LinkPurpose.SignIn);
        await app.Db(db =>
            db.Users.Where(u => u.Email == app.Cast.Ana.Email)
                .ExecuteUpdateAsync(u => u.SetProperty(a => a.Enabled, false))
        );
        Assert.Null(await app.Send(new GetAccountLink(_reader, other, LinkPurpose.SignIn)));
        Assert.Null(await app.Send(new UseAccountLink(_reader, other, LinkPurpose.SignIn)));
    }

    [Fact]
    public async Task A_code_that_shows_it_is_still_them_is_mailed_three_times_in_a_quarter_of_an_hour_at_most()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        for (var time = 1; time <= 3; time++)
        {
            Assert.Equal(MailCodeResult.Sent, await app.Send(new MailConfirmCode(ana.Actor, $"12345{time}")));
            await app.Dispatch();
            Assert.Contains(
                $"12345{time}",
                Assert.Single(app.Mailbox.Expect(ana.Email)).Text,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(MailCodeResult.Enough, await app.Send(new MailConfirmCode(ana.Actor, "123454")));
        Assert.Equal(MailCodeResult.Sent, await app.Send(new MailConfirmCode(app.Cast.Priya.Actor, "654321"))); // Another's.
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email);

        app.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(MailCodeResult.Sent, await app.Send(new MailConfirmCode(ana.Actor, "123455")));
        Assert.Equal(5, await app.Db(db => db.AuditRecords.CountAsync(a => a.Action == AuditActions.ConfirmCodeAsked)));
        await app.Dispatch();
        app.Mailbox.Expect(ana.Email);
    }

    private static async Task<string> Asked(AppFixture app, LinkPurpose purpose)
    {
        await app.Send(new AskForAccountLink(_reader, " ANA@home.example ", purpose));
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Expect(app.Cast.Ana.Email));
        return Regex.Match(mail.Text, @"http://localhost:5080/\S*/([\w-]{20,})").Groups[1].Value;
    }
}
