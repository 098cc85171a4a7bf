using System.CommandLine;
using System.Globalization;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing restore: puts a backup in the database's place. The server then holds back what was due in
/// it.</summary>
internal static class RestoreCommand
{
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
                    using var ours = await NoServer.Works(
                        parsed.GetValue(folder)!,
                        scope.ServiceProvider.GetRequiredService<WellbeingDb>(),
                        "A server works on this database. Stop every server, put the backup back, and mark it before the first one starts.",
                        cancellationToken
                    );
                    await ProductDatabase.RequireKeys(services, cancellationToken);
                    await ProductDatabase.Ask(async () =>
                    {
                        await scope
                            .ServiceProvider.GetRequiredService<ISender>()
                            .Send(
                                new HoldRestoredWork(Actor.System, "The database was marked as restored from a backup.")
                                {
                                    FromBackup = true,
                                },
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
                var made = await Restore(
                    backup,
                    ProductDatabase.FileOf(database.ConnectionString, root),
                    parsed.GetValue(folder)!,
                    cancellationToken
                );
                await using (var restored = ProductDatabase.Open(parsed.GetValue(folder)!))
                await using (var scope = restored.CreateAsyncScope())
                {
                    await ProductDatabase.Ask(async () =>
                    {
                        await scope
                            .ServiceProvider.GetRequiredService<ISender>()
                            .Send(new RecordRestore(Actor.System) { BackupAtUtc = made }, cancellationToken);
                        return true;
                    });
                }

                return Operator.Done;
            }
        );
        return command;
    }

    /// <returns>When the backup was made, where it says so.</returns>
    private static async Task<DateTime?> Restore(
        string backup,
        string file,
        string folder,
        CancellationToken cancellationToken
    )
    {
        DateTime? made;
        var part = file + ".part";
        using var ours = NoServer.Take(file);
        File.Delete(part);
        SqliteFile.CreateForUs(part);
        File.Copy(backup, part, overwrite: true);
        SqliteFile.OnlyForUs(part);
        try
        {
            using (var copy = SqliteFile.Open(part))
            {
                SqliteFile.RequireWhole(copy, backup);
                made = SqliteFile.HeldBeforeUtc(copy);
                SqliteFile.Hold(copy, "The database was restored from a backup.");
                // Before anything is replaced: a database whose words nobody can read is none.
                var keys = await ProductDatabase.RequireKeys(folder, copy, cancellationToken);
                if (keys.Count > 0)
                    Console.Out.WriteLine($"The backup is opened by {string.Join(" and ", keys)}, which is here.");
            }
        }
        catch (OperatorException)
        {
            File.Delete(part);
            throw;
        }

        // What it replaces is kept: nobody loses the newest check-ins by a wrong file name.
        var aside = string.Create(
            CultureInfo.InvariantCulture,
            $"{file}.before-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}"
        );
        foreach (var ending in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(file + ending))
            {
                File.Move(file + ending, aside + ending);
                SqliteFile.OnlyForUs(aside + ending);
            }
        }

        File.Move(part, file);
        Console.Out.WriteLine(
            $"Restored {file}.{(File.Exists(aside) ? $" The database before it is {aside}." : "")} Start the server, then release what was due in the backup under Operations."
        );
        return made;
    }
}
