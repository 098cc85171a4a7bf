using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Wellbeing.Delivery;

/// <summary>Reads one section, value by value, so that what cannot be read gets a line with a remedy instead of a
/// type's name.</summary>
internal sealed class SectionReader(IConfiguration configuration, string name)
{
    private readonly IConfigurationSection _section = configuration.GetSection(name);

    public string? Text(string key) => _section[key]?.Trim();

    /// <summary>Not trimmed: a space may be part of a password.</summary>
    public string? Secret(string key) => _section[key];

    public int? Number(string key) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool? Switch(string key) => bool.TryParse(Text(key), out var value) ? value : null;

    // Names only: Enum.TryParse alone would take "7" for a transport.
    public TEnum? Choice<TEnum>(string key)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(Text(key), ignoreCase: true, out var value)
        && !char.IsAsciiDigit(Text(key)![0])
        && Enum.IsDefined(value)
            ? value
            : null;

    public string? UnreadableNumber(string key) =>
        Text(key) is { Length: > 0 } text && Number(key) is null
            ? $"{name}:{key} is \"{text}\", which is not a whole number. Correct it, or remove it for the default."
            : null;

    public string? Unreadable<TEnum>(string key)
        where TEnum : struct, Enum =>
        Text(key) is { Length: > 0 } text && Choice<TEnum>(key) is null
            ? $"{name}:{key} is \"{text}\". Set it to {string.Join(" or ", Enum.GetNames<TEnum>())}."
            : null;
}
