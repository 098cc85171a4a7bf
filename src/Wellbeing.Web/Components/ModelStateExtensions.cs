using FluentValidation;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Wellbeing.Web.Components;

public static class ModelStateExtensions
{
    /// <summary>Puts what the application refused beside its field.</summary>
    /// <inheritdoc cref="FieldOf"/>
    public static void AddFailures(
        this ModelStateDictionary modelState,
        ValidationException refused,
        string? form = null
    )
    {
        foreach (var failure in refused.Errors)
            modelState.AddModelError(FieldOf(failure.PropertyName, form), failure.ErrorMessage);
    }

    /// <summary>The page's name of what a request calls <paramref name="property"/>: <c>steps[1].after</c> is
    /// <c>Steps[1].After</c>. What is wrong with the whole has no name.</summary>
    /// <param name="form">On a page with several forms, the one that was sent: <c>note</c> of <c>Attempt</c> is
    /// <c>Attempt.Note</c>.</param>
    public static string FieldOf(string property, string? form = null)
    {
        if (property.Length == 0)
            return "";
        var parts = property
            .Split('.')
            .Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]);
        return string.Join('.', form is null ? parts : parts.Prepend(form));
    }
}
