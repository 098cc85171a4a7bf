using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Wellbeing.Web.Api;

/// <summary>What is wrong with a body, by field and in words: the serialiser speaks of .NET types, and readers of the
/// API know none.</summary>
internal static partial class JsonFaults
{
    public static IReadOnlyList<(string Field, string Message)> Explain(
        JsonException fault,
        Type body,
        JsonSerializerOptions options
    )
    {
        var path = Segments(fault.Path);
        // The reader's own complaint is wrapped; the serialiser's is not.
        if (fault.InnerException is JsonException)
        {
            return
            [
                (
                    RefusalsAsProblems.Body,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"This is not JSON: look at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."
                    )
                ),
            ];
        }

        if (Missing().Match(fault.Message) is { Success: true } missing)
        {
            return
            [
                .. Quoted()
                    .Matches(missing.Value)
                    .Select(m =>
                    {
                        string[] field = [.. path, m.Groups[1].Value];
                        return (Join(field), $"This field is required. Expected {At(body, field, options)}.");
                    }),
            ];
        }

        if (Unknown().Match(fault.Message) is { Success: true } unknown)
        {
            var name = unknown.Groups[1].Value;
            var parent = path.Count > 0 && path[^1] == name ? [.. path.Take(path.Count - 1)] : path;
            return [(Join([.. parent, name]), $"There is no such field. Expected {At(body, parent, options)}.")];
        }

        if (Duplicate().Match(fault.Message) is { Success: true } twice)
        {
            var name = twice.Groups[1].Value;
            return
            [
                (path.Count > 0 && path[^1] == name ? Join(path) : Join([.. path, name]), "This field is given twice."),
            ];
        }

        if (NotNull().Match(fault.Message) is { Success: true } notNull)
        {
            // A constructor's parameter is named as in C#.
            var name = JsonNamingPolicy.CamelCase.ConvertName(notNull.Groups[1].Value);
            IReadOnlyList<string> field = path.Count > 0 && path[^1] == name ? path : [.. path, name];
            return [(Join(field), $"Expected {At(body, field, options)}.")];
        }

        return [(Join(path), $"Expected {At(body, path, options)}.")];
    }

    /// <summary>What a value of this type looks like.</summary>
    public static string Expected(Type type) => Expected(type, null, JsonSerializerOptions.Default);

    private static string At(Type body, IReadOnlyList<string> path, JsonSerializerOptions options)
    {
        var type = body;
        JsonPropertyInfo? property = null;
        foreach (var segment in path)
        {
            if (EntryOf(type) is { } entry)
            {
                // A key that is no name is the mistake; otherwise look at its value.
                if (entry.Key.IsEnum && !ApiJson.Names(entry.Key).Contains(segment))
                    return $"the name of the entry to be one of {string.Join(", ", ApiJson.Names(entry.Key))}";
                (type, property) = (entry.Value, null);
                continue;
            }

            property = options.GetTypeInfo(type).Properties.FirstOrDefault(p => p.Name == segment);
            if (property is null)
                return Expected(type, null, options);
            type = property.PropertyType;
        }

        return Expected(type, property, options);
    }

    private static string Expected(Type type, JsonPropertyInfo? property, JsonSerializerOptions options)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Expected(value, property, options) + (property is null ? "" : ", or null");
        var range = property
            ?.AttributeProvider?.GetCustomAttributes(typeof(RangeAttribute), false)
            .OfType<RangeAttribute>()
            .SingleOrDefault();
        if (type.IsEnum)
            return $"one of {string.Join(", ", ApiJson.Names(type))}";
        if (type == typeof(string))
            return "text in quotes";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(Guid))
            return "a UUID, such as 0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b";
        if (type == typeof(int))
            return range is null ? "a whole number" : $"a whole number from {range.Minimum} to {range.Maximum}";
        if (type == typeof(double))
            return "a number";
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset))
            return "an instant in UTC, such as 2026-02-02T00:00:00Z";
        if (EntryOf(type) is { } entry)
            return $"an object whose entries are each {Expected(entry.Value, property, options)}";
        if (type.IsAssignableTo(typeof(System.Collections.IEnumerable)))
            return "a list";
        var fields =
            options == JsonSerializerOptions.Default
                ? []
                : options
                    .GetTypeInfo(type)
                    .Properties.Where(p => p.Set is not null || p.AssociatedParameter is not null);
        return fields.Any() ? $"an object with {string.Join(", ", fields.Select(f => f.Name))}" : "an object";
    }

    private static (Type Key, Type Value)? EntryOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
            ? (type.GenericTypeArguments[0], type.GenericTypeArguments[1])
            : null;

    private static string Join(IReadOnlyList<string> path) =>
        path.Count == 0 ? RefusalsAsProblems.Body : string.Join('.', path);

    /// <summary>"$.emotions['x y']" as emotions, x y.</summary>
    private static IReadOnlyList<string> Segments(string? path) =>
        [
            .. Segment()
                .Matches(path ?? "")
                .Select(m => m.Groups["plain"].Success ? m.Groups["plain"].Value : m.Groups["quoted"].Value),
        ];

    [GeneratedRegex(@"\.(?<plain>[^.\[]+)|\['(?<quoted>.*?)'\](?=[.\[]|$)|\[(?<plain>\d+)\]")]
    private static partial Regex Segment();

    [GeneratedRegex("missing required properties including: .*$")]
    private static partial Regex Missing();

    [GeneratedRegex("The JSON property '(.*)' could not be mapped to any .NET member")]
    private static partial Regex Unknown();

    [GeneratedRegex("Duplicate property '(.*)' encountered")]
    private static partial Regex Duplicate();

    [GeneratedRegex("(?:property or field|constructor parameter) '(.*?)' on type .* doesn't allow")]
    private static partial Regex NotNull();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
