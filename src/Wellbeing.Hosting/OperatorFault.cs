using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;
using Wellbeing.Migrations.Sqlite;

namespace Wellbeing.Hosting;

/// <summary>What an operator can put right, in one line that names the setting and the fix; several lines where several
/// settings are wrong.</summary>
public static partial class OperatorFault
{
    /// <returns>The line, or null for what is no operator's mistake.</returns>
    public static string? Explain(Exception exception) =>
        exception switch
        {
            DatabaseInUseException busy => busy.Message,
            OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
            SqliteException { SqliteErrorCode: 14 or 8 or 10 or 13 } sqlite =>
                $"The database file cannot be written ({sqlite.Message}). Make its folder writable, or set Database:ConnectionString to another file.",
            SqliteException { SqliteErrorCode: 26 or 11 } sqlite =>
                $"The database file is damaged or not a database ({sqlite.Message}). Restore it from a back-up, or set Database:ConnectionString to another file.",
            UnauthorizedAccessException denied =>
                $"A folder cannot be written: {denied.Message} Make it writable, or set Database:ConnectionString and Mail:Folder to other places.",
            NpgsqlException npgsql =>
                $"PostgreSQL does not answer ({npgsql.Message}). Check Database:ConnectionString and that the server runs.",
            InvalidOperationException { InnerException: { } inner } when Explain(inner) is { } line => line,
            InvalidOperationException bad
                when bad.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) =>
                Unreadable(bad.Message),
            InvalidDataException bad =>
                $"{bad.Message} {bad.InnerException?.InnerException?.Message ?? bad.InnerException?.Message}".ReplaceLineEndings(
                    " "
                ),
            IOException io =>
                $"A file or folder cannot be used: {io.Message} Make it usable, or set Database:ConnectionString and Mail:Folder to other places.",
            AggregateException { InnerException: { } inner } => Explain(inner),
            _ => null,
        };

    /// <summary>What the binder of settings says, in words of the setting and what it can be.</summary>
    private static string Unreadable(string said)
    {
        if (Binder().Match(said) is not { Success: true } parts)
            return $"{said} See appsettings.example.json.";
        var (value, key, kind) = (parts.Groups["value"].Value, parts.Groups["key"].Value, parts.Groups["kind"].Value);
        var type =
            Type.GetType(kind)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(kind)).FirstOrDefault(t => t is not null);
        var fix = type switch
        {
            { IsEnum: true } => $"Set it to {string.Join(" or ", Enum.GetNames(type))}.",
            _ when type == typeof(bool) => "Set it to true or false.",
            _ when type == typeof(int) || type == typeof(long) => "Set it to a whole number.",
            _ => "appsettings.example.json says what it can be.",
        };
        return $"{key} is '{value}', which cannot be read. {fix}";
    }

    [GeneratedRegex("value '(?<value>.*)' at '(?<key>[^']+)' to type '(?<kind>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex Binder();
}
