using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Audit;

/// <summary>What a server remembers of the log outside the database, and what the operator's acts leave in it.</summary>
public abstract class AnchorTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : AnchorTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AnchorTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task The_end_of_the_log_is_held_for_good_and_neither_another_hash_nor_a_record_that_is_not_there()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(new RecordDemo(Actor.System));
        var head = (await app.Send(new GetAuditHead(Actor.System)))!;
        var last = (await app.AuditTrail())[^1];
        Assert.Equal((last.Sequence, Convert.ToHexStringLower(last.Hash)), (head.Sequence, head.Hash));

        await app.Send(app.Cast.Ana.CheckIn());

        Assert.True((await app.Send(new GetAuditHead(Actor.System)))!.Sequence > head.Sequence);
        Assert.True(await app.Send(new HoldsAnchor(Actor.System, head)));
        Assert.False(await app.Send(new HoldsAnchor(Actor.System, head with { Hash = new string('0', 64) })));
        Assert.False(await app.Send(new HoldsAnchor(Actor.System, head with { Sequence = 99_999 })));
    }

    [Fact]
    public async Task That_there_was_a_demo_and_whatever_was_done_to_keys_stands_in_the_log()
    {
        await using var app = await AppFixture.Create(provider);
        var before = (await app.AuditTrail()).Count;
        await app.Send(new RecordDemo(Actor.System));
        foreach (var change in Enum.GetValues<KeysChange>())
            await app.Send(new RecordKeysChanged(Actor.System, change));
        Assert.Equal(
            [
                AuditActions.DemoSeeded,
                AuditActions.KeysWrapped,
                AuditActions.KeysRewrapped,
                AuditActions.KeysRotated,
                AuditActions.KeysSessionsEnded,
                AuditActions.KeysResealed,
            ],
            (await app.AuditTrail()).Skip(before).Select(a => a.Action)
        );
        await app.HoldsItsInvariants();
    }
}
