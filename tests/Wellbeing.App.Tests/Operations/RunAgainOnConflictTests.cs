using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Operations;

public sealed class RunAgainOnConflictTests
{
    [Fact]
    public async Task However_long_the_work_took_whoever_was_second_learns_of_the_first()
    {
        await using var app = await AppFixture.Create(DatabaseProvider.Sqlite);
        var runs = 0;
        var answer = await app.Db(db =>
            new RunAgainOnConflict<GetThresholds, int>(
                db,
                NullLogger<RunAgainOnConflict<GetThresholds, int>>.Instance
            ).Handle(
                new GetThresholds(app.Cast.Ruth.Actor),
                async () =>
                {
                    if (++runs > 1)
                        return runs;
                    await Task.Delay(TimeSpan.FromSeconds(5.1), TestContext.Current.CancellationToken);
                    throw new DbUpdateException("The key is taken.");
                },
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(2, answer);
    }
}
