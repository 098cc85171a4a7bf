using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Wellbeing.Testing;

/// <summary>The real program as a process of its own, as an operator starts it.</summary>
public sealed class WebProcess : IAsyncDisposable
{
    private readonly string _program;
    private readonly string _workingFolder;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly StringWriter _output = new();
    private Process? _process;

    /// <param name="tests">
    /// The test assembly: its project names the program in the assembly metadata <c>WebProgram</c>. Where
    /// <c>tests/run</c> published it, that one is started, but for Development, of which it holds nothing.
    /// </param>
    /// <param name="workingFolder">Where the process starts; its database and mails should be told to lie there
    /// too.</param>
    /// <param name="settings">Environment variables.</param>
    public WebProcess(Assembly tests, string workingFolder, IReadOnlyDictionary<string, string> settings)
        : this(ProgramFor(tests, settings), workingFolder, settings) { }

    /// <param name="program">Path of <c>Wellbeing.Web.dll</c>.</param>
    /// <param name="workingFolder">Where the process starts; its database and mails should be told to lie there
    /// too.</param>
    /// <param name="settings">Environment variables.</param>
    public WebProcess(string program, string workingFolder, IReadOnlyDictionary<string, string> settings)
    {
        _program = program;
        _workingFolder = workingFolder;
        _settings = settings;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        if (settings.ContainsKey("Kestrel__Certificates__Default__Path"))
            SecureAddress = new Uri($"https://127.0.0.1:{FreePort()}");
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Address { get; }

    /// <summary>Where it answers over https as well; null unless the settings name a certificate.</summary>
    public Uri? SecureAddress { get; }
    public HttpClient Http { get; }

    /// <summary>Starts the process and waits until it is ready.</summary>
    public async Task Start()
    {
        Launch();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(7); await Task.Delay(40))
        {
            if (_process!.HasExited)
            {
                await _process.WaitForExitAsync(); // Its last words too.
                throw new InvalidOperationException($"The server ended at start:\n{Output}");
            }

            try
            {
                using var answer = await Http.GetAsync("/health/ready");
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        throw new InvalidOperationException($"The server did not become ready:\n{Output}");
    }

    /// <summary>Starts the process without waiting.</summary>
    public void Launch()
    {
        // A write beyond the limit that LimitFiles sets then fails as on a full disk, instead of ending the process.
        var start = new ProcessStartInfo("sh", ["-c", "trap '' XFSZ; exec dotnet \"$0\"", _program])
        {
            WorkingDirectory = _workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in _settings)
            start.Environment[key] = value;
        start.Environment["ASPNETCORE_URLS"] = SecureAddress is null
            ? Address.ToString()
            : $"{Address};{SecureAddress}";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL: no hook runs, no buffer is flushed.</summary>
    /// <returns>False when it was not running.</returns>
    public async Task<bool> Kill()
    {
        if (_process is not { HasExited: false } process)
            return false;
        process.Kill();
        await process.WaitForExitAsync();
        return true;
    }

    /// <summary>Asks it to stop, as a service manager does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await Ended();
        return _process.ExitCode;
    }

    /// <summary>Waits until it has ended by itself, two minutes at most.</summary>
    public Task Ended() => _process!.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>From now on no file that it writes may grow beyond so many bytes; null lifts the limit.</summary>
    public async Task LimitFiles(long? bytes)
    {
        var limit = bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
        using var prlimit = Process.Start(
            "prlimit",
            ["--pid", _process!.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={limit}:unlimited"]
        );
        await prlimit.WaitForExitAsync();
        if (prlimit.ExitCode != 0)
            throw new InvalidOperationException("prlimit, of util-linux, could not limit the server.");
    }

    /// <summary>What it has spent of the processors, since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Everything it printed, of all its lives.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process?.Dispose();
        Http.Dispose();
    }

    private static string ProgramFor(Assembly tests, IReadOnlyDictionary<string, string> settings) =>
        PublishedProgram.Ready is { } published && settings.GetValueOrDefault("ASPNETCORE_ENVIRONMENT") != "Development"
            ? published
            : tests.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "WebProgram").Value!;

    private void Keep(string? line)
    {
        lock (_output)
            _output.WriteLine(line);
    }

    // Below the ports that outgoing connections are given: another test's must not take it while the server is down.
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}
