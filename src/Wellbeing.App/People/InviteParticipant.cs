using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
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

/// <summary>Invites somebody to check in. They decide; until then only this invitation is kept, and not for
/// long.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record InviteParticipant(
    Actor By,
    ParticipantKind Kind,
    string Name,
    string Email,
    string Language,
    string TimeZone
) : IRequest<InviteResult>, IActed
{
    /// <summary>Where a nurse knows it already. The person sees it when they join, and may change it.</summary>
    public string? Phone { get; init; }

    /// <inheritdoc cref="Phone"/>
    public TimeToCall? BestTimeToCall { get; init; }

    /// <inheritdoc cref="Phone"/>
    public bool? MayLeaveMessage { get; init; }
    public bool NeedsInterpreter { get; init; }

    /// <summary>Where they said it. Theirs to change when they join.</summary>
    public HowToAddress Address { get; init; } = HowToAddress.NotSaid;
}

public enum InviteResult
{
    Invited,
    AddressTaken,

    /// <summary>A colleague's invitation to this address waits for its answer.</summary>
    InvitedAlready,
}

/// <summary>What the invited person sees behind their link; null when it is used up, expired or wrong. Changes
/// nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetInvitation(Actor By, string? Secret) : IRequest<InvitationView?>, IActed;

public sealed record InvitationView(string Name, string Email, ParticipantKind Kind, int MinimumAge)
{
    /// <summary>The last digits of the number they were invited with: the link may be in other hands than
    /// theirs.</summary>
    public string? PhoneEndsIn { get; init; }
    public TimeToCall? BestTimeToCall { get; init; }
    public bool? MayLeaveMessage { get; init; }
    public bool NeedsInterpreter { get; init; }

    /// <summary>How they like to be spoken to, as far as whoever invited knew.</summary>
    public HowToAddress Address { get; init; } = HowToAddress.NotSaid;

    /// <summary>Who asks them.</summary>
    public required Inviter By { get; init; }

    /// <summary>How it is suggested that they are asked: as their cohort is.</summary>
    public required CheckInSchedule Offered { get; init; }

    /// <summary>Where they live, as far as whoever invited knew.</summary>
    public required string TimeZone { get; init; }
}

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

/// <summary>What the participant agreed to, and when.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyConsent(Actor By) : IRequest<Consent?>, IActed;

internal sealed class InviteParticipantValidator : AbstractValidator<InviteParticipant>
{
    public InviteParticipantValidator()
    {
        RuleFor(r => r.Kind).IsInEnum().OverridePropertyName("kind").WithMessage("Choose patient or family member.");
        RuleFor(r => r.Name)
            .NotEmpty()
            .MaximumLength(Participant.MaximumNameLength)
            .OverridePropertyName("name")
            .WithOneMessage($"Enter a name of at most {Participant.MaximumNameLength} characters.");
        RuleFor(r => r.Email)
            .NotEmpty()
            .EmailAddress()
            .MaximumLength(254)
            .OverridePropertyName("email")
            .WithOneMessage("Enter an e-mail address, like name@example.org.");
        RuleFor(r => r.Phone)
            .Must(Telephone.CanBe)
            .OverridePropertyName("phone")
            .WithMessage("Enter a telephone number with its area code, such as 0412 345 678, or leave it empty.");
        RuleFor(r => r.BestTimeToCall)
            .IsInEnum()
            .OverridePropertyName("bestTimeToCall")
            .WithMessage("Choose a time of day from the list.");
        RuleFor(r => r.Language)
            .NotEmpty()
            .MaximumLength(20)
            .OverridePropertyName("language")
            .WithOneMessage("Choose a language from the list.");
        RuleFor(r => r.TimeZone)
            .Must(TimeZones.IsKnown)
            .OverridePropertyName("timeZone")
            .WithMessage("Choose a time zone from the list.");
        HowToAddressValidator.On(this, r => r.Address);
    }
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

internal sealed class InvitationHandlers(
    WellbeingDb db,
    NoticeWriter notices,
    IOptions<RegistrationOptions> registration,
    TimeProvider clock
)
    : IRequestHandler<InviteParticipant, InviteResult>,
        IRequestHandler<GetInvitation, InvitationView?>,
        IRequestHandler<AcceptInvitation, Guid?>,
        IRequestHandler<GetMyConsent, Consent?>
{
    public async Task<InviteResult> Handle(InviteParticipant request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await db.HasAccount(request.Email, cancellationToken))
            return InviteResult.AddressTaken;
        if (
            (
                await db.WaitingInvitations(now).Where(i => i.InvitedBy != null).InvitedAddresses(cancellationToken)
            ).Contains(request.Email.Trim())
        )
            return InviteResult.InvitedAlready;
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(now),
            Kind = request.Kind,
            Name = request.Name.Trim(),
            Email = request.Email.Trim(),
            Language = request.Language,
            TimeZone = request.TimeZone,
            Phone = Telephone.Read(request.Phone),
            BestTimeToCall = request.BestTimeToCall,
            MayLeaveMessage = request.MayLeaveMessage,
            NeedsInterpreter = request.NeedsInterpreter,
            Address = request.Address,
            InvitedBy = request.By.UserId,
            InvitedAtUtc = now,
        };
        await db.Invite(notices, request.By, invitation, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return InviteResult.Invited;
    }

