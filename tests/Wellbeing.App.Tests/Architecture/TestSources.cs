using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Wellbeing.App.Tests.Architecture;

/// <summary>The files in which the tests stand.</summary>
internal static partial class TestSources
{
    /// <summary>Each with its path below <c>tests</c>, but for what a build makes.</summary>
    public static IEnumerable<(string Path, string Text)> All([CallerFilePath] string here = "")
    {
        var tests = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
        return Directory
            .EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(tests, file).Replace('\\', '/'), Name: file))
            .Where(file => file.Path.Contains(".Tests/", StringComparison.Ordinal) && !Made().IsMatch(file.Path))
            .Select(file => (file.Path, File.ReadAllText(file.Name)));
    }

    /// <summary>Every name that stands in one of them, but in a remark.</summary>
    public static HashSet<string> Words() =>
        All()
            .SelectMany(file => file.Text.Split('\n'))
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Word().Matches(line).Select(m => m.Value))
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("/(obj|bin)/")]
    private static partial Regex Made();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
