using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Pipeline;

/// <summary>
/// Keeps SQLite's connection open for the whole of a request: each opening costs two statements of its own. PostgreSQL's
/// comes from a pool at no cost, and goes back to it while a message is sent.
/// </summary>
public sealed class OneConnection<TRequest, TResponse>(WellbeingDb db) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public async Task<TResponse> Handle(
        TRequest request,
        RequestHandlerDelegate<TResponse> next,
        CancellationToken cancellationToken
    )
    {
        if (db.Database.IsPostgres())
            return await next();
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            return await next();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
