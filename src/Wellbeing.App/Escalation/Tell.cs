using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wellbeing.App.Escalation;

/// <summary>Whom a step tells.</summary>
public enum TellKind
{
    /// <summary>The participant's confirmed and consented contacts.</summary>
    SupportContacts,

    /// <summary>The nurse the flag is assigned to, if any.</summary>
    AssignedNurse,

    /// <summary>Whoever the rota names at that moment.</summary>
    NurseOnCall,

    /// <summary>Whoever the rota names next.</summary>
    SecondNurse,

    /// <summary>Every enabled nurse.</summary>
    WholeTeam,
    Administrators,

    /// <summary>One member of staff: the target is the account.</summary>
    NamedUser,

    /// <summary>A mailbox that the team shares: the target is one of them, or none for all.</summary>
    TeamMailbox,

    /// <summary>Another system, such as a gateway for text messages: the target says which.</summary>
    Webhook,
}

/// <summary>One entry of a step.</summary>
/// <param name="Target">Which account, mailbox or webhook; null where the kind needs none.</param>
[JsonConverter(typeof(TellJson))]
public sealed record Tell(TellKind Kind, Guid? Target = null)
{
    public static Tell SupportContacts { get; } = new(TellKind.SupportContacts);
    public static Tell AssignedNurse { get; } = new(TellKind.AssignedNurse);
    public static Tell NurseOnCall { get; } = new(TellKind.NurseOnCall);
    public static Tell SecondNurse { get; } = new(TellKind.SecondNurse);
    public static Tell WholeTeam { get; } = new(TellKind.WholeTeam);
    public static Tell Administrators { get; } = new(TellKind.Administrators);
    public static Tell TeamMailbox { get; } = new(TellKind.TeamMailbox);

    /// <summary>Colleagues are meant by it, by duty or by name: not a shared mailbox, a machine, or whoever happens to
    /// have the flag.</summary>
    public bool IsColleague =>
        Kind
            is TellKind.NurseOnCall
                or TellKind.SecondNurse
                or TellKind.WholeTeam
                or TellKind.Administrators
                or TellKind.NamedUser;

    /// <summary>"nurseOnCall", "namedUser:0193..."; how it is stored, and sent by a form.</summary>
    public override string ToString()
    {
        var kind = char.ToLowerInvariant(Kind.ToString()[0]) + Kind.ToString()[1..];
        return Target is { } target ? $"{kind}:{target:D}" : kind;
    }

    /// <returns>Null for what is no such text.</returns>
    public static Tell? Parse(string? text)
    {
        var parts = (text ?? "").Split(':', 2);
        if (!Enum.TryParse<TellKind>(parts[0], ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            return null;
        if (parts.Length == 1)
            return new Tell(kind);
        return Guid.TryParse(parts[1], out var target) ? new Tell(kind, target) : null;
    }
}

internal sealed class TellJson : JsonConverter<Tell>
{
    public override Tell Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Tell.Parse(reader.GetString()) ?? throw new JsonException("This tells nobody we know.");

    public override void Write(Utf8JsonWriter writer, Tell value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
