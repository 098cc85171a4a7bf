using System.Net;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>What every answer carries, whichever part of the application gives it.</summary>
public sealed class HeaderTests(HeaderTests.Shared shared) : IClassFixture<HeaderTests.Shared>
{
    [Theory]
    [InlineData("/Dev/Gallery", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/nothing-here", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/flags", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/nothing-here", HttpStatusCode.NotFound)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    public async Task Every_answer_keeps_strangers_scripts_frames_and_guesses_out(string path, HttpStatusCode status)
    {
        using var answer = await shared.Web.Anonymous().GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        var policy = Header(answer, "Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_holds_nothing_that_its_own_policy_forbids()
    {
        var html = await shared.Web.Anonymous().GetStringAsync("/Dev/Gallery");

        Assert.DoesNotMatch(@"<script(?![^>]*\ssrc=)", html);
        Assert.DoesNotMatch(@"<style[\s>]", html);
        Assert.DoesNotMatch(@"<[^>]+\sstyle\s*=", html);
        Assert.DoesNotMatch(@"<[^>]+\son[a-z]+\s*=", html);
        Assert.DoesNotMatch(@"<(?:script|link|img)[^>]+(?:src|href)=""(?:https?:)?//", html);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Styles_and_scripts_are_there_for_everybody(string environment)
    {
        await using var web = await WebFixture.Create(new WebSetup { Environment = environment });
        using var style = await web.Anonymous().GetAsync("/dist/app.css");
        using var script = await web.Anonymous().GetAsync("/dist/app.js");

        Assert.Equal((HttpStatusCode.OK, "text/css"), (style.StatusCode, style.Content.Headers.ContentType!.MediaType));
        Assert.Equal(
            (HttpStatusCode.OK, "text/javascript"),
            (script.StatusCode, script.Content.Headers.ContentType!.MediaType)
        );
    }

    [Fact]
    public async Task What_a_signed_in_person_sees_is_stored_by_no_cache()
    {
        using var page = await (await shared.Web.SignedInByCookie(shared.Web.Cast.Priya.Id)).GetAsync("/Dev/Gallery");
        using var api = await (await shared.Web.Api(shared.Web.Cast.Priya.Email)).Http.GetAsync("/api/v1/flags");

        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.True(api.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_sign_in_cookie_is_for_this_host_over_https_and_for_no_script()
    {
        await using var web = await WebFixture.Create();
        using var client = await web.SignedInByCookie(web.Cast.Priya.Id);
        web.Clock.Advance(TimeSpan.FromDays(8)); // Past half its life: any answer renews it.

        using var answer = await client.GetAsync("/nothing-here");

        var cookie = Assert
            .Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-", StringComparison.Ordinal))
            .ToLowerInvariant();
        Assert.All(
            new[] { "; secure", "; httponly", "; samesite=lax", "; path=/" },
            part => Assert.Contains(part, cookie, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_healthy_server_says_so(string path) =>
        Assert.Equal("Healthy", await shared.Web.Anonymous().GetStringAsync(path));

    private static string Header(HttpResponseMessage answer, string name) =>
        Assert.Single(answer.Headers.GetValues(name));

    public sealed class Shared() : SharedWeb(new WebSetup { Environment = "Development" });
}
