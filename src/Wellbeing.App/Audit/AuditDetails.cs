using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Wellbeing.App.Audit;

/// <summary>
/// The one place where a detail becomes the text that is stored, and is read from it again. The hash chain runs over that
/// text: the same detail gives the same bytes, whatever machine writes it.
/// </summary>
public static class AuditDetails
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { InOrderOfParameters } },
    };

    /// <summary>By verb: the type of its detail. A verb that is not here is written without one.</summary>
    public static IReadOnlyDictionary<string, Type> Types { get; } =
        typeof(AuditDetail)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(AuditDetail)))
            .SelectMany(type =>
                (type.GetCustomAttribute<DetailOfAttribute>()?.Actions ?? []).Select(action => (action, type))
            )
            .ToDictionary(pair => pair.action, pair => pair.type);

    /// <summary>The detail as it is stored: JSON, the parts in the order of their declaration, without those that are
    /// null.</summary>
    /// <exception cref="ArgumentException">The verb is written with another type of detail, or with none.</exception>
    public static string? Write(string action, AuditDetail? detail) =>
        Types.GetValueOrDefault(action) is var type && detail?.GetType() == type
            ? detail is null
                ? null
                : JsonSerializer.Serialize(detail, type!, _json)
            : throw new ArgumentException(
                $"{action} is written with {type?.Name ?? "no detail"}, not with {detail?.GetType().Name ?? "none"}.",
                nameof(detail)
            );

    /// <summary>What was stored with this verb; <see cref="UnreadableDetail"/> where it could not have been.</summary>
    public static AuditDetail? Read(string action, string? stored)
    {
        if (stored is null)
            return null;
        if (!Types.TryGetValue(action, out var type))
            return new UnreadableDetail();
        try
        {
            return (AuditDetail?)JsonSerializer.Deserialize(stored, type, _json) ?? new UnreadableDetail();
        }
        catch (JsonException)
        {
            return new UnreadableDetail();
        }
    }

    /// <summary>The parts of a detail that an administrator reads, in the order of their declaration; null ones are left
    /// out.</summary>
    public static IEnumerable<(ShownAttribute Shown, object Value)> Shown(AuditDetail detail)
    {
        var type = detail.GetType();
        foreach (var parameter in Parameters(type))
        {
            if (
                parameter.GetCustomAttribute<ShownAttribute>() is { } shown
                && type.GetProperty(parameter.Name!)!.GetValue(detail) is { } value
            )
                yield return (shown, value);
        }
    }

    // The runtime promises no order of properties; that of a constructor's parameters is fixed.
    private static void InOrderOfParameters(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(AuditDetail)))
            return;
        var order = Parameters(type.Type)
            .Select((parameter, at) => (Name: JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), at))
            .ToDictionary(p => p.Name, p => p.at);
        foreach (var property in type.Properties)
            property.Order = order[property.Name];
    }

    private static ParameterInfo[] Parameters(Type detail) => detail.GetConstructors().Single().GetParameters();
}
