using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Wellbeing.App.Assessment;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Reports;
using Wellbeing.Detection;
using Wellbeing.Testing;
using Wellbeing.Testing.Postgres;

namespace Wellbeing.Benchmarks;

/// <summary>
/// What an administrator waits for: what-if over 1,000,000 stored check-ins of 20,000 people, the read included,
/// through the application's door. It makes a database of its own; PostgreSQL where <c>WELLBEING_TEST_POSTGRES</c> is
/// set.
/// </summary>
[MemoryDiagnoser]
public class StoredWhatIfBenchmarks
{
    private static readonly DetectionSettings _proposed = DetectionSettings.For(Profile.Strict);

    private AppFixture _app = null!;

    [ParamsSource(nameof(Databases))]
    public DatabaseProvider Database { get; set; }

    public static IEnumerable<DatabaseProvider> Databases =>
        PostgresServer.IsAvailable ? [DatabaseProvider.Sqlite, DatabaseProvider.Postgres] : [DatabaseProvider.Sqlite];

    /// <summary>The same by hand, with what it cost the processors: where other work runs, that says more than the time
    /// it took.</summary>
    public static async Task Measure(TextWriter to)
    {
        to.WriteLine("| what-if over 1,000,000 stored check-ins | median | processor |");
        to.WriteLine("| --- | --- | --- |");
        foreach (var database in Databases)
        {
            var benchmarks = new StoredWhatIfBenchmarks { Database = database };
            await benchmarks.SetUp();
            foreach (
                var (name, run) in new (string, Func<Task<int>>)[]
                {
                    ("what-if", benchmarks.WhatIf),
                    ("the read alone", benchmarks.Read),
                }
            )
            {
                await run();
                List<(double Wall, double Processor)> took = [];
                for (var i = 0; i < 5; i++)
                {
                    using var process = Process.GetCurrentProcess();
                    var (began, spent) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
                    await run();
                    process.Refresh();
                    took.Add(
                        (
                            Stopwatch.GetElapsedTime(began).TotalSeconds,
                            (process.TotalProcessorTime - spent).TotalSeconds
                        )
                    );
                }

                to.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {database}, {name} | {took.Select(t => t.Wall).Order().ElementAt(2):0.00} s | {took.Select(t => t.Processor).Order().ElementAt(2):0.00} s |"
                    )
                );
            }

            await benchmarks.CleanUp();
        }
    }

    [GlobalSetup]
    public async Task SetUp()
    {
        _app = await AppFixture.Create(Database);
        await _app.Db(db => StoredCheckIns.Write(db));
    }

    [GlobalCleanup]
    public Task CleanUp() => _app.DisposeAsync().AsTask();

    [Benchmark(Baseline = true)]
    public async Task<int> WhatIf() =>
        (await _app.Send(new CompareThresholds(_app.Cast.Ruth.Actor, _proposed, 365))).NewlyFlagged;

    /// <summary>The read alone.</summary>
    [Benchmark]
    public Task<int> Read() =>
        _app.Db(async db =>
            (
                await new CohortReader(db, new SeriesReader(db)).Read(
                    DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
                    _app.Now,
                    null,
                    default
                )
            ).CheckIns
        );

    /// <summary>The same the ordinary way: EF Core makes an object a check-in, then a replay a person.</summary>
    [Benchmark]
    public Task<int> Objects() =>
        _app.Db(async db =>
        {
            var people = await db.Participants.AsNoTracking().ToListAsync();
            var checkIns = await db.CheckIns.AsNoTracking().ToListAsync();
            var series = checkIns
                .GroupBy(c => c.ParticipantId, c => c.ToObservation())
                .ToDictionary(g => g.Key, g => g.ToList());
            return people
                .Where(p => series.ContainsKey(p.Id))
                .Sum(p =>
                {
                    var one = new Series(p.Schedule.Cadence, series[p.Id]);
                    return Detector.Replay(one, _proposed, _app.Now).Count
                        - Detector.Replay(one, DetectionSettings.Default, _app.Now).Count;
                });
        });
}

/// <summary>Writes the people of <see cref="ManyPeople"/> into a database, as fast as it takes them.</summary>
internal static class StoredCheckIns
{
    /// <summary>The week after the last check-in.</summary>
    public static readonly DateTimeOffset Now = new(2025, 12, 24, 0, 0, 0, TimeSpan.Zero);

