using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Wellbeing.App.Data;

namespace Wellbeing.Benchmarks;

/// <summary>Writes many entities of one kind as EF Core would store them, but without following each: COPY, or one
/// prepared INSERT.</summary>
internal static class BulkWriter
{
    public static async Task Write<T>(WellbeingDb db, IEnumerable<T> entities)
        where T : class
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!);
        var columns = entity
            .GetProperties()
            .Where(p => !p.IsShadowProperty())
            .Select(p => (Name: p.GetColumnName(table)!, Read: p.GetGetter(), Convert: p.GetTypeMapping().Converter))
            .ToList();
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var rows = entities.Select(e =>
            columns.Select(c =>
                c.Read.GetClrValue(e) is { } value ? c.Convert?.ConvertToProvider(value) ?? value : null
            )
        );

        await db.Database.OpenConnectionAsync();
        if (db.Database.GetDbConnection() is NpgsqlConnection postgres)
        {
            await using var copy = await postgres.BeginBinaryImportAsync(
                $"COPY \"{table.Name}\" ({names}) FROM STDIN (FORMAT BINARY)"
            );
            foreach (var row in rows)
            {
                await copy.StartRowAsync();
                foreach (var value in row)
                {
                    if (value is null)
                        await copy.WriteNullAsync();
                    else
                        await copy.WriteAsync(value);
                }
            }

            await copy.CompleteAsync();
        }
        else
        {
            var sqlite = (SqliteConnection)db.Database.GetDbConnection();
            await using var transaction = await sqlite.BeginTransactionAsync();
            await using var command = sqlite.CreateCommand();
            command.CommandText =
                $"INSERT INTO \"{table.Name}\" ({names}) VALUES ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})";
            for (var i = 0; i < columns.Count; i++)
                command.Parameters.Add(new SqliteParameter($"$p{i}", null));
            foreach (var row in rows)
            {
                foreach (var (i, value) in row.Index())
                    command.Parameters[i].Value = value ?? DBNull.Value;
                command.ExecuteNonQuery();
            }

            await transaction.CommitAsync();
        }

        await db.Database.CloseConnectionAsync();
    }
}
