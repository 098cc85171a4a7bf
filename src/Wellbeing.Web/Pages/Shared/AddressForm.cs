using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.Wording;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.Shared;

/// <summary>How somebody likes to be spoken to, as they say it themselves: on joining and in their details.</summary>
internal static class AddressForm
{
    /// <summary>Each as its speakers write it, and in English for who helps them.</summary>
    public static IReadOnlyList<Choice> Spoken { get; } =
    [.. SpokenLanguage.All.Select(l => new Choice(l.Tag, l.Shown))];

    /// <summary>Says beside each field what is wrong with it.</summary>
    public static void Check(HowToAddress typed, ModelStateDictionary state, IStringLocalizer text)
    {
        if (!HowToAddress.CanBeName(typed.PreferredName))
            state.AddModelError(nameof(HowToAddress.PreferredName), text["Details.Preferred.Wrong"]);
        if (!HowToAddress.CanBePronouns(typed.Pronouns))
            state.AddModelError(nameof(HowToAddress.Pronouns), text["Details.Pronouns.Wrong"]);
        if (!HowToAddress.CanBeSpoken(typed.SpokenLanguage))
            state.AddModelError(nameof(HowToAddress.SpokenLanguage), text["Details.Language.Missing"]);
    }
}
