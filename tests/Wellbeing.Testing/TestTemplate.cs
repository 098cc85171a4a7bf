using Wellbeing.App.Data;

namespace Wellbeing.Testing;

/// <summary>
/// One migrated database a provider, with the defaults and the cast in it: made once a run, copied by every test, gone
/// with the process.
/// </summary>
internal static class TestTemplate
{
    private static readonly Lazy<Task<(TestDatabase, Cast)>> _sqlite = new(() => Make(DatabaseProvider.Sqlite));
    private static readonly Lazy<Task<(TestDatabase, Cast)>> _postgres = new(() => Make(DatabaseProvider.Postgres));

    public static Task<(TestDatabase Database, Cast Cast)> Of(DatabaseProvider provider) =>
        (provider == DatabaseProvider.Postgres ? _postgres : _sqlite).Value;

    private static async Task<(TestDatabase, Cast)> Make(DatabaseProvider provider)
    {
        var database = await TestDatabase.Create(provider);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => database.DisposeAsync().AsTask().Wait();
        var cast = (await AppFixture.CreateAnew(database)).Cast; // Never disposed: that would drop the database.
        database.Close();
        return (database, cast);
    }
}
