using Wellbeing.App.Data;
using Wellbeing.Testing;

namespace Wellbeing.Web.Tests.Hosting;

/// <summary>
/// One database a provider that the program itself migrated and filled at its first start, with its keys and the cast:
/// made once a run, copied by every test, gone with the process.
/// </summary>
internal static class WebTemplate
{
    private static readonly Lazy<Task<(TestDatabase, Cast)>> _sqlite = new(() => Make(DatabaseProvider.Sqlite));
    private static readonly Lazy<Task<(TestDatabase, Cast)>> _postgres = new(() => Make(DatabaseProvider.Postgres));

    public static Task<(TestDatabase Database, Cast Cast)> Of(DatabaseProvider provider) =>
        (provider == DatabaseProvider.Postgres ? _postgres : _sqlite).Value;

    private static async Task<(TestDatabase, Cast)> Make(DatabaseProvider provider)
    {
        var database = await TestDatabase.Create(provider);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => database.DisposeAsync().AsTask().Wait();
        var cast = await WebFixture.CreateAnew(database);
        database.Close();
        return (database, cast);
    }
}
