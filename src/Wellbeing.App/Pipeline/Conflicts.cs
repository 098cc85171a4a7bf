using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Pipeline;

/// <summary>Somebody else wrote first: a version moved on, a unique key was taken, the database was busy.</summary>
internal static class Conflicts
{
    private const int Runs = 5;

    /// <summary>Runs a unit of work again on what the first writer left, up to five times. Within an outer transaction it runs once: the whole must run again.</summary>
    public static async Task<T> RunAgain<T>(WellbeingDb db, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var run = 1; ; run++)
        {
            db.StartOver();
            try
            {
                return await work();
            }
            catch (Exception e) when (run < Runs && Is(e) && db.Database.CurrentTransaction is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 40) * run), cancellationToken);
            }
        }
    }

    private static bool Is(Exception e) =>
        e is DbUpdateException or DbException { IsTransient: true }
        || (e is DbException && e.Message.Contains("database is locked", StringComparison.Ordinal));
}
