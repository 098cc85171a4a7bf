using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Wellbeing.App.Data;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;
using Cohort = Wellbeing.Detection.Replay.Cohort;

namespace Wellbeing.App.Assessment;

/// <summary>
/// Everybody's check-ins as columns, in one pass over the index that carries what detection looks at: no entity is made
/// a check-in, and neither words nor feelings are read.
/// </summary>
public sealed class CohortReader(WellbeingDb db, SeriesReader series)
{
    private const int RowsBetweenReports = 16_384;

    // The same statement for both databases. Somebody's check-ins come one after the other from SQLite (an index walk a
    // person), so the number tells cheaply whether the row is still about the same person; PostgreSQL may mix people.
    private const string Sql = """
        SELECT p."N", p."Id", c."SubmittedAtUtc", c."LocalDate", c."Intensity", c."Functioning", c."ContactMe", c."Duration"
        FROM (SELECT "Id", ROW_NUMBER() OVER (ORDER BY "Id") AS "N" FROM "Participants") AS p
        CROSS JOIN "CheckIns" AS c
        WHERE c."ParticipantId" = p."Id" AND c."SubmittedAtUtc" >= @since AND c."SubmittedAtUtc" <= @now AND c."RemovedAtUtc" IS NULL
        """;

    /// <param name="sinceUtc">Earlier check-ins are left out.</param>
    /// <param name="nowUtc">The present instant: a silence that runs until now counts, unless the person is on a
    /// pause.</param>
    /// <param name="progress">Told the share read, 0 to 1.</param>
    public async Task<Cohort> Read(
        DateTime sinceUtc,
        DateTime nowUtc,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    )
    {
        var cohort = new CohortBuilder();
        var people = await People(cohort, nowUtc, cancellationToken);
        foreach (var (id, at) in await series.Restarts(null, cancellationToken))
        {
            if (people.TryGetValue(id, out var person))
                cohort.Restart(person, at);
        }

        double expected = await db.CheckIns.CountAsync(cancellationToken);

        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = Sql;
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            Add(command, "@since", sinceUtc.Ticks);
            Add(command, "@now", nowUtc.Ticks);
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken);
            await Rows(
                reader,
                cohort,
                people,
                rows => progress?.Report(Math.Min(1, rows / expected)),
                cancellationToken
            );
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return cohort.Build();
    }

    private async Task<Dictionary<Guid, int>> People(
        CohortBuilder cohort,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var handles = new Dictionary<Guid, int>();
        var people = db
            .Participants.AsNoTracking()
            .Select(p => new
            {
                p.Id,
                p.Schedule,
                p.ClosedAtUtc,
                p.PausedUntilUtc,
                p.PausedFromUtc,
                p.AskingStoppedAtUtc,
            })
            .AsAsyncEnumerable();
        await foreach (var person in people.WithCancellation(cancellationToken))
        {
            var handle = cohort.Person(person.Id.ToString("D"), person.Schedule.Cadence);
            handles.Add(person.Id, handle);
            if (person.ClosedAtUtc is { } closed)
                cohort.Until(handle, closed < nowUtc ? closed : nowUtc);
            else if (
                person.AskingStoppedAtUtc is null
                && (!(person.PausedUntilUtc > nowUtc) || person.PausedFromUtc > nowUtc)
            )
                cohort.Until(handle, nowUtc);
        }

        return handles;
    }

    private static async Task Rows(
        DbDataReader reader,
        CohortBuilder cohort,
        Dictionary<Guid, int> people,
        Action<int> report,
        CancellationToken cancellationToken
    )
    {
        var (number, known, person) = (-1L, false, 0);
        for (var rows = 0; await reader.ReadAsync(cancellationToken); rows++)
        {
            if (rows % RowsBetweenReports == 0)
            {
                report(rows);
                cancellationToken.ThrowIfCancellationRequested(); // A buffered row is handed over without asking.
            }

            if (reader.GetInt64(0) is var next && next != number)
            {
                number = next;
                known = people.TryGetValue(reader.GetGuid(1), out person);
            }

            if (!known)
                continue; // Registered since the people were read.
            cohort.Add(
                person,
                new Observation(
                    new DateTime(reader.GetInt64(2), DateTimeKind.Utc),
                    reader.IsDBNull(4) ? null : reader.GetInt32(4),
                    reader.IsDBNull(5) ? null : reader.GetInt32(5),
                    ContactMe: reader.GetBoolean(6),
                    Day: reader.GetFieldValue<DateOnly>(3),
                    Duration: reader.IsDBNull(7) ? null : Enum.Parse<PerceivedDuration>(reader.GetString(7))
                )
            );
        }
    }

    private static void Add(DbCommand command, string name, long value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
