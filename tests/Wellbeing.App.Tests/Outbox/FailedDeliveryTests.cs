using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.SupportContacts;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Outbox;

/// <summary>What a message that does not arrive costs: never the time of its flag.</summary>
public abstract partial class FailedDeliveryTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : FailedDeliveryTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : FailedDeliveryTests(DatabaseProvider.Postgres);

    private static readonly DeliveryOutcome _accepted = new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");
    private static readonly DeliveryOutcome _temporary = new DeliveryOutcome.Temporary(
        DeliveryPhase.RcptTo,
        451,
        "4.7.1 Greylisted"
    );

    private static Task<Account> AccountOf(AppFixture app, StaffMember staff) =>
        app.Db(db => db.Users.AsNoTracking().SingleAsync(a => a.Id == staff.Id));

    private static async Task<int> PulledForward(AppFixture app) =>
        (await app.AuditTrail()).Count(a => a.Action == AuditActions.LadderPulledForward);

    [GeneratedRegex(@"http://localhost:5080/Contacts/Answer/([\w-]+)")]
    private static partial Regex AnswerLink();

    private static readonly DeliveryOutcome _refused = new DeliveryOutcome.Permanent(
        DeliveryPhase.RcptTo,
        550,
        "5.1.1 No such user",
        AddressRefused: true
    );

    [Fact]
    public async Task A_nurse_refused_twice_an_hour_apart_is_marked_and_not_counted_as_told_until_somebody_has_seen_to_it()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = mail => mail.ToAddress == app.Cast.Priya.Email ? _refused : _accepted;
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        Assert.Null((await AccountOf(app, app.Cast.Priya)).AddressRefusedAtUtc);
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Tom.Email); // The next step, at once.

        app.Clock.Advance(Message.RefusedAgainAfter - TimeSpan.FromMinutes(1));
        await app.Dispatch();
        Assert.Single(app.Mailbox.Attempts, m => m.ToAddress == app.Cast.Priya.Email);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Dispatch();
        var priya = await AccountOf(app, app.Cast.Priya);
        Assert.Equal((app.Now, "5.1.1 No such user"), (priya.AddressRefusedAtUtc, priya.AddressRefusal));
        Assert.Single(await app.AuditTrail(), a => a.Action == AuditActions.AddressRefused);

        await app.Send(app.Cast.Omar.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Tom.Email, app.Cast.Ruth.Email); // Nobody on call can be reached: the alarm, and the next step.
        Assert.Equal(2, app.Mailbox.Attempts.Count(m => m.ToAddress == app.Cast.Priya.Email));
        app.Mailbox.Ignore();

        // One mail a day tries again, and the first that is taken ends it.
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await app.Send(new TryRefusedAddresses(Actor.System)));
        Assert.Equal(0, await app.Send(new TryRefusedAddresses(Actor.System)));
        await app.Dispatch();
        Assert.Equal(priya.AddressRefusedAtUtc, (await AccountOf(app, app.Cast.Priya)).AddressRefusedAtUtc);
        app.Mailbox.Answer = _ => _accepted;
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await app.Send(new TryRefusedAddresses(Actor.System)));
        await app.Dispatch();
        Assert.Null((await AccountOf(app, app.Cast.Priya)).AddressRefusedAtUtc);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task An_address_that_took_a_mail_between_two_refusals_is_not_marked()
    {
        await using var app = await AppFixture.Create(provider);
        var first = true;
        app.Mailbox.Answer = mail => mail.ToAddress == app.Cast.Priya.Email && first ? _refused : _accepted;
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        first = false;
        app.Clock.Advance(Message.RefusedAgainAfter);
        await app.Dispatch();
        first = true;
        app.Clock.Advance(Message.RefusedAgainAfter);
        await app.Send(app.Cast.Omar.CheckIn(intensity: 9));
        await app.Dispatch();
        Assert.Null((await AccountOf(app, app.Cast.Priya)).AddressRefusedAtUtc);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Several_refused_with_the_same_words_are_not_to_blame_and_who_was_just_marked_is_given_back()
    {
        await using var app = await AppFixture.Create(provider);
        string[] team = [app.Cast.Priya.Email, app.Cast.Tom.Email, app.Cast.Ruth.Email];
        app.Mailbox.Answer = mail =>
            team.Contains(mail.ToAddress)
                ? new DeliveryOutcome.Permanent(
                    DeliveryPhase.RcptTo,
                    550,
                    $"5.1.1 <{mail.ToAddress}>: gone",
                    AddressRefused: true
                )
                : _accepted;
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        for (var hour = 0; hour < 30; hour++)
        {
            await app.Dispatch();
            await app.Tick();
            app.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.All(
            await app.Db(db => db.Users.AsNoTracking().ToListAsync()),
            account => Assert.Null(account.AddressRefusedAtUtc)
        );
        var told = Assert.IsType<ReadinessProblem.MailRefused>(
            Assert.Single(
                (await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems,
                p => p is ReadinessProblem.MailRefused
            )
        );
        Assert.Contains("gone", told.Reply, StringComparison.Ordinal);

        Assert.DoesNotContain(await app.Messages(), n => n.State == MessageState.Rejected);

        // Mended: what waited arrives, and nothing is said of it any more.
        app.Mailbox.Answer = _ => _accepted;
        app.Clock.Advance(Message.RefusedAgainAfter);
        await app.Dispatch();
        Assert.Contains(app.Mailbox.Read(), m => m.ToAddress == app.Cast.Priya.Email);
        Assert.DoesNotContain(
            (await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems,
            p => p is ReadinessProblem.MailRefused
        );
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Several_who_have_left_a_hospital_are_given_up_where_others_there_are_reached()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = mail => mail.ToAddress.StartsWith("left", StringComparison.Ordinal) ? _refused : _accepted;
        foreach (var name in new[] { "left1", "left2", "left3", "here" })
            await app.Send(new InviteStaff(app.Cast.Ruth.Actor, name, $"{name}@ward.example", Roles.Nurse));
        await app.Dispatch();
        app.Clock.Advance(Message.RefusedAgainAfter);
        await app.Dispatch();
        Assert.Equal(
            ["left1", "left2", "left3"],
            await app.Db(db =>
                db.Users.Where(a => a.AddressRefusedAtUtc != null)
                    .Select(a => a.DisplayName)
                    .OrderBy(n => n)
                    .ToListAsync()
            )
        );
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(504, "5.5.2 <vm>: Helo command rejected: need fully-qualified hostname")]
    [InlineData(554, "5.7.1 Service unavailable; client host blocked")]
    [InlineData(552, "5.3.4 Message size exceeds fixed limit")]
    public async Task What_is_about_us_marks_nobody_is_tried_again_and_is_told_in_a_line(int code, string words)
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(DeliveryPhase.RcptTo, code, words);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        Assert.Equal(
            new ReadinessProblem.MailRefused(app.Now, $"{code} {words}"),
            Assert.Single(
                (await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems,
                p => p is ReadinessProblem.MailRefused
            )
        );
        app.Mailbox.Answer = _ => _accepted;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Dispatch();
        Assert.Contains(app.Mailbox.Read(), m => m.ToAddress == app.Cast.Priya.Email);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Where_no_address_of_the_team_works_all_are_tried_rather_than_none()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Db(db => db.Users.ExecuteUpdateAsync(a => a.SetProperty(x => x.AddressRefusedAtUtc, app.Now)));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        Assert.Subset(
            app.Mailbox.Read().Select(m => m.ToAddress).ToHashSet(),
            new HashSet<string> { app.Cast.Priya.Email, app.Cast.Tom.Email, app.Cast.Ruth.Email }
        );
    }

    [Theory]
    [InlineData(9, 10)]
    [InlineData(2, 60)]
    public async Task A_message_that_does_not_leave_in_time_pulls_its_ladder_forward_once_and_goes_on_being_tried(
        int intensity,
        int minutes
    )
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = mail => mail.ToAddress == app.Cast.Priya.Email ? _temporary : _accepted;
        await app.Send(app.Cast.Ana.CheckIn(intensity, contactMe: true));
        var first = Assert.Single(await app.Messages());
        await Sweep(app);

        app.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        await Sweep(app);
        Assert.Equal(0, await PulledForward(app));

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await Sweep(app);
        Assert.Equal(1, await PulledForward(app));
        await Sweep(app);
        app.Mailbox.Expect(app.Cast.Tom.Email);
        Assert.Equal(MessageState.RetryWait, (await app.Messages()).Single(n => n.Id == first.Id).State);

        app.Clock.Advance(TimeSpan.FromMinutes(minutes));
        app.Mailbox.Answer = _ => _accepted;
        await Sweep(app);
        Assert.Contains(app.Mailbox.Read(), m => m.MessageId == first.InternetMessageId);
        Assert.Equal(1, await PulledForward(app));
        await app.HoldsItsInvariants();
    }

    /// <summary>Messages, then the ladders of those that did not leave: as at every beat.</summary>
    private static async Task Sweep(AppFixture app)
    {
        await app.Dispatch();
        await app.Send(new HastenLadders(Actor.System));
    }

    [Fact]
    public async Task A_message_that_was_given_up_pulls_its_ladder_forward_too()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Db(db =>
            db.Messages.ExecuteUpdateAsync(n => n.SetProperty(x => x.DeadlineUtc, app.Now.AddSeconds(30)))
        );
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Dispatch();
        Assert.Equal(1, await PulledForward(app));
        Assert.Single(await app.AuditTrail(), a => a.Action == AuditActions.MessageExpired);
        app.Mailbox.Expect(app.Cast.Priya.Email, app.Cast.Tom.Email); // The whole team.
    }

    [Fact]
    public async Task Two_refusals_of_one_step_pull_the_ladder_forward_once()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseSoon(app.Cast.Ana);
        app.Mailbox.Answer = _ => new DeliveryOutcome.Permanent(
            DeliveryPhase.Data,
            554,
            "5.6.0 No",
            AddressRefused: false
        );
        app.Clock.Advance(TimeSpan.FromHours(4));
        await app.Send(new Wellbeing.App.Flags.AdvanceEscalations(Actor.System)); // Tells Priya and Tom.
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.Dispatch();
        Assert.Equal(3, (await app.StepsOf(flag)).Count);
        Assert.Equal(1, await PulledForward(app));
    }

    [Fact]
    public async Task The_third_unknown_outcome_is_told_to_the_administrators_once()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = mail =>
            mail.ToAddress == app.Cast.Priya.Email
                ? new DeliveryOutcome.Unknown(DeliveryPhase.Data, null, "Connection lost")
                : _accepted;
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        var id = Assert.Single(await app.Messages()).InternetMessageId;
        foreach (var minutes in new[] { 0, 1.2, 6 })
        {
            app.Clock.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Empty(app.Mailbox.Read());
            await app.Dispatch();
        }

        await app.Dispatch();
        Assert.Equal("A message may not have arrived", Assert.Single(app.Mailbox.Expect(app.Cast.Ruth.Email)).Subject);
        app.Clock.Advance(TimeSpan.FromMinutes(18));
        await app.Dispatch();
        Assert.Empty(app.Mailbox.Read());
        Assert.Equal(
            [id],
            app.Mailbox.Attempts.Where(m => m.ToAddress == app.Cast.Priya.Email).Select(m => m.MessageId).Distinct()
        );
    }

    [Theory]
    [InlineData(MessageState.Rejected)]
    [InlineData(MessageState.Expired)]
    [InlineData(MessageState.Cancelled)]
    public async Task A_message_that_will_not_leave_keeps_no_secret(MessageState end)
    {
        await using var app = await AppFixture.Create(provider);
        var id = await app.Send(
            new NominateContact(app.Cast.Ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon)
        );
        Assert.NotNull(Assert.Single(await app.Messages()).SealedSecret);
        if (end == MessageState.Cancelled)
            await app.Send(new WithdrawContact(app.Cast.Ana.Actor, id));
        if (end == MessageState.Expired)
            app.Clock.Advance(TimeSpan.FromDays(15));
        app.Mailbox.Answer = _ => new DeliveryOutcome.Permanent(
            DeliveryPhase.Data,
            554,
            "5.7.1 Spam",
            AddressRefused: false
        );
        await app.Dispatch();
        var message = Assert.Single(await app.Messages());
        Assert.Equal((end, null), (message.State, message.SealedSecret));
    }

    [Fact]
    public async Task A_nomination_tried_again_after_it_was_refused_carries_a_link_that_works()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(
            new NominateContact(app.Cast.Ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon)
        );
        app.Mailbox.Answer = _ => new DeliveryOutcome.Permanent(
            DeliveryPhase.Data,
            554,
            "5.7.1 Spam",
            AddressRefused: false
        );
        await app.Dispatch();
        app.Mailbox.Answer = _ => _accepted;
        Assert.IsType<RetryMessageResult.Queued>(
            await app.Send(new RetryMessage(app.Cast.Ruth.Actor, Assert.Single(await app.Messages()).Id))
        );
        await app.Dispatch();
        var secret = AnswerLink().Match(Assert.Single(app.Mailbox.Expect("bea@home.example")).Text).Groups[1].Value;
        Assert.True(await app.Send(new AnswerNomination(new Actor(null, "Bea", Roles.LinkHolder), secret, Yes: true)));
    }

    [Fact]
    public async Task A_server_that_asks_for_a_rest_costs_no_message_an_attempt()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));
        app.Mailbox.Rest = urgent => app.Mailbox.Attempts.IsEmpty ? TimeSpan.Zero : TimeSpan.FromMinutes(1);
        await app.Dispatch();
        Assert.Single(app.Mailbox.Attempts);
        Assert.Equal([0, 1], (await app.Messages()).Select(n => n.Attempts).Order());
        app.Mailbox.Rest = _ => TimeSpan.Zero;
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email, app.Cast.Priya.Email);
    }

    [Fact]
    public void Waits_differ_between_messages_and_stay_within_a_fifth()
    {
        var waits = Enumerable.Range(0, 200).Select(_ => Message.BackOff(Guid.CreateVersion7(), 1)).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(72)));
        Assert.InRange(waits.Select(w => (int)w.TotalSeconds).Distinct().Count(), 10, 13);
    }
}
