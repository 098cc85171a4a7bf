using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>What a person who said something is promised by an instant.</summary>
public enum Promise
{
    /// <summary>That a nurse reads it.</summary>
    Reading,

    /// <summary>That a nurse is in touch with them.</summary>
    Contact,
}

/// <summary>The one place that says which promise a finding makes: pages tell it, and flags are held to it.</summary>
public static class Promises
{
    /// <summary>Null where the person said nothing and waits for nothing: a long silence, and what a nurse
    /// raised.</summary>
    public static Promise? Made(this Rule rule) =>
        rule switch
        {
            Rule.ContactRequested or Rule.NotSafe or Rule.Screen => Promise.Contact,
            Rule.Silence or Rule.RaisedByNurse => null,
            _ => Promise.Reading,
        };

    /// <summary>Rules by which somebody is promised contact.</summary>
    public static IReadOnlyList<Rule> OfContact { get; } =
    [.. Enum.GetValues<Rule>().Where(rule => rule.Made() == Promise.Contact)];

    /// <summary>Rules by which somebody is promised anything.</summary>
    public static IReadOnlyList<Rule> OfAnything { get; } =
    [.. Enum.GetValues<Rule>().Where(rule => rule.Made() is not null)];
}
