using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Privacy;

/// <summary>Records that a person's data was handed to them, once it was: by itself, since a stream cannot be run
/// again.</summary>
/// <param name="Whole">False where it was broken off on its way.</param>
[AllowedTo(Roles.Participant)]
public sealed record RecordMyExport(Actor By, bool Whole) : IRequest, IActed;

internal sealed class RecordMyExportHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RecordMyExport>
{
    public async Task Handle(RecordMyExport request, CancellationToken cancellationToken)
    {
        db.StartOver();
        db.Audit(
            request.By,
            request.Whole ? AuditActions.DataExported : AuditActions.DataExportBrokenOff,
            clock.GetUtcNow().UtcDateTime,
            request.By.ParticipantId
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
