using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Every endpoint, by name.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListWebhooks(Actor By) : IRequest<IReadOnlyList<WebhookView>>, IActed;

/// <param name="LastAcceptedAtUtc">When it last took a message; null for never.</param>
public sealed record WebhookView(Guid Id, string Name, string Url, bool Enabled, DateTime? LastAcceptedAtUtc);

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

/// <summary>Makes a new signing secret. Requests are signed with both for a day, so that the receiver can change
/// over.</summary>
/// <returns>The secret, this once; null when there is no such endpoint.</returns>
[AllowedTo(Roles.Administrator)]
public sealed record ChangeWebhookSecret(Actor By, Guid Id) : IRequest<string?>, IActed;

/// <summary>Sends a test at once and tells what the endpoint answered.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record TestWebhook(Actor By, Guid Id) : IRequest<TestWebhookResult>, IActed;

public abstract record TestWebhookResult
{
    public sealed record Sent(MailOutcome Outcome) : TestWebhookResult;

    public sealed record NotFound : TestWebhookResult;
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

internal sealed class ManageWebhooksHandler(
    WellbeingDb db,
    SealedText text,
    WebhookMessages messages,
    IWebhookSender sender,
    TimeProvider clock
)
    : IRequestHandler<ListWebhooks, IReadOnlyList<WebhookView>>,
        IRequestHandler<SaveWebhook, SaveWebhookResult>,
        IRequestHandler<ChangeWebhookSecret, string?>,
        IRequestHandler<TestWebhook, TestWebhookResult>
{
    public async Task<IReadOnlyList<WebhookView>> Handle(ListWebhooks request, CancellationToken cancellationToken) =>
        await db
            .Webhooks.AsNoTracking()
            .OrderBy(w => w.Name)
            .Select(w => new WebhookView(
                w.Id,
                w.Name,
                w.Url,
                w.Enabled,
                db.Notices.Where(n => n.WebhookId == w.Id).Max(n => n.AcceptedAtUtc)
            ))
            .ToListAsync(cancellationToken);

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
            detail: $"webhook={endpoint.Id:D};enabled={endpoint.Enabled}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return new SaveWebhookResult.Saved(endpoint.Id, secret);
    }

    public async Task<string?> Handle(ChangeWebhookSecret request, CancellationToken cancellationToken)
    {
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken) is not { } endpoint)
            return null;
        var (now, secret) = (clock.GetUtcNow().UtcDateTime, WebhookEndpoint.NewSecret());
        (endpoint.SealedPreviousSecret, endpoint.PreviousUntilUtc) = (
            endpoint.SealedSecret,
            now + WebhookEndpoint.HandOver
        );
        endpoint.SealedSecret = text.Seal(secret)!;
        db.Audit(request.By, AuditActions.WebhookSecretChanged, now, detail: $"webhook={endpoint.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return secret;
    }

    public async Task<TestWebhookResult> Handle(TestWebhook request, CancellationToken cancellationToken)
    {
        if (
            await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken)
            is not { } endpoint
        )
            return new TestWebhookResult.NotFound();
        var now = clock.GetUtcNow().UtcDateTime;
        // Recorded first: no request leaves unrecorded, and no transaction is open while it is under way.
        db.Audit(request.By, AuditActions.WebhookTested, now, detail: $"webhook={endpoint.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return new TestWebhookResult.Sent(
            await sender.Send(messages.Test(endpoint, Guid.CreateVersion7(now), now), cancellationToken)
        );
    }
}
