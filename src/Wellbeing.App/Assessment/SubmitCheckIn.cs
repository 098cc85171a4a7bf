using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Assessment;

/// <summary>(2) Stores one check-in, assesses it, and queues help if the pattern calls for it: one save.</summary>
/// <param name="By">The participant: whose check-in it is comes from the sign-in or the link, never from the form. Or a
/// nurse.</param>
/// <param name="SubmissionId">Made when the form was rendered (the draft's id); a repeat returns the first
/// result.</param>
/// <param name="OnBehalfOf">Nurses only: the participant who gave these answers by telephone.</param>
[AllowedTo(Roles.Participant | Roles.CheckInLink | Roles.Nurse)]
public sealed record SubmitCheckIn(Actor By, Guid SubmissionId, Answers Answers, Guid? OnBehalfOf = null)
    : IRequest<SubmitCheckInResult>,
        IActed
{
    /// <summary>The check-in whose answers the person confirmed: see <see cref="GetLastTime"/>.</summary>
    public Guid? ConfirmedFromId { get; init; }

    /// <summary>How long the person's device kept it before it could be sent. Counted by one clock, so a wrong one does
    /// no harm.</summary>
    public TimeSpan? KeptFor { get; init; }
}

/// <summary>Every way a submission can end. None reveals a rule or a threshold to the participant.</summary>
public abstract record SubmitCheckInResult
{
    /// <param name="SomeoneLooksByUtc">By when the team means to have looked, as the person is told: it lies ahead. Null
    /// where nothing is promised, or the promised instant has passed.</param>
    /// <param name="AskedForContact">The person asked for contact in it.</param>
    /// <param name="Repeated">It was stored by an earlier, identical submission.</param>
    public sealed record Saved(
        Guid CheckInId,
        DateTime SubmittedAtUtc,
        DateTime? SomeoneLooksByUtc,
        bool AskedForContact,
        bool Repeated
    ) : SubmitCheckInResult
    {
        /// <summary>A flag of the person is open, whatever was promised about it. For nurses.</summary>
        public bool FlagIsOpen { get; init; }
    }

    /// <summary>The participation has ended; nothing was stored.</summary>
    public sealed record Closed : SubmitCheckInResult;
}

internal sealed class SubmitCheckInValidator : AbstractValidator<SubmitCheckIn>
{
    public SubmitCheckInValidator()
    {
        RuleFor(r => r.SubmissionId)
            .NotEmpty()
            .OverridePropertyName("submissionId")
            .WithMessage("Send a submissionId: a UUID you make once for each check-in.");
        this.AnswerRules(r => r.Answers);
    }
}

