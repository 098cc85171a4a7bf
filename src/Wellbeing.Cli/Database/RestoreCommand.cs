using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.Migrations.Sqlite;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing restore: puts a backup in the database's place. The server then holds back what was due in
/// it.</summary>
internal static class RestoreCommand
{
    /// <summary>No server that works is silent for so long.</summary>
    private static readonly TimeSpan _longSilent = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var folder = ProductDatabase.FolderOption();
        var from = new Option<string?>("--from") { Description = "The backup" };
        var mark = new Option<bool>("--mark")
        {
            Description = "Only mark the database as restored, after it was put back by another tool",
        };
        var command = new Command(
            "restore",
            "Puts a backup in the database's place; what was due in it waits for an administrator"
        )
        {
            folder,
            from,
            mark,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(mark))
                {
                    await using var services = ProductDatabase.Open(parsed.GetValue(folder)!);
                    await using var scope = services.CreateAsyncScope();
                    using var ours = await WhileNoServerWorks(
                        parsed.GetValue(folder)!,
                        scope.ServiceProvider.GetRequiredService<WellbeingDb>(),
                        cancellationToken
                    );
                    await ProductDatabase.Ask(async () =>
                    {
                        await scope
                            .ServiceProvider.GetRequiredService<ISender>()
                            .Send(
                                new HoldRestoredWork(
                                    Actor.System,
                                    "The database was marked as restored from a backup."
                                ),
                                cancellationToken
                            );
                        return true;
                    });
                    Console.Out.WriteLine(
                        "Marked. What is due waits until an administrator releases it under Operations."
                    );
                    return Operator.Done;
                }

                var (database, root) = ProductDatabase.Settings(parsed.GetValue(folder)!);
                if (database.Provider == DatabaseProvider.Postgres)
                    throw new OperatorException(
                        "PostgreSQL has its own tool: put the dump back with pg_restore, then run wellbeing restore --mark, then start the server."
                    );
                var backup = Path.GetFullPath(
                    parsed.GetValue(from) ?? throw new OperatorException("--from: name the backup.")
                );
                if (!File.Exists(backup))
                    throw new OperatorException($"--from: there is no file {backup}.");
                Restore(backup, ProductDatabase.FileOf(database.ConnectionString, root));
                await using (var restored = ProductDatabase.Open(parsed.GetValue(folder)!))
                await using (var scope = restored.CreateAsyncScope())
                {
                    await ProductDatabase.Ask(async () =>
                    {
                        await scope
                            .ServiceProvider.GetRequiredService<ISender>()
                            .Send(new RecordRestore(Actor.System), cancellationToken);
                        return true;
                    });
                }

                return Operator.Done;
            }
        );
        return command;
    }

    /// <summary>Marked while a server works, what was due may have left already. SQLite has a lock for that; elsewhere
    /// a server that works leaves its beat in the database, again and again.</summary>
    private static async Task<IDisposable?> WhileNoServerWorks(
        string folder,
        WellbeingDb db,
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
                throw new OperatorException(
                    "A server works on this database. Stop every server, put the backup back, and mark it before the first one starts."
                );
        }

        return null;

        Task<DateTime?> Beat() =>
            ProductDatabase.Ask(() => db.EngineBeats.MaxAsync(b => (DateTime?)b.LastBeatAtUtc, cancellationToken));
    }

    private static void Restore(string backup, string file)
    {
        var part = file + ".part";
        using var ours = Take(file);
        File.Copy(backup, part, overwrite: true);
        using (var copy = SqliteFile.Open(part))
        {
            SqliteFile.RequireWhole(copy, backup);
            SqliteFile.Hold(copy, "The database was restored from a backup.");
        }

        // What it replaces is kept: nobody loses the newest check-ins by a wrong file name.
        var aside = string.Create(
            CultureInfo.InvariantCulture,
            $"{file}.before-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}"
        );
        foreach (var ending in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(file + ending))
                File.Move(file + ending, aside + ending);
        }

        File.Move(part, file);
        Console.Out.WriteLine(
            $"Restored {file}.{(File.Exists(aside) ? $" The database before it is {aside}." : "")} Start the server, then release what was due in the backup under Operations."
        );
    }

    private static DatabaseLock Take(string file)
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
