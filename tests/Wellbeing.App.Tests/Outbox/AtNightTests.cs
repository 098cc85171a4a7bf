using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Assessment;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Privacy;
using Wellbeing.App.Prompts;
using Wellbeing.App.SupportContacts;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.Outbox;

/// <summary>What can wait does not come at night.</summary>
public abstract class AtNightTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : AtNightTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AtNightTests(DatabaseProvider.Postgres);

    private const string Bea = "bea@home.example";

    /// <summary>Half past eight in the evening in Hobart: late for a contact, and not yet quiet for Ana
    /// herself.</summary>
    private static readonly DateTimeOffset _evening = new(2026, 2, 2, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _beforeEight = new(2026, 2, 2, 20, 59, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_support_contact_gets_what_is_not_urgent_between_eight_and_twenty_and_what_is_urgent_at_once()
    {
        await using var app = await AppFixture.Create(provider);
        var cara = await app.Cast.AddConfirmedContact(app.Cast.Ana, "Cara", "cara@home.example");
        await app.Cast.AddConfirmedContact(app.Cast.Omar, "Dan", "dan@home.example");
        app.Clock.SetUtcNow(_evening);
        await app.Send(new NominateContact(app.Cast.Ana.Actor, "Bea", Bea, null, "sister", Severity.Soon));
        Assert.IsType<SendContactTestResult.Sent>(await app.Send(new SendContactTest(app.Cast.Ana.Actor, cara)));
        await app.Dispatch();
        app.Mailbox.Expect();

        await app.Send(app.Cast.Omar.CheckIn(intensity: 10));
        for (var minute = 0; minute < 120; minute += 15)
            await app.EscalateAfter(TimeSpan.FromMinutes(15));
        var night = app.Mailbox.Read().Select(m => m.ToAddress).ToList();
        app.Mailbox.Ignore();
        Assert.Contains("dan@home.example", night);
        Assert.DoesNotContain(Bea, night);

        app.Clock.SetUtcNow(_beforeEight);
        await app.Dispatch();
        app.Mailbox.Expect();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Dispatch();
        app.Mailbox.Expect(Bea, "cara@home.example");
    }

    [Fact]
    public async Task The_person_reads_when_the_question_to_a_contact_leaves_that_waits_for_their_hours()
    {
        await using var app = await AppFixture.Create(provider);
        app.Clock.SetUtcNow(_evening);
        await app.Send(new NominateContact(app.Cast.Ana.Actor, "Bea", Bea, null, "sister", Severity.Soon));
        Assert.Equal(_beforeEight.UtcDateTime.AddMinutes(1), await AskedFrom());

        app.Clock.SetUtcNow(_beforeEight.AddMinutes(1));
        await app.Dispatch();
        app.Mailbox.Expect(Bea);
        Assert.Null(await AskedFrom());

        async Task<DateTime?> AskedFrom() =>
            Assert.Single(await app.Send(new GetMyContacts(app.Cast.Ana.Actor))).AskedFromUtc;
    }

    [Fact]
    public async Task News_that_a_nurse_changed_a_number_waits_for_the_end_of_the_person_s_quiet_hours()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        var person = await app.Db(db => db.Participants.AsNoTracking().SingleAsync(p => p.Id == ana.Id));
        while (person.Schedule.OutsideQuietHours(app.Now, person.TimeZone) == app.Now)
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        app.Mailbox.Ignore();
        var ends = person.Schedule.OutsideQuietHours(app.Now, person.TimeZone);
        await app.Send(new ChangeHowToCall(app.Cast.Priya.Actor, ana.Id, "0412 345 678", null, null, false));
        await app.Dispatch();
        app.Mailbox.Expect();

        app.Clock.SetUtcNow(new DateTimeOffset(ends));
        await app.Dispatch();
        app.Mailbox.Expect(ana.Email);
    }

    [Fact]
    public void Whatever_goes_to_people_and_was_not_asked_for_just_now_waits_for_a_better_hour()
    {
        HashSet<string> atOnce =
        [
            // Asked for just now, by whoever gets it.
            nameof(SignInLink),
            nameof(NewPasswordLink),
            nameof(LeafletLink),
            nameof(ConfirmCode),
            nameof(CheckInLinkAgain),
            nameof(NewEmailQuestion),
            // Somebody may be taking an account.
            nameof(NewEmailTold),
            // Whoever is invited has no hours yet.
            nameof(ParticipantInvitation),
        ];
        var kinds = typeof(MessageKind)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(MessageKind)) && !t.IsAbstract && !_toColleagues.Contains(t.Name))
            .Where(t => t.GetMethod(nameof(MessageKind.AllowedFromUtc))!.DeclaringType == typeof(MessageKind))
            .Select(t => t.Name);
        Assert.Equal(atOnce.Order(StringComparer.Ordinal), kinds.Order(StringComparer.Ordinal));
    }

    private static readonly HashSet<string> _toColleagues =
    [
        nameof(FlagToTeam),
        nameof(FlagAssigned),
        nameof(FlagGrew),
        nameof(LadderUnanswered),
        nameof(StepReachedNobody),
        nameof(OutageDigest),
        nameof(OnCallBegins),
        nameof(OnCallTakenOver),
        nameof(TurnsChanged),
        nameof(SwapOffered),
        nameof(SwapAnswered),
        nameof(DeliveryUncertain),
        nameof(ReadinessWarning),
        nameof(AddressTried),
        nameof(MailComplaint),
        nameof(MailTest),
        nameof(StaffInvitation),
        nameof(ScreenAnswered),
    ];

    [Fact]
    public async Task A_support_contact_has_hours_and_a_zone_of_their_own_and_what_is_urgent_does_not_mind_them()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, perth) = (
            app.Cast.Ana,
            new ContactHours(new TimeOnly(18, 0), new TimeOnly(22, 0), "Australia/Perth")
        );
        var cara = await app.Cast.AddConfirmedContact(ana, "Cara", "cara@home.example");
        var mine = Assert.Single(await app.Send(new GetMyContacts(ana.Actor)));
        Assert.Equal(ContactHours.Usual("Australia/Hobart"), mine.Hours);
        await app.Send(
            new ChangeContact(
                ana.Actor,
                cara,
                "Cara",
                "cara@home.example",
                null,
                "sister",
                Severity.Soon,
                "en",
                ContactScope.Call
            )
            {
                Hours = perth,
            }
        );
        Assert.Equal(perth, Assert.Single(await app.Send(new GetMyContacts(ana.Actor))).Hours);

        app.Clock.SetUtcNow(_evening.AddMinutes(29)); // One minute before six in Perth.
        Assert.IsType<SendContactTestResult.Sent>(await app.Send(new SendContactTest(ana.Actor, cara)));
        await app.Dispatch();
        app.Mailbox.Expect();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Dispatch();
        app.Mailbox.Expect("cara@home.example");

        app.Clock.SetUtcNow(_evening.AddHours(6)); // Half past eleven in Perth.
        await app.Send(ana.CheckIn(intensity: 10));
        for (var minute = 0; minute < 120; minute += 15)
            await app.EscalateAfter(TimeSpan.FromMinutes(15));
        Assert.Contains("cara@home.example", app.Mailbox.Read().Select(m => m.ToAddress));
        app.Mailbox.Ignore();
        foreach (
            var bad in new[]
            {
                perth with
                {
                    Until = new TimeOnly(19, 0),
                },
                perth with
                {
                    TimeZone = "Moon/Base",
                },
                perth with
                {
                    Until = perth.From,
                },
            }
        )
            await Assert.ThrowsAsync<ValidationException>(() =>
                app.Send(
                    new ChangeContact(
                        ana.Actor,
                        cara,
                        "Cara",
                        "cara@home.example",
                        null,
                        "sister",
                        Severity.Soon,
                        "en",
                        ContactScope.Call
                    )
                    {
                        Hours = bad,
                    }
                )
            );
    }

    [Fact]
    public async Task Family_mails_wait_for_the_end_of_the_persons_quiet_hours_and_for_the_morning_of_who_has_none()
    {
        await using var app = await AppFixture.Create(provider);
        app.Clock.SetUtcNow(_evening.AddHours(2));
        await app.Send(new AskFamily(app.Cast.Ana.Actor, "My brother", app.Cast.Omar.Email, "en"));
        await app.Send(new AskFamily(app.Cast.Ana.Actor, "My aunt", "aunt@home.example", "en"));
        await app.Dispatch();
        app.Mailbox.Expect();

        app.Clock.SetUtcNow(_beforeEight.AddMinutes(1));
        await app.Dispatch();
        app.Mailbox.Expect("aunt@home.example", app.Cast.Omar.Email);
    }
}
