using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>Its author puts other answers in the place of a check-in of the last day.</summary>
[AllowedTo(Roles.Participant)]
public sealed record CorrectCheckIn(Actor By, Guid CheckInId, Answers Answers) : IRequest<CorrectCheckInResult>, IActed;

internal sealed class CorrectCheckInValidator : AbstractValidator<CorrectCheckIn>
{
    public CorrectCheckInValidator() => this.AnswerRules(r => r.Answers);
}

internal sealed class CorrectCheckInHandler(QuestionBook questions, CheckInChanges checkInChanges)
    : IRequestHandler<CorrectCheckIn, CorrectCheckInResult>
{
    public Task<CorrectCheckInResult> Handle(CorrectCheckIn request, CancellationToken cancellationToken) =>
        checkInChanges.Change(
            request.By,
            request.CheckInId,
            async (checkIn, now) =>
            {
                // It keeps the questions it was answered under, whatever is asked by now.
                var answers = await questions.DropUnknownAnswers(
                    request.Answers with
                    {
                        QuestionVersion = checkIn.QuestionVersion,
                    },
                    cancellationToken
                );
                checkIn.Correct(answers, questions.Seal(answers), now);
            },
            AuditActions.CheckInCorrected,
            cancellationToken
        );
}
