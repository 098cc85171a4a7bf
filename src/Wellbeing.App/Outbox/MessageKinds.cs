namespace Wellbeing.App.Outbox;

/// <summary>The kinds of message there are.</summary>
public sealed class MessageKinds(IEnumerable<MessageKind> all)
{
    private readonly Dictionary<string, MessageKind> _byName = all.ToDictionary(kind => kind.Name);

    public IReadOnlyCollection<MessageKind> All => _byName.Values;

    /// <summary>Names of those that hold nothing about the person they are about, and go to colleagues, whose addresses
    /// are their own: no part of a person's data.</summary>
    public IReadOnlyList<string> ToColleagues => [.. All.Where(kind => kind.IsToColleagues).Select(kind => kind.Name)];

    /// <exception cref="InvalidOperationException">There is no such kind.</exception>
    public MessageKind Get(string name) =>
        Find(name) ?? throw new InvalidOperationException($"There is no kind of message named {name}.");

    /// <summary>Null for a kind that is no more.</summary>
    public MessageKind? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The classes that are kinds of message.</summary>
    internal static IEnumerable<Type> Types =>
        typeof(MessageKind).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(MessageKind)));
}
