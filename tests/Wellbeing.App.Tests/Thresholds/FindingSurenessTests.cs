using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Thresholds;

public abstract class FindingSurenessTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : FindingSurenessTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : FindingSurenessTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_nurse_reads_how_sure_growing_feelings_are_from_simulation_until_thirty_flags_were_closed()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await Growing(app);

        var settings = (await app.Send(new GetThresholds(app.Cast.Ruth.Actor))).InForce.Detection;
        var finding = await Finding(app, flag);
        var simulated = Calibrations
            .Precision(Cadence.Weekly, settings, default)
            .Share(Rule.Worsening, PrecisionTable.StrengthOf(finding.Evidence));
        Assert.NotNull(simulated);
        Assert.Equal(HowSure.Of(simulated), finding.Sure);
        Assert.StartsWith("How sure: ", finding.Explanation.Sentences[^1], StringComparison.Ordinal);

        await Closed(app, Rule.Worsening, 29, inError: 29);
        Assert.Equal(finding.Sure, (await Finding(app, flag)).Sure);
        await Closed(app, Rule.Worsening, 1, inError: 0);
        Assert.Equal(Sureness.WorthALook, (await Finding(app, flag)).Sure); // One of thirty was right.
        await Closed(app, Rule.Worsening, 50, inError: 0);
        Assert.Equal(Sureness.Likely, (await Finding(app, flag)).Sure); // 51 of 80.
        await Closed(app, Rule.Worsening, 210, inError: 0);
        Assert.Equal(Sureness.Clear, (await Finding(app, flag)).Sure); // 261 of 290.

        // What was closed more than a year ago is another time.
        app.Clock.Advance(TimeSpan.FromDays(366));
        Assert.Equal(finding.Sure, (await Finding(app, flag)).Sure);
    }

    [Fact]
    public async Task The_flag_the_person_and_the_letter_say_the_same_and_none_says_years()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await Growing(app);
        var finding = await Finding(app, flag);
        var letter = (await app.Send(new GetReferralLetter(app.Cast.Priya.Actor, flag, ReferralKind.Psychology)))!;
        var chart = (await app.Send(new GetPersonChart(app.Cast.Priya.Actor, app.Cast.Ana.Id, null)))!
            .Found.Single(f => f.Finding.Rule == Rule.Worsening)
            .Finding;

        Assert.NotNull(Assert.IsType<WorseningEvidence>(finding.Evidence).YearsBetweenFalseAlarms); // It is known, and stays with the evidence.
        Assert.Equal(
            (finding.Sure, finding.Explanation.Sentences[^1], finding.ForPerson.Sentences[^1]),
            (chart.Sure, chart.Explanation.Sentences[^1], chart.ForPerson.Sentences[^1])
        );
        // A letter leaves the team: what was answered is in it, and not how sure our rule is.
        Assert.Contains(
            letter.Reasons,
            reason => reason.StartsWith(finding.Explanation.Sentences[0], StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            letter.Reasons,
            reason => finding.Explanation.Sentences.Skip(finding.Explanation.Sentences.Count - 1).Any(reason.Contains)
        );
        Assert.DoesNotContain(
            letter.Reasons.Concat(finding.Explanation.Sentences).Concat(finding.ForPerson.Sentences),
            sentence =>
                sentence.Contains("year", StringComparison.OrdinalIgnoreCase)
                || sentence.Contains("steady", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task A_lasting_pattern_of_two_ratings_is_never_called_clear_and_says_why()
    {
        await using var app = await AppFixture.Create(provider);
        await Closed(app, Rule.Persistent, 40, inError: 0); // The rule was always right: clear, of more ratings.
        await app.Send(app.Cast.Ana.CheckIn(8, 8));
        app.Clock.Advance(TimeSpan.FromDays(28));
        await app.Send(app.Cast.Ana.CheckIn(8, 8));
        Assert.Equal(Sureness.Likely, (await Lasting(2)).Sure);
        Assert.Contains(
            (await Lasting(2)).Explanation.Sentences,
            s => s.Contains("fewer than three ratings", StringComparison.Ordinal)
        );

        // Of three it is clear.
        await app.ReachAndResolve((await app.FlagsOf(app.Cast.Ana)).Single(f => f.State == FlagState.Open).Id);
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Send(app.Cast.Ana.CheckIn(8, 8));
        Assert.Equal(Sureness.Clear, (await Lasting(3)).Sure);
        Assert.DoesNotContain(
            (await Lasting(3)).Explanation.Sentences,
            s => s.Contains("fewer than three ratings", StringComparison.Ordinal)
        );
        app.Mailbox.Ignore();

        async Task<FindingView> Lasting(int ratings)
        {
            var flag = (await app.FlagsOf(app.Cast.Ana)).Single(f => f.State == FlagState.Open);
            var found = (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!.Findings.Single(f =>
                f.Rule == Rule.Persistent
            );
            Assert.Equal(ratings, Assert.IsType<PersistentEvidence>(found.Evidence).Of);
            return found;
        }
    }

    [Fact]
    public async Task What_somebody_says_or_asks_for_has_no_word()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        app.Mailbox.Ignore();
        var view = (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!;
        Assert.Equal(
            [Rule.Acute, Rule.ContactRequested],
            view.Findings.Select(f => f.Rule).Order().Where(r => r is Rule.Acute or Rule.ContactRequested).Distinct()
        );
        Assert.All(
            view.Findings.Where(f => f.Rule is Rule.Acute or Rule.ContactRequested),
            f =>
            {
                Assert.Null(f.Sure);
                Assert.DoesNotContain(
                    f.Explanation.Sentences.Concat(f.ForPerson.Sentences),
                    s => s.Contains("How sure", StringComparison.Ordinal)
                );
            }
        );
    }

    /// <summary>Somebody who was at 2 for weeks and is at 6 now.</summary>
    private static async Task<Guid> Growing(AppFixture app)
    {
        foreach (var rating in new[] { 2, 1, 2, 2, 1, 2, 2, 5, 6, 6 })
        {
            await app.Send(app.Cast.Ana.CheckIn(intensity: rating));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        app.Mailbox.Ignore();
        return (await app.FlagsOf(app.Cast.Ana)).First(f => f.Findings.Any(x => x.Rule == Rule.Worsening)).Id;
    }

    private static async Task<FindingView> Finding(AppFixture app, Guid flag) =>
        (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag)))!.Findings.First(f => f.Rule == Rule.Worsening);

    /// <summary>Flags with a finding of the rule that nurses closed just now.</summary>
    private static Task Closed(AppFixture app, Rule rule, int count, int inError) =>
        app.Db(async db =>
        {
            for (var i = 0; i < count; i++)
            {
                var flag = Flag.Raise(
                    app.Cast.Omar.Id,
                    Severity.Soon,
                    EscalationPlan.Default(Severity.Soon),
                    app.Now.AddDays(1),
                    null,
                    app.Now
                );
                flag.Findings.Add(
                    new FlagFinding
                    {
                        Id = Guid.CreateVersion7(),
                        FlagId = flag.Id,
                        ParticipantId = app.Cast.Omar.Id,
                        Rule = rule,
                        Severity = Severity.Soon,
                        FoundAtUtc = app.Now,
                        SourceId = Guid.CreateVersion7(),
                        ThresholdsVersion = 1,
                    }
                );
                flag.RecordContactAttempt(
                    Guid.CreateVersion7(),
                    app.Cast.Priya.Id,
                    app.Cast.Priya.Name,
                    ContactChannel.Phone,
                    reached: true,
                    null,
                    app.Now
                );
                flag.Resolve(
                    app.Cast.Priya.Id,
                    app.Cast.Priya.Name,
                    i < inError ? FlagOutcome.RaisedInError : FlagOutcome.Supported,
                    null,
                    app.Now
                );
                db.Flags.Add(flag);
                await db.SaveChangesAsync();
            }
        });
}
