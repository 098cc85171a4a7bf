namespace Wellbeing.App.Operations;

/// <summary>Who acted: one account, or one of those without one of their own in the log.</summary>
public enum AuditActorKind
{
    Anybody,
    Account,

    /// <summary>Participants: the log names none of them.</summary>
    Participants,

    /// <summary>The product by itself.</summary>
    Product,
}
