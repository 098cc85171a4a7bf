using FluentValidation;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Wellbeing.Web.Components;

public static class ModelStateExtensions
{
    /// <summary>Puts what the application refused beside its field: <c>consentFrom</c> is the page's <c>ConsentFrom</c>.</summary>
    public static void AddFailures(this ModelStateDictionary modelState, ValidationException refused)
    {
        foreach (var failure in refused.Errors)
        {
            var name = failure.PropertyName;
            modelState.AddModelError(name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..], failure.ErrorMessage);
        }
    }
}
