using Microsoft.Playwright;
using Wellbeing.App.Site;

namespace Wellbeing.Browser.Tests;

/// <summary>The light and the dark screen: what axe does not ask.</summary>
public sealed class ThemeTests(DemoSite site)
{
    private static readonly string[] _grounds = ["paper", "sand", "card", "50"];

    // Words on what they stand on, and shapes that mean something beside it, under their names in _theme.scss.
    private static readonly (string Front, string Back, double Least)[] _pairs =
    [
        .. from word in new[] { "ink", "ink-soft", "950", "800", "700", "red-800", "red-700" }
        from ground in _grounds
        select (word, ground, Shade.Readable),
        .. from ground in new[] { "ground", "fill", "fill-hover", "red-fill", "red-button", "amber-fill" }
        select ("on-fill", ground, Shade.Readable),
        ("pill-text", "pill", Shade.Readable),
        ("pill-text", "pill-hover", Shade.Readable),
        ("focus-text", "focus", Shade.Readable),
        ("red-800", "red-50", Shade.Readable),
        ("amber-900", "amber-100", Shade.Readable),
        ("ink", "amber-100", Shade.Readable),
        ("ink", "amber-200", Shade.Readable),
        .. from shape in new[] { "control", "700", "600", "amber-600", "red-line", "brown", "fill" }
        from ground in new[] { "paper", "card" }
        select (shape, ground, Shade.Visible),
        .. from line in new[] { "700", "red-700", "brown", "ink-soft" }
        from band in new[] { "amber-100", "amber-200" }
        select (line, band, Shade.Visible),
        ("accent", "ground", Shade.Visible),
    ];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Words_can_be_read_and_shapes_seen(ColorScheme scheme)
    {
        var page = await site.Open(360);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.GotoAsync("/Help");
        var colours = new Dictionary<string, Shade>();
        foreach (var name in _pairs.SelectMany(p => new[] { p.Front, p.Back }).Distinct())
            colours[name] = await Colour(page, name);
        Assert.Empty(
            _pairs
                .Where(p => Shade.Contrast(colours[p.Front], colours[p.Back]) < p.Least)
                .Select(p => $"{p.Front} {colours[p.Front]} on {p.Back} {colours[p.Back]}: less than {p.Least}")
        );
        Assert.Equal(scheme == ColorScheme.Dark ? Shade.Night : Shade.White, colours["card"]);
        Assert.Equal(scheme == ColorScheme.Dark, Shade.Contrast(colours["paper"], Shade.White) > 15);
    }

    [Fact]
    public async Task A_dark_screen_has_dark_fields_from_the_first_style_sheet_on_and_paper_stays_light()
    {
        var page = await site.Open(360);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.GotoAsync("/SignIn?way=password");
        Assert.Equal("light dark", await page.Locator("meta[name=color-scheme]").GetAttributeAsync("content"));
        Assert.StartsWith("/dist/app", await page.Locator("link[rel=stylesheet]").First.GetAttributeAsync("href"));
        Assert.Equal(("dark", await Colour(page, "sand")), await Ground(page));

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var day = await Colour(page, "card");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, Media = Media.Print });
        Assert.Equal("light", (await Ground(page)).Scheme);
        Assert.Equal(day, await Colour(page, "card"));
    }

    private static async Task<(string Scheme, Shade? Colour)> Ground(IPage page)
    {
        var seen = await page.EvaluateAsync<string[]>(
            "() => { const s = getComputedStyle(document.documentElement); return [s.colorScheme, s.backgroundColor]; }"
        );
        return (seen[0], FromRgb(seen[1]));
    }

    /// <summary>A colour of <c>_theme.scss</c> as the browser draws it.</summary>
    private static async Task<Shade> Colour(IPage page, string name) =>
        FromRgb(
            await page.EvaluateAsync<string>(
                """
                (name) => {
                  const probe = document.body.appendChild(document.createElement("i"));
                  probe.style.color = `var(--wb-${name}, transparent)`;
                  const { color } = getComputedStyle(probe);
                  probe.remove();
                  return color;
                }
                """,
                name
            )
        ) ?? throw new ArgumentException($"There is no colour {name}.", nameof(name));

    /// <summary><c>rgb(1, 2, 3)</c>; null for anything that is not drawn in full.</summary>
    private static Shade? FromRgb(string text) =>
        text.StartsWith("rgb(", StringComparison.Ordinal)
        && text[4..^1].Split(", ").Select(byte.Parse).ToArray() is [var red, var green, var blue]
            ? new Shade(red, green, blue)
            : null;
}
