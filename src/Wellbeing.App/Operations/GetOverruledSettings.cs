using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;

namespace Wellbeing.App.Operations;

/// <summary>
/// Settings that the operator wrote down and that no longer count: they were first values, and administrators have
/// since chosen others on their pages. A setting nobody wrote down, or that says the same, is none of them.
/// </summary>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record GetOverruledSettings(Actor By) : IRequest<IReadOnlyList<OverruledSetting>>, IActed;

/// <param name="Key">As it stands in the settings file: <c>Team:TimeZone</c>.</param>
/// <param name="Counts">The value that counts.</param>
/// <param name="Page">The address of the page on which it is changed.</param>
/// <param name="PageName">What that page is called.</param>
public sealed record OverruledSetting(string Key, string Counts, string Page, string PageName);

internal sealed class GetOverruledSettingsHandler(
    WellbeingDb db,
    IConfiguration configuration,
    IOptions<TeamOptions> team,
    IOptions<SiteOptions> site
) : IRequestHandler<GetOverruledSettings, IReadOnlyList<OverruledSetting>>
{
    private const string Hours = "/Admin/Hours";
    private const string HoursName = "Working hours";

    public async Task<IReadOnlyList<OverruledSetting>> Handle(
        GetOverruledSettings request,
        CancellationToken cancellationToken
    )
    {
        var overruled = new List<OverruledSetting>();
        var name = await db
            .Brandings.AsNoTracking()
            .OrderByDescending(b => b.Version)
            .Select(b => b.Name)
            .FirstOrDefaultAsync(cancellationToken);
        if (name is not null && name != site.Value.Name)
            Add("Site:Name", name, "/Admin/Branding", "Who we are");

        if (await db.TeamCalendars.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } calendar)
        {
            var first = team.Value.WorkingHours();
            if (calendar.TimeZone != first.TimeZone)
                Add("Team:TimeZone", calendar.TimeZone, Hours, HoursName);
            if (!calendar.Week.Order(_byDay).SequenceEqual(first.Week.Order(_byDay)))
            {
                foreach (var key in new[] { "Team:Opens", "Team:Closes", "Team:Days" })
                    Add(key, Week(calendar.Week), Hours, HoursName);
            }

            var holidays = (
                await db.Holidays.AsNoTracking().Select(h => h.Date).ToListAsync(cancellationToken)
            ).ToHashSet();
            if (first.Holidays.Any(day => !holidays.Contains(day)))
                Add("Team:Holidays", "the holidays on that page", Hours, HoursName);
            if (
                team.Value.Mailbox is { Length: > 0 } mailbox
                && !await db.TeamMailboxes.AnyAsync(m => m.Address == mailbox, cancellationToken)
            )
                Add("Team:Mailbox", "the mailboxes on that page", Hours, HoursName);
        }

        if (
            await db
                .SupportNumbers.AsNoTracking()
                .OrderByDescending(n => n.Version)
                .FirstOrDefaultAsync(cancellationToken) is
            { Set: var set }
        )
        {
            Number("Emergency", set.Emergency);
            Number("Foundation", set.Foundation.Number);
            Number("Interpreter", set.Interpreter.Number);
            Number("Relay", set.Relay.Number);
            if (set.Text is { } text)
                Number("Text", text.Number);
            var crisis = configuration
                .GetSection("SupportNumbers:Crisis")
                .GetChildren()
                .Select(line => line["Number"])
                .OfType<string>()
                .ToList();
            if (crisis.Exists(number => !set.Crisis.Any(line => line.Number == number)))
            {
                Add(
                    "SupportNumbers:Crisis",
                    string.Join(", ", set.Crisis.Select(line => line.Number)),
                    "/Admin/SupportNumbers",
                    "Support numbers"
                );
            }
        }

        return overruled;

        void Number(string line, string counts)
        {
            var key = $"SupportNumbers:{line}:Number";
            if (configuration[key] is { Length: > 0 } written && written != counts)
                Add(key, counts, "/Admin/SupportNumbers", "Support numbers");
        }

        void Add(string key, string counts, string page, string pageName)
        {
            if (configuration.GetSection(key).Exists())
                overruled.Add(new OverruledSetting(key, counts, page, pageName));
        }
    }

    private static readonly Comparer<WorkingInterval> _byDay = Comparer<WorkingInterval>.Create(
        (a, b) => (a.Day, a.Opens, a.Closes).CompareTo((b.Day, b.Opens, b.Closes))
    );

    /// <summary>"Mon 08:00-17:00, Tue 08:00-17:00".</summary>
    private static string Week(IEnumerable<WorkingInterval> week) =>
        string.Join(
            ", ",
            week.Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{i.Day.ToString()[..3]} {i.Opens:HH\\:mm}-{i.Closes:HH\\:mm}"
                )
            )
        );
}
