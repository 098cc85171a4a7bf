using System.Net;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;
using ApiClient = Wellbeing.Web.Tests.Hosting.ApiClient;

namespace Wellbeing.Web.Tests.Api;

public sealed class IdentityTests
{
    [Fact]
    public async Task A_sign_in_gives_tokens_that_nobody_may_store_and_leaves_an_audit_record()
    {
        await using var web = await WebFixture.Create();
        var api = web.Api();

        var answer = (await api.SignIn(web.Cast.Priya.Email.ToUpperInvariant())).Is(HttpStatusCode.OK);

        Assert.Equal("Bearer", answer["tokenType"].GetString());
        Assert.NotEmpty(answer["refreshToken"].GetString()!);
        Assert.True(answer.Response.Headers.CacheControl!.NoStore);
        (await api.Get("flags")).Is(HttpStatusCode.OK);
        var record = Assert.Single(await Audit(web, AuditActions.SignedIn));
        Assert.Equal(web.Cast.Priya.Id, record.ActorId);
    }

    [Fact]
    public async Task Every_refusal_reads_the_same_whatever_was_wrong()
    {
        await using var web = await WebFixture.Create();
        await Disable(web, web.Cast.Tom);
        var api = web.Api();

        var answers = new[]
        {
            await api.SignIn(web.Cast.Priya.Email, "wrong"),
            await api.SignIn("nobody@home.example"),
            await api.SignIn("nul\0@home.example"),
            await api.SignIn(web.Cast.Tom.Email),
            await api.SignIn("", ""),
        };

        // Only the trace's id may differ.
        Assert.All(
            answers,
            a => Assert.Equal("signInRefused", a.IsProblem(HttpStatusCode.Unauthorized)["code"].GetString())
        );
        Assert.Single(
            answers
                .Select(a =>
                    string.Join('|', a.Body.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.ToString()))
                )
                .Distinct()
        );
        var records = await Audit(web, AuditActions.SignInRefused);
        Assert.Equal(
            [
                SignInRefusal.Password,
                SignInRefusal.Unknown,
                SignInRefusal.Unknown,
                SignInRefusal.Disabled,
                SignInRefusal.Unknown,
            ],
            records.Select(r => Assert.IsType<RefusedSignInDetail>(r.ReadDetail()).Reason)
        );
        Assert.DoesNotContain(
            records,
            r => r.ToString()!.Contains("home.example", StringComparison.Ordinal) || r.ActorName.Contains('@')
        );
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_the_right_one_too_and_for_nobody_else()
    {
        await using var web = await WebFixture.Create();
        var api = web.Api();
        for (var attempt = 1; attempt <= 5; attempt++)
            (await api.SignIn(web.Cast.Ana.Email, $"guess {attempt}")).IsProblem(HttpStatusCode.Unauthorized);

        (await api.SignIn(web.Cast.Ana.Email)).IsProblem(HttpStatusCode.Unauthorized);

        Assert.Equal(
            new RefusedSignInDetail(SignInRefusal.LockedOut),
            (await Audit(web, AuditActions.SignInRefused))[^1].ReadDetail()
        );
        (await web.Api().SignIn(web.Cast.Omar.Email)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Four_wrong_passwords_do_not()
    {
        await using var web = await WebFixture.Create();
        var api = web.Api();
        for (var attempt = 1; attempt <= 4; attempt++)
            await api.SignIn(web.Cast.Ana.Email, "wrong");

        (await api.SignIn(web.Cast.Ana.Email)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_ends_after_an_hour_and_its_refresh_token_gives_another()
    {
        await using var web = await WebFixture.Create();
        var api = web.Api();
        var refreshToken = (await api.SignIn(web.Cast.Priya.Email))["refreshToken"].GetString();
        web.Clock.Advance(TimeSpan.FromMinutes(61));
        (await api.Get("flags")).IsProblem(HttpStatusCode.Unauthorized);

        var refreshed = (await api.Post("identity/refresh", new { refreshToken })).Is(HttpStatusCode.OK);

        api.UseToken(refreshed["accessToken"].GetString()!);
        (await api.Get("flags")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    public async Task Nonsense_is_no_refresh_token(string refreshToken)
    {
        await using var web = await WebFixture.Create();
        (await web.Api().Post("identity/refresh", new { refreshToken })).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_access_token_is_no_refresh_token_and_the_other_way_round()
    {
        await using var web = await WebFixture.Create();
        var api = web.Api();
        var tokens = await api.SignIn(web.Cast.Priya.Email);

        (await api.Post("identity/refresh", new { refreshToken = tokens["accessToken"].GetString() })).IsProblem(
            HttpStatusCode.Unauthorized
        );
        api.UseToken(tokens["refreshToken"].GetString()!);
        (await api.Get("flags")).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_refresh_token_ends_after_two_weeks()
    {
        await using var web = await WebFixture.Create();
        var api = web.Api();
        var refreshToken = (await api.SignIn(web.Cast.Priya.Email))["refreshToken"].GetString();
        web.Clock.Advance(TimeSpan.FromDays(15));

        (await api.Post("identity/refresh", new { refreshToken })).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_tokens_at_once()
    {
        await using var web = await WebFixture.Create();
        var api = web.Api();
        var refreshToken = (await api.SignIn(web.Cast.Tom.Email))["refreshToken"].GetString();
        (await api.Get("flags")).Is(HttpStatusCode.OK);

        await Disable(web, web.Cast.Tom);

        (await api.Get("flags")).IsProblem(HttpStatusCode.Unauthorized);
        (await api.Post("identity/refresh", new { refreshToken })).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_no_longer_counts_in_tokens_made_before()
    {
        await using var web = await WebFixture.Create();
        var api = await web.Api(web.Cast.Tom.Email);
        await web.Accounts(async accounts =>
        {
            var tom = await accounts.FindByEmailAsync(web.Cast.Tom.Email);
            Assert.True((await accounts.RemoveFromRoleAsync(tom!, "Nurse")).Succeeded);
        });

        (await api.Get("flags")).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_disabled_account_is_out_of_its_pages_within_a_minute()
    {
        await using var web = await WebFixture.Create(new WebSetup { Environment = "Development" });
        var (name, value) = await web.Cookie(web.Cast.Tom.Id);
        using var client = web.Anonymous();
        await Disable(web, web.Cast.Tom);
        web.Clock.Advance(TimeSpan.FromSeconds(61));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/Dev/Gallery");
        request.Headers.Add("Cookie", $"{name}={value}");

        using var answer = await client.SendAsync(request);

        // The cookie is taken back.
        Assert.Contains(
            answer.Headers.GetValues("Set-Cookie"),
            c => c.StartsWith($"{name}=;", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task More_sign_ins_than_the_setting_allows_are_told_to_wait()
    {
        await using var web = await WebFixture.Create(new WebSetup { Settings = [("SignIn:AttemptsPerMinute", "3")] });
        var api = web.Api();
        for (var attempt = 1; attempt <= 3; attempt++)
            (await api.SignIn("nobody@home.example")).IsProblem(HttpStatusCode.Unauthorized);

        var answer = (await api.SignIn(web.Cast.Ana.Email)).IsProblem(HttpStatusCode.TooManyRequests);

        Assert.InRange(answer.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Theory]
    [InlineData("register")]
    [InlineData("forgotPassword")]
    [InlineData("manage/info")]
    public async Task Nobody_registers_or_changes_an_account_here(string path)
    {
        await using var web = await WebFixture.Create();

        var answer = await web.Api()
            .Post($"identity/{path}", new { email = "new@home.example", password = Cast.Password });

        // While the front end is developed, a route for its files answers GET to anything.
        Assert.Contains(answer.Status, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
        Assert.Null(await web.Db(db => db.Users.SingleOrDefaultAsync(u => u.Email == "new@home.example")));
    }

    [Fact]
    public async Task A_page_s_cookie_does_not_open_the_api()
    {
        await using var web = await WebFixture.Create();
        using var client = await web.SignedInByCookie(web.Cast.Priya.Id);

        var answer = await new ApiClient(client).Get("flags");

        answer.IsProblem(HttpStatusCode.Unauthorized);
        Assert.Contains("Bearer", answer.Response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    private static Task Disable(WebFixture web, StaffMember who) =>
        web.Accounts(async accounts =>
        {
            var account = await accounts.FindByEmailAsync(who.Email);
            account!.Enabled = false;
            Assert.True((await accounts.UpdateAsync(account)).Succeeded);
        });

    private static Task<List<AuditRecord>> Audit(WebFixture web, string action) =>
        web.Db(db =>
            db.AuditRecords.AsNoTracking().Where(a => a.Action == action).OrderBy(a => a.Sequence).ToListAsync()
        );
}
