using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.Web.Tests.Hosting;
using ApiClient = Wellbeing.Web.Tests.Hosting.ApiClient;

namespace Wellbeing.Web.Tests.Api;

/// <summary>Programs with keys of their own.</summary>
public sealed partial class ApiKeyTests
{
    private const string Page = "/Admin/ApiClients";

    [Fact]
    public async Task An_administrator_makes_a_client_and_exchanges_and_revokes_its_key_by_the_pages()
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var form = HtmlForm
            .In(await ruth.GetStringAsync(Page), "name=\"Name\"")
            .With(("Name", "Ward list"), ("Scopes", "ListFlags"));

        // Nothing typed is lost, and nothing is made, while something is missing.
        using var wrong = await form.With(("LastDay", "2020-01-01")).Submit(ruth, Page);
        var again = await wrong.Content.ReadAsStringAsync();
        Assert.Contains("within five years", again, StringComparison.Ordinal);
        Assert.Contains("Ward list", again, StringComparison.Ordinal);

        using var made = await form.Submit(ruth, Page);
        var shown = await made.Content.ReadAsStringAsync();
        var first = KeyIn(shown);
        Assert.True(made.Headers.CacheControl!.NoStore);
        using (var repeated = await form.Submit(ruth, Page))
            Assert.Equal(HttpStatusCode.Redirect, repeated.StatusCode);
        var client = await web.Db(db => db.ApiClients.Include(c => c.Keys).SingleAsync());
        Assert.Equal(ApiKey.HashOf(first), Assert.Single(client.Keys).Hash);
        Assert.DoesNotContain(
            first,
            await ruth.GetStringAsync(Page) + await ruth.GetStringAsync($"{Page}/{client.Id}"),
            StringComparison.Ordinal
        );
        var program = Program(web, first);
        (await program.Get("flags")).Is(HttpStatusCode.OK);
        Assert.Contains("Last used", await ruth.GetStringAsync(Page), StringComparison.Ordinal);

        // Both keys work for a day, then the new one alone.
        var exchange = HtmlForm
            .In(await ruth.GetStringAsync($"{Page}/{client.Id}"), "name=\"KeyId\"")
            .With(("Overlap", "24"));
        using var exchanged = await exchange.Submit(ruth, $"{Page}/{client.Id}");
        var second = KeyIn(await exchanged.Content.ReadAsStringAsync());
        (await program.Get("flags")).Is(HttpStatusCode.OK);
        (await Program(web, second).Get("flags")).Is(HttpStatusCode.OK);
        web.Clock.Advance(TimeSpan.FromHours(24));
        (await program.Get("flags")).IsProblem(HttpStatusCode.Unauthorized);
        (await Program(web, second).Get("flags")).Is(HttpStatusCode.OK);

        var revoke = await ruth.GetStringAsync($"{Page}/{client.Id}/Revoke");
        (await Program(web, second).Get("flags")).Is(HttpStatusCode.OK); // Looking at the question revokes nothing.
        using (await HtmlForm.In(revoke, "Revoke it now").Submit(ruth, $"{Page}/{client.Id}/Revoke")) { }
        (await Program(web, second).Get("flags")).IsProblem(HttpStatusCode.Unauthorized);
        Assert.Contains("Revoked", await ruth.GetStringAsync(Page), StringComparison.Ordinal);

