using System.Globalization;
using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Site;

/// <summary>Changes name, postal address, colours and logo, everywhere at once.</summary>
/// <param name="BasedOn">The version the administrator saw; 0 for none.</param>
/// <param name="Logo">A new PNG; null keeps the one there is.</param>
/// <param name="Address">For letters; null or blank for none.</param>
[AllowedTo(Roles.Administrator)]
public sealed record SaveBranding(
    Actor By,
    int BasedOn,
    string Name,
    string Primary,
    string Accent,
    byte[]? Logo,
    bool RemoveLogo,
    string? Address = null
) : IRequest<SaveSiteResult>, IActed
{
    /// <summary>Whose service it is, and where they are called; null keeps what the numbers say.</summary>
    public OurLine? Line { get; init; }
}

/// <summary>The organisation, as invitations, letters and the numbers for help name it: the line "Foundation" of those
/// numbers.</summary>
/// <param name="BasedOn">The version of the numbers that the administrator saw.</param>
public sealed record OurLine(int BasedOn, string Name, string Number);

/// <summary>Which colours can be read, and the nearest one where one cannot.</summary>
public static class BrandColours
{
    public const string DefaultPrimary = "#14595c";
    public const string DefaultAccent = "#ffcf4d";

    /// <summary>White words stand on it, and it stands as words on our darkest ground.</summary>
    public static bool IsReadable(Shade primary) => Contrast(primary) >= Shade.Readable;

    public static bool IsVisible(Shade accent, Shade primary) => Shade.Contrast(accent, primary) >= Shade.Visible;

    public static double Contrast(Shade primary) =>
        Math.Min(Shade.Contrast(primary, Shade.White), Shade.Contrast(primary, Shade.Sand));
}

/// <summary>What a main colour becomes on a dark screen, whichever it is: the same hue, light enough to be told from a dark
/// ground. The header keeps the colour itself, because the logo was made for it.</summary>
/// <param name="Strong">Words that stand out from others in the colour.</param>
/// <param name="Words">Words and lines in the colour.</param>
/// <param name="Line">A quiet line.</param>
/// <param name="Tint">A ground for words.</param>
/// <param name="Fill">Of buttons: white words stand on it.</param>
/// <param name="FillHover">The same under a pointer.</param>
public sealed record NightShades(Shade Strong, Shade Words, Shade Line, Shade Tint, Shade Fill, Shade FillHover)
{
    // Read in the dark, at rest: clearly, without a glare. It leaves room for the tint, which is lighter than the ground.
    private const double Clear = 7;

    public static NightShades Of(Shade primary)
    {
        var words = primary.Nearest(s => Shade.Contrast(s, Shade.Night) >= Clear);
        var fill = primary.Nearest(s =>
            Shade.Contrast(s, Shade.White) >= Shade.Readable && Shade.Contrast(s, Shade.Night) >= Shade.Visible
        );
        return new NightShades(
            words.Mix(Shade.White, 0.5),
            words,
            Shade.Night.Mix(words, 0.3),
            Shade.Night.Mix(words, 0.08),
            fill,
            fill.Mix(default, 0.2)
        );
    }
}

