using System.Security.Cryptography;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>A code printed on leaflets: whoever has it may ask to take part, up to a number of people and until a
/// day.</summary>
public sealed class Leaflet : IVersioned
{
    public const int MaximumNameLength = 60;
    public const int MostPeople = 10_000;

    /// <summary>Mails that one code causes in an hour: a found leaflet is no way to fill strangers'
    /// mailboxes.</summary>
    public const int MostAsksAnHour = 30;

    // Without those that are mistaken for one another: I and 1, O and 0.
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public Guid Id { get; init; }

    /// <summary>Eight letters and digits, as <see cref="Clean"/> leaves them.</summary>
    public required string Code { get; init; }

    /// <summary>As administrators know it: where the leaflets lie.</summary>
    public required string Name { get; init; }

    /// <summary>Whoever joins by it is placed there.</summary>
    public Guid? CohortId { get; init; }
    public DateTime MadeAtUtc { get; init; }
    public DateTime EndsAtUtc { get; init; }

    /// <summary>How many people may join by it, 1 to <see cref="MostPeople"/>.</summary>
    public int Maximum { get; init; }

    /// <summary>How many have.</summary>
    public int Joined { get; init; }
    public DateTime? StoppedAtUtc { get; set; }
    public int Version { get; set; }

    public bool IsOpen(DateTime nowUtc) => StoppedAtUtc is null && nowUtc < EndsAtUtc && Joined < Maximum;

    public static string NewCode() => RandomNumberGenerator.GetString(Letters, 8);

    /// <summary>What somebody typed, in the form in which codes are kept.</summary>
    public static string Clean(string? typed) =>
        new([.. (typed ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(20)]);

    /// <summary>As people read and type it: <c>ABCD-2345</c>.</summary>
    public static string Shown(string code) => $"{code[..4]}-{code[4..]}";
}

/// <summary>Whether anybody may join by a leaflet at all: one row, off until an administrator switches it on.</summary>
public sealed class LeafletSwitch : IVersioned
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;
    public bool On { get; set; }
    public DateTime ChangedAtUtc { get; set; }
    public int Version { get; set; }
}
