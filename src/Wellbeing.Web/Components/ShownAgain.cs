using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Components;

/// <summary>A page with a form. What the application refuses of it stands beside its fields, on the same page, with
/// what was typed: its handlers send the request, and need not catch.</summary>
public interface IShownAgain
{
    /// <summary>Draws the page, once the refusals are in the model state. To be written where a handler has not read
    /// all that the page shows before it sends.</summary>
    Task<IActionResult> ShowAgain(CancellationToken cancellationToken) =>
        Task.FromResult<IActionResult>(new PageResult());

    /// <summary>The field of a property of the request. To be written where the two differ in more than their capitals.</summary>
    /// <param name="handler">Of <c>OnPostNoteAsync</c> it is <c>Note</c>; null of <c>OnPostAsync</c>.</param>
    string FieldOf(string property, string? handler) => ModelStateExtensions.FieldOf(property);
}

/// <summary>Shows pages again whose request the application refuses.</summary>
internal sealed class ShowAgainWhenRefused : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        var handled = await next();
        if (handled.ExceptionHandled || handled.Exception is not ValidationException refused)
            return;
        if (handled.HandlerInstance is not IShownAgain page)
            return;
        foreach (var failure in refused.Errors)
            handled.ModelState.AddModelError(
                page.FieldOf(failure.PropertyName, context.HandlerMethod?.Name),
                failure.ErrorMessage
            );
        handled.ExceptionHandled = true;
        handled.Result = await page.ShowAgain(context.HttpContext.RequestAborted);
    }
}
