using System.Globalization;
using System.Text.RegularExpressions;

namespace Wellbeing.App.Site;

/// <summary>One edition of how the site looks. Never changed once saved; the newest is in force.</summary>
public sealed partial class Branding
{
    /// <summary>
    /// Characters. Names of hospitals and foundations are long, and longer still with their department.
    /// </summary>
    public const int MaximumNameLength = 120;

    /// <summary>Characters of the postal address.</summary>
    public const int MaximumAddressLength = 300;

    /// <summary>1, 2, 3...</summary>
    public int Version { get; init; }

    /// <summary>In headers, titles and mails.</summary>
    public required string Name { get; init; }

    /// <summary>Of headers, buttons and links: <c>#14595c</c>.</summary>
    public required string Primary { get; init; }

    /// <summary>The line under the header.</summary>
    public required string Accent { get; init; }

    /// <summary>A PNG with nothing in it but the picture; null for the product's own mark.</summary>
    public byte[]? Logo { get; init; }

    /// <summary>Where post reaches the organisation, on letters; several lines; null where nobody entered it.</summary>
    public string? Address { get; init; }
    public DateTime PublishedAtUtc { get; init; }
    public Guid? PublishedBy { get; init; }
    public required string PublishedByName { get; init; }

    /// <summary>Whether a name tells of an illness, as far as its words show. It stands in the subject of each mail,
    /// where others see it.</summary>
    public static bool TellsOfIllness(string name) => Illness().IsMatch(name);

    [GeneratedRegex(
        "cancer|leuk(a)?emi|lymphom|myelom|blood|tumou?r|oncolog|ha?ematolog|palliati|hospice|transplant|depressi|suicid|mental (health|illness)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Illness();
}

/// <summary>A colour, and how well another can be told from it (WCAG 2.2).</summary>
public readonly record struct Shade(byte Red, byte Green, byte Blue)
{
    /// <summary>For text (success criterion 1.4.3).</summary>
    public const double Readable = 4.5;

    /// <summary>For shapes that mean something (success criterion 1.4.11).</summary>
    public const double Visible = 3;

    public static Shade White { get; } = new(255, 255, 255);

    /// <summary>The darkest ground that words in the main colour stand on.</summary>
    public static Shade Sand { get; } = new(0xf2, 0xea, 0xdd);

    /// <summary>The lightest plain ground of a dark screen: the style sheets' "card" at night.</summary>
    public static Shade Night { get; } = new(0x1b, 0x26, 0x29);

    /// <summary><c>#14595c</c>, or null.</summary>
    public static Shade? Parse(string? text) =>
        text?.Trim() is ['#', .. { Length: 6 } hex]
        && int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? new Shade((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    /// <summary>1 to 21.</summary>
    public static double Contrast(Shade a, Shade b)
    {
        var (light, dark) = (Math.Max(a.Luminance, b.Luminance), Math.Min(a.Luminance, b.Luminance));
        return (light + 0.05) / (dark + 0.05);
    }

    /// <param name="part">0 is this colour, 1 the other.</param>
    public Shade Mix(Shade other, double part) =>
        new(Mixed(Red, other.Red, part), Mixed(Green, other.Green, part), Mixed(Blue, other.Blue, part));

    /// <summary>The same hue, as little darker or lighter as will do; itself where it does.</summary>
    public Shade Nearest(Func<Shade, bool> passes)
    {
        for (var step = 0; step <= 100; step++)
        {
            var (darker, lighter) = (Mix(default, step / 100.0), Mix(White, step / 100.0));
            if (passes(darker))
                return darker;
            if (passes(lighter))
                return lighter;
        }

        return default;
    }

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static byte Mixed(byte from, byte to, double part) => (byte)Math.Round(from + ((to - from) * part));
}
