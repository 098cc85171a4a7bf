using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.Migrations.Sqlite;

namespace Wellbeing.Cli.Database;

/// <summary>For what must not happen while a server works on the database.</summary>
internal static class NoServer
{
    /// <summary>No server that works is silent for so long.</summary>
    private static readonly TimeSpan _longSilent = TimeSpan.FromMinutes(10);

    /// <summary>Marked while a server works, what was due may have left already. SQLite has a lock for that; elsewhere
    /// a server that works leaves its beat in the database, again and again.</summary>
    public static async Task<IDisposable?> Works(
        string folder,
        WellbeingDb db,
        string refusal,
        CancellationToken cancellationToken
    )
    {
        var (database, root) = ProductDatabase.Settings(folder);
        if (database.Provider == DatabaseProvider.Sqlite)
            return Take(ProductDatabase.ExistingFile(database.ConnectionString, root));
        var first = await Beat();
        if (first is null || first < TimeProvider.System.GetUtcNow().UtcDateTime - _longSilent)
            return null;

        // It may have come with the backup: only one that moves on is of a server that works.
        var patience = ProductDatabase.BetweenBeats(folder) * 2 + TimeSpan.FromSeconds(5);
        await Console.Error.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Looking whether a server works: {patience.TotalSeconds} seconds."
            )
        );
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < patience)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            if (await Beat() != first)
                throw new OperatorException(refusal);
        }

        return null;

        Task<DateTime?> Beat() =>
            ProductDatabase.Ask(() => db.EngineBeats.MaxAsync(b => (DateTime?)b.LastBeatAtUtc, cancellationToken));
    }

    public static DatabaseLock Take(string file)
    {
        try
        {
            return DatabaseLock.Take(file);
        }
        catch (DatabaseInUseException busy)
        {
            throw new OperatorException(busy.Message);
        }
    }
}
