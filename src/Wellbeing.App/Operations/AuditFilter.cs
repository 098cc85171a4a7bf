namespace Wellbeing.App.Operations;

/// <summary>Which records. Everything empty is all of them.</summary>
/// <param name="AccountId">For <see cref="AuditActorKind.Account"/>.</param>
/// <param name="Person">Whom it is about: their name, their whole e-mail address, or their number in the log.</param>
/// <param name="What">A verb of <see cref="AuditWords.Verbs"/>, or an area: <c>flag</c> is every verb about flags.</param>
/// <param name="From">First day, in the team's zone.</param>
/// <param name="To">Last day, inclusive.</param>
public sealed record AuditFilter(
    AuditActorKind Actor = AuditActorKind.Anybody,
    Guid? AccountId = null,
    string? Person = null,
    string? What = null,
    DateOnly? From = null,
    DateOnly? To = null
);
