using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>Shows a contact who said yes what a message will look like. Once a day (UTC) for each contact.</summary>
[AllowedTo(Roles.Participant)]
public sealed record SendContactTest(Actor By, Guid ContactId) : IRequest<SendContactTestResult>, IActed;

public abstract record SendContactTestResult
{
    public sealed record Sent(string Name) : SendContactTestResult;

    /// <summary>Nothing but the question goes to somebody who has not said yes.</summary>
    public sealed record NotConfirmed(string Name) : SendContactTestResult;

    public sealed record AlreadyToday(string Name) : SendContactTestResult;

    public sealed record NotFound : SendContactTestResult;
}

internal sealed class SendContactTestHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<SendContactTest, SendContactTestResult>
{
    private static readonly TimeSpan _lives = TimeSpan.FromHours(24);

    public async Task<SendContactTestResult> Handle(SendContactTest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var contact = await db
            .SupportContacts.AsNoTracking()
            .SingleOrDefaultAsync(
                c => c.Id == request.ContactId && c.ParticipantId == request.By.ParticipantId,
                cancellationToken
            );
        if (contact is null)
            return new SendContactTestResult.NotFound();
        if (contact.State != SupportContactState.Confirmed)
            return new SendContactTestResult.NotConfirmed(contact.Name);
        // The message's key is its limit: one a contact and day, however many ask at once.
        var written = await messages.Write(
            new NewMessage(
                SupportContactTest.Kind,
                new Recipient(contact.Email, contact.Name, contact.Language, SupportContactId: contact.Id),
                string.Create(CultureInfo.InvariantCulture, $"contact-test-{now:yyyyMMdd}"),
                now,
                now + _lives
            )
            {
                ParticipantId = contact.ParticipantId,
            },
            cancellationToken
        );
        if (!written)
            return new SendContactTestResult.AlreadyToday(contact.Name);
        db.Audit(
            request.By,
            AuditActions.ContactTested,
            now,
            contact.ParticipantId,
            detail: new ContactDetail(contact.Id)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new SendContactTestResult.Sent(contact.Name);
    }
}
