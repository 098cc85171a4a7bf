using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Operations;

/// <summary>
/// What is still to be prepared. It keeps no flag from anybody today, as a <see cref="ReadinessProblem"/> does, so
/// nobody is written to about it; but it lets people down on some other day.
/// </summary>
[AllowedTo(Roles.Administrator)]
public sealed record GetPreparations(Actor By) : IRequest<IReadOnlyList<Preparation>>, IActed
{
    /// <summary>Numbers for help are verified at least so often.</summary>
    public const int NumbersVerifiedForDays = 365;
}

/// <summary>One thing to prepare.</summary>
public abstract record Preparation
{
    /// <summary>Nobody has published the numbers for help, or so long ago that they may be others.</summary>
    /// <param name="LastUtc">When somebody last did; null for never.</param>
    public sealed record NumbersUnverified(DateTime? LastUtc) : Preparation;

    /// <summary>They were, and one is another since.</summary>
    public sealed record NumberChanged : Preparation;

    /// <summary>The team's calendar has no holiday in this year.</summary>
    public sealed record NoHolidays(int Year) : Preparation;

    /// <summary>New thresholds need two administrators, and fewer can act.</summary>
    public sealed record OneAdministrator : Preparation;

    /// <summary>No test mail was ever taken by the mail server.</summary>
    public sealed record MailNeverTested : Preparation;

    /// <summary>No monitor elsewhere would notice that this server is gone: <c>Watch:PingUrl</c> is empty.</summary>
    public sealed record NoPing : Preparation;

    /// <summary>No backup in <see cref="RecordBackup.AtLeastEvery"/>.</summary>
    /// <param name="LastUtc">Null where none is on record.</param>
    public sealed record NoBackup(DateTime? LastUtc) : Preparation;

    /// <summary>The keys that open what people wrote lie in the database for whoever has a copy of it.</summary>
    public sealed record KeysInClear : Preparation;

    /// <summary>People read it, and nobody has reviewed the words in it that safety hangs on.</summary>
    public sealed record UnreviewedLanguage(Language Language, int People) : Preparation;

    /// <summary>So many people take part whom nobody can call.</summary>
    public sealed record NoTelephone(int People) : Preparation;
}

internal sealed class GetPreparationsHandler(
    WellbeingDb db,
    NumberEditions numbers,
    TeamHours hours,
    TextCatalogue texts,
    IOptions<ThresholdOptions> thresholds,
    IOptions<WatchOptions> watch,
    TimeProvider clock
) : IRequestHandler<GetPreparations, IReadOnlyList<Preparation>>
{
    public async Task<IReadOnlyList<Preparation>> Handle(GetPreparations request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var found = new List<Preparation>();

        var (rung, holds) = await numbers.Verified(cancellationToken);
        if (rung is not null && !holds)
            found.Add(new Preparation.NumberChanged());
        else if (rung is null || rung < now.AddDays(-GetPreparations.NumbersVerifiedForDays))
            found.Add(new Preparation.NumbersUnverified(rung));

        if (
            !await db.Messages.AnyAsync(
                n => n.Kind == MailTest.Kind && n.State == MessageState.Accepted,
                cancellationToken
            )
        )
            found.Add(new Preparation.MailNeverTested());

        var since = now - RecordBackup.AtLeastEvery;
        if (
            !await db.AuditRecords.AnyAsync(
                a => a.Action == AuditActions.BackupMade && a.AtUtc >= since,
                cancellationToken
            )
        )
        {
            found.Add(
                new Preparation.NoBackup(
                    await db
                        .AuditRecords.Where(a => a.Action == AuditActions.BackupMade)
                        .OrderByDescending(a => a.Sequence)
                        .Select(a => (DateTime?)a.AtUtc)
                        .FirstOrDefaultAsync(cancellationToken)
                )
            );
        }

        if ((await KeysAtRest.Of(db, cancellationToken)).InClear)
            found.Add(new Preparation.KeysInClear());

        if (!watch.Value.IsSet)
            found.Add(new Preparation.NoPing());

        if (
            thresholds.Value.SecondAdministrator
            && await db.EnabledIn(Roles.Administrator).ThatCanAct(db).CountAsync(cancellationToken) < 2
        )
            found.Add(new Preparation.OneAdministrator());

        var year = TimeZones.LocalDate(now, (await hours.Get(cancellationToken)).TimeZone).Year;
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        if (!await db.Holidays.AnyAsync(h => h.Date >= first && h.Date <= last, cancellationToken))
            found.Add(new Preparation.NoHolidays(year));

        var readers = await db
            .Participants.TakingPart()
            .GroupBy(p => p.Language)
            .Select(g => new
            {
                Language = g.Key,
                People = g.Count(),
                Silent = g.Count(p => p.Phone == null || p.Phone == ""),
            })
            .ToListAsync(cancellationToken);
        foreach (
            var language in readers
                .GroupBy(r => Language.Closest(r.Language))
                .OrderByDescending(g => g.Sum(r => r.People))
        )
        {
            if (!await db.IsReviewed(language.Key, texts, cancellationToken))
                found.Add(new Preparation.UnreviewedLanguage(language.Key, language.Sum(r => r.People)));
        }

        if (readers.Sum(r => r.Silent) is > 0 and var silent)
            found.Add(new Preparation.NoTelephone(silent));
        return found;
    }
}
