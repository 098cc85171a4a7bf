using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

public sealed record AccountLink(Guid AccountId, string Name, string Email, LinkPurpose Purpose);
