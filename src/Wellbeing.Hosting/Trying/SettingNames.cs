using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Wellbeing.Hosting.Trying;

/// <summary>
/// Settings that nothing reads: a name that is misspelt leaves the default in force, and nobody hears of it. Names of
/// other programs (logging, the web server, whatever stands in the environment) are nobody's mistake here.
/// </summary>
internal static class SettingNames
{
    /// <summary>A place in a list.</summary>
    private const string Place = "*";

    /// <summary>One line for each setting in our sections, or in what must be meant for one of them, that nothing
    /// reads.</summary>
    /// <param name="types">The classes of settings: each names its section.</param>
    public static IEnumerable<string> Unknown(IConfiguration configuration, IEnumerable<Type> types)
    {
        var known = types
            .Select(type => (type, Section: SectionOf(type)))
            .Where(t => t.Section is not null)
            .SelectMany(t => Names(t.type, t.Section!))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var sections = known.Select(name => name.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (
            var given in configuration
                .GetChildren()
                .SelectMany(Given)
                .OrderBy(name => name, StringComparer.OrdinalIgnoreCase)
        )
        {
            var parts = given.Split(':');
            if (parts.Length < 2 || known.Contains(Pattern(parts)))
                continue;
            // Another section is somebody else's, but for one that is ours in all but a letter or two.
            if (!sections.Contains(parts[0]) && !sections.Any(s => IsSlip(parts[0], s) && Reads(s, parts)))
                continue;
            var nearest = known
                .Select(name => (Name: name, Away: Distance(Pattern(parts), name)))
                .OrderBy(n => n.Away)
                .ThenBy(n => n.Name, StringComparer.Ordinal)
                .First();
            yield return nearest.Away <= Math.Max(2, given.Length / 4)
                ? $"{given} is no setting. Did you mean {nearest.Name.Replace($":{Place}", ":0", StringComparison.Ordinal)}? Correct or remove it."
                : $"{given} is no setting, and nothing reads it. Remove it; appsettings.example.json lists every setting.";
        }

        bool Reads(string section, string[] parts) => known.Contains(Pattern([section, .. parts[1..]]));
    }

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    /// <summary>What the binder reads of a class, by name.</summary>
    private static IEnumerable<string> Names(Type type, string path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (name, kind) = ($"{path}:{property.Name}", property.PropertyType);
            if (kind != typeof(string) && kind.IsAssignableTo(typeof(IEnumerable)))
            {
                if (!kind.IsGenericType || !IsList(kind))
                    continue;
                yield return name; // An empty list.
                foreach (var inner in Of(kind.GetGenericArguments()[0], $"{name}:{Place}"))
                    yield return inner;
            }
            else if (property.SetMethod is { IsPublic: true })
            {
                foreach (var inner in Of(kind, name))
                    yield return inner;
            }
        }

        static IEnumerable<string> Of(Type kind, string name) =>
            kind.IsClass && kind != typeof(string) ? Names(kind, name).Append(name) : [name];

        static bool IsList(Type kind) =>
            kind.GetGenericTypeDefinition() == typeof(IList<>) || kind.GetGenericTypeDefinition() == typeof(List<>);
    }

    /// <summary>The names under which something stands, empty ones too.</summary>
    private static IEnumerable<string> Given(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        return children.Count == 0 ? [section.Path] : children.SelectMany(Given);
    }

    private static string Pattern(string[] parts) =>
        string.Join(
            ':',
            parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? Place : p)
        );

    private static bool IsSlip(string given, string meant) => Distance(given, meant) <= (meant.Length <= 4 ? 1 : 2);

    /// <summary>How many letters to add, drop, change or swap with the next, whatever their case.</summary>
    private static int Distance(string a, string b)
    {
        (a, b) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
                steps[i, j] = Step(i, j);
        }

        return steps[a.Length, b.Length];

        int Step(int i, int j)
        {
            if (i == 0 || j == 0)
                return i + j;
            var change = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            var least = Math.Min(change, 1 + Math.Min(steps[i - 1, j], steps[i, j - 1]));
            return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
                ? Math.Min(least, steps[i - 2, j - 2] + 1)
                : least;
        }
    }
}
