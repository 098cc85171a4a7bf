using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Wellbeing.Detection;

/// <summary>
/// Settings and evidence as JSON, camel-cased, enums by name. A settings file is complete or refused: a constant left
/// out would otherwise quietly take the weekly value at every cadence. Those that were
/// <see cref="AddedLaterAttribute">added later</see> may be missing, so that what was stored before them is still read
/// and means what it meant.
/// </summary>
public static class DetectionJson
{
    /// <summary>For evidence and settings alike; metadata may stand anywhere, since databases re-order
    /// properties.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Settings as indented JSON.</summary>
    public static string Write(DetectionSettings settings) => JsonSerializer.Serialize(settings, Options);

    /// <summary>Settings from JSON. Their ranges are not checked: see
    /// <see cref="SettingsCatalogue.Problems"/>.</summary>
    /// <exception cref="JsonException">Not JSON, or a constant is missing, unknown or of the wrong type.</exception>
    public static DetectionSettings ReadSettings(string json) =>
        JsonSerializer.Deserialize<DetectionSettings>(json, Options)
        ?? throw new JsonException("Expected settings, found null.");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            NewLine = "\n",
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowOutOfOrderMetadataProperties = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireEveryConstant } },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Refuses settings that leave a constant out; for other readers of settings, such as an API.</summary>
    public static void RequireEveryConstant(JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (
            type.Type.Namespace != typeof(DetectionSettings).Namespace
            || !type.Type.Name.EndsWith("Settings", StringComparison.Ordinal)
        )
            return;
        foreach (var property in type.Properties)
        {
            property.IsRequired =
                property.Set is not null
                && property.PropertyType != typeof(PerCadence<CalibrationTable>)
                && property.AttributeProvider?.IsDefined(typeof(AddedLaterAttribute), inherit: false) != true;
        }
    }
}