    public static async Task Write(App.Data.WellbeingDb db)
    {
        var people = Enumerable
            .Range(0, ManyPeople.People)
            .Select(number =>
            {
                var person = new Participant
                {
                    Id = Guid.CreateVersion7(),
                    Name = $"Person {number}",
                    Email = $"p{number}@home.example",
                    TimeZone = "Australia/Hobart",
                    CreatedAtUtc = Now.UtcDateTime,
                };
                person.Reschedule(CheckInSchedule.Default, Now.UtcDateTime);
                return person;
            })
            .ToList();
        foreach (var some in people.Chunk(1000))
        {
            db.Participants.AddRange(some);
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }

        // In the order they would have been sent: week by week, everybody.
        var rows = ManyPeople
            .Lives(ManyPeople.People)
            .Zip(people, (life, person) => life.Select(o => (Person: person.Id, Observation: o)))
            .SelectMany(row => row)
            .OrderBy(row => row.Observation.AtUtc);
        await db.Database.OpenConnectionAsync();
        if (db.Database.GetDbConnection() is NpgsqlConnection postgres)
            await Write(postgres, rows);
        else
            await Write((SqliteConnection)db.Database.GetDbConnection(), rows);
        await db.Database.CloseConnectionAsync();
    }

    private static async Task Write(
        SqliteConnection connection,
        IEnumerable<(Guid Person, Observation Observation)> rows
    )
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO "CheckIns" ("Id", "ParticipantId", "SubmissionId", "SubmittedAtUtc", "LocalDate", "Intensity", "Functioning", "SealedWords", "ContactMe", "ThresholdsVersion")
            VALUES ($id, $person, $submission, $at, $day, $intensity, $functioning, $words, 0, 1)
            """;
        foreach (
            var name in new[] { "$id", "$person", "$submission", "$at", "$day", "$intensity", "$functioning", "$words" }
        )
            command.Parameters.Add(new SqliteParameter(name, null));
        foreach (var (person, o) in rows)
        {
            command.Parameters[0].Value = Guid.CreateVersion7();
            command.Parameters[1].Value = person;
            command.Parameters[2].Value = Guid.CreateVersion7();
            command.Parameters[3].Value = o.AtUtc.Ticks;
            command.Parameters[4].Value = DateOnly.FromDateTime(o.AtUtc);
            command.Parameters[5].Value = (object?)o.Intensity ?? DBNull.Value;
            command.Parameters[6].Value = (object?)o.Functioning ?? DBNull.Value;
            command.Parameters[7].Value = Words(o);
            command.ExecuteNonQuery();
        }

        await transaction.CommitAsync();
        command.CommandText = "ANALYZE";
        command.Parameters.Clear();
        command.Transaction = null;
        command.ExecuteNonQuery();
    }

    private static async Task Write(
        NpgsqlConnection connection,
        IEnumerable<(Guid Person, Observation Observation)> rows
    )
    {
        await using (
            var copy = await connection.BeginBinaryImportAsync(
                """
                COPY "CheckIns" ("Id", "ParticipantId", "SubmissionId", "SubmittedAtUtc", "LocalDate", "Intensity", "Functioning", "SealedWords", "ContactMe", "ThresholdsVersion") FROM STDIN (FORMAT BINARY)
                """
            )
        )
        {
            foreach (var (person, o) in rows)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(Guid.CreateVersion7());
                await copy.WriteAsync(person);
                await copy.WriteAsync(Guid.CreateVersion7());
                await copy.WriteAsync(o.AtUtc.Ticks);
                await copy.WriteAsync(DateOnly.FromDateTime(o.AtUtc));
                if (o.Intensity is { } intensity)
                    await copy.WriteAsync(intensity, NpgsqlDbType.Integer);
                else
                    await copy.WriteNullAsync();
                if (o.Functioning is { } functioning)
                    await copy.WriteAsync(functioning, NpgsqlDbType.Integer);
                else
                    await copy.WriteNullAsync();
                if (Words(o) is string words)
                    await copy.WriteAsync(words);
                else
                    await copy.WriteNullAsync();
                await copy.WriteAsync(false);
                await copy.WriteAsync(1, NpgsqlDbType.Integer);
            }

            await copy.CompleteAsync();
        }

        await using var analyse = connection.CreateCommand();
        analyse.CommandText = "VACUUM ANALYZE \"CheckIns\"";
        await analyse.ExecuteNonQueryAsync();
    }

    // One in four writes something; sealed, it is some hundreds of characters.
    private static object Words(Observation o) => o.AtUtc.Minute % 4 == 0 ? new string('x', 300) : DBNull.Value;
}
