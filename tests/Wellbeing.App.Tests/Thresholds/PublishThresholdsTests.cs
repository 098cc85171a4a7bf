using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.Thresholds;

public abstract class PublishThresholdsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : PublishThresholdsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : PublishThresholdsTests(DatabaseProvider.Postgres);

    private static DetectionSettings AcuteFrom(int intensity) =>
        DetectionSettings.Default with
        {
            Acute = DetectionSettings.Default.Acute.With(
                Cadence.Weekly,
                new AcuteSettings { MinimumIntensity = intensity }
            ),
        };

    private static PublishThresholds Publish(
        AppFixture app,
        DetectionSettings settings,
        int basedOn = 1,
        string reason = "Reviewed with the nurses."
    ) => new(app.Cast.Ruth.Actor, basedOn, settings, new ResponseTargets(), reason);

    [Fact]
    public async Task The_next_check_in_is_assessed_under_the_new_version_and_old_findings_keep_theirs()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Omar.CheckIn(intensity: 9));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 8));
        Assert.Empty(await app.FlagsOf(app.Cast.Ana));
        Assert.Equal(new PublishThresholdsResult.Published(2), await app.Send(Publish(app, AcuteFrom(8))));
        app.Clock.Advance(TimeSpan.FromDays(30));

        await app.Send(app.Cast.Ana.CheckIn(intensity: 8));
        Assert.Equal(2, Assert.Single((await app.FlagOf(app.Cast.Ana)).Findings).ThresholdsVersion);
        Assert.Equal(1, Assert.Single((await app.FlagOf(app.Cast.Omar)).Findings).ThresholdsVersion);
        Assert.Equal(
            [1, 1, 2],
            await app.Db(db =>
                db.CheckIns.OrderBy(c => c.SubmittedAtUtc)
                    .ThenBy(c => c.ThresholdsVersion)
                    .Select(c => c.ThresholdsVersion)
                    .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task A_version_says_who_published_it_when_and_why_and_never_changes()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(Publish(app, AcuteFrom(8), reason: "  Too many were missed.  "));
        await app.Send(Publish(app, AcuteFrom(7), basedOn: 2));

        var thresholds = await app.Send(new GetThresholds(app.Cast.Priya.Actor));
        Assert.Equal([3, 2, 1], thresholds.History.Select(g => g.Version));
        Assert.Equal(3, thresholds.InForce.Version);
        Assert.Equal(
            ("Ruth Cohen", "Too many were missed.", app.Now),
            (thresholds.History[1].PublishedByName, thresholds.History[1].Reason, thresholds.History[1].PublishedAtUtc)
        );
        Assert.Equal(AcuteFrom(8), thresholds.History[1].Detection with { Precision = AcuteFrom(8).Precision }); // How often it is right came with publishing.
        Assert.Equal(DetectionSettings.Default, thresholds.History[2].Detection);
        Assert.Equal(
            2,
            (await app.AuditTrail()).Count(a =>
                a.Action == AuditActions.ThresholdsPublished && a.ActorName == "Ruth Cohen"
            )
        );
    }

    [Fact]
    public async Task Explanations_quote_false_alarms_computed_for_the_thresholds_published_and_believe_no_other_figure()
    {
        await using var app = await AppFixture.Create(provider);
        var looser = new WorseningSettings { Threshold = 2.4 };
        var made = DetectionSettings.Default with
        {
            Worsening = DetectionSettings.Default.Worsening.With(Cadence.Weekly, looser),
            Calibration = DetectionSettings.Default.Calibration.With(
                Cadence.Weekly,
                new CalibrationTable(looser, [new(0.5, 99)])
            ),
        };
        await app.Send(Publish(app, made));
        foreach (var intensity in (int[])[2, 2, 3, 2, 2, 6, 7])
        {
            await app.Send(app.Cast.Ana.CheckIn(intensity));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        var stored = (await app.Send(new GetThresholds(app.Cast.Ruth.Actor))).InForce.Detection;
        var evidence = Assert.IsType<WorseningEvidence>(
            Assert.Single((await app.FlagOf(app.Cast.Ana)).Findings).Evidence
        );
        Assert.Equal(
            stored.Calibration.Weekly.YearsBetweenFalseAlarms(looser, evidence.Statistic),
            evidence.YearsBetweenFalseAlarms
        );
        Assert.InRange(stored.Calibration.Weekly.YearsBetweenFalseAlarms(looser, 2.4)!.Value, 3, 9); // As shipped, 10 at evidence of 3.
        Assert.Equal(DetectionSettings.Default.Calibration.Daily, stored.Calibration.Daily);
    }

    [Fact]
    public async Task Publishing_what_is_in_force_changes_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        var sameRules = DetectionSettings.Default with
        {
            Calibration = new(
                CalibrationTable.None,
                CalibrationTable.None,
                CalibrationTable.None,
                CalibrationTable.None
            ),
        };
        Assert.IsType<PublishThresholdsResult.Unchanged>(await app.Send(Publish(app, sameRules)));
        Assert.IsType<PublishThresholdsResult.Unchanged>(await app.Send(Publish(app, DetectionSettings.Default)));
        Assert.Single((await app.Send(new GetThresholds(app.Cast.Ruth.Actor))).History);
    }

    [Fact]
    public async Task Of_administrators_who_publish_at_once_one_wins_and_the_others_learn_whose_is_in_force()
    {
        await using var app = await AppFixture.Create(provider);
        var results = await Scenes.AtOnce(3, i => app.Send(Publish(app, AcuteFrom(7 + (i % 2)))));
        Assert.Single(results, r => r is PublishThresholdsResult.Published);
        Assert.Equal(
            2,
            results.Count(r => r is PublishThresholdsResult.Outdated { InForce: 2, PublishedByName: "Ruth Cohen" })
        );
        Assert.Equal(2, (await app.Send(new GetThresholds(app.Cast.Ruth.Actor))).History.Count);
    }

    [Fact]
    public async Task A_value_out_of_its_range_is_refused_by_its_key()
    {
        await using var app = await AppFixture.Create(provider);
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new PublishThresholds(app.Cast.Ruth.Actor, 1, AcuteFrom(3), new ResponseTargets(1, 9, 99), "No"))
        );
        Assert.Equal(
            [
                "acute.weekly.minimumIntensity",
                "reason",
                "respond.reviewWorkingDays",
                "respond.soonWorkingDays",
                "respond.urgentMinutes",
            ],
            refused
                .Errors.Select(e => e.PropertyName)
                .Order(StringComparer.OrdinalIgnoreCase)
                .Select(k => k == "Reason" ? "reason" : k)
        );
    }

    [Fact]
    public async Task I_do_not_feel_safe_stays_urgent_and_every_rule_has_a_severity_there_is()
    {
        await using var app = await AppFixture.Create(provider);
        var settings = DetectionSettings.Default with
        {
            Severities = new SeveritySettings { NotSafe = Severity.Review, Acute = (Severity)7 },
        };
        var refused = await Assert.ThrowsAsync<ValidationException>(() => app.Send(Publish(app, settings)));
        Assert.Equal(
            ["severities.acute", "severities.notSafe"],
            refused.Errors.Select(e => e.PropertyName).Order(StringComparer.Ordinal)
        );
    }
}
