using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.Flags;

/// <summary>A nurse sends the person a short note about a check-in: one of the sentences, or own words. It counts as
/// read then.</summary>
/// <param name="ReplyId">Made when the form was drawn; sent twice, it is written once.</param>
/// <param name="ShownAtUtc">When the check-in was shown: one that its author corrected since is looked at again
/// first.</param>
/// <param name="Sentence">Number of the sentence, which the person reads in their language; null for own words.</param>
/// <param name="OwnWords">Sent as written.</param>
[AllowedTo(Roles.Nurse)]
public sealed record SendReply(
    Actor By,
    Guid ReplyId,
    Guid CheckInId,
    DateTime ShownAtUtc,
    int? Sentence = null,
    string? OwnWords = null
) : IRequest<SendReplyResult>, IActed;

public enum SendReplyResult
{
    Sent,

    /// <summary>The check-in, or the sentence, is not there any more, or the person has left.</summary>
    NotFound,

    /// <summary>The person corrected the check-in after it was shown.</summary>
    Corrected,

    /// <summary>A colleague sent a note about it after it was shown.</summary>
    AnsweredMeanwhile,
}

internal sealed class SendReplyValidator : AbstractValidator<SendReply>
{
    public SendReplyValidator()
    {
        RuleFor(r => r.ReplyId).NotEmpty();
        RuleFor(r => r.OwnWords)
            .Must(w => !string.IsNullOrWhiteSpace(w))
            .When(r => r.Sentence is null)
            .OverridePropertyName("ownWords")
            .WithMessage("Choose a sentence, or write your own words.");
        RuleFor(r => r.OwnWords)
            .MaximumLength(CheckInReply.MaximumLength)
            .When(r => r.Sentence is null)
            .OverridePropertyName("ownWords")
            .WithMessage($"Shorten the note to {CheckInReply.MaximumLength} characters.");
    }
}

internal sealed class SendReplyHandler(WellbeingDb db, MessageWriter messages, SealedText text, TimeProvider clock)
    : IRequestHandler<SendReply, SendReplyResult>
{
    /// <summary>A mail that says there is a note makes no sense later.</summary>
    private static readonly TimeSpan _worthTelling = TimeSpan.FromDays(3);

    public async Task<SendReplyResult> Handle(SendReply request, CancellationToken cancellationToken)
    {
        // A key settles races: the second to save runs again and lands here.
        if (await db.CheckInReplies.AnyAsync(r => r.Id == request.ReplyId, cancellationToken))
            return SendReplyResult.Sent;
        if (
            await db.CheckIns.SingleOrDefaultAsync(c => c.Id == request.CheckInId, cancellationToken) is not { } checkIn
        )
            return SendReplyResult.NotFound;
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == checkIn.ParticipantId, cancellationToken);
        if (participant.ClosedAtUtc is not null)
            return SendReplyResult.NotFound;
        if (checkIn.CorrectedAtUtc > request.ShownAtUtc)
            return SendReplyResult.Corrected;

        if (
            await db.CheckInReplies.AnyAsync(
                r => r.CheckInId == checkIn.Id && r.AtUtc > request.ShownAtUtc && r.By != request.By.UserId,
                cancellationToken
            )
        )
            return SendReplyResult.AnsweredMeanwhile;

        var words = request.OwnWords?.Trim();
        if (request.Sentence is { } number)
        {
            var sentence = (await GetReplySentencesHandler.All(db, cancellationToken)).FirstOrDefault(s =>
                s.Number == number && s.IsOffered
            );
            if (sentence is null)
                return SendReplyResult.NotFound;
            words = sentence.In(participant.Language);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        checkIn.Read(request.By, now);
        db.CheckInReplies.Add(
            new CheckInReply
            {
                Id = request.ReplyId,
                ParticipantId = participant.Id,
                CheckInId = checkIn.Id,
                AtUtc = now,
                By = request.By.UserId!.Value,
                ByName = request.By.Name,
                SealedText = text.Seal(words)!,
            }
        );
        db.Audit(request.By, AuditActions.ReplySent, now, participant.Id, detail: new ReplyDetail(request.ReplyId));
        if (participant.WantsReplyMails)
            await Tell(participant, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return SendReplyResult.Sent;
    }

    /// <summary>At most one mail a day, however many notes: it says only that there is one.</summary>
    private Task<bool> Tell(Participant participant, DateTime now, CancellationToken cancellationToken)
    {
        var day = TimeZones.LocalDate(now, participant.TimeZone);
        return messages.Write(
            new NewMessage(
                NoteBack.Kind,
                new Recipient(
                    participant.Email,
                    participant.CalledName,
                    participant.Language,
                    AccountId: participant.AccountId
                ),
                $"note-back-{day:yyyy-MM-dd}-{participant.Id:N}",
                now,
                now + _worthTelling
            )
            {
                NotBeforeUtc = participant.Schedule.OutsideQuietHours(now, participant.TimeZone),
                ParticipantId = participant.Id,
            },
            cancellationToken
        );
    }
}
