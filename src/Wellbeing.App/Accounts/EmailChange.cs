namespace Wellbeing.App.Accounts;

/// <summary>Somebody wants mails to go to another address: it counts once that address has answered.</summary>
public sealed class EmailChange
{
    public static readonly TimeSpan Lives = TimeSpan.FromDays(1);

    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public required string NewEmail { get; init; }
    public DateTime AskedAtUtc { get; init; }
}
