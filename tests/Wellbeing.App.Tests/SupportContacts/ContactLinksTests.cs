using System.Text.RegularExpressions;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.SupportContacts;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.SupportContacts;

/// <summary>What a support contact is sent, in which order, and what their answers do to the ladder.</summary>
public abstract class ContactLinksTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ContactLinksTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ContactLinksTests(DatabaseProvider.Postgres);

    private const string Bea = "bea@home.example";
    private const string Dov = "dov@home.example";
    private static readonly Actor _reader = new(null, "Support contact", Roles.LinkHolder);

    private static string Link(OutgoingMail mail, string label) =>
        Regex.Match(mail.Text, $@"{label}:\n\S+/([\w-]+)").Groups[1].Value;

    private static async Task<(Flag Flag, OutgoingMail Mail, Guid Contact)> Told(AppFixture app, bool urgent = false)
    {
        var id = await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", Bea);
        await app.Send(urgent ? app.Cast.Ana.CheckIn(intensity: 9) : app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        return (await app.FlagOf(app.Cast.Ana), app.Mailbox.Read().Single(m => m.ToAddress == Bea), id);
    }

    private static Task<SupportContact> Contact(AppFixture app, Guid id) =>
        app.Db(db => db.SupportContacts.AsNoTracking().SingleAsync(c => c.Id == id));

    [Fact]
    public async Task A_contact_says_by_the_link_that_stops_mails_when_they_may_come_and_stops_them_with_it_later()
    {
        await using var app = await AppFixture.Create(provider);
        var (_, mail, id) = await Told(app);
        var stop = Regex.Match(mail.Text, @"/Contacts/Stop/([\w-]+)").Groups[1].Value;
        var hours = new ContactHours(new TimeOnly(10, 0), new TimeOnly(14, 0), "Australia/Perth");
        Assert.False(await app.Send(new SetContactHours(_reader, "another", hours)));
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new SetContactHours(_reader, stop, hours with { Until = new TimeOnly(11, 0) }))
        );

        Assert.True(await app.Send(new SetContactHours(_reader, stop, hours)));

        Assert.Equal(hours, (await Contact(app, id)).Hours("Australia/Hobart"));
        Assert.Contains(await app.AuditTrail(), a => a.Action == AuditActions.ContactChanged);
        Assert.NotNull(await app.Send(new AnswerContactMessage(_reader, stop)));
        Assert.False(await app.Send(new SetContactHours(_reader, stop, hours))); // Used up.
    }

    [Fact]
    public async Task The_line_that_takes_messages_alone_is_not_among_those_to_ring_without_a_word()
    {
        await using var app = await AppFixture.Create(provider);
        var (_, mail, _) = await Told(app);
        Assert.Contains("Lifeline 13 11 14", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Lifeline by text 0477 13 11 14", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task I_have_been_in_touch_shows_on_the_flag_acknowledges_nothing_and_holds_the_next_step_back_once_by_at_most_half_an_hour()
    {
        await using var app = await AppFixture.Create(provider);
        var (flag, mail, _) = await Told(app, urgent: true);
        var next = flag.NextActionAtUtc!.Value;
        Assert.Equal(
            "Ana",
            (await app.Send(new GetContactLink(_reader, Link(mail, "I have been in touch"))))!.ParticipantName
        );
        Assert.Equal(next, (await app.FlagOf(app.Cast.Ana)).NextActionAtUtc); // Looking changes nothing.

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(
            LinkPurpose.InTouch,
            await app.Send(new AnswerContactMessage(_reader, Link(mail, "I have been in touch")))
        );
        var held = await app.FlagOf(app.Cast.Ana);
        Assert.Equal((FlagState.Open, app.Now.AddMinutes(30)), (held.State, held.NextActionAtUtc));
        Assert.InRange(held.NextActionAtUtc!.Value - next, TimeSpan.Zero, TimeSpan.FromMinutes(30));
        Assert.Contains(
            (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!.History,
            h => h.What is FlagEvent.ContactInTouch
        );

        // Used once.
        Assert.Null(await app.Send(new AnswerContactMessage(_reader, Link(mail, "I have been in touch"))));
        Assert.False(held.DelayNextStep(app.Now));
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task I_cannot_right_now_moves_the_ladder_on_at_once_and_tells_the_next_contact()
    {
        await using var app = await AppFixture.Create(provider);
        var (flag, mail, bea) = await Told(app);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Dov", Dov);
        Assert.Equal(
            LinkPurpose.CannotNow,
            await app.Send(new AnswerContactMessage(_reader, Link(mail, "I can’t right now")))
        );
        await app.Dispatch();
        app.Mailbox.Expect(Dov, app.Cast.Priya.Email, app.Cast.Tom.Email);
        Assert.Equal(2, (await app.StepsOf(flag)).Count);
        Assert.Equal(SupportContactState.Confirmed, (await Contact(app, bea)).State);
    }

    [Fact]
    public async Task Stop_ends_everything_to_them_at_once_and_pulls_the_ladder_forward()
    {
        await using var app = await AppFixture.Create(provider);
        var (flag, mail, bea) = await Told(app);
        Assert.Equal(
            $"http://localhost:5080/Contacts/Stop/{Link(mail, "Stop these emails")}?mail=en-AU",
            mail.UnsubscribeUrl!.AbsoluteUri
        );
        Assert.Equal(
            LinkPurpose.StopMails,
            await app.Send(new AnswerContactMessage(_reader, Link(mail, "Stop these emails")))
        );
        Assert.Equal(SupportContactState.Declined, (await Contact(app, bea)).State);
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email, app.Cast.Tom.Email);
        Assert.Equal(2, (await app.StepsOf(flag)).Count);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        Assert.DoesNotContain(app.Mailbox.Read(), m => m.ToAddress == Bea);
    }

    [Fact]
    public async Task Taken_off_by_the_participant_after_they_were_told_the_next_one_is_told()
    {
        await using var app = await AppFixture.Create(provider);
        var (_, _, bea) = await Told(app);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Dov", Dov);
        Assert.True(await app.Send(new WithdrawContact(app.Cast.Ana.Actor, bea)));
        await app.Dispatch();
        app.Mailbox.Expect(Dov);
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task A_link_opens_its_own_door_only_and_expires()
    {
        await using var app = await AppFixture.Create(provider);
        var (_, mail, _) = await Told(app);
        var secrets = new[] { "I have been in touch", "I can’t right now", "Stop these emails" }
            .Select(l => Link(mail, l))
            .ToList();
        Assert.Equal(3, secrets.Distinct().Count());
        Assert.All(secrets, secret => Assert.Equal(43, secret.Length));
        Assert.Null(await app.Send(new GetNomination(_reader, secrets[0])));
        Assert.Null(await app.Send(new AnswerContactMessage(_reader, LinkToken.NewSecret())));
        app.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Null(await app.Send(new AnswerContactMessage(_reader, secrets[0])));
        Assert.NotNull(await app.Send(new GetContactLink(_reader, secrets[2]))); // Stopping stays possible.
        Assert.All(await app.Messages(), n => Assert.True(n.State != MessageState.Accepted || n.SealedSecret is null));
    }

    [Fact]
    public async Task Of_many_clicks_at_once_one_counts()
    {
        await using var app = await AppFixture.Create(provider);
        var (_, mail, _) = await Told(app);
        var answers = await Scenes.AtOnce(
            4,
            _ => app.Send(new AnswerContactMessage(_reader, Link(mail, "I can’t right now")))
        );
        Assert.Single(answers, a => a is not null);
        await app.HoldsItsInvariants();
        await app.Dispatch();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Contacts_are_told_in_order_one_after_another_and_all_at_once_when_it_is_urgent()
    {
        await using var app = await AppFixture.Create(provider);
        var bea = await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", Bea);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Dov", Dov);
        Assert.True(await app.Send(new MoveContact(app.Cast.Ana.Actor, bea, Up: false)));
        Assert.False(await app.Send(new MoveContact(app.Cast.Ana.Actor, bea, Up: false)));
        Assert.False(await app.Send(new MoveContact(app.Cast.Omar.Actor, bea, Up: true)));
        Assert.Equal(["Dov", "Bea"], (await app.Send(new GetMyContacts(app.Cast.Ana.Actor))).Select(c => c.Name));

        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect(Dov, app.Cast.Priya.Email);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Expect(Bea, Dov, app.Cast.Priya.Email);
    }

    [Fact]
    public async Task A_contact_whose_address_is_refused_gives_their_turn_to_the_next()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", Bea);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Dov", Dov);
        app.Mailbox.Answer = mail =>
            mail.ToAddress == Bea
                ? new DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "5.1.1 No such user", AddressRefused: true)
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        await app.Dispatch();
        Assert.Contains(app.Mailbox.Read(), m => m.ToAddress == Dov);
    }

    [Theory]
    [InlineData(ContactScope.Call, false)]
    [InlineData(ContactScope.CallAndPhone, true)]
    public async Task The_participants_number_is_told_only_where_they_said_so_and_the_preview_is_what_is_sent(
        ContactScope scope,
        bool phone
    )
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", Bea, scope: scope);
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        var mail = app.Mailbox.Read().Single(m => m.ToAddress == Bea);
        Assert.Equal(phone, mail.Text.Contains("0400 000 001", StringComparison.Ordinal));

        var preview = (await app.Send(new PreviewContactMails(app.Cast.Ana.Actor, "Bea", scope))).CallMayHelp;
        Assert.Equal(preview.Subject, mail.Subject);
        Assert.All(preview.Lines, line => Assert.Contains(line, mail.Text, StringComparison.Ordinal));
        var sent = Regex.Replace(mail.Text, @":\nhttp\S+", "").Split('\n').Where(l => l.Length > 0 && l != "--");
        Assert.Equal(preview.Lines, sent);
    }

    [Fact]
    public async Task Another_address_is_asked_anew_and_the_old_ones_links_are_dead()
    {
        await using var app = await AppFixture.Create(provider);
        var (_, mail, bea) = await Told(app);
        var changed = await app.Send(
            new ChangeContact(
                app.Cast.Ana.Actor,
                bea,
                "Bea",
                "bea@new.example",
                null,
                "sister",
                Severity.Urgent,
                "en",
                ContactScope.CallAndPhone
            )
        );
        Assert.Equal(new ChangeContactResult.Saved(AskedAgain: true), changed);
        Assert.Equal(SupportContactState.Pending, (await Contact(app, bea)).State);
        Assert.Null(await app.Send(new AnswerContactMessage(_reader, Link(mail, "Stop these emails"))));
        await app.Dispatch();
        var question = Assert.Single(app.Mailbox.Expect("bea@new.example"));
        Assert.True(await app.Send(new AnswerNomination(_reader, Link(question, "Answer yes or no"), Yes: true)));

        Assert.Equal(
            new ChangeContactResult.Saved(AskedAgain: false),
            await app.Send(
                new ChangeContact(
                    app.Cast.Ana.Actor,
                    bea,
                    "Beatrix",
                    "bea@new.example",
                    null,
                    "sister",
                    Severity.Soon,
                    "en",
                    ContactScope.Call
                )
            )
        );
        Assert.Equal(
            (SupportContactState.Confirmed, "Beatrix"),
            ((await Contact(app, bea)).State, (await Contact(app, bea)).Name)
        );
        Assert.IsType<ChangeContactResult.NotFound>(
            await app.Send(
                new ChangeContact(
                    app.Cast.Omar.Actor,
                    bea,
                    "Bea",
                    Bea,
                    null,
                    "sister",
                    Severity.Soon,
                    "en",
                    ContactScope.Call
                )
            )
        );
    }

    [Fact]
    public async Task A_test_is_marked_as_one_goes_only_to_those_who_said_yes_and_once_a_day()
    {
        await using var app = await AppFixture.Create(provider);
        var bea = await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", Bea);
        var dov = await app.Send(new NominateContact(app.Cast.Ana.Actor, "Dov", Dov, null, "friend", Severity.Soon));
        Assert.IsType<SendContactTestResult.NotConfirmed>(await app.Send(new SendContactTest(app.Cast.Ana.Actor, dov)));
        Assert.IsType<SendContactTestResult.NotFound>(await app.Send(new SendContactTest(app.Cast.Omar.Actor, bea)));
        Assert.IsType<SendContactTestResult.Sent>(await app.Send(new SendContactTest(app.Cast.Ana.Actor, bea)));
        Assert.IsType<SendContactTestResult.AlreadyToday>(await app.Send(new SendContactTest(app.Cast.Ana.Actor, bea)));
        await app.Dispatch();
        var test = app.Mailbox.Expect(Bea, Dov).Single(m => m.ToAddress == Bea);
        Assert.StartsWith("Test: ", test.Subject, StringComparison.Ordinal);
        Assert.Contains("This is only a test.", test.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/Contacts/Call/", test.Text, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsType<SendContactTestResult.Sent>(await app.Send(new SendContactTest(app.Cast.Ana.Actor, bea)));
    }

    [Fact]
    public async Task Fewer_mails_about_check_ins_by_one_click_silences_the_mails_and_not_the_team()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Pass(TimeSpan.FromDays(7), TimeSpan.FromHours(1));
        var mails = app.Mailbox.Read().Where(m => m.ToAddress == app.Cast.Ana.Email).ToList();
        var token = mails[0].UnsubscribeUrl!.Segments[^1];
        Assert.Equal(PromptMails.InvitationAndReminder, await app.Send(new GetPromptMails(_reader, token)));
        Assert.Equal(PromptMails.None, await app.Send(new ChangePromptMails(_reader, token, null)));
        Assert.Equal(
            PromptMails.None,
            await app.Send(
                new ChangePromptMails(
                    _reader,
                    mails.First(m => m.Subject.Contains("still", StringComparison.Ordinal)).UnsubscribeUrl!.Segments[
                        ^1
                    ],
                    null
                )
            )
        );
        Assert.Null(await app.Send(new ChangePromptMails(_reader, "not-ours", null)));
        await app.Pass(TimeSpan.FromDays(14), TimeSpan.FromHours(6));
        Assert.DoesNotContain(app.Mailbox.Read(), m => m.ToAddress == app.Cast.Ana.Email);

        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        var flag = app.Mailbox.Read().First(m => m.ToAddress == app.Cast.Priya.Email);
        Assert.Null(flag.UnsubscribeUrl);
    }
}
