using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Wellbeing.App.Data;

/// <summary>Instants are stored as UTC ticks (100 ns since year 1): they sort, compare and index the same on both
/// providers.</summary>
public sealed class UtcTicks()
    : ValueConverter<DateTime, long>(
        at => at.Kind == DateTimeKind.Utc ? at.Ticks : NotUtc(at),
        ticks => new DateTime(ticks, DateTimeKind.Utc)
    )
{
    private static long NotUtc(DateTime at) => throw new ArgumentException($"{at:O} is not UTC.", nameof(at));
}

/// <summary>As <see cref="UtcTicks"/>, for the columns of Identity.</summary>
public sealed class UtcOffsetTicks()
    : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

internal static class DataExtensions
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Stores an immutable value as JSON text.</summary>
    public static PropertyBuilder<T> HasJson<T>(this PropertyBuilder<T> property)
        where T : class? =>
        property.HasConversion(
            new ValueConverter<T, string>(
                value => JsonSerializer.Serialize(value, _json),
                text => JsonSerializer.Deserialize<T>(text, _json)!
            ),
            // Records that hold lists compare them by reference; their JSON is what counts.
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, _json) == JsonSerializer.Serialize(b, _json),
                value => JsonSerializer.Serialize(value, _json).GetHashCode(StringComparison.Ordinal),
                value => value
            )
        );

    public static bool IsPostgres(this DatabaseFacade database) =>
        database.ProviderName!.EndsWith("PostgreSQL", StringComparison.Ordinal);
}
