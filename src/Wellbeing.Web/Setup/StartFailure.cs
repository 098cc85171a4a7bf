using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Wellbeing.Hosting;

namespace Wellbeing.Web.Setup;

/// <summary>An operator's mistakes at start, each in one line that names the setting and the fix.</summary>
internal static class StartFailure
{
    private static volatile bool _runs;

    /// <returns>The line, or null for what is no operator's mistake.</returns>
    public static string? Explain(Exception exception) =>
        exception switch
        {
            AddressInUseException or IOException { InnerException: AddressInUseException } =>
                $"The address is in use by another program ({exception.Message.TrimEnd('.')}). Stop it, or set ASPNETCORE_URLS to another port, such as http://localhost:5081.",
            SocketException socket =>
                $"The server could not listen: {socket.Message}. Set ASPNETCORE_URLS to an address of this machine.",
            InvalidOperationException { InnerException: { } inner } when Explain(inner) is { } line => line,
            FormatException bad when bad.Message.StartsWith("Invalid url", StringComparison.Ordinal) =>
                $"{bad.Message.TrimEnd('.')}. Set ASPNETCORE_URLS to an address such as http://localhost:5080.",
            AggregateException { InnerException: { } inner } => Explain(inner),
            _ => OperatorFault.Explain(exception),
        };

    /// <summary>Until it runs, the host does not also write to its log, with its stack, what ends the program with a
    /// line.</summary>
    public static void TellOnce(this ILoggingBuilder logging) =>
        logging
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => _runs && level >= LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => _runs && level >= LogLevel.Warning);

    public static void ItRuns() => _runs = true;
}
