using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Thresholds;

public abstract class ThresholdDraftsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ThresholdDraftsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ThresholdDraftsTests(DatabaseProvider.Postgres);

    private static SaveThresholdDraft Draft(
        AppFixture app,
        int acuteFrom,
        Guid? id = null,
        int seen = 0,
        string? reason = "Too many were missed."
    ) =>
        new(
            app.Cast.Ruth.Actor,
            id,
            seen,
            1,
            DetectionSettings.Default with
            {
                Acute = DetectionSettings.Default.Acute.With(
                    Cadence.Weekly,
                    new AcuteSettings { MinimumIntensity = acuteFrom }
                ),
            },
            new ResponseTargets(),
            reason
        );

    private static async Task<Guid> Saved(AppFixture app, int acuteFrom) =>
        Assert.IsType<SaveThresholdDraftResult.Saved>(await app.Send(Draft(app, acuteFrom))).DraftId;

    /// <summary>Publishes the draft as it stands; one that is gone, as <see cref="Draft"/> made it.</summary>
    private static async Task<PublishThresholdsResult> Publish(
        AppFixture app,
        Guid id,
        int seen,
        int basedOn,
        string reason
    )
    {
        var draft = (await app.Send(new GetThresholdDraft(app.Cast.Ruth.Actor, id)))?.Draft;
        return await app.Send(
            new PublishThresholds(
                app.Cast.Ruth.Actor,
                basedOn,
                draft?.Detection ?? Draft(app, 8).Detection,
                draft?.Respond ?? new ResponseTargets(),
                reason
            )
            {
                Draft = new DraftRead(id, seen),
            }
        );
    }

    [Fact]
    public async Task A_draft_is_in_force_for_nobody_until_it_is_published_and_is_gone_then()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Saved(app, 8);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 8));
        Assert.Empty(await app.FlagsOf(app.Cast.Ana));
        Assert.Equal(id, Assert.Single(await app.Send(new ListThresholdDrafts(app.Cast.Ruth.Actor))).Id);

        Assert.Equal(new PublishThresholdsResult.Published(2), await Publish(app, id, 0, 1, "Too many were missed."));

        var inForce = (await app.Send(new GetThresholds(app.Cast.Ruth.Actor))).InForce;
        Assert.Equal(
            (2, 8, null, "Too many were missed."),
            (inForce.Version, inForce.Detection.Acute.Weekly.MinimumIntensity, inForce.DraftedByName, inForce.Reason)
        );
        Assert.Empty(await app.Send(new ListThresholdDrafts(app.Cast.Ruth.Actor)));
        Assert.IsType<PublishThresholdsResult.NotFound>(await Publish(app, id, 0, 2, "Once more."));
        Assert.Equal(
            [new ThresholdDraftDetail(id), new PublishedThresholdsDetail(2, id)],
            (await app.AuditTrail())
                .Where(a =>
                    a.Action is AuditActions.ThresholdDraftSaved or AuditActions.ThresholdsPublished
                    && a.ActorName == "Ruth Cohen"
                )
                .Select(a => a.ReadDetail())
        );
    }

    [Fact]
    public async Task What_is_published_is_what_was_read()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Saved(app, 8);
        Assert.IsType<SaveThresholdDraftResult.Saved>(await app.Send(Draft(app, 7, id)));

        Assert.Equal(
            new PublishThresholdsResult.ChangedBy("Ruth Cohen"),
            await Publish(app, id, 0, 1, "As I read it.")
        );
        Assert.Equal(new SaveThresholdDraftResult.ChangedBy("Ruth Cohen"), await app.Send(Draft(app, 10, id)));
        Assert.Equal(
            7,
            (await app.Send(new GetThresholdDraft(app.Cast.Ruth.Actor, id)))!
                .Draft
                .Detection
                .Acute
                .Weekly
                .MinimumIntensity
        );

        var other = Assert.IsType<SaveThresholdDraftResult.Saved>(await app.Send(Draft(app, 10))).DraftId;
        Assert.Equal(new PublishThresholdsResult.Published(2), await Publish(app, other, 0, 1, "The other one first."));
        Assert.Equal(
            new PublishThresholdsResult.Outdated(2, "Ruth Cohen"),
            await Publish(app, id, 1, 1, "As I read it.")
        );
    }

    [Fact]
    public async Task A_draft_is_published_with_its_own_values_alone()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Saved(app, 8);
        var others = Draft(app, 7);
        Assert.Equal(
            new PublishThresholdsResult.ChangedBy("Ruth Cohen"),
            await app.Send(
                new PublishThresholds(app.Cast.Ruth.Actor, 1, others.Detection, others.Respond, "Never read.")
                {
                    Draft = new DraftRead(id, 0),
                }
            )
        );
        Assert.Equal(1, await app.Db(db => db.ThresholdSettings.CountAsync()));
    }

    [Fact]
    public async Task Of_administrators_who_publish_one_draft_at_once_one_does()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Saved(app, 8);
        var results = await Scenes.AtOnce(3, _ => Publish(app, id, 0, 1, "Too many were missed."));
        Assert.Single(results, r => r is PublishThresholdsResult.Published);
        Assert.Equal(2, (await app.Send(new GetThresholds(app.Cast.Ruth.Actor))).History.Count);
    }

    [Fact]
    public async Task A_draft_needs_no_reason_yet_but_its_values_in_range_and_publishing_needs_both()
    {
        await using var app = await AppFixture.Create(provider);
        var refused = await Assert.ThrowsAsync<ValidationException>(() => app.Send(Draft(app, 3)));
        Assert.Equal("acute.weekly.minimumIntensity", Assert.Single(refused.Errors).PropertyName);

        var id = Assert.IsType<SaveThresholdDraftResult.Saved>(await app.Send(Draft(app, 8, reason: null))).DraftId;
        refused = await Assert.ThrowsAsync<ValidationException>(() => Publish(app, id, 0, 1, ""));
        Assert.Equal(nameof(PublishThresholds.Reason), Assert.Single(refused.Errors).PropertyName);

        Assert.True(await app.Send(new DiscardThresholdDraft(app.Cast.Ruth.Actor, id)));
        Assert.False(await app.Send(new DiscardThresholdDraft(app.Cast.Ruth.Actor, id)));
        Assert.Equal(1, await app.Db(db => db.ThresholdSettings.CountAsync()));
    }
}
