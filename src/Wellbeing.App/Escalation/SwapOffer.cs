using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

public enum SwapState
{
    Offered,
    Accepted,
    Declined,
    Withdrawn,
}

/// <summary>A nurse offers a turn on call to a colleague, or to whoever takes it first; perhaps for one of
/// theirs.</summary>
public sealed class SwapOffer : IVersioned
{
    public Guid Id { get; init; }
    public Guid OfferedBy { get; init; }
    public DateTime OfferedAtUtc { get; init; }
    public DateTime StartsAtUtc { get; init; }
    public DateTime EndsAtUtc { get; init; }

    /// <summary>The colleague asked; null for anybody.</summary>
    public Guid? OfferedTo { get; init; }

    /// <summary>The colleague's turn that is taken in return, if any.</summary>
    public DateTime? ReturnStartsAtUtc { get; init; }
    public DateTime? ReturnEndsAtUtc { get; init; }
    public SwapState State { get; private set; }
    public Guid? AnsweredBy { get; private set; }
    public DateTime? AnsweredAtUtc { get; private set; }
    public int Version { get; set; }

    /// <summary>Still to be answered; a turn that is over needs no answer.</summary>
    public bool IsOpen(DateTime nowUtc) => State == SwapState.Offered && EndsAtUtc > nowUtc;

    public void Answer(Guid by, SwapState state, DateTime nowUtc)
    {
        if (State != SwapState.Offered || state == SwapState.Offered)
            throw new InvalidOperationException($"An offer that is {State} cannot become {state}.");
        State = state;
        AnsweredBy = by;
        AnsweredAtUtc = nowUtc;
    }
}
