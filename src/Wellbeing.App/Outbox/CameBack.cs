using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Outbox;

/// <summary>What follows when a message that our mail server had taken did not arrive: as after its own refusal.</summary>
internal sealed class CameBack(WellbeingDb db, IPublisher publisher)
{
    /// <param name="refusal">The words that say that it is about the address; null where it is not.</param>
    /// <param name="alike">Others refused with the same words, so that it is about us; empty otherwise.</param>
    public async Task NotDelivered(
        Message message,
        string? refusal,
        IReadOnlyList<Message> alike,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        // One that is being sent again at this moment ends by its own outcome.
        await db
            .Messages.Where(n =>
                n.Id == message.Id
                && (
                    n.State == MessageState.Accepted
                    || n.State == MessageState.RetryWait
                    || n.State == MessageState.Pending
                )
            )
            .ExecuteUpdateAsync(
                n => n.SetProperty(x => x.State, MessageState.Rejected).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );
        await publisher.Publish(new MessageCameBack(message, now), cancellationToken);
        if (alike.Count > 0)
            await publisher.Publish(new RefusedForOurSake(alike, now), cancellationToken);
        else if (refusal is not null)
            await publisher.Publish(new AddressRefused(message, refusal, now), cancellationToken);
        await publisher.Publish(new MessageNotDelivered(message, now), cancellationToken);
    }
}
