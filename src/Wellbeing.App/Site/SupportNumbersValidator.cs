using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Wellbeing.App.Site;

/// <summary>
/// One-line refusals for the numbers of the settings file, whatever administrators published since. They are judged
/// once: a file that is changed while the server runs must not take the numbers for help from a page.
/// </summary>
internal sealed class SupportNumbersValidator(IConfiguration configuration) : IValidateOptions<SupportNumbersOptions>
{
    private readonly Lazy<ValidateOptionsResult> _result = new(() => Judge(configuration));

    public ValidateOptionsResult Validate(string? name, SupportNumbersOptions options) => _result.Value;

    private static ValidateOptionsResult Judge(IConfiguration configuration)
    {
        var set = new SupportNumbersOptions();
        configuration.GetSection(SupportNumbersOptions.Section).Bind(set);
        var defaults = new SupportNumbersOptions();
        var problems = new List<string>();
        Number(nameof(set.Emergency), set.Emergency.Number, defaults.Emergency.Number);
        Number(nameof(set.Foundation), set.Foundation.Number, defaults.Foundation.Number);
        Number(nameof(set.Interpreter), set.Interpreter.Number, defaults.Interpreter.Number);
        Number(nameof(set.Text), set.Text.Number, defaults.Text.Number);
        Number(nameof(set.Relay), set.Relay.Number, defaults.Relay.Number);
        for (var i = 0; i < set.Crisis.Count; i++)
            Number($"{nameof(set.Crisis)}:{i}", set.Crisis[i].Number, null);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Number(string line, string number, string? otherwise)
        {
            if (SaveSupportNumbersValidator.IsNumber(number))
                return;
            var key = $"{SupportNumbersOptions.Section}:{line}:{nameof(SupportLine.Number)}";
            problems.Add(
                $"{key} is {(number.Length == 0 ? "empty" : $"'{number}', which nobody can dial")}. Set it to a number as people dial it, such as {otherwise ?? "13 11 14"}, or remove {(otherwise is null ? "the line" : "it for the default")}."
            );
        }
    }
}
