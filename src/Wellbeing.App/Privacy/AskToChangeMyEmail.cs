using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Privacy;

/// <summary>The participant wants mails to go elsewhere: the new address is asked, the old one is told.</summary>
/// <returns>Always the same to the person: whether somebody else has that address is nobody's business.</returns>
[AllowedTo(Roles.Participant)]
public sealed record AskToChangeMyEmail(Actor By, string Email) : IRequest, IActed;

internal sealed class AskToChangeMyEmailValidator : AbstractValidator<AskToChangeMyEmail>
{
    public AskToChangeMyEmailValidator() =>
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(254).OverridePropertyName("email");
}

internal sealed class AskToChangeMyEmailHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<AskToChangeMyEmail>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task Handle(AskToChangeMyEmail request, CancellationToken cancellationToken)
    {
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        var email = request.Email.Trim();
        if (participant.AccountId is { } accountId && !await db.HasAccount(email, cancellationToken))
        {
            var change = new EmailChange
            {
                Id = Guid.CreateVersion7(Now),
                AccountId = accountId,
                NewEmail = email,
                AskedAtUtc = Now,
            };
            db.EmailChanges.Add(change);
            await messages.Write(
                new NewMessage(
                    NewEmailQuestion.Kind,
                    new Recipient(email, participant.CalledName, participant.Language),
                    $"email-{change.Id:N}",
                    Now,
                    Now + EmailChange.Lives
                )
                {
                    ParticipantId = participant.Id,
                    Link = new MessageLink(LinkPurpose.NewEmail, change.Id, Now + EmailChange.Lives),
                },
                cancellationToken
            );
            await messages.Write(
                new NewMessage(
                    NewEmailTold.Kind,
                    new Recipient(
                        participant.Email,
                        participant.CalledName,
                        participant.Language,
                        AccountId: accountId
                    ),
                    $"email-{change.Id:N}",
                    Now,
                    Now.AddDays(3)
                )
                {
                    ParticipantId = participant.Id,
                },
                cancellationToken
            );
        }

        db.Audit(request.By, AuditActions.EmailChangeAsked, Now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
    }
}
