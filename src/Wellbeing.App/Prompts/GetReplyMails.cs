using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>Whether the link in a mail about a note is ours, and such mails still come; null for a link we did not
/// write. Changes nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetReplyMails(Actor By, string Token) : IRequest<bool?>, IActed;

internal sealed class GetReplyMailsHandler(WellbeingDb db, ReminderLinks links) : IRequestHandler<GetReplyMails, bool?>
{
    public async Task<bool?> Handle(GetReplyMails request, CancellationToken cancellationToken) =>
        links.ReadNotes(request.Token) is { } id
            ? (
                await db.Participants.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            )?.WantsReplyMails
            : null;
}
