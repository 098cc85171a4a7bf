using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Wellbeing.Hosting.Settings;

namespace Wellbeing.Web.Api;

/// <summary>How many requests each client has left in this minute. One for the process.</summary>
internal sealed class ClientBudgets(IOptions<ApiLimits> limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetFixedWindowLimiter(
            client,
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = limits.Value.RequestsPerMinute,
                Window = TimeSpan.FromMinutes(1),
            }
        )
    );

    /// <returns>Null when it may; else how long to wait.</returns>
    public TimeSpan? Spend(string client)
    {
        using var lease = _limiter.AttemptAcquire(client);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    public void Dispose() => _limiter.Dispose();
}

/// <summary>
/// A program in a loop must not slow down the nurses' pages. Counted here and not before authentication, since what
/// counts is who calls, not with which key or from where.
/// </summary>
internal sealed class ClientLimit(ClientBudgets budgets) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (
            !http.User.IsClient() || budgets.Spend(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!) is not { } wait
        )
            return await next(context);
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ApiProblem.TooMany();
    }
}
