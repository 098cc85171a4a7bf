using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>Gives a client a new key, and lets the present one go on for a while.</summary>
/// <param name="KeyId">Made when the form was drawn: sent twice, it makes one key.</param>
/// <param name="Overlap">How long the present key still works, up to <see cref="LongestOverlap"/>; nothing for one that
/// leaked.</param>
[AllowedTo(Roles.Administrator)]
public sealed record RotateApiKey(Actor By, Guid ClientId, Guid KeyId, TimeSpan Overlap)
    : IRequest<RotateApiKeyResult>,
        IActed
{
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);
}

public abstract record RotateApiKeyResult
{
    /// <inheritdoc cref="CreateApiClientResult.Created"/>
    public sealed record Rotated(string Secret, DateTime OldEndsAtUtc) : RotateApiKeyResult;

    /// <summary>By an earlier sending of the same form, which was shown the key.</summary>
    public sealed record RotatedBefore : RotateApiKeyResult;

    /// <summary>Not there, revoked, or past its end.</summary>
    public sealed record Ended : RotateApiKeyResult;
}

internal sealed class RotateApiKeyValidator : AbstractValidator<RotateApiKey>
{
    public RotateApiKeyValidator() =>
        RuleFor(r => r.Overlap)
            .InclusiveBetween(TimeSpan.Zero, RotateApiKey.LongestOverlap)
            .OverridePropertyName("overlap")
            .WithMessage("Choose how long the present key still works.");
}

internal sealed class RotateApiKeyHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<RotateApiKey, RotateApiKeyResult>
{
    public async Task<RotateApiKeyResult> Handle(RotateApiKey request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db
                .ApiClients.Include(c => c.Keys)
                .SingleOrDefaultAsync(c => c.Id == request.ClientId, cancellationToken)
                is not { } client
            || !client.IsOpen(now)
        )
            return new RotateApiKeyResult.Ended();
        if (client.Keys.Any(k => k.Id == request.KeyId))
            return new RotateApiKeyResult.RotatedBefore();

        var (key, secret) = ApiKey.Make(request.KeyId, client.Id, now);
        client.Rotate(key, request.Overlap, now);
        db.InTurn(client); // Two who rotate at once meet at its version.
        db.Audit(
            request.By,
            AuditActions.ApiKeyRotated,
            now,
            detail: new RotatedKeyDetail(client.Id, (int)request.Overlap.TotalHours)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new RotateApiKeyResult.Rotated(secret, now + request.Overlap);
    }
}
