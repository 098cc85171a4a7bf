using System.Globalization;
using System.Text;
using Wellbeing.Detection;

namespace Wellbeing.Benchmarks;

/// <summary>Typical weeks of people, and where each rule, ours and others', fires: the pictures of
/// docs/detection.md.</summary>
internal static class Pictures
{
    // Drawn for a phone: at 360 pixels wide a letter is still 11 high.
    private const int Width = 400;
    private const int Left = 128;
    private const int Right = Width - 14;
    private const int Top = 38;
    private const int Scale = 11;
    private const int Bottom = Top + 10 * Scale;
    private const int FirstRow = Bottom + 44;
    private const int RowHeight = 18;

    private static readonly DateTime _start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    private static readonly (string Name, Rule Rule, Profile Profile)[] _ours =
    [
        ("W worsening", Rule.Worsening, Profile.Balanced),
        ("W, refined", Rule.Worsening, Profile.Refined),
        ("W, strict", Rule.Worsening, Profile.Strict),
        ("P persistent", Rule.Persistent, Profile.Balanced),
        ("A acute", Rule.Acute, Profile.Balanced),
        ("S silence", Rule.Silence, Profile.Balanced),
        ("C contact", Rule.ContactRequested, Profile.Balanced),
    ];

    // Readers with a dark screen get a dark picture; where a viewer ignores this, ink on paper.
    private const string Style = """
        <style>
        svg{--paper:#fff;--ink:#1a1a1a;--soft:#595959;--line:#d0d0d0;--hit:#a3201a}
        @media(prefers-color-scheme:dark){svg{--paper:#16181c;--ink:#f0f0f0;--soft:#b4b4b4;--line:#3c4046;--hit:#ff9b8f}}
        text{fill:var(--ink)}.s{fill:var(--soft)}.l{stroke:var(--line)}.d{fill:var(--ink)}.f{fill:none;stroke:var(--ink);stroke-width:2}
        .i{fill:none;stroke:var(--soft);stroke-width:2;stroke-dasharray:5 4}.h{fill:var(--hit)}.g{stroke:var(--hit);stroke-opacity:.35}
        </style>
        """;

    private static readonly string[] _others =
    [
        "one rating >= 7",
        "three in a row >= 4",
        "2 above the last",
        "Mann-Kendall of eight, rise 2",
    ];

    // -1 stands for a missed week.
    private static readonly Life[] _lives =
    [
        new("step", "A step: news, and feelings that stay", [2, 1, 2, 3, 2, 2, 1, 2, 3, 2, 5, 5, 6, 5, 6, 5, 6, 5]),
        new("drift", "A slow drift", [2, 2, 1, 2, 2, 3, 2, 2, 3, 3, 4, 3, 4, 5, 5, 5, 6, 6]),
        new("relapse", "Better, then worse again", [8, 7, 7, 5, 4, 3, 2, 2, 1, 2, 1, 2, 1, 5, 6, 6, 7, 6]),
        new("spike", "One bad week", [2, 2, 1, 2, 2, 8, 3, 2, 2, 1, 2, 2, 3, 2, 2, 1, 2, 2]),
        new("fluctuating", "Ups and downs, as usual for them", [4, 2, 6, 3, 5, 1, 4, 6, 3, 4, 2, 5, 3, 6, 2, 4, 5, 3]),
        new(
            "persistent",
            "Strong for weeks, daily life affected",
            [3, 6, 7, 6, 7, 7, 6, 7, 8, 7, 6, 7, 7, 6, 7, 6, 7, 6],
            [2, 4, 6, 6, 5, 6, 7, 6, 7, 6, 6, 6, 7, 6, 6, 5, 6, 6]
        ),
        new(
            "silence",
            "A rating near the top, then silence",
            [3, 2, 3, 4, 3, 4, 9, -1, -1, -1, 6, 4, 3, 3, 2, 3, 2, 3]
        ),
        new(
            "contact",
            "Calm, and asks to be contacted in week 9",
            [2, 3, 2, 2, 1, 2, 3, 2, 2, 2, 1, 2, 2, 3, 2, 2, 1, 2],
            AsksInWeek: 9
        ),
    ];

    public static void Draw(DirectoryInfo folder)
    {
        foreach (var life in _lives)
            File.WriteAllText(Path.Combine(folder.FullName, $"{life.Name}.svg"), Svg(life));
    }

