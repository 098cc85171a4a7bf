using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Assessment;

/// <summary>A nurse sends the four questions: the person is written to, and answers after signing in.</summary>
/// <param name="RequestId">Made when the form was drawn; sent twice, it asks once.</param>
[AllowedTo(Roles.Nurse)]
public sealed record SendScreen(Actor By, Guid ParticipantId, Guid RequestId, Guid? FlagId = null)
    : IRequest<SendScreenResult>,
        IActed;

public abstract record SendScreenResult
{
    public sealed record Sent : SendScreenResult;

    /// <summary>They are being asked already.</summary>
    public sealed record AlreadyAsked(DateTime AtUtc) : SendScreenResult;

    public sealed record NotFound : SendScreenResult;
}

/// <summary>A nurse asked by telephone and enters what was said.</summary>
/// <param name="Answers">Null: they would rather not answer.</param>
[AllowedTo(Roles.Nurse)]
public sealed record RecordScreen(Actor By, Guid ParticipantId, Guid RequestId, Phq4? Answers, Guid? FlagId = null)
    : IRequest<bool>,
        IActed;

/// <summary>The person answers what a nurse sent.</summary>
/// <param name="Answers">Null: they would rather not answer.</param>
[AllowedTo(Roles.Participant)]
public sealed record AnswerMyScreen(Actor By, Guid ScreenId, Phq4? Answers) : IRequest<AnswerMyScreenResult>, IActed;

public abstract record AnswerMyScreenResult
{
    /// <param name="SomeoneLooksByUtc">While a flag is open: by when the team means to have looked.</param>
    public sealed record Saved(DateTime? SomeoneLooksByUtc) : AnswerMyScreenResult;

    /// <summary>Answered already, or its time is over.</summary>
    public sealed record Gone : AnswerMyScreenResult;
}

internal sealed class RecordScreenValidator : AbstractValidator<RecordScreen>
{
    public RecordScreenValidator()
    {
        RuleFor(r => r.RequestId).NotEmpty();
        RuleFor(r => r.Answers)
            .Must(a => a is null || a.IsInRange)
            .OverridePropertyName("answers")
            .WithMessage("Choose an answer to each question.");
    }
}

internal sealed class AnswerMyScreenValidator : AbstractValidator<AnswerMyScreen>
{
    public AnswerMyScreenValidator() =>
        RuleFor(r => r.Answers)
            .Must(a => a is null || a.IsInRange)
            .OverridePropertyName("answers")
            .WithMessage("Choose an answer to each question.");
}

