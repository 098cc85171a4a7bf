using FluentValidation;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Site;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Site;

/// <summary>How the site looks, and whom people are told to call.</summary>
public abstract class SiteTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : SiteTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SiteTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_look_is_none_until_one_was_saved_and_then_the_last()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        Assert.Null(await app.Send(new GetBranding(ruth)));
        foreach (var (basedOn, name) in new[] { (0, "Lighthouse"), (1, "Harbour") })
        {
            Assert.Equal(
                SaveSiteResult.Saved,
                await app.Send(
                    new SaveBranding(
                        ruth,
                        basedOn,
                        name,
                        BrandColours.DefaultPrimary,
                        BrandColours.DefaultAccent,
                        null,
                        RemoveLogo: false
                    )
                )
            );
        }

        var last = (await app.Send(new GetBranding(ruth)))!;
        Assert.Equal(("Harbour", 2, "Ruth Cohen"), (last.Name, last.Version, last.PublishedByName));
    }

    [Fact]
    public async Task Numbers_change_at_once_keep_their_editions_and_of_two_who_save_the_second_is_told()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var first = await app.Send(new GetSupportNumbers(ruth));
        Assert.Equal(0, first.InForce);
        Assert.Empty(first.History);
        foreach (var (basedOn, number) in new[] { (0, "112"), (1, "000") })
        {
            Assert.Equal(
                SaveSiteResult.Saved,
                await app.Send(
                    new SaveSupportNumbers(ruth, basedOn, first.Set with { Emergency = number }, Checked: true)
                )
            );
        }

        Assert.Equal(
            SaveSiteResult.Outdated,
            await app.Send(new SaveSupportNumbers(ruth, 1, first.Set with { Emergency = "999" }, Checked: true))
        );

        var now = await app.Send(new GetSupportNumbers(ruth));
        Assert.Equal(("000", 2), (now.Set.Emergency, now.InForce));
        Assert.Equal([2, 1], now.History.Select(h => h.Version));
        Assert.Equal("112", (await app.Send(new GetSupportNumbers(ruth, 1))).Set.Emergency);
        Assert.Equal(2, (await app.AuditTrail()).Count(a => a.Action == AuditActions.SupportNumbersChanged));
    }

    [Theory]
    [InlineData("", true, "emergency")] // Nobody is left without a number.
    [InlineData("call us", true, "emergency")]
    [InlineData("112", false, "checked")]
    public async Task Numbers_that_nobody_can_dial_or_has_checked_are_refused(string number, bool looked, string field)
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var set = (await app.Send(new GetSupportNumbers(ruth))).Set with { Emergency = number };
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new SaveSupportNumbers(ruth, 0, set, looked))
        );
        Assert.Equal(field, Assert.Single(refused.Errors).PropertyName);
        Assert.Equal(0, (await app.Send(new GetSupportNumbers(ruth))).InForce);
    }

    [Fact]
    public async Task A_line_for_everybody_stays_and_no_list_is_too_long_to_use_in_distress()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var set = (await app.Send(new GetSupportNumbers(ruth))).Set;
        var line = set.Crisis.First(l => l.Language is null);
        foreach (
            var crisis in new IReadOnlyList<NumberLine>[]
            {
                [.. set.Crisis.Where(l => l.Language is not null)],
                [.. Enumerable.Repeat(line, 13)],
                [line with { Number = "" }, line],
                [line with { Name = "" }, line],
                [line, line with { Language = "xx" }],
            }
        )
        {
            await Assert.ThrowsAsync<ValidationException>(() =>
                app.Send(new SaveSupportNumbers(ruth, 0, set with { Crisis = crisis }, Checked: true))
            );
        }
    }
}
