using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Adds an endpoint, or changes one.</summary>
/// <param name="Id">Null for a new one.</param>
[AllowedTo(Roles.Administrator)]
public sealed record SaveWebhook(Actor By, Guid? Id, string Name, string Url, bool Enabled)
    : IRequest<SaveWebhookResult>,
        IActed;

public abstract record SaveWebhookResult
{
    /// <param name="Secret">The key of the signatures: given for a new endpoint, this once.</param>
    public sealed record Saved(Guid Id, string? Secret) : SaveWebhookResult;

    public sealed record NameTaken : SaveWebhookResult;

    public sealed record NotFound : SaveWebhookResult;
}

internal sealed class SaveWebhookValidator : AbstractValidator<SaveWebhook>
{
    public SaveWebhookValidator(IWebhookSender sender)
    {
        RuleFor(r => r.Name)
            .Must(name => name.Trim().Length is > 0 and <= 100)
            .OverridePropertyName("name")
            .WithMessage("Enter a name of at most 100 characters.");
        RuleFor(r => r.Url)
            .MaximumLength(1000)
            .OverridePropertyName("address")
            .WithMessage("Enter an address of at most 1000 characters.");
        RuleFor(r => r.Url)
            .Custom(
                (url, context) =>
                {
                    if (sender.Refusal(url) is { } refusal)
                        context.AddFailure("address", refusal);
                }
            );
    }
}

internal sealed class SaveWebhookHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<SaveWebhook, SaveWebhookResult>
{
    public async Task<SaveWebhookResult> Handle(SaveWebhook request, CancellationToken cancellationToken)
    {
        var (now, name) = (clock.GetUtcNow().UtcDateTime, request.Name.Trim());
        if (await db.Webhooks.AnyAsync(w => w.Name == name && w.Id != request.Id, cancellationToken))
            return new SaveWebhookResult.NameTaken();
        string? secret = null;
        WebhookEndpoint? endpoint;
        if (request.Id is { } id)
        {
            endpoint = await db.Webhooks.SingleOrDefaultAsync(w => w.Id == id, cancellationToken);
            if (endpoint is null)
                return new SaveWebhookResult.NotFound();
            (endpoint.Name, endpoint.Url, endpoint.Enabled) = (name, request.Url.Trim(), request.Enabled);
        }
        else
        {
            secret = WebhookEndpoint.NewSecret();
            endpoint = new WebhookEndpoint
            {
                Id = Guid.CreateVersion7(now),
                Name = name,
                Url = request.Url.Trim(),
                SealedSecret = text.Seal(secret)!,
                Enabled = request.Enabled,
                CreatedAtUtc = now,
            };
            db.Webhooks.Add(endpoint);
        }

        db.Audit(
            request.By,
            AuditActions.WebhookSaved,
            now,
            detail: new SavedWebhookDetail(endpoint.Id, endpoint.Enabled)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new SaveWebhookResult.Saved(endpoint.Id, secret);
    }
}
