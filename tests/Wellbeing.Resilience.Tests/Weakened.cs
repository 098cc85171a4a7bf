using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Wellbeing.Resilience.Tests;

/// <summary>
/// Takes one safeguard out of the statements on their way to the database. The product has no such switch: it exists in
/// these tests alone, to show that the suite sees what the safeguard prevents.
/// </summary>
internal sealed partial class Weakened(Regex safeguard, string without) : DbCommandInterceptor
{
    private int _taken;

    /// <summary>How often it was taken out; 0 means that the control controls nothing.</summary>
    public int Taken => _taken;

    /// <summary>The outcome of a claim is recorded whoever holds the claim by now.</summary>
    public static Weakened Fence() => new(FenceWords(), "");

    /// <summary>A flag is saved whatever somebody else saved meanwhile.</summary>
    public static Weakened StepCompareAndSwap() => new(FlagVersion(), "$1");

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Rewrite(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Rewrite(command);
        return ValueTask.FromResult(result);
    }

    private void Rewrite(DbCommand command)
    {
        var sql = safeguard.Replace(command.CommandText, without);
        if (sql == command.CommandText)
            return;
        command.CommandText = sql;
        Interlocked.Increment(ref _taken);
    }

    [GeneratedRegex("""AND "?m"?\."State" = 'Sending' AND "?m"?\."LeaseOwner" = @\w+ AND "?m"?\."Attempts" = @\w+""")]
    private static partial Regex FenceWords();

    [GeneratedRegex("""(UPDATE "Flags" SET [^;]*?WHERE "Id" = @\w+) AND "Version" = @\w+""")]
    private static partial Regex FlagVersion();
}
