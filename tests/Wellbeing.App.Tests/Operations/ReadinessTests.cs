using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.App.Wording;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Operations;

/// <summary>Causes are told, and only colleagues count who can be told and can then act.</summary>
public abstract class ReadinessTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ReadinessTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ReadinessTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_nurse_who_has_not_joined_is_nobody_on_call()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.NobodyOnCall();
        await app.Cast.OnCall(app.Cast.Priya, app.Now.AddDays(-1), app.Now.AddDays(3));
        await app.Cast.OnCall(app.Cast.Tom, app.Now.AddDays(3), app.Now.AddDays(5));
        await app.Cast.OnCall(app.Cast.Priya, app.Now.AddDays(5), app.Now.AddDays(20));
        await app.NotJoined(app.Cast.Tom);

        var problems = await Problems(app);
        Assert.Equal(2, problems.Count);
        Assert.Contains(new ReadinessProblem.RotaGap(app.Now.AddDays(3), app.Now.AddDays(5)), problems);
        Assert.Contains(new ReadinessProblem.NotJoined("Tom Walker", app.Now.AddDays(3)), problems);

        await app.NotJoined(app.Cast.Priya);
        problems = await Problems(app);
        Assert.Contains(new ReadinessProblem.NoNurseJoined(), problems);
        Assert.Contains(new ReadinessProblem.RotaGap(app.Now, app.Now.AddDays(14)), problems); // One, not three.

        // A passkey is a way to sign in as well.
        await app.Db(async db =>
        {
            db.UserPasskeys.Add(
                new()
                {
                    UserId = app.Cast.Priya.Id,
                    CredentialId = [1, 2, 3],
                    Data = new()
                    {
                        Name = "Phone",
                        PublicKey = [1],
                        AttestationObject = [1],
                        ClientDataJson = [1],
                    },
                }
            );
            await db.SaveChangesAsync();
        });
        Assert.DoesNotContain(new ReadinessProblem.NoNurseJoined(), await Problems(app));
    }

    [Fact]
    public async Task A_nurse_whose_address_refuses_mail_is_nobody_on_call()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Db(db =>
            db.Users.Where(a => a.Id == app.Cast.Priya.Id)
                .ExecuteUpdateAsync(a => a.SetProperty(x => x.AddressRefusedAtUtc, app.Now))
        );
        Assert.Contains(new ReadinessProblem.RotaGap(app.Now, app.Now.AddDays(14)), await Problems(app));
    }

    [Fact]
    public async Task An_administrator_who_cannot_sign_in_is_none()
    {
        await using var app = await AppFixture.Create(provider);
        await app.NotJoined(app.Cast.Ruth);
        Assert.Equal([new ReadinessProblem.NoAdministrators()], await Problems(app));
    }

    [Fact]
    public async Task The_daily_mail_goes_to_administrators_who_can_sign_in_and_to_others_only_where_there_is_none()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.NobodyOnCall();
        await app.NotJoined(await app.Cast.AddStaff("Ada", "ada@team.example", Roles.Administrator));
        await app.Send(new CheckReadiness(Actor.System));
        await app.Dispatch();
        app.Mailbox.Expect("ruth@team.example");

        await app.NotJoined(app.Cast.Ruth);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(new CheckReadiness(Actor.System));
        await app.Dispatch();
        app.Mailbox.Expect("ada@team.example", "ruth@team.example");
    }

    [Fact]
    public async Task An_invitation_refused_by_a_policy_shows_too_while_it_is_tried_again_and_other_mail_is_taken()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = mail =>
            mail.ToAddress == "nina@team.example"
                ? new DeliveryOutcome.Temporary(DeliveryPhase.RcptTo, 554, "5.7.1 Access denied")
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "ok");
        await app.Send(new InviteStaff(app.Cast.Ruth.Actor, "Nina", "nina@team.example", Roles.Nurse));
        await app.Dispatch();
        var at = app.Now;
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await app.Send(new InviteStaff(app.Cast.Ruth.Actor, "Omar", "omar@team.example", Roles.Nurse));
        await app.Dispatch();
        app.Mailbox.Expect("omar@team.example");

        Assert.Equal([new ReadinessProblem.InvitationRefused("Nina", at, "5.7.1 Access denied")], await Problems(app));
        var nina = (await app.Send(new ListStaff(app.Cast.Ruth.Actor))).Single(r => r.Name == "Nina");
        Assert.Equal("5.7.1 Access denied", nina.InvitationRefused);

        app.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "ok");
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Dispatch();
        app.Mailbox.Expect("nina@team.example");
        Assert.Empty(await Problems(app));
    }

    [Fact]
    public async Task An_invitation_that_was_refused_shows_with_the_servers_words_until_it_arrives()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = mail =>
            mail.ToAddress == "nina@team.example"
                ? new DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "5.1.1 No such user", AddressRefused: true)
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "ok");
        await app.Send(new InviteStaff(app.Cast.Ruth.Actor, "Nina", "nina@team.example", Roles.Nurse));
        await app.Dispatch();

        Assert.Equal(
            [new ReadinessProblem.InvitationRefused("Nina", app.Now, "5.1.1 No such user")],
            await Problems(app)
        ); // Told once, as what it is.
        var nina = (await app.Send(new ListStaff(app.Cast.Ruth.Actor))).Single(r => r.Name == "Nina");
        Assert.Equal("5.1.1 No such user", nina.InvitationRefused);

        app.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "ok");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Send(new TryAddressAgain(app.Cast.Ruth.Actor, AddressOwner.Staff, nina.Id));
        await app.Send(new InviteStaffAgain(app.Cast.Ruth.Actor, nina.Id));
        await app.Dispatch();
        Assert.Empty(await Problems(app));
        Assert.All(await app.Send(new ListStaff(app.Cast.Ruth.Actor)), r => Assert.Null(r.InvitationRefused));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task What_is_to_be_prepared_is_listed_until_it_is_done()
    {
        await using var app = await AppFixture.Create(provider, ("Thresholds:SecondAdministrator", "true"));
        var ruth = app.Cast.Ruth.Actor;
        await app.Db(db =>
            db.Participants.Where(p => p.Id == app.Cast.Ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, "vi").SetProperty(x => x.Phone, (string?)null))
        );
        var vietnamese = Language.Closest("vi");
        Assert.Equal(
            [
                new Preparation.NumbersUnverified(null),
                new Preparation.MailNeverTested(),
                new Preparation.NoBackup(null),
                new Preparation.NoPing(),
                new Preparation.OneAdministrator(),
                new Preparation.NoHolidays(2026),
                new Preparation.UnreviewedLanguage(vietnamese, 1),
                new Preparation.NoTelephone(1),
            ],
            await Preparations(app)
        );

        await app.Send(new SendTestMail(ruth));
        Assert.Contains(new Preparation.MailNeverTested(), await Preparations(app)); // It has not left yet.
        await app.Dispatch();
        app.Mailbox.Ignore();
        await app.Send(new RecordBackup(Actor.System));
        await app.Cast.AddStaff("Rosa", "rosa@team.example", Roles.Administrator);
        await app.Send(new AddHoliday(ruth, new DateOnly(2026, 12, 25), "Christmas Day"));
        await app.Send(
            new RecordLanguageReview(
                ruth,
                vietnamese.Tag,
                ReviewState.Reviewed,
                "Dr Hoa Tran, NAATI translator",
                new DateOnly(2026, 2, 1),
                0
            )
        );
        await app.Db(db =>
            db.Participants.Where(p => p.Id == app.Cast.Ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Phone, "0400 000 001"))
        );
        await PublishNumbers(app);
        Assert.Equal([new Preparation.NoPing()], await Preparations(app));

        var (made, verified) = (app.Now, app.Now);
        app.Clock.Advance(RecordBackup.AtLeastEvery);
        Assert.Equal([new Preparation.NoPing()], await Preparations(app));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new Preparation.NoBackup(made), new Preparation.NoPing()], await Preparations(app));
        app.Clock.Advance(TimeSpan.FromDays(GetPreparations.NumbersVerifiedForDays));
        Assert.Equal(
            [
                new Preparation.NumbersUnverified(verified),
                new Preparation.NoBackup(made),
                new Preparation.NoPing(),
                new Preparation.NoHolidays(2027),
            ],
            await Preparations(app)
        );
    }

    [Fact]
    public async Task A_monitor_elsewhere_is_one_thing_less_and_one_administrator_is_enough_where_one_publishes()
    {
        await using var app = await AppFixture.Create(provider, ("Watch:PingUrl", "https://monitor.example.org/ping"));
        var found = await Preparations(app);
        Assert.DoesNotContain(new Preparation.NoPing(), found);
        Assert.DoesNotContain(new Preparation.OneAdministrator(), found);
        Assert.DoesNotContain(found, p => p is Preparation.NoTelephone or Preparation.UnreviewedLanguage);
    }

    private static async Task<IReadOnlyList<ReadinessProblem>> Problems(AppFixture app) =>
        (await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems;

    private static Task<IReadOnlyList<Preparation>> Preparations(AppFixture app) =>
        app.Send(new GetPreparations(app.Cast.Ruth.Actor));

    private static Task PublishNumbers(AppFixture app) =>
        app.Db(async db =>
        {
            var line = new NumberLine("Foundation", "Leukaemia Foundation", "1800 620 420");
            db.SupportNumbers.Add(
                new SupportNumbers
                {
                    Version = 1,
                    Set = new NumberSet("000", line, line, line, [line], []),
                    Checked = true,
                    PublishedAtUtc = app.Now,
                    PublishedByName = "Ruth Cohen",
                }
            );
            await db.SaveChangesAsync();
        });
}
