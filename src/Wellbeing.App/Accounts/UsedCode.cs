namespace Wellbeing.App.Accounts;

/// <summary>A code of an authenticator app that signed somebody in, or a mailed one that showed who they are, until its
/// time is over: it does so once.</summary>
public sealed class UsedCode
{
    public Guid AccountId { get; init; }

    /// <summary>Half minutes since 1970; of a mailed one which it was, below 0.</summary>
    public long Step { get; init; }
}
