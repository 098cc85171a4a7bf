using System.Text.RegularExpressions;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.SupportContacts;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.SupportContacts;

public abstract class NominationTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : NominationTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : NominationTests(DatabaseProvider.Postgres);

    private static readonly Actor _reader = new(null, "Bea", Roles.LinkHolder);

    private static async Task<(Guid Contact, string Secret)> Nominate(AppFixture app)
    {
        var id = await app.Send(
            new NominateContact(app.Cast.Ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon)
        );
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Expect("bea@home.example"));
        return (id, Regex.Match(mail.Text, @"http://localhost:5080/Contacts/Answer/([\w-]+)").Groups[1].Value);
    }

    private static Task<SupportContact> Contact(AppFixture app, Guid id) =>
        app.Db(db => db.SupportContacts.AsNoTracking().SingleAsync(c => c.Id == id));

    [Fact]
    public async Task Looking_at_the_link_as_often_as_a_mail_scanner_likes_changes_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        var (id, secret) = await Nominate(app);
        for (var i = 0; i < 3; i++)
            Assert.Equal(
                ("Bea", "Ana"),
                await app.Send(new GetNomination(_reader, secret)) is { } asked
                    ? (asked.ContactName, asked.ParticipantName)
                    : default
            );
        Assert.Equal(SupportContactState.Pending, (await Contact(app, id)).State);
        Assert.True(await app.Send(new AnswerNomination(_reader, secret, Yes: true)));
    }

    [Theory]
    [InlineData(true, SupportContactState.Confirmed, AuditActions.ContactConfirmed)]
    [InlineData(false, SupportContactState.Declined, AuditActions.ContactDeclined)]
    public async Task An_answer_is_kept_and_uses_the_link_up(bool yes, SupportContactState state, string action)
    {
        await using var app = await AppFixture.Create(provider);
        var (id, secret) = await Nominate(app);
        Assert.True(await app.Send(new AnswerNomination(_reader, secret, yes)));
        Assert.Equal((state, app.Now), ((await Contact(app, id)).State, (await Contact(app, id)).AnsweredAtUtc));
        Assert.Single(await app.AuditTrail(), a => a.Action == action && a.ParticipantId == app.Cast.Ana.Id);

        Assert.Null(await app.Send(new GetNomination(_reader, secret)));
        Assert.False(await app.Send(new AnswerNomination(_reader, secret, !yes)));
        Assert.Equal(state, (await Contact(app, id)).State);
    }

    [Fact]
    public async Task Of_a_yes_and_a_no_at_once_exactly_one_counts()
    {
        await using var app = await AppFixture.Create(provider);
        var (id, secret) = await Nominate(app);
        var answers = await Scenes.AtOnce(4, i => app.Send(new AnswerNomination(_reader, secret, i % 2 == 0)));
        var counted = Array.IndexOf(answers, true);
        Assert.Single(answers, a => a);
        Assert.Equal(
            counted % 2 == 0 ? SupportContactState.Confirmed : SupportContactState.Declined,
            (await Contact(app, id)).State
        );
    }

    [Fact]
    public async Task A_wrong_an_expired_and_a_withdrawn_link_are_refused()
    {
        await using var app = await AppFixture.Create(provider);
        var (id, secret) = await Nominate(app);
        Assert.False(await app.Send(new AnswerNomination(_reader, LinkToken.NewSecret(), true)));
        Assert.False(await app.Send(new AnswerNomination(_reader, "", true)));

        app.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Null(await app.Send(new GetNomination(_reader, secret)));
        Assert.False(await app.Send(new AnswerNomination(_reader, secret, true)));
        Assert.Equal(SupportContactState.Pending, (await Contact(app, id)).State);

        var (second, secondSecret) = await Nominate(app);
        await app.Send(new WithdrawContact(app.Cast.Ana.Actor, second));
        Assert.False(await app.Send(new AnswerNomination(_reader, secondSecret, true)));
        Assert.Equal(SupportContactState.Withdrawn, (await Contact(app, second)).State);
    }

    [Fact]
    public async Task The_secret_is_nowhere_in_the_database_once_the_mail_has_left()
    {
        await using var app = await AppFixture.Create(provider);
        var (_, secret) = await Nominate(app);
        Assert.Equal(43, secret.Length);
        Assert.Null(Assert.Single(await app.Messages()).SealedSecret);
        var token = await app.Db(db => db.LinkTokens.SingleAsync());
        Assert.Equal(LinkToken.HashOf(secret), token.Hash);
        Assert.DoesNotContain(
            await app.AuditTrail(),
            a => a.Detail?.Contains(secret, StringComparison.Ordinal) == true
        );
    }

    [Fact]
    public async Task A_withdrawn_nomination_stays_withdrawn_when_its_mail_bounces()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await app.Send(
            new NominateContact(app.Cast.Ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon)
        );
        app.Mailbox.BeforeAnswer = _ => app.Send(new WithdrawContact(app.Cast.Ana.Actor, id));
        app.Mailbox.Answer = _ => new DeliveryOutcome.Permanent(
            DeliveryPhase.RcptTo,
            550,
            "no such user",
            AddressRefused: true
        );
        await app.Dispatch();
        Assert.Equal(SupportContactState.Withdrawn, (await Contact(app, id)).State);
        Assert.Empty(await app.Send(new GetMyContacts(app.Cast.Ana.Actor)));
    }

    [Fact]
    public async Task Nobody_withdraws_or_sees_another_persons_contacts()
    {
        await using var app = await AppFixture.Create(provider);
        var (id, _) = await Nominate(app);
        Assert.False(await app.Send(new WithdrawContact(app.Cast.Omar.Actor, id)));
        Assert.Empty(await app.Send(new GetMyContacts(app.Cast.Omar.Actor)));
        Assert.Equal(
            SupportContactState.Pending,
            Assert.Single(await app.Send(new GetMyContacts(app.Cast.Ana.Actor))).State
        );
    }

    [Fact]
    public async Task What_is_wrong_with_a_nomination_is_said_by_field()
    {
        await using var app = await AppFixture.Create(provider);
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                new NominateContact(
                    app.Cast.Ana.Actor,
                    " ",
                    "nobody",
                    new string('0', 41),
                    "",
                    (Severity)9,
                    new string('x', 21)
                )
            )
        );
        Assert.Equal(
            ["consentFrom", "email", "language", "name", "phone", "relation"],
            refused.Errors.Select(e => e.PropertyName).Distinct().Order(StringComparer.Ordinal)
        );
    }
}