    public async Task<InvitationView?> Handle(GetInvitation request, CancellationToken cancellationToken)
    {
        if (await Find(request.Secret, cancellationToken) is not { Invitation: var i })
            return null;
        return new InvitationView(i.Name, i.Email, i.Kind, registration.Value.MinimumAge)
        {
            PhoneEndsIn = i.Phone is { } phone ? Telephone.LastDigits(phone) : null,
            BestTimeToCall = i.BestTimeToCall,
            MayLeaveMessage = i.MayLeaveMessage,
            NeedsInterpreter = i.NeedsInterpreter,
            Address = i.Address,
            By = await db.InviterOf(i, cancellationToken),
            Offered = Offered(await CohortOf(i, cancellationToken)),
            TimeZone = i.TimeZone,
        };
    }

    public async Task<Guid?> Handle(AcceptInvitation request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await Find(request.Secret, cancellationToken) is not { Token: var token, Invitation: var invitation })
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
        var cohort = await CohortOf(invitation, cancellationToken);
        participant.CohortId = cohort?.Id;
        participant.Reschedule(Chosen(request, Offered(cohort), invitation.TimeZone, now), now);
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
            detail: $"invitation={invitation.Id:D}"
        );
        db.Audit(request.By, AuditActions.ConsentGiven, now, participant.Id, detail: $"text={text}");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return account.Id;
    }

    public Task<Consent?> Handle(GetMyConsent request, CancellationToken cancellationToken) =>
        db.LastConsentOf(request.By.ParticipantId!.Value, cancellationToken);

    private Task<Cohort?> CohortOf(Invitation invitation, CancellationToken cancellationToken) =>
        db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == invitation.CohortId, cancellationToken);

    private static CheckInSchedule Offered(Cohort? cohort) =>
        CheckInSchedule.Default with
        {
            Cadence = cohort?.Cadence ?? CheckInSchedule.Default.Cadence,
        };

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

    private async Task<(LinkToken Token, Invitation Invitation)?> Find(
        string? secret,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.FindLink(LinkPurpose.Invitation, secret, cancellationToken) is not { } token
            || !token.IsUsable(clock.GetUtcNow().UtcDateTime)
        )
            return null;
        // Whoever was invited twice has joined by the other link.
        return
            await db.Invitations.SingleOrDefaultAsync(
                i => i.Id == token.SubjectId && i.AcceptedAtUtc == null,
                cancellationToken
            )
                is { } invitation
            && !await db.HasAccount(invitation.Email, cancellationToken)
            ? (token, invitation)
            : null;
    }
}