internal sealed class SubmitCheckInHandler(
    WellbeingDb db,
    SeriesReader seriesOf,
    ThresholdsInForce thresholds,
    FlagRaiser flags,
    QuestionBook questions,
    TimeProvider clock
) : IRequestHandler<SubmitCheckIn, SubmitCheckInResult>
{
    public async Task<SubmitCheckInResult> Handle(SubmitCheckIn request, CancellationToken cancellationToken)
    {
        var subject = request.By.SubjectOf(request.OnBehalfOf);
        var participant = await db.Participants.SingleAsync(p => p.Id == subject, cancellationToken);

        // A unique index on SubmissionId settles races (the loser runs again and lands here).
        if (
            await db
                .CheckIns.IgnoreQueryFilters()
                .AsNoTracking()
                .SingleOrDefaultAsync(
                    c => c.SubmissionId == request.SubmissionId && c.ParticipantId == participant.Id,
                    cancellationToken
                ) is
            { } first
        )
        {
            return await Saved(
                first,
                await OpenFlagOf(participant, cancellationToken),
                repeated: true,
                cancellationToken
            );
        }

        if (participant.ClosedAtUtc is not null)
            return new SubmitCheckInResult.Closed();

        var now = clock.GetUtcNow().UtcDateTime;
        var settings = await thresholds.Settings(cancellationToken);
        var history = await seriesOf.Of(participant, cancellationToken);

        var answers = await questions.DropUnknownAnswers(request.Answers, cancellationToken);
        var checkIn = Store(participant, request, answers, settings.Version, now);
        await AnswerPrompt(participant, checkIn, cancellationToken);
        db.CheckInDrafts.RemoveRange(
            await db
                .CheckInDrafts.Where(d => d.Id == request.SubmissionId && d.ParticipantId == participant.Id)
                .ToListAsync(cancellationToken)
        );

        var found = Detector
            .Assess(history.With(checkIn.ToObservation()), settings.Detection)
            .Select(f => new NewFinding(f.Rule, f.Severity, checkIn.Id, f.Evidence) { CheckIn = checkIn })
            .ToList();
        var flag = await flags.RaiseOrJoin(
            participant,
            found,
            settings,
            now,
            cancellationToken,
            [checkIn],
            checkIn.EnteredBy
        );

        db.Audit(
            request.By,
            request.OnBehalfOf is null ? AuditActions.CheckInSubmitted : AuditActions.CheckInTakenByPhone,
            now,
            participant.Id,
            detail: new CheckInDetail(checkIn.Id)
        );
        db.InTurn(participant); // Check-ins of one person are assessed one after the other.
        await db.SaveChangesAsync(cancellationToken); // Stand or fall together.
        return await Saved(checkIn, flag, repeated: false, cancellationToken);
    }

    private CheckIn Store(
        Participant participant,
        SubmitCheckIn request,
        Answers answers,
        int thresholdsVersion,
        DateTime now
    )
    {
        var said = questions.Seal(answers);
        var checkIn = new CheckIn
        {
            Id = Guid.CreateVersion7(now),
            ParticipantId = participant.Id,
            SubmissionId = request.SubmissionId,
            SubmittedAtUtc = now,
            LocalDate = TimeZones.LocalDate(now, participant.TimeZone),
            Intensity = answers.Intensity,
            Functioning = answers.Functioning,
            Change = answers.Change,
            Duration = answers.Duration,
            Emotions =
            [
                .. answers
                    .Emotions.OrderBy(e => e.Key)
                    .Select(e => new FeltEmotion { Emotion = e.Key, Strength = e.Value }),
            ],
            SealedWords = said.Words,
            ContactMe = answers.ContactMe,
            QuestionVersion = answers.QuestionVersion,
            SealedExtras = said.Extras,
            SealedExtraWords = said.ExtraWords,
            ConfirmedFromId = request.ConfirmedFromId,
            // A minute is how long sending may take; longer is worth telling. A clock that jumped tells nothing.
            WrittenAtUtc = request.KeptFor is { TotalMinutes: > 1, TotalDays: < 60 } kept ? now - kept : null,
            ThresholdsVersion = thresholdsVersion,
            EnteredBy = request.OnBehalfOf is null ? null : request.By.UserId,
            EnteredByName = request.OnBehalfOf is null ? null : request.By.Name,
        };
        if (request.OnBehalfOf is not null)
            checkIn.Read(request.By, now);
        db.CheckIns.Add(checkIn);
        return checkIn;
    }

    private async Task AnswerPrompt(Participant participant, CheckIn checkIn, CancellationToken cancellationToken)
    {
        var prompt = await db
            .Prompts.Open()
            .Where(p => p.ParticipantId == participant.Id)
            .OrderByDescending(p => p.DueAtUtc)
            .FirstOrDefaultAsync(cancellationToken);
        if (prompt is not null)
            prompt.Answer(checkIn.Id);
        // Asking again tomorrow would be a bother, but for whom it is worth knowing how tomorrow is.
        else
            participant.CheckedInUnasked(checkIn.SubmittedAtUtc, atEase: checkIn.Intensity < StrongStretch.Strong);
    }

    private Task<Flag?> OpenFlagOf(Participant participant, CancellationToken cancellationToken) =>
        db
            .Flags.AsNoTracking()
            .Unresolved()
            .SingleOrDefaultAsync(f => f.ParticipantId == participant.Id, cancellationToken);

    // Told from the open flag, whatever raised it: the person learns when somebody looks, not which rule fired.
    private async Task<SubmitCheckInResult.Saved> Saved(
        CheckIn checkIn,
        Flag? flag,
        bool repeated,
        CancellationToken cancellationToken
    )
    {
        var promised = await db.PromisedBy(flag, cancellationToken);
        var told = promised is null
            ? []
            : await db
                .FlagFindings.Where(f => f.FlagId == flag!.Id)
                .Select(f => f.Rule)
                .Distinct()
                .ToListAsync(cancellationToken);
        var reads = WhenSomebodyReads.Of(
            promised,
            inTouch: false,
            told,
            checkIn.EnteredBy is null ? checkIn.ReadAtUtc : null,
            readByName: null,
            readDueAtUtc: null,
            clock.GetUtcNow().UtcDateTime
        );
        return new(
            checkIn.Id,
            checkIn.SubmittedAtUtc,
            reads.State == ReadState.Planned ? reads.AtUtc : null,
            checkIn.ContactMe,
            repeated
        )
        {
            FlagIsOpen = flag is not null,
        };
    }
}
