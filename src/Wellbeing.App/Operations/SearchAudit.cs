using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;

namespace Wellbeing.App.Operations;

/// <summary>Who acted: one account, or one of those without one of their own in the log.</summary>
public enum AuditActorKind
{
    Anybody,
    Account,

    /// <summary>Participants: the log names none of them.</summary>
    Participants,

    /// <summary>The product by itself.</summary>
    Product,
}

/// <summary>Which records. Everything empty is all of them.</summary>
/// <param name="AccountId">For <see cref="AuditActorKind.Account"/>.</param>
/// <param name="Person">Whom it is about: their name, their whole e-mail address, or their number in the log.</param>
/// <param name="What">A verb of <see cref="AuditActions"/>, or an area: <c>flag</c> is every verb about flags.</param>
/// <param name="From">First day, in the team's zone.</param>
/// <param name="To">Last day, inclusive.</param>
public sealed record AuditFilter(
    AuditActorKind Actor = AuditActorKind.Anybody,
    Guid? AccountId = null,
    string? Person = null,
    string? What = null,
    DateOnly? From = null,
    DateOnly? To = null
);

/// <summary>The audit log, newest first. That somebody looked is in it from then on.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record SearchAudit(Actor By, AuditFilter Filter, int Page = 1, int PageSize = 50)
    : IRequest<AuditPage>,
        IActed;

/// <param name="About">The name of the person that was asked for; null where none was, or they were erased.</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, int Total, int Page, int PageSize, string? About);

/// <summary>One record as an administrator may read it: without what a flag was about or how it ended.</summary>
public sealed record AuditRow(
    long Sequence,
    DateTime AtUtc,
    Guid? ActorId,
    string ActorName,
    string Action,
    Guid? ParticipantId,
    Guid? FlagId,
    string? Detail,
    string Hash
)
{
    /// <summary>Whom it is about, as they are called now; null where nobody, or where they were erased.</summary>
    public string? ParticipantName { get; init; }
}

/// <summary>The same as rows for a file, oldest first.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ExportAudit(Actor By, AuditFilter Filter) : IRequest<IReadOnlyList<AuditRow>>, IActed
{
    /// <summary>More than a spreadsheet shows well: the period is to be narrowed.</summary>
    public const int Most = 100_000;
}

