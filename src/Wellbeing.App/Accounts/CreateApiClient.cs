using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>Lets a program use the API, and makes its first key.</summary>
/// <param name="ClientId">Made when the form was drawn: sent twice, it makes one client.</param>
/// <param name="EndsAtUtc">From then on it may do nothing; null for no end.</param>
[AllowedTo(Roles.Administrator)]
public sealed record CreateApiClient(
    Actor By,
    Guid ClientId,
    string Name,
    IReadOnlyList<ApiScope> Scopes,
    DateTime? EndsAtUtc
) : IRequest<CreateApiClientResult>, IActed;

public abstract record CreateApiClientResult
{
    /// <param name="Secret">The key. It is not kept: nobody can look it up again.</param>
    public sealed record Created(string Secret) : CreateApiClientResult;

    /// <summary>By an earlier sending of the same form, which was shown the key.</summary>
    public sealed record CreatedBefore : CreateApiClientResult;

    /// <summary>Two of one name could not be told apart in the audit log.</summary>
    public sealed record NameTaken : CreateApiClientResult;
}

internal sealed class CreateApiClientValidator : AbstractValidator<CreateApiClient>
{
    public CreateApiClientValidator(TimeProvider clock)
    {
        RuleFor(r => r.Name)
            .Must(name => name?.Trim() is { Length: > 0 and <= ApiClient.MaximumNameLength })
            .OverridePropertyName("name")
            .WithMessage($"Enter a name of at most {ApiClient.MaximumNameLength} characters.");
        RuleFor(r => r.Scopes)
            .Must(scopes => scopes is { Count: > 0 } && scopes.All(Enum.IsDefined))
            .OverridePropertyName("scopes")
            .WithMessage("Choose what it may do.");
        RuleFor(r => r.EndsAtUtc)
            .Must(at =>
                at is null || (at > clock.GetUtcNow().UtcDateTime && at < clock.GetUtcNow().UtcDateTime.AddYears(5))
            )
            .OverridePropertyName("lastDay")
            .WithMessage("Choose a day from today on, within five years, or leave it empty.");
    }
}

internal sealed class CreateApiClientHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<CreateApiClient, CreateApiClientResult>
{
    public async Task<CreateApiClientResult> Handle(CreateApiClient request, CancellationToken cancellationToken)
    {
        if (await db.ApiClients.AnyAsync(c => c.Id == request.ClientId, cancellationToken))
            return new CreateApiClientResult.CreatedBefore();
        var name = request.Name.Trim();
        if (await db.ApiClients.AnyAsync(c => c.Name == name, cancellationToken))
            return new CreateApiClientResult.NameTaken();

        var now = clock.GetUtcNow().UtcDateTime;
        var (key, secret) = ApiKey.Make(Guid.CreateVersion7(now), request.ClientId, now);
        ApiScope[] scopes = [.. request.Scopes.Distinct().Order()];
        db.ApiClients.Add(
            new ApiClient
            {
                Id = request.ClientId,
                Name = name,
                Scopes = scopes,
                CreatedAtUtc = now,
                CreatedByName = request.By.Name,
                EndsAtUtc = request.EndsAtUtc,
                Keys = { key },
            }
        );
        db.Audit(
            request.By,
            AuditActions.ApiClientCreated,
            now,
            detail: new NewApiClientDetail(request.ClientId, scopes)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new CreateApiClientResult.Created(secret);
    }
}
