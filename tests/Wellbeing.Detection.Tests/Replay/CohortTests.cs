using CsCheck;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Detection.Tests.Replay;

public sealed class CohortTests
{
    [Fact]
    public void A_backtest_finds_for_each_person_what_a_replay_of_them_finds() => Gen.Select(Generate.Series.List[0, 8], Generate.Settings, Gen.Int).Sample(
        (series, settings, seed) =>
        {
            var rows = series.Index().SelectMany(person => person.Item.Observations.Select(observation => (Person: person.Index, observation))).ToArray();
            new Random(seed).Shuffle(rows);
            var builder = new CohortBuilder();
            foreach (var (number, person) in series.Index())
            {
                var handle = builder.Person($"p{number}", person.Cadence);
                foreach (var restart in person.Restarts) builder.Restart(handle, restart);
            }

            foreach (var (person, observation) in rows) builder.Add(builder.Person($"p{person}", default), observation);

            var alerts = Backtest.Run(builder.Build(), settings, Given.Day(100)).ToList();
            Assert.Equal(
                series.Index().SelectMany(person => Detector.Replay(person.Item, settings, Given.Day(100))
                    .OrderBy(finding => finding.AtUtc).ThenBy(finding => Backtest.ContractKind(finding.Rule), StringComparer.Ordinal)
                    .Select(finding => new Alert($"p{person.Index}", finding))),
                alerts);
        },
        iter: 200);

    [Fact]
    public void What_if_counts_what_backtests_of_both_settings_find() => Gen.Select(Generate.Series.List[1, 8], Generate.Settings, Generate.Settings).Sample(
        (series, before, after) =>
        {
            var builder = new CohortBuilder();
            foreach (var (number, person) in series.Index())
            {
                var handle = builder.Person($"p{number}", person.Cadence);
                foreach (var observation in person.Observations) builder.Add(handle, observation);
            }

            var cohort = builder.Build();
            var (alertsBefore, alertsAfter) = (Backtest.Run(cohort, before).ToList(), Backtest.Run(cohort, after).ToList());
            var (peopleBefore, peopleAfter) = (People(alertsBefore), People(alertsAfter));

            var result = WhatIf.Compare(cohort, before, after);
            Assert.All(result.Rules, change => Assert.Equal(
                (alertsBefore.Count(alert => alert.Finding.Rule == change.Rule), alertsAfter.Count(alert => alert.Finding.Rule == change.Rule)),
                (change.Before, change.After)));
            Assert.Equal(peopleAfter.Except(peopleBefore), result.NewlyFlagged);
            Assert.Equal(peopleBefore.Except(peopleAfter), result.NoLongerFlagged);

            static List<string> People(IEnumerable<Alert> alerts) => [.. alerts.Select(alert => alert.ParticipantId).Distinct()];
        },
        iter: 200);

    [Fact]
    public void What_if_tells_flags_a_week_and_how_far_it_is()
    {
        var builder = new CohortBuilder();
        var person = builder.Person("p", Cadence.Weekly);
        foreach (var observation in Given.Weekly(9, 2, 2, 2, 2).Observations) builder.Add(person, observation);
        var shares = new List<double>();

        var result = WhatIf.Compare(builder.Build(), DetectionSettings.Default, DetectionSettings.Default, new Told(shares));
        Assert.Equal(4, result.Weeks);
        Assert.Equal(0.25, result.BeforePerWeek(Rule.Acute));
        Assert.Equal(0, result.AfterPerWeek(Rule.Worsening));
        Assert.Equal([0, 1], shares);
    }

    [Fact]
    public void What_if_stops_when_told()
    {
        var builder = new CohortBuilder();
        builder.Person("p", Cadence.Weekly);
        Assert.Throws<OperationCanceledException>(() => WhatIf.Compare(
            builder.Build(), DetectionSettings.Default, DetectionSettings.Default, cancellationToken: new CancellationToken(canceled: true)));
    }

    private sealed class Told(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