internal sealed class ScreenHandlers(
    WellbeingDb db,
    NoticeWriter notices,
    GuidanceInForce guidance,
    FlagRaiser flags,
    TimeProvider clock
)
    : IRequestHandler<SendScreen, SendScreenResult>,
        IRequestHandler<RecordScreen, bool>,
        IRequestHandler<AnswerMyScreen, AnswerMyScreenResult>
{
    private static readonly TimeSpan _noticeLives = TimeSpan.FromDays(7);

    public async Task<SendScreenResult> Handle(SendScreen request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await Person(request.ParticipantId, cancellationToken) is not { } person)
            return new SendScreenResult.NotFound();
        if (await db.Screens.AnyAsync(s => s.Id == request.RequestId, cancellationToken))
            return new SendScreenResult.Sent();
        if (await Open(person.Id, cancellationToken) is { } open)
        {
            if (open.IsOpen(now))
                return new SendScreenResult.AlreadyAsked(open.AskedAtUtc);
            open.Answer(null, null, now); // Its time is over: no answer is an answer.
            await db.SaveChangesAsync(cancellationToken);
        }

        var screen = Asked(request.RequestId, person.Id, request.FlagId, request.By, now);
        db.Screens.Add(screen);
        // Like an invitation to check in: not in the quiet hours, and only as long as it can be answered.
        await notices.Write(
            new NewMessage(
                ScreenInvitation.Kind,
                new Recipient(person.Email, person.CalledName, person.Language, AccountId: person.AccountId),
                $"screen-{screen.Id:N}",
                now,
                screen.ExpiresAtUtc
            )
            {
                NotBeforeUtc = person.Schedule.OutsideQuietHours(now, person.TimeZone),
                ParticipantId = person.Id,
            },
            cancellationToken
        );
        db.Audit(request.By, AuditActions.ScreenSent, now, person.Id, request.FlagId, $"screen={screen.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return new SendScreenResult.Sent();
    }

    public async Task<bool> Handle(RecordScreen request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await Person(request.ParticipantId, cancellationToken) is not { } person)
            return false;
        if (await db.Screens.AnyAsync(s => s.Id == request.RequestId, cancellationToken))
            return true;
        if (await Open(person.Id, cancellationToken) is { } open)
        {
            // What was sent is answered by the same call: the person is not asked again.
            open.Answer(null, request.By.Name, now);
            await db.SaveChangesAsync(cancellationToken);
        }

        var screen = Asked(request.RequestId, person.Id, request.FlagId, request.By, now);
        screen.Answer(request.Answers, request.By.Name, now);
        db.Screens.Add(screen);
        db.Audit(request.By, AuditActions.ScreenTakenByPhone, now, person.Id, request.FlagId, $"screen={screen.Id:D}");
        await Tell(person, screen, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task<AnswerMyScreenResult> Handle(AnswerMyScreen request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var screen = await db.Screens.SingleOrDefaultAsync(
            s => s.Id == request.ScreenId && s.ParticipantId == request.By.ParticipantId,
            cancellationToken
        );
        if (screen is null || !screen.IsOpen(now))
            return new AnswerMyScreenResult.Gone();
        var person = await db.Participants.SingleAsync(p => p.Id == screen.ParticipantId, cancellationToken);
        screen.Answer(request.Answers, null, now);
        db.Audit(
            request.By,
            request.Answers is null ? AuditActions.ScreenDeclined : AuditActions.ScreenAnswered,
            now,
            person.Id,
            screen.FlagId,
            $"screen={screen.Id:D}"
        );
        var flag = await Tell(person, screen, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new AnswerMyScreenResult.Saved(await db.PromisedBy(flag, cancellationToken));
    }

    /// <summary>
    /// A severe result never waits: it opens a flag, or raises the open one, as an urgent finding of its own. A raised
    /// one is a finding at Soon. Whatever was answered, the nurse who asked is told, where they did not take it down
    /// themselves.
    /// </summary>
    private async Task<Flag?> Tell(Participant person, Screen screen, DateTime now, CancellationToken cancellationToken)
    {
        if (screen.EnteredByName is null)
            await TellWhoAsked(screen, now, cancellationToken);
        if (screen.Answers is not { IsRaised: true } answers)
            return null;
        var settings = await guidance.Settings(cancellationToken);
        var severity =
            answers.Band == ScreenBand.Severe ? settings.Detection.Severities.For(Rule.Screen) : Severity.Soon;
        db.Entry(person).State = EntityState.Modified; // Check-ins of this moment are looked at one after the other.
        return await flags.Join(
            person,
            [
                new Found(
                    Rule.Screen,
                    severity,
                    screen.Id,
                    new ScreenEvidence(answers.Total, answers.Anxiety, answers.Depression)
                ),
            ],
            settings,
            now,
            cancellationToken
        );
    }

    private async Task TellWhoAsked(Screen screen, DateTime now, CancellationToken cancellationToken)
    {
        var nurse = await db
            .Users.AsNoTracking()
            .SingleOrDefaultAsync(
                a => a.Id == screen.AskedBy && a.Enabled && a.Email != null && a.AddressRefusedAtUtc == null,
                cancellationToken
            );
        if (nurse is null)
            return; // A raised result is in a flag all the same.
        await notices.Write(
            new NewMessage(ScreenAnswered.Kind, nurse.ToRecipient(), $"screen-{screen.Id:N}", now, now + _noticeLives)
            {
                ParticipantId = screen.ParticipantId,
            },
            cancellationToken
        );
    }

    private Task<Participant?> Person(Guid id, CancellationToken cancellationToken) =>
        db.Participants.SingleOrDefaultAsync(p => p.Id == id && p.ClosedAtUtc == null, cancellationToken);

    private Task<Screen?> Open(Guid participantId, CancellationToken cancellationToken) =>
        db.Screens.SingleOrDefaultAsync(
            s => s.ParticipantId == participantId && s.State == ScreenState.Sent,
            cancellationToken
        );

    private static Screen Asked(Guid id, Guid participantId, Guid? flagId, Actor by, DateTime now) =>
        new()
        {
            Id = id,
            ParticipantId = participantId,
            FlagId = flagId,
            Instrument = Instrument.Phq4,
            AskedAtUtc = now,
            AskedBy = by.UserId!.Value,
            AskedByName = by.Name,
            ExpiresAtUtc = now + Screen.Lives,
        };
}
