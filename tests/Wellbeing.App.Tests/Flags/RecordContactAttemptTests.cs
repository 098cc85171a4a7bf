using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class RecordContactAttemptTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : RecordContactAttemptTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RecordContactAttemptTests(DatabaseProvider.Postgres);

    private static RecordContactAttempt Call(
        StaffMember nurse,
        Guid flag,
        Guid? id = null,
        bool reached = false,
        string? note = null
    ) => new(nurse.Actor, flag, id ?? Guid.CreateVersion7(), ContactChannel.Phone, reached, note);

    [Fact]
    public async Task Whoever_calls_has_an_open_flag_in_hand()
    {
        await using var app = await AppFixture.Create(provider);
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        Assert.IsType<FlagChangeResult.Done>(await app.Send(Call(app.Cast.Tom, id)));

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal((FlagState.Acknowledged, app.Cast.Tom.Name), (flag.State, flag.AcknowledgedByName));
        Assert.Equal(app.Now.AddHours(4), flag.NextActionAtUtc);
    }

    [Fact]
    public async Task The_same_form_sent_many_times_at_once_records_one_attempt()
    {
        await using var app = await AppFixture.Create(provider);
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        var call = Call(app.Cast.Tom, id, Guid.CreateVersion7());
        Assert.All(await Scenes.AtOnce(4, _ => app.Send(call)), r => Assert.IsType<FlagChangeResult.Done>(r));
        Assert.Single((await app.FlagOf(app.Cast.Ana)).ContactAttempts);
    }

    [Fact]
    public async Task A_call_extends_the_acknowledgement_by_its_full_length()
    {
        await using var app = await AppFixture.Create(provider);
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, id));
        app.Clock.Advance(TimeSpan.FromHours(3));
        await app.Send(Call(app.Cast.Tom, id));

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(app.Now.AddHours(4), flag.NextActionAtUtc);
        Assert.Equal(app.Cast.Priya.Name, flag.AcknowledgedByName);
    }

    [Fact]
    public async Task The_note_is_the_teams_and_unreadable_in_the_database()
    {
        await using var app = await AppFixture.Create(provider);
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        await app.Send(Call(app.Cast.Tom, id, reached: true, note: " Wants a call on Friday. "));

        Assert.DoesNotContain(
            "Friday",
            (await app.Db(db => db.ContactAttempts.SingleAsync())).SealedNote!,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "Wants a call on Friday.",
            Assert.Single((await app.Send(new GetFlag(app.Cast.Priya.Actor, id)))!.ContactAttempts).Note
        );
    }

    [Fact]
    public async Task A_call_made_while_a_colleague_closed_the_flag_can_be_added_late_and_opens_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        await app.ReachAndResolve(id);
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        var call = Call(app.Cast.Tom, id, reached: true, note: "She rang me at the same time.") with
        {
            AtUtc = app.Now.AddMinutes(-25),
        };
        Assert.IsType<FlagChangeResult.AlreadyResolved>(await app.Send(call));
        Assert.IsType<FlagChangeResult.Done>(await app.Send(call with { EvenIfResolved = true }));
        Assert.IsType<FlagChangeResult.Done>(await app.Send(call with { EvenIfResolved = true })); // Sent twice.

        var view = (await app.Send(new GetFlag(app.Cast.Priya.Actor, id)))!;
        Assert.Equal((FlagState.Resolved, "Priya Nair"), (view.State, view.ResolvedByName));
        var late = Assert.Single(view.ContactAttempts, a => a.Late);
        Assert.Equal(
            (call.AtUtc!.Value, app.Now, "She rang me at the same time."),
            (late.AtUtc, late.RecordedAtUtc, late.Note)
        );
        Assert.Contains(view.History, h => h.What is FlagEvent.ContactRecordedLate);

        app.Clock.Advance(Flag.LateRecords);
        Assert.IsType<FlagChangeResult.AlreadyResolved>(
            await app.Send(Call(app.Cast.Tom, id) with { EvenIfResolved = true })
        );
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task The_time_of_a_call_can_be_given_neither_ahead_nor_long_before_the_flag()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        app.Clock.Advance(TimeSpan.FromHours(2));
        foreach (var wrong in new[] { app.Now.AddMinutes(10), flag.RaisedAtUtc.AddHours(-25) })
        {
            var refused = await Assert.ThrowsAsync<ValidationException>(() =>
                app.Send(Call(app.Cast.Tom, flag.Id) with { AtUtc = wrong })
            );
            Assert.Equal("at", Assert.Single(refused.Errors).PropertyName);
        }

        await app.Send(Call(app.Cast.Tom, flag.Id, reached: true) with { AtUtc = flag.RaisedAtUtc.AddMinutes(30) });
        flag = await app.FlagOf(app.Cast.Ana);
        var attempt = Assert.Single(flag.ContactAttempts);
        Assert.Equal((flag.RaisedAtUtc.AddMinutes(30), (DateTime?)app.Now), (attempt.AtUtc, attempt.RecordedAtUtc));
        Assert.Equal(app.Now + flag.Plan.AcknowledgementLasts, flag.NextActionAtUtc); // In hand from when it was written down.
    }

    [Fact]
    public async Task An_attempt_from_before_the_flag_is_kept_and_counts_for_nothing_on_it()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        var flag = await app.RaiseUrgent(ana);
        app.Clock.Advance(TimeSpan.FromHours(2));
        var before = Call(tom, flag.Id, reached: true) with { AtUtc = flag.RaisedAtUtc.AddMinutes(-31) };
        Assert.IsType<FlagChangeResult.Done>(await app.Send(before));
        await app.Send(Call(tom, flag.Id) with { AtUtc = flag.RaisedAtUtc.AddMinutes(-6) });

        flag = await app.FlagOf(ana);
        Assert.Equal((FlagState.Open, null, 2), (flag.State, flag.AcknowledgedByName, flag.ContactAttempts.Count));
        var told = (await app.Send(new GetMyHome(ana.Actor))).Reads!;
        Assert.Equal((ReadState.Late, null), (told.State, told.ByName));
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new ResolveFlag(tom.Actor, flag.Id, FlagOutcome.Supported, "Spoke with her"))
        );
        Assert.Contains(refused.Errors, e => e.PropertyName == "outcome");

        // Clocks differ by minutes.
        await app.Send(Call(tom, flag.Id, reached: true) with { AtUtc = flag.RaisedAtUtc.AddMinutes(-5) });
        Assert.Equal(FlagState.Acknowledged, (await app.FlagOf(ana)).State);
        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(new ResolveFlag(tom.Actor, flag.Id, FlagOutcome.Supported, null))
        );
        await app.HoldsItsInvariants();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_resolved_flag_takes_no_more_attempts_and_says_who_resolved_it()
    {
        await using var app = await AppFixture.Create(provider);
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        await app.Send(new ResolveFlag(app.Cast.Priya.Actor, id, FlagOutcome.RaisedInError, "It was a test."));
        Assert.Equal(
            new FlagChangeResult.AlreadyResolved(app.Cast.Priya.Name, app.Now),
            await app.Send(Call(app.Cast.Tom, id))
        );
    }

    [Fact]
    public async Task An_attempt_without_an_id_or_with_an_endless_note_is_refused_by_field()
    {
        await using var app = await AppFixture.Create(provider);
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                new RecordContactAttempt(
                    app.Cast.Tom.Actor,
                    Guid.CreateVersion7(),
                    Guid.Empty,
                    (ContactChannel)99,
                    false,
                    new string('a', 2001)
                )
            )
        );
        Assert.Equal(
            ["channel", "note", "requestId"],
            refused.Errors.Select(e => e.PropertyName).Order(StringComparer.Ordinal)
        );
    }
}
