using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class AcknowledgeFlagTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : AcknowledgeFlagTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AcknowledgeFlagTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Of_two_nurses_at_once_one_has_the_flag_and_the_other_is_told_who_and_when()
    {
        await using var app = await AppFixture.Create(provider);
        for (var race = 0; race < 5; race++)
        {
            var person = await app.Cast.AddPatient($"Person {race}", $"p{race}@home.example");
            var flag = await app.RaiseUrgent(person);
            StaffMember[] nurses = [app.Cast.Priya, app.Cast.Tom];
            var results = await Scenes.AtOnce(2, i => app.Send(new AcknowledgeFlag(nurses[i].Actor, flag.Id)));

            var winner = nurses[Array.FindIndex(results, r => r is FlagChangeResult.Done)];
            var told = Assert.IsType<FlagChangeResult.TakenBy>(
                Assert.Single(results, r => r is not FlagChangeResult.Done)
            );
            Assert.Equal((winner.Name, app.Now), (told.Name, told.AtUtc));
            Assert.Equal(winner.Id, (await app.FlagOf(person)).AcknowledgedBy);
            Assert.Single(
                await app.AuditTrail(),
                a => a.FlagId == flag.Id && a.Action == AuditActions.FlagAcknowledged
            );
        }
    }

    [Fact]
    public async Task A_second_click_of_the_same_nurse_is_no_mistake()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        Assert.IsType<FlagChangeResult.Done>(await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id)));
        Assert.IsType<FlagChangeResult.Done>(await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id)));
        Assert.IsType<FlagChangeResult.NotFound>(
            await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, Guid.CreateVersion7()))
        );
    }

    [Fact]
    public async Task Messages_that_have_not_left_are_cancelled_and_none_leaves_afterwards()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", "bea@home.example");
        app.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(DeliveryPhase.Connect, 421, "busy");
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch(); // One wait for a retry each.
        app.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, (await app.FlagOf(app.Cast.Ana)).Id));

        await app.EscalateAfter(TimeSpan.FromHours(1));
        Assert.All(await app.Messages(), n => Assert.Equal(MessageState.Cancelled, n.State));
        Assert.Equal(2, app.Mailbox.Attempts.Count);
    }

    [Fact]
    public async Task An_acknowledgement_in_the_middle_of_a_send_stops_every_later_message_of_the_ladder()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", "bea@home.example");
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        var flag = await app.FlagOf(app.Cast.Ana);
        app.Mailbox.BeforeAnswer = _ => app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id));

        await app.Dispatch();
        Assert.Single(app.Mailbox.Read());
        Assert.Equal(
            [MessageState.Accepted, MessageState.Cancelled],
            (await app.Messages()).Select(n => n.State).Order()
        );
    }

    [Fact]
    public async Task An_acknowledgement_without_a_contact_ends_and_the_ladder_begins_again()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id));

        await app.EscalateAfter(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.Equal(FlagState.Acknowledged, (await app.FlagOf(app.Cast.Ana)).State);

        await app.EscalateAfter(TimeSpan.FromSeconds(1));
        flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal((FlagState.Open, (Guid?)null, 2), (flag.State, flag.AcknowledgedBy, flag.Cycle));
        app.Mailbox.Expect(app.Cast.Priya.Email, app.Cast.Tom.Email); // On call, and who had it.
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        app.Mailbox.Expect(app.Cast.Tom.Email);
    }
}
