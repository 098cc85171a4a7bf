using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Wellbeing.Testing;

/// <summary>The program as an operator gets it: <c>dotnet publish src/Wellbeing.Web -c Release</c>, in a folder of its
/// own, from nothing.</summary>
public static class PublishedProgram
{
    /// <summary>The environment variable by which <c>tests/run</c> says where it published the program, compiled ahead,
    /// for all suites.</summary>
    public const string Variable = "WELLBEING_PUBLISHED";

    /// <summary><c>Wellbeing.Web.dll</c> as <c>tests/run</c> published it; null where the tests run without
    /// it.</summary>
    public static string? Ready =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
            ? Path.Combine(folder, "Wellbeing.Web.dll")
            : null;

    /// <summary><c>wellbeing.dll</c>, the command line, published beside it; null where the tests run without it.</summary>
    public static string? ReadyCommand =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
            ? Path.Combine(folder + "-cli", "wellbeing.dll")
            : null;

    /// <summary>Publishes it, unless that was done for all.</summary>
    /// <param name="folder">Gets what is published, in <c>out</c>, and what is only made on the way.</param>
    /// <returns>The folder that holds <c>Wellbeing.Web.dll</c>.</returns>
    public static async Task<string> In(string folder)
    {
        if (Ready is { } ready)
        {
            // It is being published while the first tests run, and stands there once it is whole.
            var published = Path.GetDirectoryName(ready)!;
            for (var waited = Stopwatch.StartNew(); !Directory.Exists(published); await Task.Delay(200))
            {
                if (waited.Elapsed > TimeSpan.FromMinutes(10))
                    throw new TimeoutException($"{published} was not published in time.");
            }

            return published;
        }

        var output = Path.Combine(folder, "out");
        // Nothing is written beside the sources, where a build for development lies: it has other references.
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish",
                Project(),
                "-c",
                "Release",
                "-o",
                output,
                "--artifacts-path",
                Path.Combine(folder, "made"),
                "-v",
                "quiet",
                "-nodeReuse:false",
                "-p:UseSharedCompilation=false",
                "-p:RunAnalyzers=false",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start)!;
        var said = publish.StandardOutput.ReadToEndAsync();
        var complained = publish.StandardError.ReadToEndAsync();
        await publish.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(10));
        if (publish.ExitCode != 0)
            throw new InvalidOperationException($"Publishing failed:\n{await said}{await complained}");
        return output;
    }

    private static string Project([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Wellbeing.Web"));
}
