using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Wellbeing.App.Escalation;
using Wellbeing.Detection;

namespace Wellbeing.Web.Api;

/// <summary>How the API reads and writes JSON: camel case, enums by name, instants in UTC, and nothing unknown taken in
/// silence.</summary>
internal static class ApiJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowOutOfOrderMetadataProperties = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver())
            .WithAddedModifier(DetectionJson.RequireEveryConstant)
            .WithAddedModifier(RequireEveryTarget);
    }

    /// <summary>The name of an enum's value as the API writes it.</summary>
    public static string Name(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>All names of an enum, as the API writes them.</summary>
    public static IEnumerable<string> Names(Type enumType) =>
        Enum.GetNames(enumType).Select(JsonNamingPolicy.CamelCase.ConvertName);

    // As for the rules' constants: a target left out would quietly take the default.
    private static void RequireEveryTarget(JsonTypeInfo type)
    {
        if (type.Type != typeof(ResponseTargets))
            return;
        foreach (var property in type.Properties)
            property.IsRequired = true;
    }
}
