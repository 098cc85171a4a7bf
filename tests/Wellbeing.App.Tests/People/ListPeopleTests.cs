using FluentValidation;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.People;

public abstract class ListPeopleTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ListPeopleTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ListPeopleTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Finds_people_by_part_of_their_name_in_any_case_with_their_last_check_in_and_flag()
    {
        await using var app = await AppFixture.Create(provider);
        var zoe = await app.Cast.AddPatient("Zoë Ängström", "zoe@home.example");
        await app.Send(zoe.CheckIn(intensity: 9));
        var page = await app.Send(new ListPeople(app.Cast.Priya.Actor, "äNG"));
        var row = Assert.Single(page.Rows);
        Assert.Equal(
            ("Zoë Ängström", app.Now, Severity.Urgent),
            (row.Name, row.LastCheckInAtUtc, row.UnresolvedSeverity)
        );
        Assert.Equal(
            ["Ana", "Omar", "Zoë Ängström"],
            (await app.Send(new ListPeople(app.Cast.Priya.Actor))).Rows.Select(r => r.Name)
        );
    }

    [Fact]
    public async Task Opening_a_person_shows_check_ins_and_flags_and_marks_read_what_is_shown()
    {
        await using var app = await AppFixture.Create(provider);
        await app.RaiseUrgent(app.Cast.Ana);
        var person = (await app.Send(new GetPerson(app.Cast.Priya.Actor, app.Cast.Ana.Id)))!;
        Assert.Equal(9, Assert.Single(person.CheckIns).Intensity);
        Assert.Equal(Severity.Urgent, Assert.Single(person.Flags).Severity);
        // Pages that only say who it is show no check-in.
        Assert.Null(Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).ReadAtUtc);
        await app.Send(new GetPersonChart(app.Cast.Priya.Actor, app.Cast.Ana.Id, 90));
        Assert.Equal(app.Now, Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).ReadAtUtc);
        Assert.Null(await app.Send(new GetPerson(app.Cast.Priya.Actor, Guid.CreateVersion7())));
    }

    [Fact]
    public async Task What_is_wrong_with_a_registration_is_said_by_field()
    {
        await using var app = await AppFixture.Create(provider);
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                new RegisterParticipant(
                    app.Cast.Priya.Actor,
                    ParticipantKind.Patient,
                    "",
                    "nobody",
                    new string('0', 41),
                    new string('x', 21),
                    false,
                    "Mars/Olympus",
                    CheckInSchedule.Default,
                    null
                )
            )
        );
        Assert.Equal(
            ["email", "language", "name", "phone", "timeZone"],
            refused.Errors.Select(e => e.PropertyName).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_new_rota_replaces_the_old_one_in_its_time_only()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.NobodyOnCall();
        var (priya, tom) = (app.Cast.Priya.Id, app.Cast.Tom.Id);
        await app.Send(
            new PlanRota(
                app.Cast.Ruth.Actor,
                [new(priya, app.Now, app.Now.AddDays(1)), new(priya, app.Now.AddDays(1), app.Now.AddDays(2))]
            )
        );
        await app.Send(new PlanRota(app.Cast.Ruth.Actor, [new(tom, app.Now, app.Now.AddDays(1))]));
        await app.Dispatch();
        app.Mailbox.Ignore(); // That their turns have changed.
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Tom.Email);
        app.Clock.Advance(TimeSpan.FromHours(23));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }
}
