namespace Wellbeing.Hosting.Keys;

/// <summary>
/// What a key in the database is for. Each ring has its own keys, so that what opens a session opens no words, and all
/// sessions can be ended without losing any.
/// </summary>
/// <param name="Name">"sign-in".</param>
/// <param name="Application">Keeps what one ring sealed from being opened under the other's name.</param>
/// <param name="Prefix">Of the friendly names of its rows; empty for the ring that holds all others.</param>
internal sealed record Ring(string Name, string Application, string Prefix)
{
    /// <summary>What people wrote, and secrets at rest. It holds the keys of before there were two.</summary>
    public static readonly Ring Words = new("words", "Wellbeing", "");

    /// <summary>Cookies, tokens and links.</summary>
    public static readonly Ring SignIn = new("sign-in", "Wellbeing.SignIn", "sign-in:");

    public static IReadOnlyList<Ring> All { get; } = [Words, SignIn];

    public static Ring Of(string? friendlyName) =>
        friendlyName?.StartsWith(SignIn.Prefix, StringComparison.Ordinal) == true ? SignIn : Words;
}
