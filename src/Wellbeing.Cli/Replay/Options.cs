using System.CommandLine;
using Wellbeing.Detection;

namespace Wellbeing.Cli.Replay;

/// <summary>Options that several replay commands share.</summary>
internal static class Options
{
    public static Option<FileInfo> File(string name, string description) =>
        new(name)
        {
            Description = description,
            Required = true,
            HelpName = "FILE",
        };

    public static Option<Cadence> Cadence() =>
        Named<Cadence>("--cadence", "How often people are asked", required: true);

    public static Option<Profile> Profile()
    {
        var option = Named<Profile>("--profile", "Settings to use, refined unless told otherwise", required: false);
        option.DefaultValueFactory = _ => Detection.Profile.Refined;
        return option;
    }

    public static Option<FileInfo?> Settings() =>
        new("--settings")
        {
            Description = "Settings to use instead of a profile's: JSON, as `wellbeing settings` prints it",
            HelpName = "FILE",
        };

    public static Option<long> Seed() =>
        new("--seed") { Description = "The same seed gives the same people", Required = true };

    /// <summary>An enumeration by its names in lower case; numbers are refused.</summary>
    public static Option<T> Named<T>(string name, string description, bool required)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        var choices = string.Join(", ", names.Select(choice => choice.ToLowerInvariant()));
        return new Option<T>(name)
        {
            Description = $"{description}: {choices}",
            Required = required,
            HelpName = string.Join('|', names.Select(choice => choice.ToLowerInvariant())),
            CustomParser = result =>
            {
                var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
                var place = Array.FindIndex(names, choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase));
                if (place >= 0)
                    return Enum.Parse<T>(names[place]);
                result.AddError($"{name}: expected one of {choices}; found \"{text}\"");
                return default;
            },
        };
    }
}
