using System.Diagnostics;
using System.Reflection;

namespace Wellbeing.Testing;

/// <summary>The command line as an operator runs it: a process of its own, with the server's settings.</summary>
public static class CliProgram
{
    /// <summary>Runs <c>wellbeing</c>; its exit code and output.</summary>
    /// <param name="tests">The test assembly: its project names the program in the assembly metadata
    /// <c>CliProgram</c>. Where <c>tests/run</c> published it, that one is run.</param>
    /// <param name="folder">The server's.</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<(int Code, string Output)> Run(
        Assembly tests,
        string folder,
        IReadOnlyDictionary<string, string> settings,
        params string[] arguments
    )
    {
        using var process = Start(tests, folder, settings, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Starts it, to be killed; what it prints has to be read, or it waits.</summary>
    /// <inheritdoc cref="Run"/>
    public static Process Start(
        Assembly tests,
        string folder,
        IReadOnlyDictionary<string, string> settings,
        params string[] arguments
    )
    {
        var program =
            PublishedProgram.ReadyCommand
            ?? tests.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CliProgram").Value!;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments, "--folder", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }
}
