using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>When the team works: one row, edited by administrators. The settings file gives its first values.</summary>
public sealed class TeamCalendar : IVersioned
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    /// <summary>IANA zone of the working hours and the rota.</summary>
    public required string TimeZone { get; set; }
    public required IReadOnlyList<WorkingInterval> Week { get; set; }

    /// <summary>True where nurses read what stands out or asks, and do not promise to read every check-in.</summary>
    public bool ReadsOnlyWhatStandsOut { get; set; }
    public int Version { get; set; }
}

/// <summary>A day on which nobody works.</summary>
public sealed class Holiday
{
    public DateOnly Date { get; init; }
    public required string Name { get; set; }
}

/// <summary>An address that the whole team, or a part of it, reads.</summary>
public sealed class TeamMailbox
{
    public Guid Id { get; init; }
    public required string Name { get; set; }
    public required string Address { get; set; }
}
