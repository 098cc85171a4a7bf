using System.Globalization;
using FluentValidation;
using MediatR;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Site;

/// <summary>Changes who to call, everywhere at once.</summary>
/// <param name="BasedOn">The version the administrator saw.</param>
/// <param name="Checked">They rang the numbers, or looked them up where they come from.</param>
[AllowedTo(Roles.Administrator)]
public sealed record SaveSupportNumbers(Actor By, int BasedOn, NumberSet Set, bool Checked)
    : IRequest<SaveSiteResult>,
        IActed;

public enum SaveSiteResult
{
    Saved,

    /// <summary>Somebody else saved meanwhile.</summary>
    Outdated,
}

internal sealed class SaveSupportNumbersValidator : AbstractValidator<SaveSupportNumbers>
{
    private const int MostLines = 12;

    public SaveSupportNumbersValidator()
    {
        RuleFor(r => r.Set)
            .Custom(
                (set, check) =>
                {
                    Number(
                        "emergency",
                        set.Emergency,
                        $"The emergency number cannot be empty. In Australia it is {SupportNumbersOptions.SafeEmergency}."
                    );
                    Line(
                        "foundation.",
                        set.Foundation,
                        $"The foundation’s line cannot be empty. It is {SupportNumbersOptions.SafeFoundation} unless it has changed."
                    );
                    Line("interpreter.", set.Interpreter, "Enter a number: people who speak little English need one.");
                    Line("relay.", set.Relay, "Enter a number: people for whom the phone is hard need one.");
                    if (set.Text is { } text)
                        Line(
                            "text.",
                            text,
                            "Enter a number that takes text messages: some people cannot speak, or not in English."
                        );
                    for (var i = 0; i < set.Crisis.Count; i++)
                    {
                        Line(
                            $"crisis[{i}].",
                            set.Crisis[i],
                            "Enter the line’s number, or empty its name too to take it out."
                        );
                        if (set.Crisis[i].Language is { } tag && Language.All.All(l => l.Tag != tag))
                            check.AddFailure($"crisis[{i}].Language", "Choose a language from the list.");
                    }

                    if (set.Crisis.All(l => l.Language is not null))
                        check.AddFailure(
                            "crisis[0].Number",
                            "Keep at least one line for everybody: somebody in crisis must find a number."
                        );
                    if (set.Crisis.Count > MostLines)
                        check.AddFailure(
                            "crisis[0].Name",
                            $"Keep at most {MostLines} lines: a long list is hard to use in distress."
                        );
                    for (var i = 0; i < set.Countries.Count; i++)
                    {
                        var country = set.Countries[i];
                        if (!IsCountry(country.Country))
                            check.AddFailure($"abroad[{i}].Country", "Choose a country from the list.");
                        else if (set.Countries.Take(i).Any(c => c.Country == country.Country))
                            check.AddFailure(
                                $"abroad[{i}].Country",
                                "This country stands here twice. Put its numbers into one row."
                            );
                        Number(
                            $"abroad[{i}].Emergency",
                            country.Emergency,
                            "Enter the country’s emergency number, or choose no country to take the row out."
                        );
                        if (country.Number is null != country.Name is null)
                            check.AddFailure(
                                $"abroad[{i}].Number",
                                "Enter both the crisis line’s name and its number, or neither."
                            );
                        else if (country.Number is not null)
                            Number($"abroad[{i}].Number", country.Number, "Enter a telephone number.");
                    }

                    void Line(string at, NumberLine line, string whenEmpty)
                    {
                        Number(at + "Number", line.Number, whenEmpty);
                        if (line.Name.Length is 0 or > 60 || line.Name.Contains('\0'))
                            check.AddFailure(at + "Name", "Enter the line’s name in at most 60 characters.");
                        if (line.Note?.Length > 200 || line.Note?.Contains('\0') == true)
                            check.AddFailure(at + "Note", "Use at most 200 characters.");
                    }

                    void Number(string at, string number, string whenEmpty)
                    {
                        if (number.Length == 0)
                            check.AddFailure(at, whenEmpty);
                        else if (!IsNumber(number))
                            check.AddFailure(
                                at,
                                "Enter a telephone number as people dial it: digits and spaces, like 13 11 14."
                            );
                    }
                }
            );
        RuleFor(r => r.Checked)
            .Equal(true)
            .OverridePropertyName("checked")
            .WithMessage("Ring the numbers you changed, or look them up where they come from, and tick this.");
    }

    public static bool IsCountry(string code) => Countries.All.Any(c => c.Code == code);

    public static bool IsNumber(string number) =>
        number.Length <= 30
        && number.Count(char.IsAsciiDigit) >= 2
        && number.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '(' or ')' or '-');
}

/// <summary>Every country that this machine's tables know, by English name.</summary>
public static class Countries
{
    public static IReadOnlyList<(string Code, string Name)> All { get; } =
    [
        .. CultureInfo
            .GetCultures(CultureTypes.SpecificCultures)
            .Select(c => new RegionInfo(c.Name))
            .Where(r => r.TwoLetterISORegionName is { Length: 2 } code && code.All(char.IsAsciiLetterUpper))
            .Select(r => (Code: r.TwoLetterISORegionName, Name: r.EnglishName))
            .DistinctBy(r => r.Code)
            .OrderBy(r => r.Name, StringComparer.Ordinal),
    ];

    /// <summary>In the reader's language.</summary>
    public static string NameOf(string code)
    {
        try
        {
            return new RegionInfo(code).DisplayName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}

internal sealed class SaveSupportNumbersHandler(
    WellbeingDb db,
    NumberEditions numbers,
    SiteInForce inForce,
    TimeProvider clock
) : IRequestHandler<SaveSupportNumbers, SaveSiteResult>
{
    public async Task<SaveSiteResult> Handle(SaveSupportNumbers request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if ((await numbers.InForce(cancellationToken)).Version != request.BasedOn)
            return SaveSiteResult.Outdated;
        numbers.Publish(request.By, request.BasedOn, request.Set, request.Checked, now);
        await db.SaveChangesAsync(cancellationToken);
        await inForce.Refresh(db, now: true, cancellationToken);
        return SaveSiteResult.Saved;
    }
}
