using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Wellbeing.Testing;

namespace Wellbeing.Browser.Tests;

/// <summary>
/// Looks at page after page, and tells at the end of all that was wrong. Every page: one heading, its language and
/// direction, addresses and numbers typed from left to right, nothing wider than the window at 320 px, at 1280 px and
/// at twice the text size, zero breaches found by axe, and no word that is faint on a dark screen.
/// <c>tests/run --full</c> asks axe at every width and at twice the text size, and walks every language;
/// otherwise it is asked at the narrowest, on staff pages at the widest too, in English and on its day Arabic
/// (<see cref="Languages"/>).
/// </summary>
internal sealed partial class Walk(string language, IReadOnlyDictionary<string, string> keys, bool staff = false)
{
    /// <summary>In pixels; this one stands for 360 px with text at twice its size.</summary>
    private const int TwiceTheText = 200;

    private readonly List<string> _wrong = [];

    public static bool IsFull { get; } = InTurn.All;

    /// <summary>English every day, and one of the others in turn; all of them where everything is walked.</summary>
    public static TheoryData<string> Languages => ["en-AU", .. InTurn.Of(1, "ar", "zh-Hans", "vi", "it", "el")];

    // In the language of the day the words are longer or shorter, not the page's make: axe has been asked in English
    // and Arabic.
    private bool AsksAxe => IsFull || language is "en-AU" or "ar";

    /// <summary>Opens each page and looks at it.</summary>
    /// <param name="whose">Of pages that several see: who looks, in the names of their pictures.</param>
    public async Task Through(IPage page, IEnumerable<string> paths, string whose = "")
    {
        foreach (var path in paths)
        {
            var address = Name().Replace(path, match => keys[match.Groups[1].Value]);
            await page.SetViewportSizeAsync(320, 780);
            await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Load });
            if (new Uri(page.Url).PathAndQuery is var came && came != address)
                _wrong.Add($"{path} leads to {came}");
            await Look(page, path, whose);
        }
    }

    /// <summary>Looks at the page that is open.</summary>
    public async Task Look(IPage page, string path, string whose = "")
    {
        var seen = await page.EvaluateAsync<string>(
            "() => [document.querySelectorAll('h1').length, document.documentElement.lang, document.documentElement.dir || 'ltr', !!document.title.trim()].join(' ')"
        );
        var wanted = $"1 {language} {(language == "ar" ? "rtl" : "ltr")} true";
        if (seen != wanted)
            _wrong.Add($"{path}: headings, language, direction, title are {seen}, not {wanted}");
        if (
            await page.EvaluateAsync<string?>(
                "() => [...document.querySelectorAll('input')].find((i) => ['email', 'tel', 'url'].includes(i.type) && getComputedStyle(i).direction !== 'ltr')?.name ?? null"
            ) is
            { } mirrored
        )
            _wrong.Add($"{path}: {mirrored} is written from right to left, which scrambles an address or a number");
        foreach (var width in IsFull ? [320, 360, 768, 1280, TwiceTheText] : new[] { 320, 1280, TwiceTheText })
        {
            await page.SetViewportSizeAsync(width == TwiceTheText ? 360 : width, width > 700 ? 900 : 780);
            if (width == TwiceTheText)
                await page.EvaluateAsync("() => { document.documentElement.style.fontSize = '200%'; }");
            var at = $"{path} at {(width == TwiceTheText ? "twice the text size" : $"{width} px")}";
            if (await DemoSite.SidewaysScroll(page) is { } excess)
                _wrong.Add($"{at} {excess}");
            if (IsFull || (AsksAxe && (width == 320 || (staff && width == 1280))))
                _wrong.AddRange((await DemoSite.Breaches(page)).Select(breach => $"{at}: {breach}"));
            // Colours are the same in every language and at every width; what is drawn may not be.
            if (IsFull ? width is 320 or 1280 : AsksAxe && width == (staff ? 1280 : 320))
                _wrong.AddRange((await DemoSite.FaintAtNight(page)).Select(faint => $"{at}: {faint}"));
        }

        await page.EvaluateAsync("() => { document.documentElement.style.fontSize = ''; }");
        await Pictures(page, path, whose);
    }

    private async Task Pictures(IPage page, string path, string whose)
    {
        if (!DemoSite.TakesPictures || language is not ("en-AU" or "ar"))
            return;
        var slug = NotALetter()
            .Replace(path == "/" ? $"{whose}/home" : $"{whose}{path}", "-")
            .Trim('-')
            .ToLowerInvariant();
        foreach (var width in language == "ar" ? [360] : new[] { 360, 1280 })
        {
            await page.SetViewportSizeAsync(width, width < 700 ? 780 : 900);
            await DemoSite.Picture(page, slug + (language == "ar" ? "-ar" : ""));
        }
    }

    public void ExpectNothingWrong() => Assert.True(_wrong.Count == 0, string.Join("\n", _wrong));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Name();

    [GeneratedRegex("[^A-Za-z]+")]
    private static partial Regex NotALetter();
}
