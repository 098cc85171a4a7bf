using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Site;

/// <summary>The numbers in force, and those before.</summary>
/// <param name="Version">An older edition to look at; null for the one in force.</param>
[AllowedTo(Roles.Administrator)]
public sealed record GetSupportNumbers(Actor By, int? Version = null) : IRequest<SupportNumbersView>, IActed;

/// <param name="InForce">Its version; 0 while the configured numbers are.</param>
/// <param name="History">Newest first.</param>
public sealed record SupportNumbersView(NumberSet Set, int InForce, IReadOnlyList<NumberEdition> History);

public sealed record NumberEdition(int Version, DateTime PublishedAtUtc, string PublishedByName);

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

/// <summary>Editions of the numbers: the one in force, and how a new one is published.</summary>
public sealed class NumberEditions(WellbeingDb db, IOptionsFactory<SupportNumbersOptions> options)
{
    /// <returns>The numbers, and their version: 0 while the configured ones are in force.</returns>
    public async Task<(NumberSet Set, int Version)> InForce(CancellationToken cancellationToken) =>
        await db.SupportNumbers.AsNoTracking().OrderByDescending(n => n.Version).FirstOrDefaultAsync(cancellationToken)
            is { } last
            ? (Whole(last.Set), last.Version)
            : (Configured(), 0);

    /// <summary>An edition of before there was a line for text messages has the configured one.</summary>
    public NumberSet Whole(NumberSet set) => set with { Text = set.Text ?? Configured().Text };

    /// <summary>Adds an edition; the caller saves. The key settles a race: the second one runs again and is
    /// told.</summary>
    public void Publish(Actor by, int basedOn, NumberSet set, bool isChecked, DateTime nowUtc)
    {
        db.SupportNumbers.Add(
            new SupportNumbers
            {
                Version = basedOn + 1,
                Set = set,
                Checked = isChecked,
                PublishedAtUtc = nowUtc,
                PublishedBy = by.UserId,
                PublishedByName = by.Name,
            }
        );
        db.Audit(
            by,
            AuditActions.SupportNumbersChanged,
            nowUtc,
            detail: string.Create(CultureInfo.InvariantCulture, $"version={basedOn + 1}")
        );
    }

    /// <summary>What the settings file says.</summary>
    public NumberSet Configured()
    {
        var numbers = options.Create(Microsoft.Extensions.Options.Options.DefaultName);
        return new NumberSet(
            numbers.Emergency.Number,
            Line(numbers.Foundation),
            Line(numbers.Interpreter),
            Line(numbers.Relay),
            [.. numbers.Crisis.Select(Line)],
            [.. numbers.Countries]
        )
        {
            Text = Line(numbers.Text),
        };

        static NumberLine Line(SupportLine line) => new(line.Key, line.Name, line.Number, line.Note);
    }
}

internal sealed class SupportNumbersHandlers(
    WellbeingDb db,
    NumberEditions numbers,
    SiteInForce inForce,
    TimeProvider clock
) : IRequestHandler<GetSupportNumbers, SupportNumbersView>, IRequestHandler<SaveSupportNumbers, SaveSiteResult>
{
    public async Task<SupportNumbersView> Handle(GetSupportNumbers request, CancellationToken cancellationToken)
    {
        var editions = await db
            .SupportNumbers.AsNoTracking()
            .OrderByDescending(n => n.Version)
            .Take(20)
            .ToListAsync(cancellationToken);
        var shown = request.Version is { } version
            ? editions.FirstOrDefault(n => n.Version == version)
            : editions.FirstOrDefault();
        return new SupportNumbersView(
            shown is null ? numbers.Configured() : numbers.Whole(shown.Set),
            editions.FirstOrDefault()?.Version ?? 0,
            [.. editions.Select(n => new NumberEdition(n.Version, n.PublishedAtUtc, n.PublishedByName))]
        );
    }

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
