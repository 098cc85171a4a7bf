using MediatR;
using Microsoft.Extensions.Options;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Audit;
using Wellbeing.App.Features.Engine;
using Wellbeing.App.Options;

namespace Wellbeing.Web.Setup;

/// <summary>Where the end of the audit log is remembered: <c>Database:Anchor</c>, or beside the database.</summary>
internal sealed record AnchorFile(string Path)
{
    /// <summary>At start: without the file a restored database would go unnoticed, so a place that cannot be written is said at once.</summary>
    /// <exception cref="OptionsValidationException">It cannot be written.</exception>
    public void ExpectWritable()
    {
        try
        {
            if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            using var tried = new FileStream(AuditAnchor.Beside(Path), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(
                DatabaseOptions.Section, typeof(DatabaseOptions),
                [$"The end of the audit log cannot be remembered in {Path} ({e.Message.TrimEnd('.')}). Set Database:Anchor to a file in a folder that the server may write to."]);
        }
    }

    /// <summary>A database that no longer holds the record it ended with came back from a backup, or lost its end: its due work waits for an administrator.</summary>
    public async Task Compare(ISender sender)
    {
        if (AuditAnchor.Read(Path) is not { } anchor || await sender.Send(new HoldsAnchor(Actor.System, anchor))) return;
        await sender.Send(new HoldWork(Actor.System, $"The database is older than what this server last saw on {anchor.AtUtc:yyyy-MM-dd HH:mm} UTC, or the end of its audit log is gone."));
    }
}
