using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Wellbeing.Testing;

/// <summary>The program as an operator gets it: <c>dotnet publish src/Wellbeing.Web -c Release</c>, in a folder of its own, from nothing.</summary>
public static class PublishedProgram
{
    /// <summary>Publishes it.</summary>
    /// <param name="folder">Gets what is published, in <c>out</c>, and what is only made on the way.</param>
    /// <returns>The folder <c>out</c>, which holds <c>Wellbeing.Web.dll</c>.</returns>
    public static async Task<string> In(string folder)
    {
        var output = Path.Combine(folder, "out");
        // Nothing is written beside the sources, where a build for development lies: it has other references.
        var start = new ProcessStartInfo("dotnet", ["publish", Project(), "-c", "Release", "-o", output, "--artifacts-path", Path.Combine(folder, "made"), "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start)!;
        var said = publish.StandardOutput.ReadToEndAsync();
        var complained = publish.StandardError.ReadToEndAsync();
        await publish.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(10));
        if (publish.ExitCode != 0) throw new InvalidOperationException($"Publishing failed:\n{await said}{await complained}");
        return output;
    }

    private static string Project([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Wellbeing.Web"));
}
