using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Architecture;

public sealed class ModelTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task The_migrations_are_up_to_date_with_the_model(DatabaseProvider provider)
    {
        await using var app = await AppFixture.Create(provider);
        Assert.False(await app.Db(db => Task.FromResult(db.Database.HasPendingModelChanges())));
    }
}
