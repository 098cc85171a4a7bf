using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Wellbeing.Hosting.Settings;

namespace Wellbeing.Web.SignIn;

/// <summary>How often somebody may knock.</summary>
internal static class RateLimits
{
    /// <summary>The policy of whatever takes a password.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The policy of calendars behind a secret link: programs look once an hour, several behind one
    /// address.</summary>
    public const string Calendar = "calendar";

    private const int CalendarsPerMinute = 60;

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = static (context, _) =>
            {
                if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                    context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
                        .ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask; // The status gets its page, or its problem details, like any other.
            };
            limiter.AddPolicy(
                SignIn,
                static http =>
                    HttpMethods.IsGet(http.Request.Method)
                        ? RateLimitPartition.GetNoLimiter("GET") // Only trying a password counts.
                        : RateLimitPartition.GetFixedWindowLimiter(
                            Neighbourhood(http.Connection.RemoteIpAddress),
                            _ => new FixedWindowRateLimiterOptions
                            {
                                PermitLimit = http
                                    .RequestServices.GetRequiredService<IOptions<SignInLimits>>()
                                    .Value.AttemptsPerMinute,
                                Window = TimeSpan.FromMinutes(1),
                            }
                        )
            );
            limiter.AddPolicy(
                Calendar,
                static http =>
                    RateLimitPartition.GetFixedWindowLimiter(
                        Neighbourhood(http.Connection.RemoteIpAddress),
                        _ => new FixedWindowRateLimiterOptions
                        {
                            PermitLimit = CalendarsPerMinute,
                            Window = TimeSpan.FromMinutes(1),
                        }
                    )
            );
        });
        return services;
    }

    /// <summary>The address, or the network of an IPv6 one: a single line commonly owns 2^64 of them.</summary>
    private static string Neighbourhood(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