    private static string Svg(Life life)
    {
        var weeks = life.Intensity.Index().Where(week => week.Item >= 0).ToList();
        var series = new Series(
            Cadence.Weekly,
            weeks.Select(week => new Observation(
                _start.AddDays(week.Index * 7),
                week.Item,
                life.Functioning?[week.Index],
                ContactMe: week.Index + 1 == life.AsksInWeek
            ))
        );
        var rows = _ours
            .Select(row =>
                (
                    row.Name,
                    Weeks: Detector
                        .Replay(series, DetectionSettings.For(row.Profile))
                        .Where(finding => finding.Rule == row.Rule)
                        .Select(finding => WeekOf(finding.AtUtc))
                        .ToList()
                )
            )
            .Concat(
                _others.Select(name =>
                    (Name: name, Weeks: Comparison.Firings(name, series.Observations).Select(WeekOf).ToList())
                )
            )
            .ToList();
        var height = FirstRow + (rows.Count + 1) * RowHeight;

        var svg = new StringBuilder();
        Add(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" role="img" aria-labelledby="title" font-family="system-ui,sans-serif" font-size="13">
            <title id="title">{life.Title}. {Spoken(rows)}</title>
            {Style}
            <rect width="{Width}" height="{height}" rx="8" style="fill:var(--paper)"/>
            <text x="12" y="22" font-size="15" font-weight="bold">{life.Title}</text>
            """
        );
        foreach (var level in new[] { 0, 5, 10 })
            Add(
                $"""<path d="M{Left - 6} {Y(level)}H{Right + 6}" class="l"/><text x="{Left - 12}" y="{Y(level) + 4.5}" text-anchor="end" class="s">{level}</text>"""
            );
        for (var week = 1; week <= life.Intensity.Length; week += 4)
            Add($"""<text x="{X(week)}" y="{Bottom + 19}" text-anchor="middle" class="s">{week}</text>""");
        Add($"""<text x="12" y="{Y(5) + 4.5}">feelings</text><text x="12" y="{Bottom + 19}" class="s">week</text>""");

        foreach (var week in rows.Take(_ours.Length).SelectMany(row => row.Weeks).Distinct())
            Add($"""<path d="M{X(week)} {Top}V{Bottom}" class="g"/>""");
        if (life.Functioning is { } functioning)
        {
            Add(
                $"""<polyline points="{Points(functioning)}" class="i"/><text x="12" y="{Y(5) + 22}" class="s">daily life - -</text>"""
            );
        }

        Add($"""<polyline points="{Points(life.Intensity)}" class="f"/>""");
        foreach (var (week, rating) in weeks)
            Add($"""<circle cx="{X(week + 1)}" cy="{Y(rating)}" r="3" class="d"/>""");

        for (var row = 0; row < rows.Count; row++)
        {
            var isOther = row >= _ours.Length;
            var y = FirstRow + (row + (isOther ? 1 : 0)) * RowHeight;
            if (row == _ours.Length)
                Add(
                    $"""<text x="12" y="{y - RowHeight + 4.5}" font-size="12" font-style="italic" class="s">other rules</text>"""
                );
            Add(
                $"""<path d="M{Left - 6} {y}H{Right + 6}" class="l"/><text x="12" y="{y + 4.5}" font-size="12"{(isOther ? " class=\"s\"" : "")}>{Short(rows[row].Name)}</text>"""
            );
            foreach (var week in rows[row].Weeks)
            {
                Add(
                    isOther
                        ? (FormattableString)$"""<circle cx="{X(week)}" cy="{y}" r="5" style="fill:var(--soft)"/>"""
                        : $"""<path d="M{X(week)} {y - 7}l7 7l-7 7l-7 -7z" class="h"/>"""
                );
            }
        }

        return svg.Append("</svg>\n").ToString();

        void Add(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        string Points(int[] values) =>
            string.Join(
                ' ',
                values
                    .Index()
                    .Where(week => week.Item >= 0)
                    .Select(week => string.Create(CultureInfo.InvariantCulture, $"{X(week.Index + 1)},{Y(week.Item)}"))
            );

        double X(double week) => Math.Round(Left + (week - 1) * (Right - Left) / (life.Intensity.Length - 1), 1);
    }

    /// <summary>For those who do not see the picture: which of our rules fired, and when.</summary>
    private static string Spoken(IEnumerable<(string Name, List<double> Weeks)> rows)
    {
        var fired = rows.Take(_ours.Length)
            .Where(row => row.Weeks.Count > 0)
            .Select(row =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Name}: week {string.Join(" and ", row.Weeks.Select(week => week.ToString("0", CultureInfo.InvariantCulture)))}"
                )
            )
            .ToList();
        return fired.Count == 0 ? "None of our rules fires." : $"{string.Join("; ", fired)}.";
    }

    private static string Short(string name) =>
        name switch
        {
            "one rating >= 7" => "once 7 or more",
            "three in a row >= 4" => "thrice 4 or more",
            "2 above the last" => "2 above the last",
            "Mann-Kendall of eight, rise 2" => "Mann-Kendall",
            _ => name,
        };

    private static double WeekOf(DateTime at) => Math.Round((at - _start).TotalDays / 7 + 1, 1);

    private static int Y(int rating) => Bottom - rating * Scale;

    /// <summary>One person's weeks; -1 stands for a missed one.</summary>
    private sealed record Life(
        string Name,
        string Title,
        int[] Intensity,
        int[]? Functioning = null,
        int AsksInWeek = 0
    );
}
