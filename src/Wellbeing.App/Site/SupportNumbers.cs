namespace Wellbeing.App.Site;

/// <summary>One edition of who to call. Never changed once published; the newest is in force. None: what the
/// configuration says.</summary>
public sealed class SupportNumbers
{
    /// <summary>1, 2, 3...</summary>
    public int Version { get; init; }
    public required NumberSet Set { get; init; }

    /// <summary>Whoever published it said that the numbers were rung or looked up. Not so where only the organisation's
    /// own line was entered.</summary>
    public bool Checked { get; init; }
    public DateTime PublishedAtUtc { get; init; }
    public Guid? PublishedBy { get; init; }
    public required string PublishedByName { get; init; }
}

/// <summary>Who to call. None of the single lines is ever empty, and there is at least one crisis line for
/// everybody.</summary>
/// <param name="Crisis">In the order shown; the first one for everybody stands in mails.</param>
/// <param name="Countries">For people who read this elsewhere.</param>
public sealed record NumberSet(
    string Emergency,
    NumberLine Foundation,
    NumberLine Interpreter,
    NumberLine Relay,
    IReadOnlyList<NumberLine> Crisis,
    IReadOnlyList<CountryNumbers> Countries
)
{
    /// <summary>Where one writes by text message; null in editions of before there was one: then the configured one
    /// stands.</summary>
    public NumberLine? Text { get; init; }

    /// <summary>All that one can dial, in a fixed order.</summary>
    internal IEnumerable<string?> Numbers =>
        new[] { Emergency, Foundation.Number, Interpreter.Number, Relay.Number, Text?.Number }
            .Concat(Crisis.Select(line => line.Number))
            .Concat(Countries.SelectMany(c => new[] { c.Emergency, c.Number }));
}

/// <param name="Key">Finds the product's own words about the line, in every language; empty for a line it does not
/// know.</param>
/// <param name="Note">The organisation's words, in place of the product's.</param>
/// <param name="Language">Only for readers of this language; null for everybody.</param>
public sealed record NumberLine(string Key, string Name, string Number, string? Note = null, string? Language = null);

/// <param name="Country">Two letters, ISO 3166.</param>
/// <param name="Name">A crisis line there, and its number; both or neither.</param>
public sealed record CountryNumbers(string Country, string Emergency, string? Name = null, string? Number = null);
