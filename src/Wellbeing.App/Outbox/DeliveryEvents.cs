using MediatR;

namespace Wellbeing.App.Outbox;

/// <summary>An address does not exist or takes no mail. Published within the unit of work that records it.</summary>
/// <param name="Detail">The mail server's words, for the administrators.</param>
public sealed record AddressRefused(Message Message, string Detail, DateTime NowUtc) : INotification;

/// <summary>The mail server took a message. Published within the unit of work that records it.</summary>
public sealed record MessageAccepted(Message Message, DateTime NowUtc) : INotification;

/// <summary>Several addresses were refused with the same words: it is about us, and none of them is given up. Published
/// within the unit of work that records it.</summary>
/// <param name="Messages">What was refused, a message an address.</param>
public sealed record RefusedForOurSake(IReadOnlyList<Message> Messages, DateTime NowUtc) : INotification
{
    /// <summary>Addresses given up so shortly before are given back.</summary>
    public DateTime GivenUpSinceUtc => NowUtc - RefusedAlike.Window;
}

/// <summary>A message will not arrive: refused, come back, or past its deadline. Published within the unit of work that
/// records it, after <see cref="AddressRefused"/>.</summary>
public sealed record MessageNotDelivered(Message Message, DateTime NowUtc) : INotification;

/// <summary>A message came back from further on. Published before what follows from it.</summary>
public sealed record MessageCameBack(Message Message, DateTime NowUtc) : INotification;

/// <summary>A machine answered a message: it arrived, and whoever it went to may be away. Published within the unit of work
/// that records it.</summary>
public sealed record MessageAnswered(Message Message, DateTime NowUtc) : INotification;

/// <summary>Whoever got a message called it spam. Published within the unit of work that records it.</summary>
public sealed record MessageComplainedOf(Message Message, DateTime NowUtc) : INotification;

/// <summary>Again and again nobody knows whether a message arrived.</summary>
public sealed record DeliveryInDoubt(Message Message, DateTime NowUtc) : INotification;
