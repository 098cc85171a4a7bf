using MediatR;

namespace Wellbeing.App.Pipeline;

/// <summary>A request made by somebody. Every request is; an architecture test holds that.</summary>
public interface IActed
{
    Actor By { get; }
}

/// <summary>Who may make a request: any of these roles.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AllowedToAttribute(Roles roles) : Attribute
{
    public Roles Roles { get; } = roles;
}

/// <summary>The second lock behind the pages' policies: refuses an actor without the role, whatever door they came
/// through.</summary>
public sealed class Authorise<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IActed
{
    private static readonly Roles _allowed =
        typeof(TRequest)
            .GetCustomAttributes(typeof(AllowedToAttribute), false)
            .Cast<AllowedToAttribute>()
            .SingleOrDefault()
            ?.Roles
        ?? Roles.None;

    public Task<TResponse> Handle(
        TRequest request,
        RequestHandlerDelegate<TResponse> next,
        CancellationToken cancellationToken
    ) =>
        request.By.Is(_allowed)
            ? next()
            : throw new UnauthorizedAccessException($"{typeof(TRequest).Name} is not allowed to {request.By.Roles}.");
}
