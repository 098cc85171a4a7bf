using System.Globalization;
using System.Text;
using Wellbeing.Detection;

namespace Wellbeing.Benchmarks;

/// <summary>Typical weeks of people, and where each rule fires: the pictures of docs/detection.md.</summary>
internal static class Pictures
{
    private const int Width = 640;
    private const int Top = 16;
    private const int Scale = 12;
    private const int Left = 32;
    private const int Height = Top + 10 * Scale;

    private static readonly DateTime Start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    private static readonly (Rule Rule, string Letter, string Colour)[] Marks =
    [
        (Rule.Worsening, "W", "#b3261e"), (Rule.Persistent, "P", "#6a3fa0"), (Rule.Acute, "A", "#8a5000"), (Rule.Silence, "S", "#00629b"), (Rule.ContactRequested, "C", "#1b6e2e"),
    ];

    // -1 stands for a missed week.
    private static readonly (string Name, string Title, int[] Intensity, int[]? Functioning)[] Lives =
    [
        ("step", "A step: news, and feelings that stay", [2, 1, 2, 3, 2, 2, 1, 2, 3, 2, 5, 5, 6, 5, 6, 5, 6, 5], null),
        ("drift", "A slow drift", [2, 2, 1, 2, 2, 3, 2, 2, 3, 3, 4, 3, 4, 5, 5, 5, 6, 6], null),
        ("relapse", "Better, then worse again", [8, 7, 7, 5, 4, 3, 2, 2, 1, 2, 1, 2, 1, 5, 6, 6, 7, 6], null),
        ("spike", "One bad week", [2, 2, 1, 2, 2, 8, 3, 2, 2, 1, 2, 2, 3, 2, 2, 1, 2, 2], null),
        ("fluctuating", "Ups and downs that are this person's usual", [4, 2, 6, 3, 5, 1, 4, 6, 3, 4, 2, 5, 3, 6, 2, 4, 5, 3], null),
        ("persistent", "Strong for weeks, daily life affected (dashed)", [3, 6, 7, 6, 7, 7, 6, 7, 8, 7, 6, 7, 7, 6, 7, 6, 7, 6], [2, 4, 6, 6, 5, 6, 7, 6, 7, 6, 6, 6, 7, 6, 6, 5, 6, 6]),
        ("silence", "A rating near the top, then silence", [3, 2, 3, 4, 3, 4, 9, -1, -1, -1, 6, 4, 3, 3, 2, 3, 2, 3], null),
    ];

    public static void Draw(DirectoryInfo folder)
    {
        foreach (var (name, title, intensity, functioning) in Lives)
            File.WriteAllText(Path.Combine(folder.FullName, $"{name}.svg"), Svg(title, intensity, functioning));
    }

    private static string Svg(string title, int[] intensity, int[]? functioning)
    {
        var observations = intensity.Index().Where(week => week.Item >= 0)
            .Select(week => new Observation(Start.AddDays(week.Index * 7), week.Item, functioning?[week.Index]));
        var findings = Detector.Replay(new Series(Cadence.Weekly, observations), DetectionSettings.Default);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height + 44}\" role=\"img\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        foreach (var level in new[] { 0, 5, 10 })
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(level)}H{Width - 8}\" stroke=\"#ddd\"/><text x=\"{Left - 6}\" y=\"{Y(level) + 4}\" text-anchor=\"end\" fill=\"#555\">{level}</text>\n");
        if (functioning is not null) Line(functioning, "stroke-dasharray=\"4 3\"", "#777");
        Line(intensity, "", "#222");
        foreach (var week in intensity.Index().Where(week => week.Item >= 0))
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(week.Index):0.#}\" cy=\"{Y(week.Item)}\" r=\"2.5\" fill=\"#222\"/>\n");

        foreach (var finding in findings)
        {
            var (_, letter, colour) = Marks.Single(mark => mark.Rule == finding.Rule);
            var x = X((finding.AtUtc - Start).TotalDays / 7);
            var row = findings.Count(other => other.AtUtc == finding.AtUtc && other.Rule < finding.Rule);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x:0.#} {Top}V{Height}\" stroke=\"{colour}\" stroke-opacity=\"0.4\"/><text x=\"{x:0.#}\" y=\"{Height + 16 + row * 13}\" text-anchor=\"middle\" font-weight=\"bold\" fill=\"{colour}\">{letter}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();

        void Line(int[] values, string style, string colour)
        {
            var points = values.Index().Where(week => week.Item >= 0).Select(week => string.Create(CultureInfo.InvariantCulture, $"{X(week.Index):0.#},{Y(week.Item)}"));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points)}\" fill=\"none\" stroke=\"{colour}\" {style}/>\n");
        }

        double X(double week) => Left + 8 + week * (Width - Left - 24) / (intensity.Length - 1);
    }

    private static int Y(int rating) => Height - rating * Scale;
}
