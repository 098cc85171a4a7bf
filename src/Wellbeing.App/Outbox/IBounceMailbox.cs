namespace Wellbeing.App.Outbox;

/// <summary>The edge to the mailbox that undeliverable mails come back to.</summary>
public interface IBounceMailbox
{
    /// <summary>False where none is set.</summary>
    bool Enabled { get; }

    /// <summary>
    /// Hands over each mail that was not handed over before, and marks it only when that was done: a crash in between
    /// shows it once more. Throws for nothing that the server or the network does.
    /// </summary>
    Task<BounceRun> Read(Func<BounceReport, Task> take, CancellationToken cancellationToken);
}

/// <summary>One look into the mailbox.</summary>
/// <param name="Mails">How many mails were new.</param>
/// <param name="Reports">How many of them were handed over.</param>
/// <param name="Problem">One line that says what is wrong and how to mend it; null when nothing is.</param>
public sealed record BounceRun(int Mails, int Reports, string? Problem);

/// <summary>What a mail to a return address tells.</summary>
public enum ReportKind
{
    /// <summary>The message was not delivered, and would not be if it were sent again.</summary>
    Failed,

    /// <summary>It was not delivered: the mailbox was full, or a server was away for too long.</summary>
    FailedForNow,

    /// <summary>Still being tried.</summary>
    Delayed,

    /// <summary>A machine answered: somebody is away, or is to prove that they write. It arrived.</summary>
    Answered,

    /// <summary>Whoever got it called it spam, or wants no more (RFC 5965).</summary>
    Complaint,

    /// <summary>None of these as far as a program can tell.</summary>
    Unknown,
}

/// <summary>A mail that came to a return address.</summary>
/// <param name="MessageId">Its own.</param>
/// <param name="CameTo">Headers that may hold the return address.</param>
/// <param name="Status">As RFC 3463 writes it: "5.1.1"; empty where none is said.</param>
/// <param name="Detail">The other server's words, in one line.</param>
public sealed record BounceReport(
    string MessageId,
    IReadOnlyList<string> CameTo,
    ReportKind Kind,
    string Status,
    string Detail
)
{
    /// <summary>Longest <see cref="Text"/>, in characters.</summary>
    public const int LongestText = 4000;

    /// <summary>The reply code, where one is said: 550.</summary>
    public int? Code { get; init; }

    /// <summary>Its words, in whatever language, say that there is no such mailbox.</summary>
    public bool NamesMailbox { get; init; }

    /// <summary>Subject and text of one that a person has to read: <see cref="ReportKind.Unknown"/>.</summary>
    public string Text { get; init; } = "";
}
