using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Site;

/// <summary>
/// What administrators have set about the whole site, as this process knows it: read again every few seconds, so that
/// every server follows, and kept when the database is gone, so that help still has its numbers.
/// </summary>
public sealed class SiteInForce(IOptions<SiteOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan _keeps = TimeSpan.FromSeconds(15);

    private long _readAt = long.MinValue;

    /// <summary>Null while nobody has edited them.</summary>
    public SupportNumbers? Numbers { get; private set; }

    /// <summary>Null while the site looks as the product does.</summary>
    public Branding? Brand { get; private set; }

    /// <summary>What the site calls itself, on pages and in mails: as administrators named it, else as the operator
    /// did.</summary>
    public string Name => Brand?.Name ?? options.Value.Name;

    /// <summary>Differs as soon as a page that browsers keep would.</summary>
    public string Stamp => $"n{Numbers?.Version ?? 0}b{Brand?.Version ?? 0}";

    /// <summary>Reads what is in force, unless that was just done.</summary>
    public async Task Refresh(WellbeingDb db, bool now, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow().UtcTicks;
        if (!now && _readAt != long.MinValue && at - _readAt < _keeps.Ticks)
            return;
        Numbers = await db
            .SupportNumbers.AsNoTracking()
            .OrderByDescending(n => n.Version)
            .FirstOrDefaultAsync(cancellationToken);
        // The picture is read only when it is another one.
        var brand = await db.Brandings.MaxAsync(b => (int?)b.Version, cancellationToken);
        if (brand != Brand?.Version)
            Brand = brand is null
                ? null
                : await db.Brandings.AsNoTracking().SingleAsync(b => b.Version == brand, cancellationToken);
        _readAt = at;
    }
}

/// <summary>
/// Puts the administrators' numbers in the place of the configured ones, wherever numbers are asked for. Lines for
/// readers of one language are left out for others. Whatever is stored, nobody is left without a number.
/// </summary>
internal sealed class NumbersInForce(SiteInForce site) : IPostConfigureOptions<SupportNumbersOptions>
{
    public void PostConfigure(string? name, SupportNumbersOptions options)
    {
        if (site.Numbers?.Set is { } set)
        {
            if (set.Emergency.Length > 0)
                options.Emergency = new() { Key = "Emergency", Number = set.Emergency };
            options.Foundation = Line(set.Foundation, options.Foundation);
            options.Interpreter = Line(set.Interpreter, options.Interpreter);
            options.Relay = Line(set.Relay, options.Relay);
            if (set.Text is { } text)
                options.Text = Line(text, options.Text);
            var crisis = set
                .Crisis.Where(l =>
                    l.Number.Length > 0 && (l.Language is null || Language.Find(l.Language) == Language.Current)
                )
                .ToList();
            if (crisis.Count > 0)
            {
                options.Crisis.Clear();
                foreach (var line in crisis)
                    options.Crisis.Add(Line(line, new()));
            }

            foreach (var country in set.Countries)
                options.Countries.Add(country);
        }

        options.Text.IsText = true;
        if (options.Emergency.Number.Length == 0)
            options.Emergency = new() { Key = "Emergency", Number = SupportNumbersOptions.SafeEmergency };
        if (options.Foundation.Number.Length == 0)
            options.Foundation = new()
            {
                Key = "Foundation",
                Name = "Leukaemia Foundation",
                Number = SupportNumbersOptions.SafeFoundation,
            };
    }

    private static SupportLine Line(NumberLine line, SupportLine otherwise) =>
        line.Number.Length == 0
            ? otherwise
            : new()
            {
                Key = line.Key,
                Name = line.Name,
                Number = line.Number,
                When = line.Note is null ? null : "",
                Note = line.Note,
            };
}
