using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wellbeing.App.Data;
using Wellbeing.Hosting.Keys;

namespace Wellbeing.Hosting.Trying;

/// <summary>What asking the database found out. Nothing in it is changed.</summary>
/// <param name="All">The database, its folder or its clock.</param>
/// <param name="Webhooks">Name and address of the endpoints that are on; none where they could not be read.</param>
internal sealed record DatabaseTrial(IReadOnlyList<Tried> All, IReadOnlyList<(string Name, string Url)> Webhooks)
{
    /// <summary>The keys in it; null where it has none yet, or they are named among what is wrong.</summary>
    public Tried? Keys { get; private init; }

    /// <summary>Servers agree on who sends and what is late by their clocks: so far they may differ from the
    /// database's.</summary>
    private static readonly TimeSpan _mostApart = TimeSpan.FromSeconds(5);

    private const string Name = "database";

    /// <param name="root">The server's folder.</param>
    public static async Task<DatabaseTrial> Make(
        IServiceProvider services,
        DatabaseOptions options,
        string root,
        CancellationToken cancellationToken
    )
    {
        var all = new List<Tried>();
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            var file = ServerDatabase.SqliteFile(options, root);
            all.Add(ServerCheck.Folder(Path.GetDirectoryName(file)!, "Database:ConnectionString"));
            // Whoever only looks must not leave an empty file behind.
            if (!File.Exists(file))
            {
                all.Insert(
                    0,
                    Directory.Exists(file)
                        ? new Tried(Name, $"{file} is a folder. Set Database:ConnectionString to a file.")
                        : new Tried(Name, Note: $"{file} is not there yet; the first start makes it.")
                );
                return new DatabaseTrial(all, []);
            }
        }

        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WellbeingDb>();
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            if (options.Provider == DatabaseProvider.Postgres)
                all.Add(
                    await Clock(
                        db.Database.GetDbConnection(),
                        services.GetRequiredService<TimeProvider>(),
                        cancellationToken
                    )
                );
            var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
            var known = db.Database.GetMigrations().ToList();
            all.Insert(0, await Judge(db, options, applied, known, cancellationToken));
            var webhooks = known.Except(applied).Any()
                ? [] // Their table may be another one yet.
                : await db
                    .Webhooks.AsNoTracking()
                    .Where(w => w.Enabled)
                    .OrderBy(w => w.Name)
                    .Select(w => new { w.Name, w.Url })
                    .ToListAsync(cancellationToken);
            return new DatabaseTrial(all, [.. webhooks.Select(w => (w.Name, w.Url))])
            {
                Keys = await KeysOf(services, db, applied.Count > 0, cancellationToken),
            };
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return new DatabaseTrial([await ToBeMade(options, cancellationToken)], []);
        }
        catch (Exception e) when (OperatorFault.Explain(e) is { } line)
        {
            all.Insert(0, new Tried(Name, line));
        }
        catch (DbException e)
        {
            all.Insert(
                0,
                new Tried(
                    Name,
                    $"It does not answer ({e.Message.ReplaceLineEndings(" ")}). Check Database:ConnectionString."
                )
            );
        }

        return new DatabaseTrial(all, []);
    }

    private static async Task<Tried?> KeysOf(
        IServiceProvider services,
        WellbeingDb db,
        bool hasTables,
        CancellationToken cancellationToken
    )
    {
        var rings = services.GetRequiredService<KeyRings>();
        var keys = hasTables ? await rings.Lines(db, cancellationToken) : [];
        if (keys.Any(k => k.Fault is not null))
            return null;
        var wrapped = keys.Select(k => k.WrappedBy).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return new Tried(
            "keys",
            Note: keys.Any(k => k.WrappedBy is null)
                ? rings.Newest is { } wraps
                    ? $"some lie in clear in the database; the next start wraps them by {wraps}."
                    : "they lie in clear in the database: a copy of it opens what people wrote."
                : (wrapped, rings.Newest) switch
                {
                    ([], null) => "the first start makes them.",
                    ([], var by) => $"the first start makes them, wrapped by {by}.",
                    ([var only], var by) when only == by => $"wrapped by {only}; all open.",
                    _ =>
                        $"all open; wrapped by {string.Join(" and ", wrapped)}. 'wellbeing keys rewrap' wraps all by {rings.Newest}.",
                }
        );
    }

    private static async Task<Tried> Judge(
        WellbeingDb db,
        DatabaseOptions options,
        List<string> applied,
        List<string> known,
        CancellationToken cancellationToken
    )
    {
        if (applied.Except(known).LastOrDefault() is { } later)
            return new Tried(
                Name,
                $"A later version has worked on it (it holds the migration {later}). Use that version, or set Database:ConnectionString to another database."
            );
        var connection = db.Database.GetDbConnection();
        if (options.Provider == DatabaseProvider.Postgres)
        {
            if (await Ask(connection, "SHOW transaction_read_only", cancellationToken) is "on")
                return new Tried(
                    Name,
                    "It takes no writes: it is a standby, or set to read only. Set Database:ConnectionString to the server that is written to."
                );
            if (
                known.Count > applied.Count
                && await Ask(
                    connection,
                    "SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)",
                    cancellationToken
                )
                    is not true
            )
                return new Tried(
                    Name,
                    "Its user may make no tables, and some are still to be made. Grant CREATE on its schema, or set another Username in Database:ConnectionString."
                );
            if (
                await Ask(
                    connection,
                    "SELECT to_regnamespace('hangfire') IS NOT NULL OR has_database_privilege(current_database(), 'CREATE')",
                    cancellationToken
                )
                is not true
            )
                return new Tried(
                    Name,
                    "Its user may not make the schema hangfire, where jobs are kept. Grant CREATE on the database, or make the schema for it."
                );
        }

        // Where nothing is there yet, a transaction alone shows that a file may be written.
        await using (await db.Database.BeginTransactionAsync(cancellationToken))
        {
            if (applied.Count > 0)
                await Ask(connection, """UPDATE "EngineStatus" SET "Id" = "Id" WHERE 1 = 0""", cancellationToken, db);
        }

        return new Tried(
            Name,
            Note: (known.Count - applied.Count, applied.Count) switch
            {
                (0, _) => null,
                (_, 0) => "empty; the first start sets it up.",
                var (waiting, _) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"the next start applies {waiting} migrations. Back it up before."
                ),
            }
        );
    }

    private static async Task<Tried> Clock(
        DbConnection connection,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        // Asked a few times: the first answer may wait for much else, and the quickest one says most.
        var (ahead, took) = await AskForTheTime();
        for (var again = 1; again < 3; again++)
        {
            if (await AskForTheTime() is var next && next.Took < took)
                (ahead, took) = next;
        }

        return new Tried(
            "clock",
            ahead.Duration() - (took / 2) <= _mostApart
                ? null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"This machine's clock is {ahead.Duration().TotalSeconds:N0} seconds {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the database server's. Set both by the same time service (NTP)."
                )
        );

        async Task<(TimeSpan Ahead, TimeSpan Took)> AskForTheTime()
        {
            var (began, before) = (clock.GetTimestamp(), clock.GetUtcNow());
            var theirs = new DateTimeOffset(
                DateTime.SpecifyKind(
                    (DateTime)
                        (await Ask(connection, "SELECT clock_timestamp() AT TIME ZONE 'UTC'", cancellationToken))!,
                    DateTimeKind.Utc
                )
            );
            var took = clock.GetElapsedTime(began);
            return (before + (took / 2) - theirs, took); // The answer was given somewhere within this time.
        }
    }

    /// <summary>There is a server but no such database: the first start makes it, where its user may.</summary>
    private static async Task<Tried> ToBeMade(DatabaseOptions options, CancellationToken cancellationToken)
    {
        var wanted = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(options.ConnectionString)
                {
                    Database = "postgres",
                    Pooling = false,
                }.ConnectionString
            );
            await connection.OpenAsync(cancellationToken);
            if (
                await Ask(
                    connection,
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user",
                    cancellationToken
                )
                is true
            )
                return new Tried(Name, Note: "not there yet; the first start makes it.");
        }
        catch (NpgsqlException)
        {
            // Then the first start could not make it either.
        }

        return new Tried(
            Name,
            $"The server has no database {wanted.Database}, and {wanted.Username} may not make it. Make it, or correct Database in Database:ConnectionString."
        );
    }

    private static async Task<object?> Ask(
        DbConnection connection,
        string sql,
        CancellationToken cancellationToken,
        WellbeingDb? within = null
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = within?.Database.CurrentTransaction is { } current ? current.GetDbTransaction() : null;
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
