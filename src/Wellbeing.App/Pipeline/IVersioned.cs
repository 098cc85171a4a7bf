namespace Wellbeing.App.Pipeline;

/// <summary>
/// A row that two people may change at once. <see cref="Version"/> grows with every save and is checked by it: the
/// second writer is told, and the unit of work runs again on what the first one left.
/// </summary>
public interface IVersioned
{
    int Version { get; set; }
}
