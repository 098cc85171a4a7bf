namespace Wellbeing.App.Outbox;

/// <summary>The edge to the mailbox that undeliverable mails come back to.</summary>
public interface IBounceMailbox
{
    /// <summary>False where none is set.</summary>
    bool Enabled { get; }

    /// <summary>
    /// Hands over each report that was not handed over before, and marks it only when that was done: a crash in between
    /// shows it once more. Throws for nothing that the server or the network does.
    /// </summary>
    Task<BounceRun> Read(Func<BounceReport, Task> take, CancellationToken cancellationToken);
}

/// <summary>One look into the mailbox.</summary>
/// <param name="Mails">How many mails were new.</param>
/// <param name="Reports">How many of them were reports about a delivery.</param>
/// <param name="Problem">One line that says what is wrong and how to mend it; null when nothing is.</param>
public sealed record BounceRun(int Mails, int Reports, string? Problem);

/// <summary>A report about a delivery (RFC 3464).</summary>
/// <param name="MessageId">The report's own.</param>
/// <param name="CameTo">Headers that may hold the return address.</param>
/// <param name="Failed">False while it is still being tried.</param>
/// <param name="Status">"5.1.1".</param>
/// <param name="Detail">The other server's words.</param>
public sealed record BounceReport(
    string MessageId,
    IReadOnlyList<string> CameTo,
    bool Failed,
    string Status,
    string Detail
);
