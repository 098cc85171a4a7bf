using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Site;
using Wellbeing.App.Wording;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Site;

public sealed class LanguageReviewsTests
{
    private static RecordLanguageReview Review(
        AppFixture app,
        int version = 0,
        string language = "ar",
        string? by = "Dr Hana Saleh, NAATI translator",
        DateOnly? on = null
    ) => new(app.Cast.Ruth.Actor, language, ReviewState.Reviewed, by, on ?? DateOnly.FromDateTime(app.Now), version);

    private static async Task<LanguageView> Arabic(AppFixture app) =>
        (await app.Send(new GetLanguages(app.Cast.Ruth.Actor))).Single(l => l.Language.Tag == "ar");

    [Fact]
    public async Task A_language_is_a_machine_s_draft_until_somebody_is_named_who_vouches_for_it()
    {
        await using var app = await AppFixture.Create();
        var all = await app.Send(new GetLanguages(app.Cast.Ruth.Actor));
        Assert.Equal(["zh-Hans", "ar", "vi", "it", "el"], all.Select(l => l.Language.Tag));
        Assert.All(all, l => Assert.Equal((ReviewState.MachineDraft, 0), (l.State, l.Version)));
        Assert.All(all, l => Assert.Empty(l.Missing)); // Where a language counts in one form, no singular is missed.

        await app.Send(Review(app));

        var view = await Arabic(app);
        Assert.Equal(
            (ReviewState.Reviewed, "Dr Hana Saleh, NAATI translator", "Ruth Cohen"),
            (view.State, view.ReviewedBy, view.RecordedByName)
        );
        Assert.False(view.Changed || view.SafetyChanged);
        var audit = await app.Db(db => db.AuditRecords.SingleAsync(a => a.Action == AuditActions.LanguageReviewed));
        Assert.Equal(
            ("Ruth Cohen", new LanguageReviewDetail("ar", ReviewState.Reviewed)),
            (audit.ActorName, audit.ReadDetail())
        );

        await app.Send(
            new RecordLanguageReview(app.Cast.Ruth.Actor, "ar", ReviewState.MachineDraft, null, null, view.Version)
        );
        Assert.Equal((ReviewState.MachineDraft, null), ((await Arabic(app)).State, (await Arabic(app)).ReviewedBy));
    }

    [Fact]
    public async Task Two_administrators_at_once_get_one_winner_and_one_clear_message()
    {
        await using var app = await AppFixture.Create();
        await app.Send(Review(app, version: 0));
        var second = await app.Send(Review(app, version: 0, by: "Somebody else"));
        Assert.Equal("Ruth Cohen", Assert.IsType<RecordLanguageReviewResult.Outdated>(second).ByName);
        Assert.Equal("Dr Hana Saleh, NAATI translator", (await Arabic(app)).ReviewedBy);
    }

    [Fact]
    public async Task Words_that_changed_since_are_not_reviewed_ones()
    {
        await using var app = await AppFixture.Create();
        await app.Send(Review(app));
        Assert.True(await Trusted(app));

        await app.Db(db => db.LanguageReviews.ExecuteUpdateAsync(r => r.SetProperty(x => x.AllWords, "others")));
        Assert.True((await Arabic(app)).Changed);
        Assert.True(await Trusted(app)); // Not those that safety hangs on.

        await app.Db(db => db.LanguageReviews.ExecuteUpdateAsync(r => r.SetProperty(x => x.SafetyWords, "others")));
        Assert.True((await Arabic(app)).SafetyChanged);
        Assert.False(await Trusted(app));

        static Task<bool> Trusted(AppFixture app) =>
            app.Db(db => db.IsReviewed(Language.Closest("ar"), app.Texts, CancellationToken.None));
    }

    [Theory]
    [InlineData("en-AU", "Dr Hana Saleh", 0)]
    [InlineData("pa", "Dr Hana Saleh", 0)]
    [InlineData("ar", " ", 0)]
    [InlineData("ar", "Dr Hana Saleh", 2)]
    public async Task A_review_names_a_language_a_reviewer_and_a_day_that_has_come(string language, string by, int days)
    {
        await using var app = await AppFixture.Create();
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(Review(app, language: language, by: by, on: DateOnly.FromDateTime(app.Now).AddDays(days)))
        );
        Assert.Equal(0, await app.Db(db => db.LanguageReviews.CountAsync()));
    }
}
