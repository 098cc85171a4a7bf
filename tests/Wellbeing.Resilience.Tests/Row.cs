using System.Globalization;

namespace Wellbeing.Resilience.Tests;

/// <summary>
/// One row of the reliability table. Everyday runs do a few per cent of a row's volume; <c>tests/resilience --full</c>,
/// or
/// <c>WELLBEING_RESILIENCE</c> set to another percentage, does the rest.
/// </summary>
internal sealed class Row(string number, string fault)
{
    private static readonly Lock _lock = new();

    public int Injected { get; private set; }
    public int Survived { get; private set; }
    public int Lost { get; private set; }
    public int Duplicated { get; private set; }

    /// <summary>How many of a row's full volume this run does.</summary>
    public static int Volume(int full, int everyday) =>
        double.TryParse(
            Environment.GetEnvironmentVariable("WELLBEING_RESILIENCE"),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var per
        )
        && per > 0
            ? Math.Max(everyday, (int)Math.Ceiling(full * per / 100))
            : everyday;

    public void Add(int injected, int lost = 0, int duplicated = 0)
    {
        Injected += injected;
        Survived += injected - lost;
        Lost += lost;
        Duplicated += duplicated;
    }

    /// <summary>Writes the row, fails on a loss, or on more duplicates than there were outcomes nobody could
    /// know.</summary>
    public void Close(int unknown = 0)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{number}\t{fault}\t{Injected}\t{Survived}\t{Lost}\t{Duplicated}\t{unknown}\n"
        );
        if (Environment.GetEnvironmentVariable("WELLBEING_RESILIENCE_REPORT") is { Length: > 0 } report)
        {
            lock (_lock)
                File.AppendAllText(report, line);
        }

        Assert.Equal(0, Lost);
        Assert.InRange(Duplicated, 0, unknown);
    }
}
