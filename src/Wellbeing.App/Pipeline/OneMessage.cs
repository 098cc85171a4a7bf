using FluentValidation;
using FluentValidation.Internal;

namespace Wellbeing.App.Pipeline;

/// <summary>Several checks of one field that ask for the same thing.</summary>
internal static class OneMessage
{
    /// <summary>
    /// Says the same words whichever of the checks before it fails, and says them once. <c>WithMessage</c> speaks for
    /// the last check alone; the others would speak like a program.
    /// </summary>
    public static IRuleBuilderOptions<T, TProperty> WithOneMessage<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> checks,
        string message
    ) =>
        checks.Configure(rule =>
        {
            rule.CascadeMode = CascadeMode.Stop;
            foreach (var check in rule.Components.Cast<IRuleComponent<T, TProperty>>())
                check.SetErrorMessage(message);
        });
}
