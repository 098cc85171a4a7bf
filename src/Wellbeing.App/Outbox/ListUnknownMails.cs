using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Mails to return addresses that no program understood, oldest first, with their text: for somebody who decides.
/// That they were read is recorded.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListUnknownMails(Actor By) : IRequest<IReadOnlyList<UnknownMail>>, IActed
{
    /// <summary>At most so many at once.</summary>
    public const int Most = 50;
}

/// <param name="Kind">Of the message that it answers.</param>
/// <param name="Colleague">Their name, where it went to a colleague; empty for others.</param>
/// <param name="Address">Where the message went.</param>
/// <param name="Text">Null where it was kept long enough.</param>
public sealed record UnknownMail(
    Guid Id,
    DateTime AtUtc,
    string Kind,
    string Colleague,
    string Address,
    DateTime SentAtUtc,
    string? Text
);

internal sealed class ListUnknownMailsHandler(WellbeingDb db, SealedText text, MessageKinds kinds, TimeProvider clock)
    : IRequestHandler<ListUnknownMails, IReadOnlyList<UnknownMail>>
{
    public async Task<IReadOnlyList<UnknownMail>> Handle(ListUnknownMails request, CancellationToken cancellationToken)
    {
        var found = await db
            .Bounces.AsNoTracking()
            .Where(b => b.Kind == BounceKind.Unknown && b.DecidedAtUtc == null)
            .OrderBy(b => b.AtUtc)
            .ThenBy(b => b.Id)
            .Take(ListUnknownMails.Most)
            .Join(db.Messages, b => b.MessageId, n => n.Id, (b, n) => new { Bounce = b, Message = n })
            .ToListAsync(cancellationToken);
        if (found.Count == 0)
            return [];
        db.Audit(request.By, AuditActions.UnknownMailsListed, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
        return
        [
            .. found
                .OrderBy(f => f.Bounce.AtUtc)
                .Select(f => new UnknownMail(
                    f.Bounce.Id,
                    f.Bounce.AtUtc,
                    kinds.Find(f.Message.Kind)?.Title ?? f.Message.Kind,
                    IsColleague(f.Message) ? f.Message.RecipientName : "",
                    f.Message.Address,
                    f.Message.AcceptedAtUtc ?? f.Message.CreatedAtUtc,
                    Open(f.Bounce.SealedText)
                )),
        ];
    }

    private bool IsColleague(Message message) =>
        message is { AccountId: not null, SupportContactId: null } && kinds.Find(message.Kind)?.NamesRecipient == true;

    private string? Open(string? stored)
    {
        try
        {
            return text.Open(stored);
        }
        catch (CryptographicException)
        {
            return null; // Lost with its key: the rest of the list stands.
        }
    }
}
