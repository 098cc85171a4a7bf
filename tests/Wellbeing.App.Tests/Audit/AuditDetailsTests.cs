using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Audit;

public sealed class AuditDetailsTests
{
    /// <summary>Verbs that are written with a flag and have no line in its history: who read it, and what the line of
    /// the message itself tells.</summary>
    private static readonly string[] _silentAtFlags =
    [
        AuditActions.FlagViewed,
        AuditActions.ReferralLetterOpened,
        AuditActions.MessageRejected,
        AuditActions.MessageExpired,
        AuditActions.MessageBounced,
    ];

    /// <summary>Areas of which no verb is written with a flag, but for those that stand in its history.</summary>
    private static readonly string[] _neverAtFlags =
    [
        .. "account api-client audit backup branding calendar cohort contact contacts demo engine family flags".Split(
            ' '
        ),
        .. "invitation invitations keys language leaflet leaflets mail messages not-heard-from note notes".Split(' '),
        .. "operations outage participants policy prompt questions readiness reading referral-option".Split(' '),
        .. "reply-sentence report retention rota rechecks recheck screens set-up support-numbers talk-guide".Split(' '),
        .. "team threshold thresholds to-read treatment-event treatment-events webhook check-ins".Split(' '),
        .. "check-in participant message".Split(' '),
    ];

    [Fact]
    public void Each_kind_is_stored_as_the_same_text_for_good_and_read_back_from_it()
    {
        var kinds = typeof(AuditDetail)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(AuditDetail)) && t != typeof(UnreadableDetail))
            .ToList();
        Assert.All(kinds, kind => Assert.True(kind.IsSealed, kind.Name));
        Assert.Equal(
            kinds.Select(k => k.Name).Order(StringComparer.Ordinal),
            AuditSamples.All.Select(s => s.Detail.GetType().Name).Order(StringComparer.Ordinal)
        );
        // Each tells of some verb, and each of those is one.
        Assert.Empty(kinds.Except(AuditDetails.Types.Values));
        Assert.Empty(AuditDetails.Types.Keys.Except(AuditActions.All));

        foreach (var action in AuditActions.All)
        {
            var (detail, stored) = AuditSamples.All.SingleOrDefault(s =>
                s.Detail.GetType() == AuditDetails.Types.GetValueOrDefault(action)
            );
            Assert.Equal(stored, AuditDetails.Write(action, detail));
            var read = AuditDetails.Read(action, stored);
            Assert.Equal(detail?.GetType(), read?.GetType());
            Assert.Equal(stored, AuditDetails.Write(action, read));
            Assert.InRange(stored?.Length ?? 0, 0, 500); // What the column holds.
        }
    }

    [Fact]
    public void A_verb_is_written_with_its_own_kind_of_detail_alone()
    {
        Assert.Throws<ArgumentException>(() => AuditDetails.Write(AuditActions.FlagRaised, null));
        Assert.Throws<ArgumentException>(() => AuditDetails.Write(AuditActions.FlagRaised, new JoinedDetail(1)));
        Assert.Throws<ArgumentException>(() => AuditDetails.Write(AuditActions.FlagAcknowledged, new JoinedDetail(1)));
    }

    [Theory]
    [InlineData(AuditActions.FlagRaised, "severity=Urgent")]
    [InlineData(AuditActions.FlagRaised, "{}")]
    [InlineData(AuditActions.FlagRaised, "null")]
    [InlineData(AuditActions.FlagRaised, """{"severity":2}""")]
    [InlineData(AuditActions.FlagRaised, """{"severity":"Purple"}""")]
    [InlineData(AuditActions.FlagRaised, """{"severity":"Urgent","words":"elephants"}""")]
    [InlineData(AuditActions.FlagAcknowledged, "{}")]
    public void What_could_not_have_been_written_is_told_as_unreadable(string action, string stored) =>
        Assert.IsType<UnreadableDetail>(AuditDetails.Read(action, stored));

    [Fact]
    public void Each_verb_stands_in_a_flags_history_or_is_known_not_to() =>
        Assert.Equal(
            [],
            AuditActions
                .All.Except(FlagEvents.Verbs)
                .Except(_silentAtFlags)
                .Where(action => !_neverAtFlags.Contains(AuditActions.AreaOf(action)))
        );

    [Fact]
    public async Task Each_verb_of_a_history_is_read_as_an_event_and_no_event_is_without_one()
    {
        await using var app = await AppFixture.Create();
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        var ana = app.Cast.Ana.Id;
        await app.Db(async db =>
        {
            foreach (var action in FlagEvents.Verbs.Union(PersonEvents.Verbs))
                db.Audit(Actor.System, action, app.Now, ana, flag.Id, AuditSamples.For(action));
            await db.SaveChangesAsync();
            // As if somebody had got past the lock.
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER AuditRecords_NoUpdate");
            await db
                .AuditRecords.Where(a => a.Action == AuditActions.FlagJoined)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Detail, "findings=2"));
        });

        var history = (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!
            .History.Select(h => h.What)
            .ToList();
        Assert.Equal(
            Events<FlagEvent>().Where(e => e != nameof(FlagEvent.Joined)),
            history.Select(e => e.GetType().Name).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.Contains(new FlagEvent.Unreadable(AuditActions.FlagJoined), history);
        var timeline = (await app.Send(new GetPersonTimeline(app.Cast.Priya.Actor, ana, 1, 100)))!.Rows;
        Assert.Equal(
            Events<PersonEvent>().Where(e => e != nameof(PersonEvent.FlagJoined)),
            timeline.Select(e => e.What.GetType().Name).Distinct().Order(StringComparer.Ordinal)
        );
        // An altered record keeps no page from being read.
        Assert.Contains(
            (await app.Send(new SearchAudit(app.Cast.Ruth.Actor, new AuditFilter(), 1, 200))).Rows,
            row => row.Action == "flag.changed"
        );
        app.Mailbox.Ignore();
    }

    private static IEnumerable<string> Events<T>() =>
        typeof(T)
            .GetNestedTypes()
            .Where(t => t.IsSubclassOf(typeof(T)))
            .Select(t => t.Name)
            .Order(StringComparer.Ordinal);
}
