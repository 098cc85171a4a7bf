using System.Diagnostics.CodeAnalysis;

namespace Wellbeing.Delivery.Bounces;

/// <summary>One group of fields of a report: about one recipient, or about the report itself (RFC 3464, RFC 5965).</summary>
internal sealed class StatusFields
{
    private const int MostGroups = 100;
    private const int MostFields = 60;
    private const int LongestName = 60;
    private const int LongestValue = 2000;

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Empty where the field is not there.</summary>
    public string this[string field] => _values.GetValueOrDefault(field, "");

    /// <summary>It says what became of a message for somebody.</summary>
    public bool IsAboutRecipient =>
        Has("Final-Recipient") || Has("Original-Recipient") || Has("Action") || Has("Status");

    public bool Has(string field) => _values.ContainsKey(field);

    /// <summary>The groups in a text, a blank line apart; none in other texts. What is no field is left out.</summary>
    public static List<StatusFields> Parse(string text)
    {
        List<StatusFields> groups = [];
        var group = new StatusFields();
        string? last = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                Keep();
            }
            else if (char.IsWhiteSpace(line[0]) && last is not null)
            {
                if (group._values[last].Length < LongestValue)
                    group._values[last] = Cut($"{group._values[last]} {line.Trim()}");
            }
            else if (Field(line, out var name, out var value))
            {
                // Some forget the blank line.
                if (name.Equals("Final-Recipient", StringComparison.OrdinalIgnoreCase) && group.Has(name))
                    Keep();
                last = name;
                if (group._values.Count < MostFields)
                    group._values.TryAdd(name, Cut(value));
                if (!group.Has(name))
                    last = null;
            }
            else
            {
                last = null;
            }

            if (groups.Count >= MostGroups)
                return groups;
        }

        Keep();
        return groups;

        void Keep()
        {
            if (group._values.Count > 0)
                groups.Add(group);
            (group, last) = (new StatusFields(), null);
        }
    }

    private static bool Field(ReadOnlySpan<char> line, [NotNullWhen(true)] out string? name, out string value)
    {
        var colon = line.IndexOf(':');
        (name, value) = (null, "");
        if (colon is <= 0 or > LongestName)
            return false;
        var before = line[..colon].Trim();
        foreach (var c in before)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                return false;
        }

        if (before.IsEmpty)
            return false;
        (name, value) = (before.ToString(), line[(colon + 1)..].Trim().ToString());
        return true;
    }

    private static string Cut(string value) => value.Length <= LongestValue ? value : value[..LongestValue];
}
