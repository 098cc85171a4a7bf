using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Records;

/// <summary>
/// A nurse has a letter shown for printing. That stands in the flag's and the person's history, once an hour for the
/// same letter: whoever changes a word and shows it again has written one letter.
/// </summary>
/// <returns>False when the flag is not there.</returns>
[AllowedTo(Roles.Nurse)]
public sealed record PrepareReferralLetter(Actor By, Guid FlagId, ReferralKind To) : IRequest<bool>, IActed;

internal sealed class PrepareReferralLetterHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<PrepareReferralLetter, bool>
{
    private static readonly TimeSpan _sameLetter = TimeSpan.FromHours(1);

    public async Task<bool> Handle(PrepareReferralLetter request, CancellationToken cancellationToken)
    {
        if (
            await db
                .Flags.AsNoTracking()
                .Where(f => f.Id == request.FlagId)
                .Select(f => (Guid?)f.ParticipantId)
                .SingleOrDefaultAsync(cancellationToken)
            is not { } person
        )
            return false;
        var now = clock.GetUtcNow().UtcDateTime;
        var (since, letter) = (now - _sameLetter, new ReferralDetail(request.To));
        var detail = AuditDetails.Write(AuditActions.ReferralLetterPrepared, letter);
        var shown = await db.AuditRecords.AnyAsync(
            a =>
                a.FlagId == request.FlagId
                && a.Action == AuditActions.ReferralLetterPrepared
                && a.ActorId == request.By.UserId
                && a.Detail == detail
                && a.AtUtc > since,
            cancellationToken
        );
        if (shown)
            return true;
        db.Audit(request.By, AuditActions.ReferralLetterPrepared, now, person, request.FlagId, letter);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
