using MediatR;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Hosting;

/// <summary>Where the end of the audit log is remembered: <c>Database:Anchor</c>, or beside the database.</summary>
public sealed record AnchorFile(string Path)
{
    /// <summary>Without the file a restored database would go unnoticed, so a place that cannot be written is said at
    /// once. Makes nothing.</summary>
    /// <returns>One line that names the setting and the fix; null where it can be written.</returns>
    public string? Fault() =>
        WritableFolder.Fault(
            System.IO.Path.GetDirectoryName(Path)!,
            System.IO.Path.GetFileName(AuditAnchor.Beside(Path))
        )
            is { } why
            ? $"The end of the audit log cannot be remembered in {Path} ({why}). Set Database:Anchor to a file in a folder that the server may write to."
            : null;

    /// <summary>At start: makes its folder.</summary>
    /// <exception cref="OptionsValidationException">It cannot be written.</exception>
    public void ExpectWritable()
    {
        if (Fault() is { } fault)
            throw new OptionsValidationException(DatabaseOptions.Section, typeof(DatabaseOptions), [fault]);
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
    }

    /// <summary>A database that no longer holds the record it ended with came back from a backup, or lost its end: its
    /// due work waits for an administrator.</summary>
    public async Task Compare(ISender sender)
    {
        if (AuditAnchor.Read(Path) is not { } anchor || await sender.Send(new HoldsAnchor(Actor.System, anchor)))
            return;
        await sender.Send(
            new HoldRestoredWork(
                Actor.System,
                $"The database is older than what this server last saw on {anchor.AtUtc:yyyy-MM-dd HH:mm} UTC, or the end of its audit log is gone."
            )
        );
    }
}
