using FluentValidation;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Wellbeing.Web.Components;

public static class ModelStateExtensions
{
    /// <summary>Puts what the application refused beside its field: <c>consentFrom</c> is the page's
    /// <c>ConsentFrom</c>.</summary>
    /// <param name="form">On a page with several forms, the one that was sent: <c>note</c> of <c>Attempt</c> is
    /// <c>Attempt.Note</c>.</param>
    public static void AddFailures(
        this ModelStateDictionary modelState,
        ValidationException refused,
        string? form = null
    )
    {
        var prefix = form is null ? "" : $"{form}.";
        foreach (var failure in refused.Errors)
        {
            var name = failure.PropertyName;
            modelState.AddModelError(
                name.Length == 0 ? name : $"{prefix}{char.ToUpperInvariant(name[0])}{name[1..]}",
                failure.ErrorMessage
            );
        }
    }
}
