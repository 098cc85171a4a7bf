using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;
using Wellbeing.Migrations.Sqlite;

namespace Wellbeing.Web.Setup;

/// <summary>An operator's mistakes at start, in one line that names the setting and the fix.</summary>
internal static class StartFailure
{
    private static volatile bool _runs;

    /// <returns>The line, or null for what is no operator's mistake.</returns>
    public static string? Explain(Exception exception) => exception switch
    {
        DatabaseInUseException busy => busy.Message,
        OptionsValidationException options => string.Join(' ', options.Failures),
        AddressInUseException or IOException { InnerException: AddressInUseException } =>
            $"The address is in use by another program ({exception.Message.TrimEnd('.')}). Stop it, or set ASPNETCORE_URLS to another port, such as http://localhost:5081.",
        SocketException socket => $"The server could not listen: {socket.Message}. Set ASPNETCORE_URLS to an address of this machine.",
        SqliteException { SqliteErrorCode: 14 or 8 or 10 or 13 } sqlite =>
            $"The database file cannot be written ({sqlite.Message}). Make its folder writable, or set Database:ConnectionString to another file.",
        SqliteException { SqliteErrorCode: 26 or 11 } sqlite =>
            $"The database file is damaged or not a database ({sqlite.Message}). Restore it from a back-up, or set Database:ConnectionString to another file.",
        UnauthorizedAccessException denied => $"A folder cannot be written: {denied.Message} Make it writable, or set Database:ConnectionString and Mail:Folder to other places.",
        NpgsqlException npgsql => $"PostgreSQL does not answer ({npgsql.Message}). Check Database:ConnectionString and that the server runs.",
        InvalidOperationException { InnerException: { } inner } when Explain(inner) is { } line => line,
        InvalidOperationException bad when bad.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) =>
            $"{bad.Message} See appsettings.example.json.",
        FormatException bad when bad.Message.StartsWith("Invalid url", StringComparison.Ordinal) =>
            $"{bad.Message.TrimEnd('.')}. Set ASPNETCORE_URLS to an address such as http://localhost:5080.",
        InvalidDataException bad => $"{bad.Message} {bad.InnerException?.InnerException?.Message ?? bad.InnerException?.Message}".ReplaceLineEndings(" "),
        IOException io => $"A file or folder cannot be used: {io.Message} Make it usable, or set Database:ConnectionString and Mail:Folder to other places.",
        AggregateException { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    /// <summary>Until it runs, the host does not also write to its log, with its stack, what ends the program with a line.</summary>
    public static void TellOnce(this ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => _runs && level >= LogLevel.Information)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => _runs && level >= LogLevel.Warning);

    public static void ItRuns() => _runs = true;
}
