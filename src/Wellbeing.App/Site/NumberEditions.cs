using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Site;

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

    /// <summary>When somebody said last that they rang the numbers, and whether those in force are the same. A line that
    /// was only renamed is.</summary>
    public async Task<(DateTime? AtUtc, bool StillHolds)> Verified(CancellationToken cancellationToken)
    {
        var editions = db.SupportNumbers.AsNoTracking().OrderByDescending(n => n.Version);
        if (await editions.FirstOrDefaultAsync(n => n.Checked, cancellationToken) is not { } rung)
            return (null, false);
        var newest = await editions.FirstAsync(cancellationToken);
        return (rung.PublishedAtUtc, Whole(newest.Set).Numbers.SequenceEqual(Whole(rung.Set).Numbers));
    }

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
        db.Audit(by, AuditActions.SupportNumbersChanged, nowUtc, detail: new VersionDetail(basedOn + 1));
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
