namespace Wellbeing.App.Accounts;

/// <summary>A code of an authenticator app that signed somebody in, until its time is over: it does so once.</summary>
public sealed class UsedCode
{
    public Guid AccountId { get; init; }

    /// <summary>Half minutes since 1970.</summary>
    public long Step { get; init; }
}
