using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

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

internal sealed class SendScreenHandler(
    WellbeingDb db,
    MessageWriter messages,
    ScreenBook screenBook,
    TimeProvider clock
) : IRequestHandler<SendScreen, SendScreenResult>
{
    public async Task<SendScreenResult> Handle(SendScreen request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await screenBook.Person(request.ParticipantId, cancellationToken) is not { } person)
            return new SendScreenResult.NotFound();
        if (await db.Screens.AnyAsync(s => s.Id == request.RequestId, cancellationToken))
            return new SendScreenResult.Sent();
        if (await screenBook.Open(person.Id, cancellationToken) is { } open)
        {
            if (open.IsOpen(now))
                return new SendScreenResult.AlreadyAsked(open.AskedAtUtc);
            open.Answer(null, null, now); // Its time is over: no answer is an answer.
            await db.SaveChangesAsync(cancellationToken);
        }

        var screen = ScreenBook.Asked(request.RequestId, person.Id, request.FlagId, request.By, now);
        db.Screens.Add(screen);
        // Like an invitation to check in: not in the quiet hours, and only as long as it can be answered.
        await messages.Write(
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
        db.Audit(request.By, AuditActions.ScreenSent, now, person.Id, request.FlagId, new ScreenDetail(screen.Id));
        await db.SaveChangesAsync(cancellationToken);
        return new SendScreenResult.Sent();
    }
}
