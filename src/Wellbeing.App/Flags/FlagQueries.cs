namespace Wellbeing.App.Flags;

/// <summary>Which flags are meant, by the words that pages and code use for them.</summary>
internal static class FlagQueries
{
    /// <summary>Open or acknowledged: somebody still has to do something.</summary>
    public static IQueryable<Flag> Unresolved(this IQueryable<Flag> flags) =>
        flags.Where(f => f.State != FlagState.Resolved);

    /// <summary>Nobody has them in hand: their ladders go on.</summary>
    public static IQueryable<Flag> Open(this IQueryable<Flag> flags) => flags.Where(f => f.State == FlagState.Open);

    /// <summary>A nurse's own: those they acknowledged, those given to them, and those open again that were with them
    /// last.</summary>
    /// <param name="lastWith">By <see cref="LastHolders.LastWith"/>.</param>
    public static IQueryable<Flag> InHandsOf(this IQueryable<Flag> flags, Guid? nurse, IReadOnlyList<Guid> lastWith) =>
        flags.Where(f =>
            f.State == FlagState.Acknowledged && f.AcknowledgedBy == nurse
            || f.State == FlagState.Open && (f.AssignedTo == nurse || lastWith.Contains(f.Id))
        );
}
