using System.CommandLine;
using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.Hosting.Keys;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing keys: the keys in the database, and the one from outside that wraps them.</summary>
internal static class KeysCommand
{
    private const int Wrong = 1;
    private const string StopFirst =
        "A server works on this database, and would not know the new keys. Stop every server first.";

    public static Command Create()
    {
        var folder = ProductDatabase.FolderOption();
        folder.Recursive = true;
        var file = new Argument<string>("FILE") { Description = "The file to make, outside of what is backed up" };
        var endSessions = new Option<bool>("--end-sessions")
        {
            Description = "Everybody signs in again, and links in emails of before stop working",
        };
        var make = new Command("new", "Make a key for Keys:File, in a file that only you can read") { file };
        make.SetAction(parsed => Make(Path.GetFullPath(parsed.GetValue(file)!)));
        var check = new Command("check", "Say what wraps each key, whether it opens, and how much it sealed");
        check.SetAction((parsed, cancellationToken) => Check(parsed.GetValue(folder)!, cancellationToken));
        var rewrap = new Command("rewrap", "Wrap all keys by the newest key from outside; servers may go on working");
        rewrap.SetAction((parsed, cancellationToken) => Rewrap(parsed.GetValue(folder)!, cancellationToken));
        var rotate = new Command(
            "rotate",
            "Make new keys for words and sign-ins, and seal by them what was written before; the server stopped"
        )
        {
            endSessions,
        };
        rotate.SetAction(
            (parsed, cancellationToken) =>
                Rotate(parsed.GetValue(folder)!, parsed.GetValue(endSessions), cancellationToken)
        );
        var reseal = new Command(
            "reseal",
            "Seal by the newest key what older ones sealed, or go on with it; the server stopped"
        );
        reseal.SetAction((parsed, cancellationToken) => Reseal(parsed.GetValue(folder)!, cancellationToken));
        return new Command("keys", "The keys that open what people wrote and how they sign in")
        {
            folder,
            make,
            check,
            rotate,
            reseal,
            rewrap,
        };
    }

    private static int Make(string file)
    {
        if (File.Exists(file))
            throw new OperatorException(
                $"{file} exists. Name a new file: what an older key wrapped can be read with that one alone."
            );
        if (Path.GetDirectoryName(file) is { } folder && !Directory.Exists(folder))
            MakeFolder(folder);
        KeyRings.MakeFile(file);
        Console.Out.WriteLine(
            $"Made {file}. Let the server's user read it and nobody else, set Keys:File to it, and keep a copy apart from the backups: without it nobody can read what people wrote."
        );
        return Operator.Done;
    }

