using FluentValidation;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Wellbeing.Web.Pages.Staff;

internal static class StaffModelState
{
    /// <summary>Puts what the application refused at its field of one of several forms: "note" is <c>Attempt.Note</c>.</summary>
    public static void AddFailures(this ModelStateDictionary state, ValidationException refused, string form)
    {
        foreach (var failure in refused.Errors)
        {
            var name = failure.PropertyName;
            state.AddModelError(name.Length == 0 ? name : $"{form}.{char.ToUpperInvariant(name[0])}{name[1..]}", failure.ErrorMessage);
        }
    }
}
