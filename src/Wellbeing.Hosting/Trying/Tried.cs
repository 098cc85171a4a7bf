namespace Wellbeing.Hosting.Trying;

/// <summary>One thing that was tried.</summary>
/// <param name="Name">"database", "mail server".</param>
/// <param name="Fault">Why it does not work, and the fix, in one line; null when it does.</param>
/// <param name="Note">What else is worth knowing of what works; null for nothing.</param>
/// <param name="Warning">What works here and lets people down all the same, and the fix; null for nothing.</param>
public sealed record Tried(string Name, string? Fault = null, string? Note = null, string? Warning = null)
{
    public override string ToString() =>
        Fault is not null ? $"FAILED {Name}: {Fault}"
        : Warning is not null ? $"warn {Name}: {Warning}"
        : Note is not null ? $"ok {Name}: {Note}"
        : $"ok {Name}";
}