internal sealed class AuditSearchHandlers(WellbeingDb db, TeamZone team, TimeProvider clock)
    : IRequestHandler<SearchAudit, AuditPage>,
        IRequestHandler<ExportAudit, IReadOnlyList<AuditRow>>
{
    /// <summary>Pages further on than this are not reached by reading: narrow the search.</summary>
    private const int LastPage = 2_000;

    /// <summary>Keys of a detail that say how somebody is.</summary>
    private static readonly string[] _health = ["severity", "outcome", "usual-level", "rule", "rules"];

    public async Task<AuditPage> Handle(SearchAudit request, CancellationToken cancellationToken)
    {
        var (records, person) = await Matching(request.Filter, cancellationToken);
        var total = await records.CountAsync(cancellationToken);
        var size = Math.Clamp(request.PageSize, 1, 200);
        var page = Math.Clamp(request.Page, 1, Math.Clamp((total + size - 1) / size, 1, LastPage));
        var rows = await records
            .OrderByDescending(a => a.Sequence)
            .Skip((page - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        await Record(request.By, AuditActions.AuditSearched, request.Filter, person, $"page={page}", cancellationToken);
        var about = person is null
            ? null
            : await db
                .Participants.Where(p => p.Id == person)
                .Select(p => p.Name)
                .SingleOrDefaultAsync(cancellationToken);
        return new AuditPage(await Named(rows, cancellationToken), total, page, size, about);
    }

    public async Task<IReadOnlyList<AuditRow>> Handle(ExportAudit request, CancellationToken cancellationToken)
    {
        var (records, person) = await Matching(request.Filter, cancellationToken);
        var total = await records.CountAsync(cancellationToken);
        if (total > ExportAudit.Most)
            throw Refused(
                "from",
                $"These are {total:N0} records; one file holds {ExportAudit.Most:N0}. Choose a shorter period and export it in parts."
            );
        var rows = await records.OrderBy(a => a.Sequence).ToListAsync(cancellationToken);
        await Record(
            request.By,
            AuditActions.AuditExported,
            request.Filter,
            person,
            $"rows={rows.Count}",
            cancellationToken
        );
        return await Named(rows, cancellationToken);
    }

    private async Task<(IQueryable<AuditRecord> Records, Guid? Person)> Matching(
        AuditFilter filter,
        CancellationToken cancellationToken
    )
    {
        var records = db.AuditRecords.AsNoTracking();
        records = filter.Actor switch
        {
            AuditActorKind.Account => records.Where(a => a.ActorId == filter.AccountId),
            AuditActorKind.Participants => records.Where(a => a.ActorName == "Participant"),
            AuditActorKind.Product => records.Where(a => a.ActorId == null && a.ActorName == Actor.System.Name),
            _ => records,
        };

        Guid? person = null;
        if (filter.Person?.Trim() is { Length: > 0 } wanted)
        {
            person = Guid.TryParse(wanted, out var id) ? id : await Person(wanted, cancellationToken);
            records = records.Where(a => a.ParticipantId == person);
        }

        if (filter.What is { Length: > 0 } what)
        {
            var area = what + ".";
            records = what.Contains('.', StringComparison.Ordinal)
                ? records.Where(a => a.Action == what)
                : records.Where(a => a.Action.StartsWith(area));
        }

        if (filter.From > filter.To)
            throw Refused("to", "Choose a last day that is not before the first.");
        if (filter.From is { } from)
        {
            var start = TimeZones.StartOf(from, team.Id);
            records = records.Where(a => a.AtUtc >= start);
        }

        if (filter.To is { } to && to < DateOnly.MaxValue)
        {
            var end = TimeZones.StartOf(to.AddDays(1), team.Id);
            records = records.Where(a => a.AtUtc < end);
        }

        return (records, person);
    }

    private async Task<Guid> Person(string wanted, CancellationToken cancellationToken)
    {
        if (
            await db
                .Participants.Where(p => p.Email == wanted)
                .Select(p => (Guid?)p.Id)
                .FirstOrDefaultAsync(cancellationToken) is
            { } byAddress
        )
            return byAddress;
        var part = wanted.ToUpperInvariant();
        var called = await db
            .Participants.Where(p => p.SearchName == part)
            .OrderBy(p => p.Id)
            .Select(p => p.Id)
            .Take(2)
            .ToListAsync(cancellationToken);
        if (called.Count == 0)
            called = await db
                .Participants.Where(p => p.SearchName.Contains(part))
                .OrderBy(p => p.Id)
                .Select(p => p.Id)
                .Take(2)
                .ToListAsync(cancellationToken);
        return called.Count switch
        {
            1 => called[0],
            0 => throw Refused(
                "person",
                "Nobody who checks in has this name or address. Enter part of the name, or the whole address."
            ),
            _ => throw Refused("person", "Several people have this name. Enter the whole email address."),
        };
    }

    /// <summary>With names in place of numbers. The log itself holds numbers alone, so that somebody who was erased is
    /// in it no more.</summary>
    private async Task<IReadOnlyList<AuditRow>> Named(List<AuditRecord> records, CancellationToken cancellationToken)
    {
        var about = records.Select(r => r.ParticipantId).OfType<Guid>().Distinct().ToList();
        var participants = db.Participants.AsNoTracking();
        if (about.Count <= 500)
            participants = participants.Where(p => about.Contains(p.Id)); // A page; a file is about most of them.
        var people = (await participants.Select(p => new { p.Id, p.Name }).ToListAsync(cancellationToken)).ToDictionary(
            p => p.Id,
            p => p.Name
        );
        var names = (
            await db
                .Users.AsNoTracking()
                .Where(a => !db.Participants.Any(p => p.AccountId == a.Id))
                .Select(a => new { a.Id, Name = a.DisplayName })
                .ToListAsync(cancellationToken)
        )
            .Concat(await db.Cohorts.AsNoTracking().Select(c => new { c.Id, c.Name }).ToListAsync(cancellationToken))
            .Concat(await db.ApiClients.AsNoTracking().Select(c => new { c.Id, c.Name }).ToListAsync(cancellationToken))
            .ToDictionary(a => a.Id, a => a.Name);
        return
        [
            .. records.Select(a => new AuditRow(
                a.Sequence,
                a.AtUtc,
                a.ActorId,
                a.ActorName,
                a.Action,
                a.ParticipantId,
                a.FlagId,
                Told(a.Detail, names),
                Convert.ToHexStringLower(a.Hash)
            )
            {
                ParticipantName = a.ParticipantId is { } id ? people.GetValueOrDefault(id) : null,
            }),
        ];
    }

    private async Task Record(
        Actor by,
        string action,
        AuditFilter filter,
        Guid? person,
        string how,
        CancellationToken cancellationToken
    )
    {
        var what = AuditActions.All.Any(known => known == filter.What || AuditActions.AreaOf(known) == filter.What)
            ? filter.What
            : null;
        var parts = new[]
        {
            how,
            filter.Actor == AuditActorKind.Anybody
                ? null
                : $"actor={(filter.Actor == AuditActorKind.Account ? filter.AccountId?.ToString("D") : filter.Actor.ToString())}",
            what is null ? null : $"what={what}",
            filter.From is { } from ? $"from={from:yyyy-MM-dd}" : null,
            filter.To is { } to ? $"to={to:yyyy-MM-dd}" : null,
        };
        db.Audit(
            by,
            action,
            clock.GetUtcNow().UtcDateTime,
            person,
            detail: string.Join(';', parts.Where(part => part is not null))
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Without what says how somebody is; numbers as names where they have one, and left out where they have
    /// none.</summary>
    private static string? Told(string? detail, Dictionary<Guid, string> names)
    {
        if (detail is null)
            return null;
        var kept = detail
            .Split([';', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !_health.Contains(pair.Split('=')[0]))
            .Select(pair =>
                pair.Split('=') is [var key, var value] && Guid.TryParse(value, out var id)
                    ? names.TryGetValue(id, out var name)
                        ? $"{key}={name}"
                        : null
                    : pair
            )
            .OfType<string>()
            .ToArray();
        return kept.Length == 0 ? null : string.Join("; ", kept);
    }

    private static ValidationException Refused(string field, string message) =>
        new([new ValidationFailure(field, message)]);
}
