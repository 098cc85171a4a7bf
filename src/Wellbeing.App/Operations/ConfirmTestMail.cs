using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>
/// An administrator types the code of a test mail of their own: it left, and it arrived. A mail server that takes a
/// mail has not delivered it yet.
/// </summary>
[AllowedTo(Roles.Administrator)]
public sealed record ConfirmTestMail(Actor By, string Code) : IRequest<bool>, IActed;

internal sealed class ConfirmTestMailHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ConfirmTestMail, bool>
{
    /// <returns>False where none of their latest test mails has this code.</returns>
    public async Task<bool> Handle(ConfirmTestMail request, CancellationToken cancellationToken)
    {
        var digits = string.Concat(request.Code.Where(char.IsAsciiDigit));
        var sent = await db
            .Messages.AsNoTracking()
            .Where(n => n.Kind == MailTest.Kind && n.AccountId == request.By.UserId)
            .OrderByDescending(n => n.CreatedAtUtc)
            .ThenByDescending(n => n.Id)
            .Take(SendTestMail.PerHour)
            .Select(n => n.Id)
            .ToListAsync(cancellationToken);
        if (!sent.Exists(id => TestMailCode.Of(id) == digits))
            return false;
        await db.MarkSetUp(request.By, SetUpStep.Mail, clock.GetUtcNow().UtcDateTime, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
