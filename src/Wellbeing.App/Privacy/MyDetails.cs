using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.Privacy;

/// <summary>What is kept about how to address and reach the participant.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyDetails(Actor By) : IRequest<MyDetails>, IActed;

public sealed record MyDetails(string Name, string Email, string? Phone, string Language, string TimeZone)
{
    public TimeToCall? BestTimeToCall { get; init; }
    public bool? MayLeaveMessage { get; init; }
    public bool NeedsInterpreter { get; init; }

    /// <summary>How they like to be spoken to.</summary>
    public HowToAddress Address { get; init; } = HowToAddress.NotSaid;
}

/// <summary>The participant corrects it.</summary>
[AllowedTo(Roles.Participant)]
public sealed record ChangeMyDetails(
    Actor By,
    string Name,
    string? Phone,
    TimeToCall? BestTimeToCall,
    bool? MayLeaveMessage,
    bool NeedsInterpreter,
    string Language,
    string TimeZone
) : IRequest, IActed
{
    /// <summary>Null leaves it as it is.</summary>
    public HowToAddress? Address { get; init; }
}

/// <summary>The participant wants mails to go elsewhere: the new address is asked, the old one is told.</summary>
/// <returns>Always the same to the person: whether somebody else has that address is nobody's business.</returns>
[AllowedTo(Roles.Participant)]
public sealed record AskToChangeMyEmail(Actor By, string Email) : IRequest, IActed;

/// <summary>The new address behind a link; null when it is used up, expired or wrong. Changes nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetEmailChange(Actor By, string? Secret) : IRequest<string?>, IActed;

/// <summary>The new address answers: from now on it is the one. Uses the link up.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record ConfirmEmailChange(Actor By, string? Secret) : IRequest<bool>, IActed;

internal sealed class ChangeMyDetailsValidator : AbstractValidator<ChangeMyDetails>
{
    public ChangeMyDetailsValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Participant.MaximumNameLength).OverridePropertyName("name");
        RuleFor(r => r.Phone).Must(Telephone.CanBe).OverridePropertyName("phone");
        RuleFor(r => r.BestTimeToCall).IsInEnum().OverridePropertyName("bestTimeToCall");
        RuleFor(r => r.Language).NotEmpty().MaximumLength(20).OverridePropertyName("language");
        RuleFor(r => r.TimeZone).Must(TimeZones.IsKnown).OverridePropertyName("timeZone");
        HowToAddressValidator.On(this, r => r.Address);
    }
}

internal sealed class AskToChangeMyEmailValidator : AbstractValidator<AskToChangeMyEmail>
{
    public AskToChangeMyEmailValidator() =>
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(254).OverridePropertyName("email");
}

internal sealed class MyDetailsHandlers(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<GetMyDetails, MyDetails>,
        IRequestHandler<ChangeMyDetails>,
        IRequestHandler<AskToChangeMyEmail>,
        IRequestHandler<GetEmailChange, string?>,
        IRequestHandler<ConfirmEmailChange, bool>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<MyDetails> Handle(GetMyDetails request, CancellationToken cancellationToken)
    {
        var p = await db
            .Participants.AsNoTracking()
            .SingleAsync(x => x.Id == request.By.ParticipantId, cancellationToken);
        return new MyDetails(p.Name, p.Email, p.Phone, p.Language, p.TimeZone)
        {
            BestTimeToCall = p.BestTimeToCall,
            MayLeaveMessage = p.MayLeaveMessage,
            NeedsInterpreter = p.NeedsInterpreter,
            Address = p.HowToCall().Address,
        };
    }

    public async Task Handle(ChangeMyDetails request, CancellationToken cancellationToken)
    {
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        participant.Name = request.Name.Trim();
        participant.Phone = Telephone.Read(request.Phone);
        participant.BestTimeToCall = request.BestTimeToCall;
        participant.MayLeaveMessage = request.MayLeaveMessage;
        participant.NeedsInterpreter = request.NeedsInterpreter;
        participant.Language = request.Language;
        if (request.Address is { } address)
            participant.Address(address);
        if (participant.TimeZone != request.TimeZone)
        {
            participant.TimeZone = request.TimeZone;
            participant.Reschedule(participant.Schedule, Now); // The same hour, where they are now.
        }

        if (await db.Users.SingleOrDefaultAsync(a => a.Id == participant.AccountId, cancellationToken) is { } account)
            account.DisplayName = participant.Name;
        db.Audit(request.By, AuditActions.DetailsChanged, Now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
    }

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
            await notices.Write(
                new NewMessage(
                    NewEmailQuestion.Kind,
                    new Recipient(email, participant.CalledName, participant.Language),
                    $"email-{change.Id:N}",
                    Now,
                    Now + EmailChange.Lives
                )
                {
                    ParticipantId = participant.Id,
                    Link = new NoticeLink(LinkPurpose.NewEmail, change.Id, Now + EmailChange.Lives),
                },
                cancellationToken
            );
            await notices.Write(
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

    public async Task<string?> Handle(GetEmailChange request, CancellationToken cancellationToken) =>
        await Find(request.Secret, cancellationToken) is { Change: var change } ? change.NewEmail : null;

    public async Task<bool> Handle(ConfirmEmailChange request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await Find(request.Secret, cancellationToken) is not { Token: var token, Change: var change }
            || await db.HasAccount(change.NewEmail, cancellationToken)
            || await db.Users.SingleOrDefaultAsync(a => a.Id == change.AccountId && a.Enabled, cancellationToken)
                is not { } account
            || !await db.UseUp(token, Now, cancellationToken)
        )
            return false;
        var participant = await db.Participants.SingleAsync(p => p.AccountId == account.Id, cancellationToken);
        participant.Email = account.Email = account.UserName = change.NewEmail;
        account.NormalizedEmail = account.NormalizedUserName = change.NewEmail.ToUpperInvariant();
        account.SecurityStamp = NewAccount.NewStamp(); // Whoever else was signed in is no longer.
        db.EmailChanges.RemoveRange(
            await db.EmailChanges.Where(e => e.AccountId == account.Id).ToListAsync(cancellationToken)
        );
        db.Audit(request.By, AuditActions.EmailChanged, Now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return true;
    }

    private async Task<(LinkToken Token, EmailChange Change)?> Find(string? secret, CancellationToken cancellationToken)
    {
        if (await db.FindLink(LinkPurpose.NewEmail, secret, cancellationToken) is not { } token || !token.IsUsable(Now))
            return null;
        return
            await db.EmailChanges.AsNoTracking().SingleOrDefaultAsync(e => e.Id == token.SubjectId, cancellationToken)
                is { } change
            ? (token, change)
            : null;
    }
}
