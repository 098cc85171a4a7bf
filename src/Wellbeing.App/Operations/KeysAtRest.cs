using System.Globalization;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Operations;

/// <summary>How the keys lie in the database that open what people wrote and how people sign in.</summary>
/// <param name="InClear">One of them lies there for whoever has a copy of the database.</param>
/// <param name="By">What wraps the newest, such as "key file 3f9a…"; null where there is none.</param>
/// <param name="SinceUtc">Since when all of them are wrapped by it; null while some are wrapped by another.</param>
public sealed record KeysAtRest(bool InClear, string? By, DateTime? SinceUtc)
{
    /// <summary>On a stored key: the name of what wraps it.</summary>
    public const string WrappedBy = "wrappedBy";

    /// <summary>On a stored key: when it was wrapped.</summary>
    public const string WrappedAt = "wrappedAt";

    internal static async Task<KeysAtRest> Of(WellbeingDb db, CancellationToken cancellationToken)
    {
        var stored = await db.DataProtectionKeys.AsNoTracking().Select(k => k.Xml).ToListAsync(cancellationToken);
        var keys = stored
            .OfType<string>()
            .Select(XElement.Parse)
            .Where(k => k.Name == "key")
            .Select(k =>
                (
                    By: (string?)k.Attribute(WrappedBy),
                    At: DateTime.Parse(
                        (string?)k.Attribute(WrappedAt) ?? "0001-01-01T00:00:00Z",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.RoundtripKind
                    )
                )
            )
            .ToList();
        if (keys.Count == 0 || keys.Any(k => k.By is null))
            return new KeysAtRest(keys.Count > 0, null, null);
        var newest = keys.MaxBy(k => k.At).By;
        return new KeysAtRest(false, newest, keys.All(k => k.By == newest) ? keys.Min(k => k.At) : null);
    }
}