    /// <summary>For its owner alone, as the key is.</summary>
    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
    }

    private static Task<int> Check(string folder, CancellationToken cancellationToken) =>
        With(
            folder,
            async (_, rings, db) =>
            {
                var code = Operator.Done;
                var sealedBy = await SealedColumns.Count(db, rings, cancellationToken);
                var keys = await rings.Lines(db, cancellationToken);
                var newest = keys.Where(k => k.Ring == "words").MaxBy(k => k.MadeAtUtc)?.Id;
                foreach (var key in keys)
                {
                    var count = sealedBy.GetValueOrDefault(key.Id);
                    var sealing =
                        key.Ring != "words" ? ""
                        : key.Id == newest ? $"; sealed {Count(count)}, and seals what is new"
                        : $"; sealed {Count(count)}{(count > 0 ? ": 'wellbeing keys reseal' seals them by the newest" : "")}";
                    var line = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{key.Ring} key {key.Id} of {key.MadeAtUtc:yyyy-MM-dd HH:mm} UTC: {(key.WrappedBy is { } by ? $"wrapped by {by}" : "lies in clear")}{(key.Fault is null ? ", opens" : "")}{sealing}"
                    );
                    Console.Out.WriteLine(
                        key.Fault is { } fault ? $"FAILED {line}. {fault}"
                        : key.WrappedBy is null
                            ? $"FAILED {line}. Set Keys:File and start the server, or run 'wellbeing keys rewrap'."
                        : $"ok {line}"
                    );
                    if (key.Fault is not null || key.WrappedBy is null)
                        code = Wrong;
                }

                if (keys.Count == 0)
                    Console.Out.WriteLine("There are no keys yet; the first start makes them.");
                if (sealedBy.GetValueOrDefault(Guid.Empty) is > 0 and var lost)
                {
                    Console.Out.WriteLine($"FAILED {Count(lost)} sealed by no key that is here.");
                    code = Wrong;
                }

                return code;
            },
            cancellationToken
        );

    private static Task<int> Rewrap(string folder, CancellationToken cancellationToken) =>
        With(
            folder,
            async (services, rings, db) =>
            {
                await ProductDatabase.RequireKeys(services, cancellationToken);
                if (rings.Newest is not { } newest)
                    throw new OperatorException(
                        "Keys:File is not set. Make a key with 'wellbeing keys new FILE' and set Keys:File to that file."
                    );
                var count = await rings.Rewrap(db, cancellationToken);
                if (count > 0)
                    await Record(services, KeysChange.Rewrapped, cancellationToken);
                Console.Out.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Wrapped {count} keys anew: all are wrapped by {newest}. Keep the older one as long as you keep backups from before."
                    )
                );
                return Operator.Done;
            },
            cancellationToken
        );

    private static Task<int> Rotate(string folder, bool endSessions, CancellationToken cancellationToken) =>
        With(
            folder,
            async (services, rings, db) =>
            {
                await ProductDatabase.RequireKeys(services, cancellationToken);
                using var ours = await NoServer.Works(folder, db, StopFirst, cancellationToken);
                rings.Rotate(endSessions);
                await Record(services, endSessions ? KeysChange.SessionsEnded : KeysChange.Rotated, cancellationToken);
                Console.Out.WriteLine("Made new keys for words and sign-ins.");
                return await Reseal(services, rings, db, cancellationToken);
            },
            cancellationToken
        );

    private static Task<int> Reseal(string folder, CancellationToken cancellationToken) =>
        With(
            folder,
            async (services, rings, db) =>
            {
                await ProductDatabase.RequireKeys(services, cancellationToken);
                using var ours = await NoServer.Works(folder, db, StopFirst, cancellationToken);
                return await Reseal(services, rings, db, cancellationToken);
            },
            cancellationToken
        );

    private static async Task<int> Reseal(
        IServiceProvider services,
        KeyRings rings,
        WellbeingDb db,
        CancellationToken cancellationToken
    )
    {
        var (done, left) = await SealedColumns.Reseal(db, rings, cancellationToken);
        if (done > 0)
            await Record(services, KeysChange.Resealed, cancellationToken);
        Console.Out.WriteLine($"Sealed {Count(done)} anew by the newest key.");
        if (left == 0)
            return Operator.Done;
        Console.Out.WriteLine(
            $"FAILED {Count(left)} could not be opened and stay as they are: see 'wellbeing keys check'."
        );
        return Wrong;
    }

    private static async Task<int> With(
        string folder,
        Func<IServiceProvider, KeyRings, WellbeingDb, Task<int>> act,
        CancellationToken cancellationToken
    )
    {
        await using var services = ProductDatabase.Open(folder);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WellbeingDb>();
        if ((await ProductDatabase.Ask(() => db.Database.GetPendingMigrationsAsync(cancellationToken))).Any())
            throw new OperatorException(ProductDatabase.NotSetUp);
        var rings = services.GetRequiredService<KeyRings>();
        if (rings.Unread is [var fault, ..])
            throw new OperatorException(fault);
        return await ProductDatabase.Ask(() => act(services, rings, db));
    }

    private static async Task Record(IServiceProvider services, KeysChange change, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<ISender>()
            .Send(new RecordKeysChanged(Actor.System, change), cancellationToken);
    }

    private static string Count(long texts) =>
        string.Create(CultureInfo.InvariantCulture, $"{texts:N0} {(texts == 1 ? "text" : "texts")}");
}
