namespace Wellbeing.App.Outbox;

internal static class MessageQueries
{
    /// <summary>Those that still leave: no server is sending them now, and nothing ended them.</summary>
    public static IQueryable<Message> Unsent(this IQueryable<Message> messages) =>
        messages.Where(n => n.State == MessageState.Pending || n.State == MessageState.RetryWait);

    /// <summary>As <see cref="Unsent"/>, with those that are being sent at this moment.</summary>
    public static IQueryable<Message> Unsettled(this IQueryable<Message> messages) =>
        messages.Where(n =>
            n.State == MessageState.Pending || n.State == MessageState.RetryWait || n.State == MessageState.Sending
        );
}
