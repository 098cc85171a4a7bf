using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>What stands behind the link in a mail about a check-in; null for a link we did not write. Changes
/// nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetPromptMails(Actor By, string Token) : IRequest<PromptMails?>, IActed;

internal sealed class GetPromptMailsHandler(WellbeingDb db, ReminderLinks links)
    : IRequestHandler<GetPromptMails, PromptMails?>
{
    public async Task<PromptMails?> Handle(GetPromptMails request, CancellationToken cancellationToken) =>
        links.Read(request.Token) is { } link
            ? await db
                .Participants.Where(p => p.Id == link.ParticipantId)
                .Select(p => (PromptMails?)p.PromptMails)
                .SingleOrDefaultAsync(cancellationToken)
            : null;
}
