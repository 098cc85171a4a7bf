using MediatR;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Audit;

/// <summary>Says for good, in the audit log, that a demo was made in this database: its people do not exist.</summary>
[AllowedTo(Roles.System)]
public sealed record RecordDemo(Actor By) : IRequest, IActed;

internal sealed class RecordDemoHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RecordDemo>
{
    public async Task Handle(RecordDemo request, CancellationToken cancellationToken)
    {
        db.Audit(request.By, AuditActions.DemoSeeded, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
    }
}
