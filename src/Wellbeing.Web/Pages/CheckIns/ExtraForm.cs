using System.Globalization;
using Wellbeing.App.CheckIns;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>Answers to extra questions as forms send them: a number, numbers of what was chosen, words, or a
/// skip.</summary>
internal static class ExtraForm
{
    public static ExtraAnswer Read(ExtraQuestion extra, IReadOnlyList<string> values) =>
        extra.Normalize(
            extra.Kind switch
            {
                ExtraKind.Scale => new ExtraAnswer(Scale: values.Select(Number).FirstOrDefault(n => n is not null)),
                ExtraKind.Choice or ExtraKind.Choices => new ExtraAnswer(
                    Choices: [.. values.Select(Number).OfType<int>()]
                ),
                ExtraKind.Text => new ExtraAnswer(
                    Words: values is [var words, ..] ? words.ReplaceLineEndings("\n") : null
                ),
                _ => throw new InvalidOperationException(),
            }
        );

    public static IReadOnlyList<string> Write(ExtraQuestion extra, ExtraAnswer answer) =>
        answer switch
        {
            { Scale: { } points } => [points.ToString(CultureInfo.InvariantCulture)],
            { Choices: { Count: > 0 } chosen } => [.. chosen.Select(c => c.ToString(CultureInfo.InvariantCulture))],
            { Words: { } words } => [words],
            _ => extra.Kind == ExtraKind.Text ? [] : [Questions.RatherNotSay],
        };

    private static int? Number(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
