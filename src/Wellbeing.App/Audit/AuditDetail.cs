namespace Wellbeing.App.Audit;

/// <summary>
/// What an audit record says beyond its verb. Each kind is a sealed record in the room whose act it tells of, and names
/// its verbs with <see cref="DetailOfAttribute"/>. Ids, numbers, days and names of enums: never a rating, words or an
/// address. It is kept for good, and stored as <see cref="AuditDetails.Write"/> writes it.
/// </summary>
public abstract record AuditDetail
{
    private protected AuditDetail() { }
}

/// <summary>What stands in a record is not what is written with its verb: somebody altered it, or another version wrote
/// it. Read, never written.</summary>
public sealed record UnreadableDetail : AuditDetail;

/// <summary>Which version came into force.</summary>
[DetailOf(AuditActions.QuestionsPublished, AuditActions.SupportNumbersChanged, AuditActions.BrandingChanged)]
public sealed record VersionDetail([Shown("version")] int Version) : AuditDetail;

/// <summary>The verbs of <see cref="AuditActions"/> that are written with this detail, and with no other.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DetailOfAttribute(params string[] actions) : Attribute
{
    public IReadOnlyList<string> Actions { get; } = actions;
}

/// <summary>
/// An administrator reads this part of a detail, under this name; a part without it is not shown. What says how somebody
/// is (severity, outcome, rule, to whom they are referred) never has it. On a member of an enum: how it is called there,
/// where not by its own name.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class ShownAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    public ShownAs As { get; init; }
}

/// <summary>How a part of a detail is put into words.</summary>
public enum ShownAs
{
    /// <summary>By its type: names in lower case, yes or no, moments in the team's zone, ids as who they belong
    /// to.</summary>
    InWords,

    /// <summary>A text as it stands.</summary>
    AsWritten,

    /// <summary>The name of the part alone, where it is true.</summary>
    NameIfTrue,

    /// <summary>A kind of message, by its title.</summary>
    MessageKind,

    /// <summary>A verb, or an area of verbs.</summary>
    Verb,
}