        var records = await web.Db(db =>
            db.AuditRecords.Where(a => a.Action.StartsWith("api-client.") || a.Action == AuditActions.FlagsListed)
                .OrderBy(a => a.Sequence)
                .ToListAsync()
        );
        Assert.Equal(
            [
                AuditActions.ApiClientCreated,
                AuditActions.FlagsListed,
                AuditActions.ApiKeyRotated,
                .. Enumerable.Repeat(AuditActions.FlagsListed, 4),
                AuditActions.ApiClientRevoked,
            ],
            records.Select(a => a.Action)
        );
        Assert.All(
            records.Where(a => a.Action == AuditActions.FlagsListed),
            a => Assert.Equal((client.Id, "Ward list (API)"), (a.ActorId!.Value, a.ActorName))
        );
    }

    [Fact]
    public async Task A_key_does_what_its_scopes_say_and_nothing_else()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(contactMe: true));
        var flag = await web.Db(db => db.Flags.Select(f => f.Id).SingleAsync());
        var calls = new (ApiScope? Scope, Func<ApiClient, Task<ApiAnswer>> Call)[]
        {
            (ApiScope.ListFlags, api => api.Get("flags")),
            (ApiScope.ReadFlags, api => api.Get($"flags/{flag}")),
            (ApiScope.WorkOnFlags, api => api.Post($"flags/{flag}/acknowledge")),
            (
                ApiScope.WorkOnFlags,
                api => api.Post($"flags/{flag}/contact-attempts", new { channel = "phone", reached = true })
            ),
            (
                ApiScope.WorkOnFlags,
                api =>
                    api.Post(
                        $"flags/{flag}/snooze",
                        new { until = web.Now.AddHours(2), reason = "Rings back after lunch" }
                    )
            ),
            (ApiScope.WorkOnFlags, api => api.Post($"flags/{flag}/assign", new { nurse = web.Cast.Tom.Id })),
            (
                ApiScope.WorkOnFlags,
                api =>
                    api.Post(
                        "flags",
                        new
                        {
                            participantId = web.Cast.Ana.Id,
                            severity = "review",
                            reason = "Said so on the ward",
                        }
                    )
            ),
            (ApiScope.WorkOnFlags, api => api.Get("nurses")),
            (ApiScope.ReadThresholds, api => api.Get("thresholds")),
            (ApiScope.ReadThresholds, api => api.Get("thresholds/1")),
            (
                ApiScope.InvitePeople,
                api =>
                    api.Post(
                        "invitations",
                        new
                        {
                            name = "Lena",
                            email = "lena@home.example",
                            kind = "patient",
                        }
                    )
            ),
            (null, api => api.Post("thresholds", new { })),
            (null, api => api.Get("check-ins")),
        };

        foreach (var scope in Enum.GetValues<ApiScope>())
        {
            var program = Program(web, await Key(web, scope.ToString(), scope));
            foreach (var (needed, call) in calls)
            {
                var answer = await call(program);
                if (needed == scope)
                    Assert.True(
                        answer.Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent,
                        $"{scope}: {answer.Status} {answer.Text}"
                    );
                else
                    answer.IsProblem(HttpStatusCode.Forbidden);
            }
        }

        // It acts in its own name, for nurses and for the log.
        var taken = await web.Db(db => db.Flags.SingleAsync());
        Assert.Equal("WorkOnFlags (API)", taken.AcknowledgedByName);
        Assert.Equal(
            ["ReadFlags (API)", "ReadThresholds (API)", "WorkOnFlags (API)"],
            (
                await web.Db(db =>
                    db.AuditRecords.Where(a =>
                            a.Action == AuditActions.FlagViewed
                            || a.Action == AuditActions.FlagAcknowledged
                            || a.Action == AuditActions.ThresholdsRead
                        )
                        .Select(a => a.ActorName)
                        .ToListAsync()
                )
            )
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_key_the_answer_is_that_to_no_key()
    {
        await using var web = await WebFixture.Create();
        var (ends, revoked, older) = (
            await Key(web, "Ends", ApiScope.ListFlags, web.Now.AddDays(2)),
            await Key(web, "Revoked", ApiScope.ListFlags),
            await Key(web, "Rotated", ApiScope.ListFlags)
        );
        (await Program(web, ends).Get("flags")).Is(HttpStatusCode.OK);
        var clients = await web.Db(db => db.ApiClients.ToDictionaryAsync(c => c.Name, c => c.Id));
        await web.Send(new RevokeApiClient(web.Cast.Ruth.Actor, clients["Revoked"]));
        await web.Send(new RotateApiKey(web.Cast.Ruth.Actor, clients["Rotated"], Guid.CreateVersion7(), TimeSpan.Zero));
        web.Clock.Advance(TimeSpan.FromDays(2));

        var answers = new List<ApiAnswer> { await web.Api().Get("flags") };
        foreach (
            var key in new[]
            {
                ends,
                revoked,
                older,
                ApiKey.Prefix,
                ApiKey.Prefix + new string('A', 43),
                ends[..^1],
                ends.ToUpperInvariant(),
                "nonsense",
                "",
            }
        )
            answers.Add(await Program(web, key).Get("flags"));

        Assert.All(answers, a => a.IsProblem(HttpStatusCode.Unauthorized));
        Assert.Single(
            answers
                .Select(a =>
                    a.Response.Headers.WwwAuthenticate
                    + string.Join(
                        '|',
                        a.Body.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.ToString())
                    )
                )
                .Distinct()
        );
    }

    [Fact]
    public async Task Each_client_has_a_budget_of_its_own_whichever_of_its_keys_it_uses()
    {
        await using var web = await WebFixture.Create(new WebSetup { Settings = [("Api:RequestsPerMinute", "3")] });
        var (one, other) = (
            await Key(web, "One", ApiScope.ReadThresholds),
            await Key(web, "Other", ApiScope.ReadThresholds)
        );
        var id = await web.Db(db => db.ApiClients.Where(c => c.Name == "One").Select(c => c.Id).SingleAsync());
        var second = Assert
            .IsType<RotateApiKeyResult.Rotated>(
                await web.Send(new RotateApiKey(web.Cast.Ruth.Actor, id, Guid.CreateVersion7(), TimeSpan.FromHours(1)))
            )
            .Secret;
        for (var i = 0; i < 3; i++)
            (await Program(web, i == 0 ? second : one).Get("thresholds")).Is(HttpStatusCode.OK);

        var refused = (await Program(web, second).Get("thresholds")).IsProblem(HttpStatusCode.TooManyRequests);

        Assert.InRange(refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        (await Program(web, other).Get("thresholds")).Is(HttpStatusCode.OK);
        (await (await web.Api(web.Cast.Priya.Email)).Get("thresholds")).Is(HttpStatusCode.OK); // People are not counted.
    }

    private static ApiClient Program(WebFixture web, string key)
    {
        var api = web.Api();
        api.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return api;
    }

    private static async Task<string> Key(WebFixture web, string name, ApiScope scope, DateTime? endsAtUtc = null) =>
        Assert
            .IsType<CreateApiClientResult.Created>(
                await web.Send(
                    new CreateApiClient(web.Cast.Ruth.Actor, Guid.CreateVersion7(), name, [scope], endsAtUtc)
                )
            )
            .Secret;

    private static string KeyIn(string html) =>
        Shown().Match(html) is { Success: true } match
            ? match.Value
            : throw new InvalidOperationException($"No key in: {html}");

    [GeneratedRegex("wellbeing_[A-Za-z0-9_-]{43}")]
    private static partial Regex Shown();
}