internal sealed class SaveBrandingValidator : AbstractValidator<SaveBranding>
{
    public SaveBrandingValidator()
    {
        RuleFor(r => r.Name)
            .Must(name =>
                name?.Trim() is { Length: > 0 and <= Branding.MaximumNameLength } && !name.Any(char.IsControl)
            )
            .OverridePropertyName("name")
            .WithMessage($"Enter a name of at most {Branding.MaximumNameLength} characters.");
        RuleFor(r => r.Address)
            .Must(address =>
                address is null
                || (
                    address.Trim().Length <= Branding.MaximumAddressLength
                    && !address.Any(c => char.IsControl(c) && c is not '\r' and not '\n')
                )
            )
            .OverridePropertyName("address")
            .WithMessage(
                $"Enter an address of at most {Branding.MaximumAddressLength} characters, or leave this blank."
            );
        RuleFor(r => r)
            .Custom(
                (request, check) =>
                {
                    var (primary, accent) = (Shade.Parse(request.Primary), Shade.Parse(request.Accent));
                    if (primary is null)
                        check.AddFailure(
                            "primary",
                            "Enter a colour as # and six digits or letters a to f, like #14595c."
                        );
                    else if (!BrandColours.IsReadable(primary.Value))
                        check.AddFailure(
                            "primary",
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"Words in this colour would be hard to read: their contrast is {BrandColours.Contrast(primary.Value):0.0}, and {Shade.Readable} is needed. The nearest shade that can be read is {primary.Value.Nearest(BrandColours.IsReadable)}."
                            )
                        );
                    if (accent is null)
                        check.AddFailure(
                            "accent",
                            "Enter a colour as # and six digits or letters a to f, like #ffcf4d."
                        );
                    else if (
                        primary is { } ground
                        && BrandColours.IsReadable(ground)
                        && !BrandColours.IsVisible(accent.Value, ground)
                    )
                        check.AddFailure(
                            "accent",
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"This colour can hardly be told from the main one: their contrast is {Shade.Contrast(accent.Value, ground):0.0}, and {Shade.Visible} is needed. The nearest shade that can is {accent.Value.Nearest(shade => BrandColours.IsVisible(shade, ground))}."
                            )
                        );
                    if (request.Line is { } line)
                    {
                        if (line.Name.Trim().Length is 0 or > 60 || line.Name.Any(char.IsControl))
                            check.AddFailure(
                                "organisation",
                                "Enter your organisation’s name in at most 60 characters."
                            );
                        if (!SaveSupportNumbersValidator.IsNumber(line.Number.Trim()))
                            check.AddFailure(
                                "telephone",
                                "Enter a telephone number as people dial it: digits and spaces, like 13 11 14."
                            );
                    }

                    if (request.Logo is { } logo && PngPicture.Clean(logo) is null)
                        check.AddFailure(
                            "logo",
                            $"Choose a PNG picture of at most {PngPicture.MostBytes / 1024} KB and {PngPicture.MostPixels} × {PngPicture.MostPixels} pixels."
                        );
                }
            );
    }
}

internal sealed class SaveBrandingHandler(
    WellbeingDb db,
    NumberEditions numbers,
    SiteInForce inForce,
    TimeProvider clock
) : IRequestHandler<SaveBranding, SaveSiteResult>
{
    public async Task<SaveSiteResult> Handle(SaveBranding request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var last = await db.LastBranding(cancellationToken);
        if ((last?.Version ?? 0) != request.BasedOn)
            return SaveSiteResult.Outdated;
        if (request.Line is { } line)
        {
            var known = await numbers.InForce(cancellationToken);
            var (name, number) = (line.Name.Trim(), line.Number.Trim());
            if ((known.Set.Foundation.Name, known.Set.Foundation.Number) != (name, number))
            {
                if (known.Version != line.BasedOn)
                    return SaveSiteResult.Outdated;
                numbers.Publish(
                    request.By,
                    known.Version,
                    known.Set with
                    {
                        Foundation = known.Set.Foundation with { Name = name, Number = number },
                    },
                    isChecked: false,
                    now
                );
            }
        }

        var version = request.BasedOn + 1; // The key settles a race: the second one runs again and is told.
        db.Brandings.Add(
            new Branding
            {
                Version = version,
                Name = request.Name.Trim(),
                Primary = Shade.Parse(request.Primary)!.Value.ToString(),
                Accent = Shade.Parse(request.Accent)!.Value.ToString(),
                Logo =
                    request.Logo is { } logo ? PngPicture.Clean(logo)
                    : request.RemoveLogo ? null
                    : last?.Logo,
                Address = request.Address?.ReplaceLineEndings("\n").Trim() is { Length: > 0 } address ? address : null,
                PublishedAtUtc = now,
                PublishedBy = request.By.UserId,
                PublishedByName = request.By.Name,
            }
        );
        db.Audit(request.By, AuditActions.BrandingChanged, now, detail: new VersionDetail(version));
        await db.SaveChangesAsync(cancellationToken);
        await inForce.Refresh(db, now: true, cancellationToken);
        return SaveSiteResult.Saved;
    }
}
