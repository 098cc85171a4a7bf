using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.App.Wording;
using Wellbeing.Detection;

namespace Wellbeing.App.People;

/// <summary>The invited person agrees: from now on they are asked. Uses the link up.</summary>
/// <param name="Agreed">To the words of <see cref="Consent.TextFor"/>.</param>
/// <param name="OldEnough">They say that they are.</param>
/// <returns>The account; null when the link is used up, expired or wrong.</returns>
[AllowedTo(Roles.LinkHolder)]
public sealed record AcceptInvitation(Actor By, string? Secret, bool Agreed, bool OldEnough) : IRequest<Guid?>, IActed
{
    /// <summary>Null keeps the number of the invitation, if it has one.</summary>
    public string? Phone { get; init; }

    /// <summary>Null keeps what the invitation says.</summary>
    public TimeToCall? BestTimeToCall { get; init; }

    /// <summary>Null keeps what the invitation says.</summary>
    public bool? MayLeaveMessage { get; init; }

    /// <summary>Null keeps what the invitation says.</summary>
    public bool? NeedsInterpreter { get; init; }

    /// <summary>Null keeps what the invitation says.</summary>
    public HowToAddress? Address { get; init; }

    /// <summary>How often they want to be asked. Null: as offered.</summary>
    public Cadence? Cadence { get; init; }

    /// <summary>On which day. Null: as offered.</summary>
    public DayOfWeek? Weekday { get; init; }

    /// <summary>At what time where they live. Null: as offered.</summary>
    public TimeOnly? At { get; init; }

    /// <summary>In which they agreed. Null keeps the invitation's; so does a language that the pages are not written
    /// in, which an interpreter is booked by.</summary>
    public Language? Language { get; init; }
}

internal sealed class AcceptInvitationValidator : AbstractValidator<AcceptInvitation>
{
    public AcceptInvitationValidator()
    {
        RuleFor(r => r.Agreed).Equal(true).OverridePropertyName("agreed");
        RuleFor(r => r.OldEnough).Equal(true).OverridePropertyName("oldEnough");
        RuleFor(r => r.Phone).Must(Telephone.CanBe).OverridePropertyName("phone");
        RuleFor(r => r.BestTimeToCall).IsInEnum().OverridePropertyName("bestTimeToCall");
        HowToAddressValidator.On(this, r => r.Address);
        RuleFor(r => r.Cadence).IsInEnum().OverridePropertyName("cadence");
        RuleFor(r => r.Weekday).IsInEnum().OverridePropertyName("weekday");
    }
}

internal sealed class AcceptInvitationHandler(
    WellbeingDb db,
    IOptions<RegistrationOptions> registration,
    InvitationLinks invitationLinks,
    TimeProvider clock
) : IRequestHandler<AcceptInvitation, Guid?>
{
    public async Task<Guid?> Handle(AcceptInvitation request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await invitationLinks.Find(request.Secret, cancellationToken)
            is not { Token: var token, Invitation: var invitation }
        )
            return null;
        if (!await db.UseUp(token, now, cancellationToken))
            return null;
        if (invitation.LeafletId is { } taken && !await db.TakePlace(taken, cancellationToken))
            return null; // The link stays whole: nothing is saved.

        invitation.AcceptedAtUtc = now;
        var account = await db.AddAccount(invitation.Name, invitation.Email, Roles.Participant, now, cancellationToken);
        var participant = new Participant
        {
            Id = Guid.CreateVersion7(now),
            Kind = invitation.Kind,
            Name = invitation.Name,
            Email = invitation.Email,
            Phone = Telephone.Read(request.Phone) ?? invitation.Phone,
            BestTimeToCall = request.BestTimeToCall ?? invitation.BestTimeToCall,
            MayLeaveMessage = request.MayLeaveMessage ?? invitation.MayLeaveMessage,
            Language =
                request.Language is { } agreedIn
                && Language.Find(invitation.Language) is { } invitedIn
                && agreedIn != invitedIn
                    ? agreedIn.Tag
                    : invitation.Language,
            NeedsInterpreter = request.NeedsInterpreter ?? invitation.NeedsInterpreter,
            TimeZone = invitation.TimeZone,
            AccountId = account.Id,
            CreatedAtUtc = now,
        };
        participant.Address(request.Address ?? invitation.Address);
        var cohort = await invitationLinks.CohortOf(invitation, cancellationToken);
        participant.CohortId = cohort?.Id;
        participant.Reschedule(Chosen(request, InvitationLinks.Offered(cohort), invitation.TimeZone, now), now);
        db.Participants.Add(participant);
        await db.FindAsked(participant, now, cancellationToken);
        var text = Consent.TextFor(await ReadingPromises.ReadsEveryCheckIn(db, cancellationToken));
        db.Consents.Add(
            new Consent
            {
                Id = Guid.CreateVersion7(now),
                ParticipantId = participant.Id,
                TextVersion = text,
                GivenAtUtc = now,
                AtLeastYears = registration.Value.MinimumAge,
            }
        );
        db.Audit(
            request.By,
            AuditActions.ParticipantRegistered,
            now,
            participant.Id,
            detail: new RegistrationDetail(invitation.Id)
        );
        db.Audit(request.By, AuditActions.ConsentGiven, now, participant.Id, detail: new ConsentDetail(text));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return account.Id;
    }

    private static CheckInSchedule Chosen(
        AcceptInvitation request,
        CheckInSchedule offered,
        string timeZone,
        DateTime nowUtc
    )
    {
        var (cadence, weekday) = (request.Cadence ?? offered.Cadence, request.Weekday ?? offered.Weekday);
        return offered with
        {
            Cadence = cadence,
            Weekday = weekday,
            At = request.At ?? offered.At,
            // A fortnight counts from now.
            Anchor =
                (cadence, weekday) == (offered.Cadence, offered.Weekday)
                    ? offered.Anchor
                    : TimeZones.LocalDate(nowUtc, timeZone),
        };
    }
}
