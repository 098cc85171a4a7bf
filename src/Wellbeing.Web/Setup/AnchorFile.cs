using MediatR;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Audit;
using Wellbeing.App.Features.Engine;

namespace Wellbeing.Web.Setup;

/// <summary>Where the end of the audit log is remembered: <c>Database:Anchor</c>, or beside the database.</summary>
internal sealed record AnchorFile(string Path)
{
    /// <summary>A database that no longer holds the record it ended with came back from a backup, or lost its end: its due work waits for an administrator.</summary>
    public async Task Compare(ISender sender)
    {
        if (AuditAnchor.Read(Path) is not { } anchor || await sender.Send(new HoldsAnchor(Actor.System, anchor))) return;
        await sender.Send(new HoldWork(Actor.System, $"The database is older than what this server last saw on {anchor.AtUtc:yyyy-MM-dd HH:mm} UTC, or the end of its audit log is gone."));
    }
}
