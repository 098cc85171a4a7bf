using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Wellbeing.App.Tests.Architecture;

/// <summary>The table of rooms in docs/architecture.md is what the code does.</summary>
public sealed partial class RoomsTests
{
    private const string App = "Wellbeing.App";

    /// <summary>What every room may use.</summary>
    private static readonly string[] _floor = ["Pipeline", "Audit", "Wording", "Data"];

    private static readonly IReadOnlyList<(string Room, IReadOnlyList<string> Uses)> _drawn = Drawn();

    /// <summary>Who uses whom, with one example of each.</summary>
    private static readonly IReadOnlyDictionary<(string From, string To), string> _arrows = Arrows();

    [Fact]
    public void Each_room_uses_only_what_stands_above_it()
    {
        var above = new HashSet<string>();
        foreach (var (room, uses) in _drawn)
        {
            Assert.Empty(uses.Except(above));
            Assert.True(above.Add(room), $"{room} stands twice in the table.");
        }
    }

    [Fact]
    public void Every_folder_is_a_room_or_lies_below_them() =>
        Assert.Equal(
            _drawn.Select(d => d.Room).Concat(_floor).Append("Resources").Order(),
            Directory
                .GetDirectories(Path.Combine(Root(), "src", App))
                .Select(d => Path.GetFileName(d))
                .Where(d => d is not ("bin" or "obj"))
                .Order()
        );

    [Fact]
    public void No_arrow_goes_where_none_is_drawn()
    {
        var drawn = _drawn.SelectMany(d => d.Uses.Select(to => (d.Room, to))).ToHashSet();
        Assert.Empty(
            _arrows
                .Where(a => !_floor.Contains(a.Key.From) && !_floor.Contains(a.Key.To) && !drawn.Contains(a.Key))
                .Select(a => $"{a.Key.From} uses {a.Key.To}: {a.Value}")
        );
    }

    [Fact]
    public void No_arrow_is_drawn_that_the_code_does_not_have() =>
        Assert.Empty(
            _drawn
                .SelectMany(d => d.Uses.Select(to => (From: d.Room, To: to)))
                .Except(_arrows.Keys)
                .Select(arrow => $"{arrow.From} -> {arrow.To}")
        );

    [Fact]
    public void What_lies_below_uses_no_room_but_for_the_tables() =>
        Assert.Empty(
            _arrows
                .Where(a => _floor.Contains(a.Key.From) && a.Key.From != "Data" && !_floor.Contains(a.Key.To))
                .Select(a => $"{a.Key.From} uses {a.Key.To}: {a.Value}")
        );

    private static Dictionary<(string From, string To), string> Arrows()
    {
        var architecture = new ArchLoader().LoadAssemblies(typeof(SealedText).Assembly).Build();
        var arrows = new Dictionary<(string, string), string>();
        foreach (var type in architecture.Types)
        {
            if (RoomOf(type) is not { } from)
                continue;
            foreach (var target in type.Dependencies.Select(d => d.Target))
            {
                if (RoomOf(target) is { } to && to != from)
                    arrows.TryAdd((from, to), $"{type.Name} -> {target.Name}");
            }
        }

        Assert.True(arrows.Count > 50);
        return arrows;
    }

    /// <summary>Null for what is not ours, and for the few files above all rooms, which register and translate.</summary>
    private static string? RoomOf(IType type) =>
        type.Namespace?.FullName is { } space && space.StartsWith(App + ".", StringComparison.Ordinal)
            ? space[(App.Length + 1)..].Split('.')[0]
            : null;

    private static List<(string, IReadOnlyList<string>)> Drawn() =>
        [
            .. Row()
                .Matches(File.ReadAllText(Path.Combine(Root(), "docs", "architecture.md")))
                .Select(row =>
                    (
                        row.Groups["room"].Value,
                        (IReadOnlyList<string>)
                            row.Groups["uses"]
                                .Value.Split(
                                    ',',
                                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                                )
                    )
                ),
        ];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Wellbeing.sln")))
            folder =
                Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No solution above the tests.");
        return folder;
    }

    [GeneratedRegex(@"^\| `(?<room>[A-Z]\w+)` \|[^|]*\|(?<uses>[^|]*)\|\s*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
