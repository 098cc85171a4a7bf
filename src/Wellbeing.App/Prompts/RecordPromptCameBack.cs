using MediatR;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Prompts;

/// <summary>A mail about a check-in came back: it may be that nobody ever asked.</summary>
internal sealed class RecordPromptCameBack(PromptMailsSent prompts) : INotificationHandler<MessageCameBack>
{
    public Task Handle(MessageCameBack notification, CancellationToken cancellationToken) =>
        notification.Message.PromptId is { } promptId
            ? prompts.CameBack(promptId, notification.NowUtc, cancellationToken)
            : Task.CompletedTask;
}
