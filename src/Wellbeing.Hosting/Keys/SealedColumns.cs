using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Wellbeing.App;
using Wellbeing.App.Data;

namespace Wellbeing.Hosting.Keys;

/// <summary>Everything in the database that is sealed by the ring for words: every column whose name begins with
/// "Sealed", and the codes of sign-ins.</summary>
public static class SealedColumns
{
    private const int Batch = 500;

    /// <summary>Before what is sealed among the tokens of sign-ins, of which not all are.</summary>
    private const string TokenMark = "sealed:";

    /// <summary>How many texts each key sealed; those that were sealed by none under null.</summary>
    public static async Task<IReadOnlyDictionary<Guid, long>> Count(
        WellbeingDb db,
        KeyRings rings,
        CancellationToken cancellationToken = default
    )
    {
        var keys = (await rings.Lines(db, cancellationToken)).ToDictionary(
            k => SealedBy.Beginning(k.Id),
            k => k.Id,
            StringComparer.Ordinal
        );
        var counts = new Dictionary<Guid, long>();
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            foreach (var column in Of(db))
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText =
                    $"SELECT substr({column.Name}, {column.Begins}, {SealedBy.Length}) AS b, count(*) FROM {column.Table} WHERE {column.IsSealed} GROUP BY b";
                await using var rows = await command.ExecuteReaderAsync(cancellationToken);
                while (await rows.ReadAsync(cancellationToken))
                {
                    var key = keys.GetValueOrDefault(rows.GetString(0)); // Guid.Empty: by none that is here.
                    counts[key] = counts.GetValueOrDefault(key) + rows.GetInt64(1);
                }
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return counts;
    }

    /// <summary>
    /// Seals by the newest key what older ones sealed: some hundred texts a transaction. Asked again after it was
    /// interrupted, it goes on where it was.
    /// </summary>
    /// <returns>How many were sealed anew, and how many could not be opened and were left as they are.</returns>
    public static async Task<(long Done, long Left)> Reseal(
        WellbeingDb db,
        KeyRings rings,
        CancellationToken cancellationToken = default
    )
    {
        var text = new SealedText(rings.Words);
        var newest = SealedBy.Beginning(rings.NewestOfWords);
        var (done, left) = (0L, 0L);
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            foreach (var column in Of(db))
            {
                var leftHere = 0;
                while (true)
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                    var rows = await Older(db, column, newest, leftHere, cancellationToken);
                    foreach (var row in rows)
                    {
                        try
                        {
                            var anew = column.Mark + text.Seal(text.Open(row.Stored[column.Mark.Length..]));
                            await Store(db, column, row, anew, cancellationToken);
                            done++;
                        }
                        catch (CryptographicException)
                        {
                            (left, leftHere) = (left + 1, leftHere + 1);
                        }
                    }

                    await transaction.CommitAsync(cancellationToken);
                    if (rows.Count < Batch)
                        break;
                }
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return (done, left);
    }

    private static async Task<IReadOnlyList<Row>> Older(
        WellbeingDb db,
        Column column,
        string newest,
        int skip,
        CancellationToken cancellationToken
    )
    {
        var key = string.Join(", ", column.Key);
        await using var command = Command(
            db,
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT {column.Name}, {key} FROM {column.Table} WHERE {column.IsSealed} AND substr({column.Name}, {column.Begins}, {SealedBy.Length}) <> @newest ORDER BY {key} LIMIT {Batch} OFFSET {skip}"
            )
        );
        Add(command, "@newest", newest);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var read = new List<Row>();
        while (await rows.ReadAsync(cancellationToken))
            read.Add(new Row(rows.GetString(0), [.. Enumerable.Range(1, column.Key.Count).Select(rows.GetValue)]));
        return read;
    }

    private static async Task Store(
        WellbeingDb db,
        Column column,
        Row row,
        string anew,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(
            db,
            $"UPDATE {column.Table} SET {column.Name} = @anew WHERE {column.Name} = @stored AND {string.Join(" AND ", column.Key.Select((k, i) => $"{k} = @key{i}"))}"
        );
        Add(command, "@anew", anew);
        Add(command, "@stored", row.Stored);
        foreach (var (i, value) in row.Key.Index())
            Add(command, $"@key{i}", value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(WellbeingDb db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static IEnumerable<Column> Of(WellbeingDb db)
    {
        var quote = db.GetService<ISqlGenerationHelper>();
        foreach (var table in db.Model.GetRelationalModel().Tables)
        {
            foreach (var column in table.Columns)
            {
                var isToken = table.Name == "AspNetUserTokens" && column.Name == "Value";
                if (isToken || column.Name.StartsWith("Sealed", StringComparison.Ordinal))
                    yield return new Column(
                        quote.DelimitIdentifier(table.Name, table.Schema),
                        quote.DelimitIdentifier(column.Name),
                        [.. table.PrimaryKey!.Columns.Select(c => quote.DelimitIdentifier(c.Name))],
                        isToken ? TokenMark : ""
                    );
            }
        }
    }

    private sealed record Row(string Stored, IReadOnlyList<object> Key);

    private sealed record Column(string Table, string Name, IReadOnlyList<string> Key, string Mark)
    {
        public int Begins => Mark.Length + 1;

        public string IsSealed =>
            Mark.Length == 0 ? $"{Name} IS NOT NULL" : $"substr({Name}, 1, {Mark.Length}) = '{Mark}'";
    }
}
