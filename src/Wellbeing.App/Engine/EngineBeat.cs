namespace Wellbeing.App.Engine;

/// <summary>The last sign of life of one server's engine: one row a server.</summary>
public sealed class EngineBeat
{
    /// <summary>Rows of servers not heard of for this long are forgotten.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(7);

    /// <summary>Host and process.</summary>
    public required string Server { get; init; }
    public required string Version { get; init; }

    /// <summary>When a round of sweeps last ended, well or not.</summary>
    public DateTime LastBeatAtUtc { get; init; }

    /// <summary>When a round last ended with nothing left undone.</summary>
    public DateTime? LastSuccessAtUtc { get; init; }
}
