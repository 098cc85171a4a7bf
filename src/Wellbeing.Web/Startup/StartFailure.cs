using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Wellbeing.Hosting;

namespace Wellbeing.Web.Startup;

/// <summary>An operator's mistakes at start, each in one line that names the setting and the fix.</summary>
internal static class StartFailure
{
    /// <summary>What is said of a start that somebody ended.</summary>
    public const string Stopped = "Stopped before it had started.";

    /// <summary>What shells say of a program that Ctrl+C ended.</summary>
    private const int Interrupted = 130;

    private static volatile bool _runs;
    private static volatile bool _started;
    private static volatile bool _stopped;

    /// <summary>It was stopped before it had started: whatever failed then failed because of that.</summary>
    public static bool WasStopped => _stopped && !_started;

    /// <summary>Ends the program with a line while there is no host yet that hears of it. What was being written to
    /// the database is undone by it, as after a power cut.</summary>
    public static IDisposable EndsQuietly()
    {
        var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End(0));
        var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => End(Interrupted));
        return new Both(terminate, interrupt);

        static void End(int code)
        {
            Console.Error.WriteLine(Stopped);
            Environment.Exit(code);
        }
    }

    /// <summary>Remembers that the host was told to stop.</summary>
    public static void MessagesStop(this IHost app) =>
        app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => _stopped = true);

    public static void HasStarted() => _started = true;

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
            // Of a store, or anything else about a certificate that only the web server finds out.
            CryptographicException
            or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } =>
                $"The server could not listen: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Check ASPNETCORE_URLS, Kestrel:Endpoints and Kestrel:Certificates.",
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

    private sealed class Both(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
