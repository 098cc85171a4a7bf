namespace Wellbeing.Detection.Tests;

public sealed class PersonalThresholdTests
{
    private static readonly DateTime _start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_walk_finds_what_live_assessment_found_and_nothing_before_their_time()
    {
        // Strong from 4 for this person, from the ninth week on: fours with daily life affected lasted long before.
        var personal = new PersonalThresholds(
            _start.AddDays(7 * 8).AddHours(-1),
            _start.AddDays(7 * 16),
            StrongFrom: 4
        );
        var observations = Weeks([.. Enumerable.Repeat((4, 6), 20)]);
        var replay = Detector.Replay(
            new Series(Cadence.Weekly, observations, personal: [personal]),
            DetectionSettings.Default
        );

        var first = replay.First(f => f.Rule == Rule.Persistent);
        Assert.Equal(_start.AddDays(7 * 8), first.AtUtc); // At once, not hidden by an episode nobody was told of.
        Assert.Equal(4, Assert.IsType<PersistentEvidence>(first.Evidence).Threshold);
        Assert.All(replay, f => Assert.True(personal.HoldAt(f.AtUtc)));

        var live = new List<Finding>();
        for (var i = 1; i <= observations.Count; i++)
            live.AddRange(
                Detector.Assess(
                    new Series(Cadence.Weekly, observations.Take(i), personal: [personal]),
                    DetectionSettings.Default
                )
            );
        Assert.Equal(
            Detector
                .Hits(new Series(Cadence.Weekly, observations, personal: [personal]), DetectionSettings.Default)
                .Select(f => (f.Rule, f.AtUtc)),
            live.Select(f => (f.Rule, f.AtUtc))
        );
        Assert.Equal(first, live[0]);
        Assert.DoesNotContain(
            Detector.Replay(new Series(Cadence.Weekly, observations), DetectionSettings.Default),
            f => f.Rule == Rule.Persistent
        );
    }

    [Fact]
    public void None_keeps_a_very_high_rating_or_a_request_for_contact_from_the_team()
    {
        var personal = new PersonalThresholds(_start, _start.AddYears(1), 10, 10, 10, 10);
        var observations = Weeks([(2, 2), (2, 2), (2, 2), (9, 9), (8, 9), (8, 9), (8, 9)]);
        observations[1] = observations[1] with { ContactMe = true };
        var rules = Detector
            .Replay(new Series(Cadence.Weekly, observations, personal: [personal]), DetectionSettings.Default)
            .Select(f => f.Rule)
            .ToList();
        Assert.Equal([Rule.ContactRequested, Rule.Acute], rules);
        var without = Detector
            .Replay(new Series(Cadence.Weekly, observations), DetectionSettings.Default)
            .Select(f => f.Rule)
            .ToList();
        Assert.Contains(Rule.Worsening, without);
    }

    [Fact]
    public void The_usual_level_is_what_ratings_were_measured_against()
    {
        var levels = Detector.UsualLevels(
            new Series(Cadence.Weekly, Weeks([(2, 2), (3, 2), (1, 2), (2, 2), (8, 2)])),
            Given.Balanced
        );
        Assert.Equal([(_start.AddDays(21), 2d), (_start.AddDays(28), 2d)], levels.Select(l => (l.AtUtc, l.Points)));
    }

    private static List<Observation> Weeks((int Intensity, int Functioning)[] ratings) =>
        [.. ratings.Select((r, week) => new Observation(_start.AddDays(7 * week), r.Intensity, r.Functioning))];
}
