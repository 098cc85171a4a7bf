using FluentValidation;
using FluentValidation.Results;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;

namespace Wellbeing.App.Operations;

/// <summary>Finds audit records and gives names to the ids in them, for the page and for the export.</summary>
internal sealed class AuditSearch(WellbeingDb db, TeamZone team, MessageKinds kinds, TimeProvider clock)
{
    public async Task<(IQueryable<AuditRecord> Records, Guid? Person)> Matching(
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
            // By what is shown: who asks for one verb behind it would learn from the answer what it hides.
            var actions = AuditWords.Behind(what);
            records = records.Where(a => actions.Contains(a.Action));
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

    public async Task<Guid> Person(string wanted, CancellationToken cancellationToken)
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
    public async Task<IReadOnlyList<AuditRow>> Named(List<AuditRecord> records, CancellationToken cancellationToken)
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
        var invited = await Invited(records, cancellationToken);
        return
        [
            .. records.Select(a => new AuditRow(
                a.Sequence,
                a.AtUtc,
                a.ActorId,
                a.ActorName,
                AuditWords.Shown(a.Action),
                a.ParticipantId,
                a.FlagId,
                AuditWords.Told(a.Action, a.ReadDetail(), names, team.Id, kinds),
                Convert.ToHexStringLower(a.Hash)
            )
            {
                ParticipantName = a.ParticipantId is { } id
                    ? people.GetValueOrDefault(id)
                    : invited.GetValueOrDefault(a.Sequence),
            }),
        ];
    }

    /// <summary>By record: whom it invited. Whoever joined is named as they are called now; erased, no more.</summary>
    private async Task<Dictionary<long, string>> Invited(List<AuditRecord> records, CancellationToken cancellationToken)
    {
        var named = records
            .Where(r => r.Action == AuditActions.ParticipantInvited)
            .Select(r => (r.Sequence, Of: (r.ReadDetail() as InvitationDetail)?.Invitation ?? default))
            .ToList();
        if (named.Count == 0)
            return [];
        var names = await db
            .Invitations.AsNoTracking()
            .Where(i => i.AcceptedAtUtc == null)
            .Select(i => new { i.Id, i.Name })
            .ToDictionaryAsync(i => i.Id, i => i.Name, cancellationToken);
        var joined = await db
            .AuditRecords.Where(r => r.Action == AuditActions.ParticipantRegistered)
            .Join(db.Participants, r => r.ParticipantId, p => p.Id, (r, p) => new { Record = r, p.Name })
            .ToListAsync(cancellationToken);
        foreach (var one in joined)
        {
            if (one.Record.ReadDetail() is RegistrationDetail { Invitation: { } of })
                names[of] = one.Name;
        }

        return named.Where(n => names.ContainsKey(n.Of)).ToDictionary(n => n.Sequence, n => names[n.Of]);
    }

    /// <param name="how">Which page, or how many records: the rest is read from the filter.</param>
    public async Task Record(
        Actor by,
        string action,
        AuditFilter filter,
        Guid? person,
        AuditAskedDetail how,
        CancellationToken cancellationToken
    )
    {
        db.Audit(
            by,
            action,
            clock.GetUtcNow().UtcDateTime,
            person,
            detail: how with
            {
                Actor = filter.Actor is AuditActorKind.Anybody or AuditActorKind.Account ? null : filter.Actor,
                Account = filter.Actor == AuditActorKind.Account ? filter.AccountId : null,
                What = filter.What is { } asked && AuditWords.Behind(asked).Count > 0 ? asked : null,
                From = filter.From,
                To = filter.To,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    public static ValidationException Refused(string field, string message) =>
        new([new ValidationFailure(field, message)]);
}
