using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests;

/// <summary>What several tests arrange or ask alike.</summary>
internal static class Scenes
{
    /// <summary>The person's only flag.</summary>
    public static async Task<Flag> FlagOf(this AppFixture app, Person person) =>
        Assert.Single(await app.FlagsOf(person));

    /// <summary>They were invited and never joined: no password, no passkey.</summary>
    public static async Task NotJoined(this AppFixture app, params StaffMember[] staff)
    {
        var ids = staff.Select(s => s.Id).ToList();
        await app.Db(db =>
            db.Users.Where(a => ids.Contains(a.Id))
                .ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, (string?)null))
        );
    }

    /// <summary>An acute check-in, its first mails sent and forgotten.</summary>
    public static async Task<Flag> RaiseUrgent(this AppFixture app, Person person)
    {
        await app.Send(person.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Ignore();
        return (await app.FlagsOf(person)).Single(f => f.State != FlagState.Resolved);
    }

    /// <summary>A request for contact on an everyday check-in, its first mails sent and forgotten.</summary>
    public static async Task<Flag> RaiseSoon(this AppFixture app, Person person)
    {
        await app.Send(person.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Ignore();
        return (await app.FlagsOf(person)).Single(f => f.State != FlagState.Resolved);
    }

    /// <summary>The nurse calls, and reaches the person.</summary>
    public static Task Reach(this AppFixture app, Guid flagId, StaffMember? nurse = null) =>
        app.Send(
            new RecordContactAttempt(
                (nurse ?? app.Cast.Priya).Actor,
                flagId,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                true,
                null
            )
        );

    /// <summary>The nurse calls, reaches the person and closes the flag.</summary>
    public static async Task ReachAndResolve(
        this AppFixture app,
        Guid flagId,
        FlagOutcome outcome = FlagOutcome.Supported,
        StaffMember? nurse = null
    )
    {
        await app.Reach(flagId, nurse);
        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(new ResolveFlag((nurse ?? app.Cast.Priya).Actor, flagId, outcome, null))
        );
    }

    /// <summary>A flag of the given severity, without a check-in around it.</summary>
    public static async Task<Flag> Raise(this AppFixture app, Person person, Severity severity)
    {
        var hours = Brisbane with
        {
            Holidays = (await app.Db(db => db.Holidays.Select(h => h.Date).ToListAsync())).ToHashSet(),
        };
        var flag = Flag.Raise(
            person.Id,
            severity,
            EscalationPlan.Default(severity),
            new ResponseTargets().RespondBy(severity, app.Now, app.Now, hours),
            null,
            app.Now
        );
        await app.Db(async db =>
        {
            db.Flags.Add(flag);
            await db.SaveChangesAsync();
        });
        return flag;
    }

    public static WorkingHours Brisbane { get; } = new TeamOptions().WorkingHours();

    /// <summary>The escalation sweep and the dispatcher, without prompts.</summary>
    public static async Task Escalate(this AppFixture app)
    {
        await app.Send(new AdvanceEscalations(Actor.System));
        await app.Dispatch();
    }

    /// <summary>Lets time pass, then escalates once.</summary>
    public static async Task EscalateAfter(this AppFixture app, TimeSpan time)
    {
        app.Clock.Advance(time);
        await app.Escalate();
    }

    public static Task<List<Message>> Messages(this AppFixture app) =>
        app.Db(db => db.Messages.AsNoTracking().OrderBy(n => n.CreatedAtUtc).ThenBy(n => n.Id).ToListAsync());

    public static Task<List<MessageAttempt>> Attempts(this AppFixture app, Guid messageId) =>
        app.Db(db =>
            db.MessageAttempts.AsNoTracking().Where(a => a.MessageId == messageId).OrderBy(a => a.Number).ToListAsync()
        );

    public static Task<List<StepRun>> StepsOf(this AppFixture app, Flag flag) =>
        app.Db(db =>
            db.StepRuns.AsNoTracking()
                .Where(s => s.FlagId == flag.Id)
                .OrderBy(s => s.Cycle)
                .ThenBy(s => s.Step)
                .ToListAsync()
        );

    public static Task<List<AuditRecord>> AuditTrail(this AppFixture app) =>
        app.Db(db => db.AuditRecords.AsNoTracking().OrderBy(a => a.Sequence).ToListAsync());

    /// <summary>Runs the same thing many times at once, as two tabs, nurses or servers would.</summary>
    public static Task<T[]> AtOnce<T>(int times, Func<int, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => act(i))));

    /// <summary>What must hold at every moment, whatever happened before.</summary>
    public static async Task HoldsItsInvariants(this AppFixture app)
    {
        var flags = await app.Db(db => db.Flags.AsNoTracking().ToListAsync());
        Assert.DoesNotContain(flags, f => f.State != FlagState.Resolved && f.NextActionAtUtc is null);
        Assert.DoesNotContain(flags, f => f.State == FlagState.Resolved && f.NextActionAtUtc is not null);
        Assert.DoesNotContain(
            flags.Where(f => f.State != FlagState.Resolved).GroupBy(f => f.ParticipantId),
            open => open.Count() > 1
        );
        Assert.Null((await app.Send(new VerifyAudit(Actor.System))).Problem);
    }
}
