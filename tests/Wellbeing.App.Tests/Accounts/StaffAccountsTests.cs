using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Accounts;

/// <summary>How the first administrator comes to be, and what a colleague does who lost a phone.</summary>
public abstract class StaffAccountsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : StaffAccountsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : StaffAccountsTests(DatabaseProvider.Postgres);

    private static readonly Actor _reader = new(null, "Somebody", Roles.LinkHolder);

    private static MakeFirstAdministrator First(string email) => new(Actor.System, email, "Mary Wu");

    [Fact]
    public async Task A_first_administrator_is_made_while_there_is_none_and_a_mistyped_address_leaves_no_second_way_in()
    {
        await using var app = await AppFixture.Create(provider);
        Assert.IsType<MakeFirstAdministratorResult.ThereIsOne>(await app.Send(First("mary@team.example")));

        await app.Db(db =>
            db.Users.Where(u => u.Id == app.Cast.Ruth.Id).ExecuteUpdateAsync(u => u.SetProperty(a => a.Enabled, false))
        );
        Assert.IsType<MakeFirstAdministratorResult.AddressTaken>(await app.Send(First(app.Cast.Priya.Email)));
        var typo = Assert.IsType<MakeFirstAdministratorResult.Made>(await app.Send(First("mray@team.example")));
        var made = Assert.IsType<MakeFirstAdministratorResult.Made>(await app.Send(First(" mary@team.example ")));
        Assert.Equal(app.Now.AddHours(1), made.ExpiresAtUtc);

        Assert.Null(await app.Send(new GetAccountLink(_reader, typo.Secret, LinkPurpose.StaffInvitation)));
        Assert.Equal(
            ("Mary Wu", "mary@team.example"),
            await app.Send(new GetAccountLink(_reader, made.Secret, LinkPurpose.StaffInvitation)) is { } link
                ? (link.Name, link.Email)
                : default
        );
        Assert.False(await app.Db(db => db.Users.AnyAsync(u => u.Email == "mray@team.example")));
        Assert.Equal([AuditActions.AccountCreated, AuditActions.AccountInvitedAgain], await Told(app, "account."));

        await app.Db(db =>
            db.Users.Where(u => u.Email == "mary@team.example")
                .ExecuteUpdateAsync(u => u.SetProperty(a => a.PasswordHash, "chosen"))
        );
        Assert.IsType<MakeFirstAdministratorResult.ThereIsOne>(await app.Send(First("mary@team.example")));
    }

    [Fact]
    public async Task Who_lost_a_phone_has_no_second_factor_and_no_session_left_and_nobody_does_it_for_themselves()
    {
        await using var app = await AppFixture.Create(provider);
        var (ruth, priya) = (app.Cast.Ruth, app.Cast.Priya);
        await app.Db(async db =>
        {
            db.UserPasskeys.Add(
                new IdentityUserPasskey<Guid>
                {
                    UserId = priya.Id,
                    CredentialId = [1, 2, 3],
                    Data = new IdentityPasskeyData
                    {
                        PublicKey = [1],
                        AttestationObject = [1],
                        ClientDataJson = [1],
                    },
                }
            );
            await db.SaveChangesAsync();
        });
        Assert.Equal(StaffChange.NotYourself, await app.Send(new ForgetSecondFactor(ruth.Actor, ruth.Id)));
        Assert.Equal(StaffChange.NotFound, await app.Send(new ForgetSecondFactor(ruth.Actor, Guid.CreateVersion7())));
        Assert.Equal(
            StaffChange.NotFound, // She is no colleague.
            await app.Send(new ForgetSecondFactor(ruth.Actor, app.Cast.Ana.Actor.UserId!.Value))
        );
        Assert.Empty(await Told(app, AuditActions.SecondFactorForgotten));

        Assert.Equal(StaffChange.Done, await app.Send(new ForgetSecondFactor(ruth.Actor, priya.Id)));

        var account = await app.Db(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == priya.Id));
        Assert.False(account.TwoFactorEnabled);
        Assert.NotEqual("test", account.SecurityStamp); // Of the cast: it ends every session.
        Assert.False(await app.Db(db => db.UserTokens.AnyAsync(t => t.UserId == priya.Id)));
        Assert.False(await app.Db(db => db.UserPasskeys.AnyAsync(p => p.UserId == priya.Id)));
        Assert.True(await app.Db(db => db.UserTokens.AnyAsync(t => t.UserId == app.Cast.Tom.Id)));
        Assert.Single(await Told(app, AuditActions.SecondFactorForgotten));
    }

    private static Task<List<string>> Told(AppFixture app, string begins) =>
        app.Db(db =>
            db.AuditRecords.Where(a => a.Action.StartsWith(begins))
                .OrderBy(a => a.Sequence)
                .Select(a => a.Action)
                .ToListAsync()
        );
}
