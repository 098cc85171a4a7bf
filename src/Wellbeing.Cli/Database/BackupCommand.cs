using System.CommandLine;
using System.Globalization;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.Hosting.Keys;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing backup: a whole copy of the database, also while the server works.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var folder = ProductDatabase.FolderOption();
        var to = new Option<string?>("--to") { Description = "The file to write" };
        var mark = new Option<bool>("--mark")
        {
            Description = "Only record that a backup was made, after another tool made it",
        };
        var command = new Command("backup", "Writes a whole copy of the database; the server may go on working")
        {
            folder,
            to,
            mark,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(mark))
                {
                    await Record(parsed.GetValue(folder)!, cancellationToken);
                    Console.Out.WriteLine("Recorded.");
                    return Operator.Done;
                }

                var (database, root) = ProductDatabase.Settings(parsed.GetValue(folder)!);
                if (database.Provider == DatabaseProvider.Postgres)
                    throw new OperatorException(
                        "PostgreSQL has its own tool: pg_dump --format=custom --file=wellbeing.dump with the database's connection, then wellbeing backup --mark. To put it back: pg_restore, then wellbeing restore --mark, then start the server."
                    );

                var target = Path.GetFullPath(
                    parsed.GetValue(to) ?? throw new OperatorException("--to: name the file to write.")
                );
                if (File.Exists(target))
                    throw new OperatorException(
                        $"--to: {target} exists. Name a new file, such as wellbeing-{Now():yyyyMMdd-HHmm}.db."
                    );
                if (!Directory.Exists(Path.GetDirectoryName(target)))
                    throw new OperatorException($"--to: there is no folder {Path.GetDirectoryName(target)}.");

                // Under another name until it is whole: a half-written copy is never taken for a backup.
                var part = target + ".part";
                File.Delete(part);
                SqliteFile.CreateForUs(part); // Before there is anything in it.
                using (var source = SqliteFile.Open(ProductDatabase.ExistingFile(database.ConnectionString, root)))
                    SqliteFile.Run(source, "VACUUM INTO $to", ("$to", part));
                IReadOnlyList<string> keys;
                using (var copy = SqliteFile.Open(part))
                {
                    // Whoever puts it back begins with nothing being sent, by whatever way they do it.
                    SqliteFile.Hold(
                        copy,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The database was restored from the backup of {Now():yyyy-MM-dd HH:mm} UTC."
                        )
                    );
                    SqliteFile.RequireWhole(copy, part);
                    keys = await KeyRings.WrappedBy(copy, cancellationToken);
                }

                File.Move(part, target);
                await Record(parsed.GetValue(folder)!, cancellationToken); // In the database, not in its copy: now that there is one.
                Console.Out.WriteLine(
                    keys.Count > 0
                        ? $"Backed up to {target}. To be read it needs {string.Join(" and ", keys)}, which is not in it: keep that apart. Names, addresses and ratings lie open in it: guard it as you guard the database."
                        : $"Backed up to {target}. It holds people's words and the keys to them: guard it as you guard the database."
                );
                return Operator.Done;
            }
        );
        return command;
    }

    private static async Task Record(string folder, CancellationToken cancellationToken)
    {
        await using var services = ProductDatabase.Open(folder);
        await using var scope = services.CreateAsyncScope();
        await ProductDatabase.Ask(async () =>
        {
            await scope
                .ServiceProvider.GetRequiredService<ISender>()
                .Send(new RecordBackup(Actor.System), cancellationToken);
            return true;
        });
    }

    private static DateTime Now() => TimeProvider.System.GetUtcNow().UtcDateTime;
}
