using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>What was done to the keys in the database.</summary>
public enum KeysChange
{
    /// <summary>They lay in clear and are wrapped from now on.</summary>
    Wrapped,

    /// <summary>Another key from outside wraps them.</summary>
    Rewrapped,

    /// <summary>New ones seal from now on.</summary>
    Rotated,

    /// <summary>New ones seal from now on, and every session was ended.</summary>
    SessionsEnded,

    /// <summary>What people wrote before is sealed by the newest.</summary>
    Resealed,
}

/// <summary>The operator, or the server at its start, changed the keys.</summary>
[AllowedTo(Roles.System)]
public sealed record RecordKeysChanged(Actor By, KeysChange Change) : IRequest, IActed;

internal sealed class RecordKeysChangedHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RecordKeysChanged>
{
    public Task Handle(RecordKeysChanged request, CancellationToken cancellationToken)
    {
        db.Audit(
            request.By,
            request.Change switch
            {
                KeysChange.Wrapped => AuditActions.KeysWrapped,
                KeysChange.Rewrapped => AuditActions.KeysRewrapped,
                KeysChange.Rotated => AuditActions.KeysRotated,
                KeysChange.SessionsEnded => AuditActions.KeysSessionsEnded,
                KeysChange.Resealed => AuditActions.KeysResealed,
                _ => throw new ArgumentOutOfRangeException(nameof(request)),
            },
            clock.GetUtcNow().UtcDateTime
        );
        return db.SaveChangesAsync(cancellationToken);
    }
}
