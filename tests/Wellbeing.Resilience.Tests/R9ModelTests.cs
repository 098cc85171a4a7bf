using CsCheck;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>R9: any order of what people do and of time passing, beside a model a page long that says what must come of
/// it.</summary>
public sealed class R9ModelTests
{
    // People who live through the same time: one beat of the engine serves all of them, as in production.
    private const int Crowd = 20;

    public enum Act
    {
        Nothing,
        AskForContact,
        NotSafe,
        Acknowledge,
        RecordAttempt,
        Resolve,
    }

    public enum Wait
    {
        Nothing,
        Tick,
        Quarter,
        FiveHours,
        FourDays,
    }

    /// <summary>What a person's flag should be, from the design's words alone.</summary>
    private sealed class Oracle
    {
        public FlagState? State { get; private set; }
        public int Flags { get; private set; }

        public void Cry()
        {
            if (State is null or FlagState.Resolved)
                Flags++;
            State = FlagState.Open;
        }

        public void TakeInHand()
        {
            if (State is FlagState.Open)
                State = FlagState.Acknowledged;
        }

        public void Resolve()
        {
            if (State is not null)
                State = FlagState.Resolved;
        }

        public void AcknowledgementEnds()
        {
            if (State is FlagState.Acknowledged)
                State = FlagState.Open;
        }
    }

    [Fact]
    public async Task Whatever_the_order_the_flag_is_what_the_model_says_and_everything_holds()
    {
        var crowds = Row.Volume(100_000, 120) / Crowd;
        var row = new Row("R9", "random orders of acts and time, against a model");
        // What each does, and how long after it nothing happens.
        var life = Gen.Select(Gen.Enum<Act>().Array[Crowd], Gen.Enum<Wait>()).List[1, 12];
        await life.SampleAsync(
            async steps =>
            {
                await Live(steps);
                row.Add(Crowd);
            },
            iter: crowds,
            threads: 1
        );
        row.Close();
    }

    private static async Task Live(List<(Act[] Acts, Wait Wait)> steps)
    {
        await using var app = await AppFixture.Create(DatabaseProvider.Sqlite);
        await app.Db(db =>
            db.Participants.ExecuteUpdateAsync(p =>
                p.SetProperty(x => x.ClosedAtUtc, app.Now).SetProperty(x => x.NextPromptAtUtc, (DateTime?)null)
            )
        );
        var people = new List<(Person Person, Oracle Oracle)>();
        for (var i = 0; i < Crowd; i++)
            people.Add((await app.Cast.AddPatient($"Person {i}", $"person{i}@home.example"), new Oracle()));
        // Not asked, and so never missed: the model is about flags.
        await app.Db(db =>
            db.Participants.Where(p => p.ClosedAtUtc == null)
                .ExecuteUpdateAsync(p =>
                    p.SetProperty(x => x.NextPromptAtUtc, app.Now.AddYears(5))
                        .SetProperty(x => x.AskingStoppedAtUtc, app.Now)
                )
        );

        foreach (var (acts, wait) in steps)
        {
            var flags = await Flags(app);
            foreach (var ((person, oracle), act) in people.Zip(acts))
            {
                app.Clock.Advance(TimeSpan.FromSeconds(1)); // Nobody does two things at one instant.
                await Do(app, act, person, flags[person.Id].LastOrDefault(), oracle);
            }

            flags = await Flags(app);
            AllAgree();
            if (wait is Wait.Nothing)
                continue;
            app.Clock.Advance(
                wait switch
                {
                    Wait.Quarter => TimeSpan.FromMinutes(16),
                    Wait.FiveHours => TimeSpan.FromHours(5),
                    Wait.FourDays => TimeSpan.FromDays(4),
                    _ => TimeSpan.Zero,
                }
            );
            await app.Tick();
            foreach (var (person, oracle) in people)
            {
                if (
                    flags[person.Id].LastOrDefault() is { State: FlagState.Acknowledged } flag
                    && flag.NextActionAtUtc <= app.Now
                )
                    oracle.AcknowledgementEnds();
            }

            flags = await Flags(app);
            AllAgree();

            void AllAgree()
            {
                foreach (var (person, oracle) in people)
                    Assert.Equal(
                        (oracle.Flags, oracle.State),
                        (flags[person.Id].Count(), flags[person.Id].LastOrDefault()?.State)
                    );
            }
        }

        await app.HoldsEverything();
        app.Mailbox.Ignore();
    }

    private static async Task<ILookup<Guid, Flag>> Flags(AppFixture app) =>
        (await app.Db(db => db.Flags.AsNoTracking().OrderBy(f => f.RaisedAtUtc).ToListAsync())).ToLookup(f =>
            f.ParticipantId
        );

    private static async Task Do(AppFixture app, Act act, Person person, Flag? flag, Oracle oracle)
    {
        var tom = app.Cast.Tom.Actor;
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
                await app.Send(
                    new RecordContactAttempt(tom, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, true, null)
                );
                oracle.TakeInHand();
                break;
            case Act.Resolve when flag is not null:
                await app.Send(new ResolveFlag(tom, flag.Id, FlagOutcome.NotNeeded, "Seen on the ward."));
                oracle.Resolve();
                break;
        }
    }
}
