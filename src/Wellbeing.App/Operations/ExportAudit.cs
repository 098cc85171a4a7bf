using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>The same as rows for a file, oldest first.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ExportAudit(Actor By, AuditFilter Filter) : IRequest<IReadOnlyList<AuditRow>>, IActed
{
    /// <summary>More than a spreadsheet shows well: the period is to be narrowed.</summary>
    public const int Most = 100_000;
}

internal sealed class ExportAuditHandler(AuditSearch auditSearch)
    : IRequestHandler<ExportAudit, IReadOnlyList<AuditRow>>
{
    public async Task<IReadOnlyList<AuditRow>> Handle(ExportAudit request, CancellationToken cancellationToken)
    {
        var (records, person) = await auditSearch.Matching(request.Filter, cancellationToken);
        var total = await records.CountAsync(cancellationToken);
        if (total > ExportAudit.Most)
            throw AuditSearch.Refused(
                "from",
                $"These are {total:N0} records; one file holds {ExportAudit.Most:N0}. Choose a shorter period and export it in parts."
            );
        var rows = await records.OrderBy(a => a.Sequence).ToListAsync(cancellationToken);
        await auditSearch.Record(
            request.By,
            AuditActions.AuditExported,
            request.Filter,
            person,
            new AuditAskedDetail(Rows: rows.Count),
            cancellationToken
        );
        return await auditSearch.Named(rows, cancellationToken);
    }
}
