using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>The audit log, newest first. That somebody looked is in it from then on.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record SearchAudit(Actor By, AuditFilter Filter, int Page = 1, int PageSize = 50)
    : IRequest<AuditPage>,
        IActed;

/// <param name="About">The name of the person that was asked for; null where none was, or they were erased.</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, int Total, int Page, int PageSize, string? About);

internal sealed class SearchAuditHandler(WellbeingDb db, AuditSearch auditSearch)
    : IRequestHandler<SearchAudit, AuditPage>
{
    /// <summary>Pages further on than this are not reached by reading: narrow the search.</summary>
    private const int LastPage = 2_000;

    public async Task<AuditPage> Handle(SearchAudit request, CancellationToken cancellationToken)
    {
        var (records, person) = await auditSearch.Matching(request.Filter, cancellationToken);
        var total = await records.CountAsync(cancellationToken);
        var size = Math.Clamp(request.PageSize, 1, 200);
        var page = Math.Clamp(request.Page, 1, Math.Clamp((total + size - 1) / size, 1, LastPage));
        var rows = await records
            .OrderByDescending(a => a.Sequence)
            .Skip((page - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        await auditSearch.Record(
            request.By,
            AuditActions.AuditSearched,
            request.Filter,
            person,
            new AuditAskedDetail(Page: page),
            cancellationToken
        );
        var about = person is null
            ? null
            : await db
                .Participants.Where(p => p.Id == person)
                .Select(p => p.Name)
                .SingleOrDefaultAsync(cancellationToken);
        return new AuditPage(await auditSearch.Named(rows, cancellationToken), total, page, size, about);
    }
}
