using Microsoft.Extensions.Localization;
using Wellbeing.App.Site;

namespace Wellbeing.Web.Components;

/// <summary>What a line is called where somebody may have to choose it in distress.</summary>
public static class SupportLineName
{
    /// <summary>"Lifeline", "Lifeline, by text", "Interpreter: TIS National": a proper name alone says nothing to somebody
    /// who never heard it, and the interpreter is who calls the others with them.</summary>
    public static string CalledIn(this SupportLine line, IStringLocalizer<SharedText> text)
    {
        var name = line.Name.Length > 0 ? line.Name : text[$"Support.{line.Key}.Name"].Value;
        return line switch
        {
            { IsText: true } => text["Support.Text.Called", name],
            { Key: "Interpreter" } => text["Support.Interpreter.Called", name],
            _ => name,
        };
    }
}
