using Microsoft.Extensions.Options;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Site;

/// <summary>Who to call. Section <c>SupportNumbers</c>; the defaults are Australia's.</summary>
/// <remarks>
/// Words about a line (<c>When</c>, <c>Note</c>) come from the texts of the person's language, keys
/// <c>Support.{Key}.When</c> and <c>Support.{Key}.Note</c>, unless the configuration gives its own.
/// </remarks>
public sealed class SupportNumbersOptions
{
    public const string Section = "SupportNumbers";

    /// <summary>What stands where a number would be empty.</summary>
    public const string SafeEmergency = "000";

    /// <inheritdoc cref="SafeEmergency"/>
    public const string SafeFoundation = "1800 620 420";

    /// <summary>The emergency number, shown before everything else.</summary>
    public SupportLine Emergency { get; set; } = new() { Key = "Emergency", Number = "000" };

    /// <summary>Lines that answer at any hour. A configured list replaces the default one.</summary>
    public IList<SupportLine> Crisis { get; } = [];

    /// <summary>The foundation behind this service. Answers in office hours: never the way out at night.</summary>
    public SupportLine Foundation { get; set; } =
        new()
        {
            Key = "Foundation",
            Name = "Leukaemia Foundation",
            Number = "1800 620 420",
        };

    /// <summary>A telephone interpreter, free to the caller.</summary>
    public SupportLine Interpreter { get; set; } =
        new()
        {
            Key = "Interpreter",
            Name = "TIS National",
            Number = "131 450",
        };

    /// <summary>Where one writes instead of speaking: by text message.</summary>
    public SupportLine Text { get; set; } =
        new()
        {
            Key = "Text",
            Name = "Lifeline",
            Number = "0477 13 11 14",
            IsText = true,
        };

    /// <summary>Relays calls for people for whom hearing or speaking on the phone is hard.</summary>
    public SupportLine Relay { get; set; } =
        new()
        {
            Key = "Relay",
            Name = "National Relay Service",
            Number = "1300 555 727",
        };

    /// <summary>For people who read this in another country; edited by administrators alone.</summary>
    public IList<CountryNumbers> Countries { get; } = [];

    /// <summary>
    /// Who to turn to, in this order: for readers of another language than English the interpreter first, who calls the
    /// others with them; then the crisis lines; then where one writes.
    /// </summary>
    public IEnumerable<SupportLine> ToTalkTo => [.. SpeaksEnglish ? [] : new[] { Interpreter }, .. Crisis, Text];

    /// <summary>True for readers of English, as far as the page's language tells.</summary>
    public static bool SpeaksEnglish => Language.Current == Language.English;

    public sealed class Defaults : IPostConfigureOptions<SupportNumbersOptions>
    {
        public void PostConfigure(string? name, SupportNumbersOptions options)
        {
            if (options.Crisis.Count > 0)
                return;
            options.Crisis.Add(
                new()
                {
                    Key = "Lifeline",
                    Name = "Lifeline",
                    Number = "13 11 14",
                }
            );
            options.Crisis.Add(
                new()
                {
                    Key = "BeyondBlue",
                    Name = "Beyond Blue",
                    Number = "1300 22 4636",
                }
            );
            options.Crisis.Add(
                new()
                {
                    Key = "13YARN",
                    Name = "13YARN",
                    Number = "13 92 76",
                }
            );
        }
    }
}

/// <summary>One telephone line, or one that takes text messages.</summary>
public sealed class SupportLine
{
    /// <summary>Finds the line's words among the texts.</summary>
    public string Key { get; set; } = "";

    /// <summary>A proper name, the same in every language; empty where the texts name it.</summary>
    public string Name { get; set; } = "";

    /// <summary>As people write it, with spaces.</summary>
    public string Number { get; set; } = "";

    /// <summary>One writes to it; it takes no calls.</summary>
    public bool IsText { get; set; }

    public string? When { get; set; }

    public string? Note { get; set; }
}
