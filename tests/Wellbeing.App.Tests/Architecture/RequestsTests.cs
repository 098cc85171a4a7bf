using System.Reflection;
using System.Runtime.CompilerServices;
using MediatR;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Architecture;

public sealed class RequestsTests
{
    private static readonly IReadOnlyList<Type> _requests =
    [
        .. typeof(SealedText)
            .Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IBaseRequest))),
    ];

    [Fact]
    public void Every_request_names_who_asks_and_who_may()
    {
        Assert.True(_requests.Count > 20);
        Assert.DoesNotContain(_requests, t => !t.IsAssignableTo(typeof(IActed)));
        Assert.DoesNotContain(
            _requests,
            t => t.GetCustomAttribute<AllowedToAttribute>() is null or { Roles: Roles.None }
        );
    }

    /// <summary>Through its door: a test that sends a request names it.</summary>
    [Fact]
    public void Every_request_is_named_by_a_test()
    {
        var said = TestSources.Words();
        Assert.Equal([], _requests.Select(t => t.Name).Where(name => !said.Contains(name)).Order());
    }

    [Fact]
    public async Task Every_request_is_refused_to_every_role_not_named_whatever_it_holds()
    {
        await using var app = await AppFixture.Create();
        foreach (var type in _requests)
        {
            var allowed = type.GetCustomAttribute<AllowedToAttribute>()!.Roles;
            foreach (var role in Enum.GetValues<Roles>().Where(r => (r & allowed) == 0))
            {
                var request = RuntimeHelpers.GetUninitializedObject(type);
                type.GetProperty(nameof(IActed.By))!
                    .SetValue(request, new Actor(Guid.CreateVersion7(), "Mallory", role, app.Cast.Ana.Id));
                var refused = await Record.ExceptionAsync(() => app.SendAny(request));
                Assert.True(
                    refused is UnauthorizedAccessException,
                    $"{type.Name} as {role}: {refused?.GetType().Name ?? "let through"}"
                );
            }
        }
    }
}
