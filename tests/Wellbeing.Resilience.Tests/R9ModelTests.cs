using CsCheck;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Flags;
using Wellbeing.App.Options;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>R9: any order of what people do and of time passing, beside a model a page long that says what must come of it.</summary>
public sealed class R9ModelTests
{
    public enum Act
    {
        AskForContact,
        NotSafe,
        Acknowledge,
        RecordAttempt,
        Resolve,
        Quarter,
        FiveHours,
        FourDays,
        Tick,
    }

    /// <summary>What a person's flag should be, from the design's words alone.</summary>
    private sealed class Oracle
    {
        public FlagState? State { get; private set; }
        public int Flags { get; private set; }

        public void Cry()
        {
            if (State is null or FlagState.Resolved) Flags++;
            State = FlagState.Open;
        }

        public void TakeInHand()
        {
            if (State is FlagState.Open) State = FlagState.Acknowledged;
        }

        public void Resolve()
        {
            if (State is not null) State = FlagState.Resolved;
        }

        public void AcknowledgementEnds()
        {
            if (State is FlagState.Acknowledged) State = FlagState.Open;
        }
    }

    [Fact]
    public async Task Whatever_the_order_the_flag_is_what_the_model_says_and_everything_holds()
    {
        var sequences = Row.Volume(100_000, 120);
        await using var app = await AppFixture.Create(DatabaseProvider.Sqlite);
        await app.Db(db => db.Participants.ExecuteUpdateAsync(p => p.SetProperty(x => x.ClosedAtUtc, app.Now).SetProperty(x => x.NextPromptAtUtc, (DateTime?)null)));
        var row = new Row("R9", "random orders of acts and time, against a model");
        var number = 0;
        await Gen.Enum<Act>().List[1, 12].SampleAsync(
            async acts =>
            {
                await Live(app, acts, Interlocked.Increment(ref number));
                row.Add(1);
            },
            iter: sequences, threads: 1);
        await app.HoldsEverything();
        row.Close();
    }

    private static async Task Live(AppFixture app, List<Act> acts, int number)
    {
        var person = await app.Cast.AddPatient($"Person {number}", $"person{number}@home.example");
        // Not asked by schedule: the model is about flags.
        await app.Db(db => db.Participants.Where(p => p.Id == person.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.NextPromptAtUtc, app.Now.AddYears(5))));
        var tom = app.Cast.Tom.Actor;
        var oracle = new Oracle();
        foreach (var act in acts)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1)); // Nobody does two things at one instant.
            var flag = (await app.FlagsOf(person)).LastOrDefault();
            switch (act)
            {
                case Act.AskForContact:
                    await app.Send(person.CheckIn(contactMe: true));
                    oracle.Cry();
                    break;
                case Act.NotSafe:
                    await app.Send(new RaiseNotSafe(person.Actor, Guid.CreateVersion7()));
                    oracle.Cry();
                    break;
                case Act.Acknowledge when flag is not null:
                    await app.Send(new AcknowledgeFlag(tom, flag.Id));
                    oracle.TakeInHand();
                    break;
                case Act.RecordAttempt when flag is not null:
                    await app.Send(new RecordContactAttempt(tom, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, true, null));
                    oracle.TakeInHand();
                    break;
                case Act.Resolve when flag is not null:
                    await app.Send(new ResolveFlag(tom, flag.Id, FlagOutcome.Supported, "Spoken with."));
                    oracle.Resolve();
                    break;
                case Act.Quarter or Act.FiveHours or Act.FourDays:
                    app.Clock.Advance(act == Act.Quarter ? TimeSpan.FromMinutes(16) : act == Act.FiveHours ? TimeSpan.FromHours(5) : TimeSpan.FromDays(4));
                    await app.Tick();
                    if (flag is { State: FlagState.Acknowledged } && flag.NextActionAtUtc <= app.Now) oracle.AcknowledgementEnds();
                    break;
                case Act.Tick:
                    await app.Tick();
                    break;
            }

            var flags = await app.FlagsOf(person);
            Assert.Equal((oracle.Flags, oracle.State), (flags.Count, flags.LastOrDefault()?.State));
        }

        app.Mailbox.Ignore();
        // Not to wake up in the next sequence.
        if (await app.FlagsOf(person) is [.., { State: not FlagState.Resolved } last])
            await app.Send(new ResolveFlag(tom, last.Id, FlagOutcome.Supported, "Spoken with."));
    }
}
