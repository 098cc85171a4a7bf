namespace Wellbeing.Detection;

/// <summary>How often a person is asked. It only picks constants: every rule looks at days that really
/// passed.</summary>
public enum Cadence
{
    /// <summary>About every day.</summary>
    Daily,

    /// <summary>About every 7 days; the default of the product.</summary>
    Weekly,

    /// <summary>About every 14 days.</summary>
    Fortnightly,

    /// <summary>About every 30 days.</summary>
    Monthly,
}

/// <summary>One value for each cadence.</summary>
/// <typeparam name="T">What differs by cadence.</typeparam>
public sealed record PerCadence<T>(T Daily, T Weekly, T Fortnightly, T Monthly)
{
    /// <summary>The value for a cadence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cadence is none of the four.</exception>
    public T For(Cadence cadence) =>
        cadence switch
        {
            Cadence.Daily => Daily,
            Cadence.Weekly => Weekly,
            Cadence.Fortnightly => Fortnightly,
            Cadence.Monthly => Monthly,
            _ => throw new ArgumentOutOfRangeException(nameof(cadence), cadence, "Unknown cadence."),
        };

    /// <summary>The same values with one replaced.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cadence is none of the four.</exception>
    public PerCadence<T> With(Cadence cadence, T value) =>
        cadence switch
        {
            Cadence.Daily => this with { Daily = value },
            Cadence.Weekly => this with { Weekly = value },
            Cadence.Fortnightly => this with { Fortnightly = value },
            Cadence.Monthly => this with { Monthly = value },
            _ => throw new ArgumentOutOfRangeException(nameof(cadence), cadence, "Unknown cadence."),
        };
}
