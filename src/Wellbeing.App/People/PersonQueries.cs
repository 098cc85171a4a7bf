namespace Wellbeing.App.People;

/// <summary>Which people are meant, by the words that pages and code use for them.</summary>
internal static class PersonQueries
{
    /// <summary>Whose participation has not ended.</summary>
    public static IQueryable<Participant> TakingPart(this IQueryable<Participant> people) =>
        people.Where(p => p.ClosedAtUtc == null);

    /// <summary>Support contacts who have said yes, and can be told.</summary>
    public static IQueryable<SupportContact> Confirmed(this IQueryable<SupportContact> contacts) =>
        contacts.Where(c => c.State == SupportContactState.Confirmed);

    /// <summary>Support contacts whom the participant has not taken back.</summary>
    public static IQueryable<SupportContact> NotWithdrawn(this IQueryable<SupportContact> contacts) =>
        contacts.Where(c => c.State != SupportContactState.Withdrawn);
}
