namespace Wellbeing.Detection.Replay;

/// <summary>
/// SplitMix64: the same numbers for the same seed on every machine and version of .NET, which System.Random does not
/// promise.
/// </summary>
internal struct Randomness
{
    private ulong _state;

    /// <param name="seed">Of the whole simulation.</param>
    /// <param name="stream">Of one person, so that one person's answers do not move when another's change.</param>
    public Randomness(long seed, long stream) => _state = Mix((ulong)seed) ^ Mix((ulong)stream * 0xD1342543DE82EF95);

    /// <summary>From 0, up to but not including 1.</summary>
    public double Uniform()
    {
        _state += 0x9E3779B97F4A7C15;
        return (Mix(_state) >> 11) * (1.0 / (1UL << 53));
    }

    public double Uniform(double from, double to) => from + (to - from) * Uniform();

    public int Whole(int from, int to) => from + (int)(Uniform() * (to - from + 1));

    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Normal, mean 0 and standard deviation 1 (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    public double Normal(double mean, double deviation) => mean + deviation * Normal();

    /// <summary>Logistic, mean 0 and standard deviation 1: heavier tails than normal.</summary>
    public double Logistic()
    {
        var u = Math.Clamp(Uniform(), 1e-12, 1 - 1e-12);
        return Math.Log(u / (1 - u)) * (Math.Sqrt(3) / Math.PI);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
