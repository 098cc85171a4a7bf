namespace Wellbeing.App.Escalation;

/// <summary>One nurse's turn on the rota: planned, or an override of what was planned.</summary>
public sealed class OnCallShift
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public DateTime StartsAtUtc { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTime EndsAtUtc { get; set; }

    /// <summary>True for a swap, a cover or a nurse who took over: it overrules what is planned, the newest
    /// first.</summary>
    public bool IsOverride { get; init; }

    /// <summary>When it was put on the rota.</summary>
    public DateTime CreatedAtUtc { get; init; }
}
