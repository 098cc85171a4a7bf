using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Wellbeing.App.CheckIns;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages;

/// <summary>The four questions as a form: the participant's page and the nurse's on the telephone have the same
/// words.</summary>
public sealed class Phq4Form
{
    public string? Nervous { get; set; }
    public string? Worrying { get; set; }
    public string? LittleInterest { get; set; }
    public string? Down { get; set; }

    public static IReadOnlyList<Choice> Choices(IStringLocalizer<ParticipantText> text) =>
        [
            .. Enumerable
                .Range(0, Phq4.Most + 1)
                .Select(n => new Choice(n.ToString(CultureInfo.InvariantCulture), text[$"Screen.Answer.{n}"])),
        ];

    /// <summary>The answers, or null with an error beside each question that has none.</summary>
    public Phq4? Read(ModelStateDictionary errors, string prefix, string missing)
    {
        var values = new[]
        {
            (nameof(Nervous), Nervous),
            (nameof(Worrying), Worrying),
            (nameof(LittleInterest), LittleInterest),
            (nameof(Down), Down),
        }
            .Select(field =>
            {
                if (
                    int.TryParse(field.Item2, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                    && value <= Phq4.Most
                )
                    return value;
                errors.AddModelError($"{prefix}.{field.Item1}", missing);
                return -1;
            })
            .ToList();
        return values.Contains(-1) ? null : new Phq4(values[0], values[1], values[2], values[3]);
    }
}
