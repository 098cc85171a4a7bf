using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wellbeing.App.Escalation;

/// <summary>Whom a step tells.</summary>
public enum TargetKind
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
[JsonConverter(typeof(EscalationTargetJson))]
public sealed record EscalationTarget(TargetKind Kind, Guid? Target = null)
{
    public static EscalationTarget SupportContacts { get; } = new(TargetKind.SupportContacts);
    public static EscalationTarget AssignedNurse { get; } = new(TargetKind.AssignedNurse);
    public static EscalationTarget NurseOnCall { get; } = new(TargetKind.NurseOnCall);
    public static EscalationTarget SecondNurse { get; } = new(TargetKind.SecondNurse);
    public static EscalationTarget WholeTeam { get; } = new(TargetKind.WholeTeam);
    public static EscalationTarget Administrators { get; } = new(TargetKind.Administrators);
    public static EscalationTarget TeamMailbox { get; } = new(TargetKind.TeamMailbox);

    /// <summary>Colleagues are meant by it, by duty or by name: not a shared mailbox, a machine, or whoever happens to
    /// have the flag.</summary>
    public bool IsColleague =>
        Kind
            is TargetKind.NurseOnCall
                or TargetKind.SecondNurse
                or TargetKind.WholeTeam
                or TargetKind.Administrators
                or TargetKind.NamedUser;

    /// <summary>"nurseOnCall", "namedUser:0193..."; how it is stored, and sent by a form.</summary>
    public override string ToString()
    {
        var kind = char.ToLowerInvariant(Kind.ToString()[0]) + Kind.ToString()[1..];
        return Target is { } target ? $"{kind}:{target:D}" : kind;
    }

    /// <returns>Null for what is no such text.</returns>
    public static EscalationTarget? Parse(string? text)
    {
        var parts = (text ?? "").Split(':', 2);
        if (!Enum.TryParse<TargetKind>(parts[0], ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            return null;
        if (parts.Length == 1)
            return new EscalationTarget(kind);
        return Guid.TryParse(parts[1], out var target) ? new EscalationTarget(kind, target) : null;
    }
}

internal sealed class EscalationTargetJson : JsonConverter<EscalationTarget>
{
    public override EscalationTarget Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => EscalationTarget.Parse(reader.GetString()) ?? throw new JsonException("This tells nobody we know.");

    public override void Write(Utf8JsonWriter writer, EscalationTarget value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
