using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class RaiseNotSafeTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : RaiseNotSafeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RaiseNotSafeTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task One_tap_raises_an_urgent_flag_and_four_at_once_add_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        var tap = new RaiseNotSafe(app.Cast.Ana.Actor, Guid.CreateVersion7());
        var results = await Scenes.AtOnce(4, _ => app.Send(tap));
        await app.Dispatch();

        Assert.All(results, r => Assert.Equal(app.Now.AddMinutes(60), r.SomeoneLooksByUtc));
        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(Severity.Urgent, flag.Severity);
        Assert.Equal(new NotSafeEvidence(), Assert.Single(flag.Findings).Evidence);
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    [Fact]
    public async Task Reopens_a_flag_that_a_nurse_has_in_hand()
    {
        await using var app = await AppFixture.Create(provider);
        var before = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, before.Id));
        await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, Guid.CreateVersion7()));
        await app.Dispatch();
        Assert.Equal(FlagState.Open, (await app.FlagOf(app.Cast.Ana)).State);
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    [Fact]
    public async Task A_tap_on_a_page_left_open_since_an_earlier_flag_ended_counts_as_new()
    {
        await using var app = await AppFixture.Create(provider);
        var page = Guid.CreateVersion7();
        await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, page));
        await app.Reach((await app.FlagOf(app.Cast.Ana)).Id);
        await app.Send(
            new ResolveFlag(
                app.Cast.Priya.Actor,
                (await app.FlagOf(app.Cast.Ana)).Id,
                FlagOutcome.Supported,
                "Safe with family."
            )
        );
        app.Clock.Advance(TimeSpan.FromDays(3));

        await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, page));
        await app.Dispatch();
        Assert.Contains(await app.FlagsOf(app.Cast.Ana), f => f.State == FlagState.Open);
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    [Fact]
    public async Task A_tap_without_a_page_id_is_never_lost()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, Guid.Empty));
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, (await app.FlagOf(app.Cast.Ana)).Id));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, Guid.Empty));
        Assert.Equal(FlagState.Open, (await app.FlagOf(app.Cast.Ana)).State);
    }

    [Fact]
    public async Task What_a_nurse_wrote_down_says_so_and_tells_her_only_where_nobody_else_would_be()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya, tom, ruth) = (app.Cast.Ana, app.Cast.Priya, app.Cast.Tom, app.Cast.Ruth);
        await app.Send(new RaiseNotSafe(tom.Actor, Guid.CreateVersion7(), OnBehalfOf: ana.Id));
        await app.Dispatch();
        app.Mailbox.Expect(priya.Email); // On call.
        var flag = await app.FlagOf(ana);
        Assert.Equal(new NotSafeEvidence(tom.Name), Assert.Single(flag.Findings).Evidence);
        var said = (await app.Send(new GetFlag(priya.Actor, flag.Id)))!.Findings.Single();
        Assert.Equal(
            $"Said on the telephone that they do not feel safe. {tom.Name} wrote it down.",
            Assert.Single(said.Explanation.Sentences)
        );
        Assert.DoesNotContain("asked us to tell", string.Join(' ', said.ForPerson.Sentences), StringComparison.Ordinal);
        await app.ReachAndResolve(flag.Id);

        // She is on call herself, and nobody else would be told.
        await app.Send(new RaiseNotSafe(priya.Actor, Guid.CreateVersion7(), OnBehalfOf: ana.Id));
        await app.Dispatch();
        app.Mailbox.Expect(priya.Email);
        await app.ReachAndResolve((await app.FlagsOf(ana)).Single(f => f.State == FlagState.Open).Id);

        // The first step tells the whole team: the one who wrote it down knows.
        var plan = EscalationPlan.Default(Severity.Urgent);
        Assert.IsType<PublishPolicyResult.Published>(
            await app.Send(
                new PublishPolicy(
                    ruth.Actor,
                    Severity.Urgent,
                    1,
                    plan with
                    {
                        Steps = [plan.Steps[0] with { Tell = [EscalationTarget.WholeTeam] }, .. plan.Steps.Skip(1)],
                    },
                    "Everybody at once"
                )
            )
        );
        await app.Send(new RaiseNotSafe(priya.Actor, Guid.CreateVersion7(), OnBehalfOf: ana.Id));
        await app.Dispatch();
        var told = app.Mailbox.Read().Select(m => m.ToAddress).ToList();
        Assert.Contains(tom.Email, told);
        Assert.DoesNotContain(priya.Email, told);
        await app.HoldsItsInvariants();
    }
}
