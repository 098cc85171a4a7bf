using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Accounts;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.SignIn;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>
/// Every route with every role: who is let in stands here, line by line, and a route that nobody listed fails the test.
/// A page has one line for all its methods; an endpoint has one for each.
/// </summary>
public sealed class RouteWalkTests
{
    private static readonly Dictionary<string, Who> _table = new()
    {
        // The API
        ["POST /api/v1/identity/login"] = Who.Anybody,
        ["POST /api/v1/identity/refresh"] = Who.Anybody,
        ["POST /api/v1/check-ins"] = Who.Participant,
        ["GET /api/v1/check-ins"] = Who.Participant,
        ["GET /api/v1/check-ins/questions"] = Who.Participant,
        ["GET /api/v1/check-ins/{id}"] = Who.Participant,
        ["GET /api/v1/flags"] = Who.Nurse | Who.Client,
        ["GET /api/v1/flags/{id}"] = Who.Nurse | Who.Client,
        ["POST /api/v1/flags/{id}/acknowledge"] = Who.Nurse | Who.Client,
        ["POST /api/v1/flags/{id}/contact-attempts"] = Who.Nurse | Who.Client,
        ["POST /api/v1/flags/{id}/resolve"] = Who.Nurse | Who.Client,
        ["POST /api/v1/flags/{id}/snooze"] = Who.Nurse | Who.Client,
        ["POST /api/v1/flags/{id}/assign"] = Who.Nurse | Who.Client,
        ["POST /api/v1/flags"] = Who.Nurse | Who.Client,
        ["GET /api/v1/participants/{id}/how-to-reach"] = Who.Nurse,
        ["PUT /api/v1/participants/{id}/how-to-reach"] = Who.Nurse,
        ["POST /api/v1/invitations"] = Who.Staff | Who.Client,
        ["GET /api/v1/my-details"] = Who.Participant,
        ["PUT /api/v1/my-details"] = Who.Participant,
        ["GET /api/v1/nurses"] = Who.Nurse | Who.Client,
        ["GET /api/v1/thresholds"] = Who.Staff | Who.Client,
        ["GET /api/v1/thresholds/{version}"] = Who.Staff | Who.Client,
        ["POST /api/v1/thresholds"] = Who.Administrator,
        ["GET /openapi/{documentName}.json"] = Who.Anybody,

        // For machines
        ["/health/live"] = Who.Anybody,
        ["/health/ready"] = Who.Anybody,
        ["/health/engine"] = Who.Anybody,

        // Pages
        ["/"] = Who.Anybody,
        ["/SignIn"] = Who.Anybody,
        ["/SignIn/Mail"] = Who.Anybody,
        ["/SignIn/Mail/{secret}"] = Who.Anybody,
        ["/SignIn/NewPassword/{secret}"] = Who.Anybody,
        ["/SignIn/Code"] = Who.Anybody,
        ["/SignIn/Kept"] = Who.SignedIn,
        ["/Join/{secret}"] = Who.Anybody,
        ["/Leaflet/{code}"] = Who.Anybody,
        ["/Admin/Leaflets"] = Who.Administrator,
        ["/Admin/Leaflets/{id}"] = Who.Administrator,
        ["/Account/SecondFactor"] = Who.Staff,
        ["/Account/Security"] = Who.SignedIn,
        ["/Account/Password"] = Who.SignedIn,
        ["/Account/Passkeys"] = Who.SignedIn,
        ["/Account/Confirm"] = Who.SignedIn,
        ["/Welcome"] = Who.Participant,
        ["/Settings/Data"] = Who.Participant,
        ["/Settings/Details"] = Who.Participant,
        ["/Settings/WhoLooked"] = Who.Participant,
        ["/Settings/Close"] = Who.Participant,
        ["/Closed"] = Who.Anybody,
        ["/NewEmail/{secret}"] = Who.Anybody,
        ["/Admin/Retention"] = Who.Administrator,
        ["/Admin/Staff"] = Who.Administrator,
        ["/Staff/Invite"] = Who.Staff,
        ["/SignOut"] = Who.Anybody,
        ["/Help"] = Who.Anybody,
        ["/Guidance"] = Who.Anybody,
        ["/Guidance/{topic}"] = Who.Anybody,
        ["/NotSafe"] = Who.Anybody,
        ["/NotAllowed"] = Who.Anybody,
        ["/Error"] = Who.Anybody,
        ["/Language"] = Who.Anybody,
        ["/CheckIn"] = Who.Participant,
        ["/CheckIn/Link/{secret}"] = Who.Anybody,
        ["/CheckIn/{step}"] = Who.Participant,
        ["/CheckIn/Same"] = Who.Participant,
        ["/CheckIn/Offline"] = Who.Anybody,
        ["/NoConnection"] = Who.Anybody,
        ["POST /Staff/Session"] = Who.Staff,
        ["GET /CheckIn/Kept"] = Who.Participant,
        ["POST /CheckIn/Kept"] = Who.Participant,
        ["GET /sw.js"] = Who.Anybody,
        ["/CheckIn/All"] = Who.Participant,
        ["/CheckIn/Stop"] = Who.Participant,
        ["/CheckIn/Review"] = Who.Participant,
        ["/CheckIn/Done"] = Who.Participant,
        ["/Trend"] = Who.Participant,
        ["/Staff/People/{id}/Notes"] = Who.Nurse,
        ["/Staff/People/{id}/Thresholds"] = Who.Nurse,
        ["/Staff/Flags/{id}/Letter"] = Who.Nurse,
        ["/Staff/People/{id}/Screen"] = Who.Nurse,
        ["/Questions"] = Who.Participant,
        ["/Staff/LookAgain"] = Who.Nurse,
        ["/Staff/Handover"] = Who.Nurse,
        ["/Admin/Support"] = Who.Administrator,
        ["/Admin/Questions"] = Who.Administrator,
        ["/Admin/Questions/{key}"] = Who.Administrator,
        ["/Admin/Questions/Preview"] = Who.Administrator,
        ["/Staff/People/{id}/Treatment"] = Who.Nurse,
        ["/Trend/Print"] = Who.Participant,
        ["/Trend/Correct/{id}"] = Who.Participant,
        ["/Trend/Remove/{id}"] = Who.Participant,
        ["/Staff/People/{id}/Raise"] = Who.Nurse,
        ["/Settings"] = Who.Participant,
        ["/Family"] = Who.Participant,
        ["/Family/End/{id}"] = Who.Participant,
        ["/Contacts"] = Who.Participant,
        ["/Contacts/Withdraw/{id}"] = Who.Participant,
        ["/Contacts/Change/{id}"] = Who.Participant,
        ["/Contacts/Answer/{secret}"] = Who.Anybody,
        ["/Contacts/Call/{secret}"] = Who.Anybody,
        ["/Contacts/Stop/{secret}"] = Who.Anybody,
        ["/Reminders/Stop/{token}"] = Who.Anybody,
        ["/Reminders/Notes/{token}"] = Who.Anybody,
        ["/Contacts/Thanks/{answer}"] = Who.Anybody,
        ["/Staff/Flags"] = Who.Nurse,
        ["/Staff/Flags/{id}"] = Who.Nurse,
        ["/Staff/NotHeard"] = Who.Nurse,
        ["/Staff/WhatIf/{id}"] = Who.Nurse,
        ["/Staff/ToRead"] = Who.Nurse,
        ["/Staff/ToRead/{id}"] = Who.Nurse,
        ["/Admin/Notes"] = Who.Administrator,
        ["/Staff/People/{id}/CheckIn"] = Who.Nurse,
        ["/Staff/People"] = Who.Nurse,
        ["/Staff/People/{id}"] = Who.Nurse,
        ["/Admin"] = Who.Administrator,
        ["/Staff/Rota"] = Who.Nurse,
        ["/Staff/Reports"] = Who.Staff,
        ["/Staff/Reports/Questions"] = Who.Nurse,
        ["/Admin/Cohorts"] = Who.Administrator,
        ["/Admin/Audit"] = Who.Administrator,
        ["/Admin/SupportNumbers"] = Who.Administrator,
        ["/Admin/Import"] = Who.Administrator,
        ["/Admin/Readiness"] = Who.Administrator,
        ["/Admin/Policies"] = Who.Administrator,
        ["/Admin/Policies/{severity}"] = Who.Administrator,
        ["/Admin/Hours"] = Who.Administrator,
        ["/Admin/Rota"] = Who.Administrator,
        ["/Admin/ApiClients"] = Who.Administrator,
        ["/Admin/ApiClients/{id}"] = Who.Administrator,
        ["/Admin/ApiClients/{id}/Revoke"] = Who.Administrator,
        ["/Admin/Branding"] = Who.Administrator,
        ["GET /calendar/{secret}.ics"] = Who.Anybody,
        ["GET /brand-{version}.css"] = Who.Anybody,
        ["GET /brand-{version}.png"] = Who.Anybody,
        ["/Admin/Thresholds"] = Who.Staff,
        ["/Admin/Thresholds/Edit"] = Who.Administrator,
        ["/Admin/Thresholds/Drafts/{id}"] = Who.Administrator,
        ["/Admin/Languages"] = Who.Administrator,
        ["/Admin/Languages/{language}"] = Who.Administrator,
        ["/Admin/Messages"] = Who.Administrator,
        ["/Admin/Mail"] = Who.Administrator,
        ["/Admin/Mail/Unknown"] = Who.Administrator,
        ["/Admin/Webhooks"] = Who.Administrator,
        ["/Admin/Operations"] = Who.Administrator,
        ["/Dev/Gallery"] = Who.Anybody,
    };

    [Flags]
    private enum Who
    {
        Anonymous = 1,
        Participant = 2,
        Nurse = 4,
        Administrator = 8,

        /// <summary>A program, by its key. It has the API's endpoints that say so, and no page.</summary>
        Client = 16,
        Staff = Nurse | Administrator,
        SignedIn = Participant | Staff,
        Anybody = Anonymous | SignedIn | Client,
    }

    [Fact]
    public async Task Every_route_lets_in_those_it_is_for_and_nobody_else()
    {
        await using var web = await WebFixture.Create(new WebSetup { Settings = [("OpenApi:Enabled", "true")] });
        await web.Send(new Tick(Actor.System, "test")); // An engine that never ran is not well.
        var key = (
            (CreateApiClientResult.Created)
                await web.Send(
                    new CreateApiClient(
                        web.Cast.Ruth.Actor,
                        Guid.CreateVersion7(),
                        "Program",
                        Enum.GetValues<ApiScope>(),
                        null
                    )
                )
        ).Secret;
        var people = new Dictionary<Who, (HttpClient Pages, HttpClient Api)>
        {
            [Who.Anonymous] = (web.Anonymous(), web.Anonymous()),
            [Who.Participant] = (
                await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value),
                (await web.Api(web.Cast.Ana.Email)).Http
            ),
            [Who.Nurse] = (await web.SignedInByCookie(web.Cast.Priya.Id), (await web.Api(web.Cast.Priya.Email)).Http),
            [Who.Client] = (ByKey(web, key), ByKey(web, key)),
            [Who.Administrator] = (
                await web.SignedInByCookie(web.Cast.Ruth.Id),
                (await web.Api(web.Cast.Ruth.Email)).Http
            ),
        };

        var mistakes = new List<string>();
        var met = new HashSet<string>();
        foreach (var endpoint in Endpoints(web))
        {
            foreach (var method in Routes.Methods(endpoint))
            {
                var line = Line(endpoint, method);
                met.Add(line);
                if (!_table.TryGetValue(line, out var allowed))
                {
                    mistakes.Add($"Nobody listed '{line}'.");
                    continue;
                }

                var isApi = IsApi(endpoint);
                foreach (var (who, clients) in people)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), Url(endpoint));
                    if (method != "GET")
                        request.Content = new StringContent(
                            "{}",
                            System.Text.Encoding.UTF8,
                            isApi ? "application/json" : "application/x-www-form-urlencoded"
                        );
                    using var answer = await (isApi ? clients.Api : clients.Pages).SendAsync(request);
                    var came = Read(answer);
                    var stranger = who == Who.Anonymous || (who == Who.Client && !isApi); // A page does not look at keys.
                    var wanted =
                        allowed.HasFlag(who) ? Answer.LetIn
                        : stranger ? Answer.WhoAreYou
                        : Answer.NotYou;
                    if (came != wanted)
                        mistakes.Add(
                            $"{method} {request.RequestUri} as {who}: {wanted} is right, but it was {came} ({(int)answer.StatusCode} {answer.Headers.Location})."
                        );
                    if (isApi && wanted != Answer.LetIn && answer.Headers.Location is not null)
                        mistakes.Add($"{method} {request.RequestUri} as {who} leads to a page.");
                    if ((int)answer.StatusCode >= 500)
                        mistakes.Add($"{method} {request.RequestUri} as {who} breaks: {(int)answer.StatusCode}.");
                }
            }
        }

        mistakes.AddRange(_table.Keys.Except(met).Select(line => $"'{line}' is listed, but there is no such route."));
        Assert.True(mistakes.Count == 0, string.Join(Environment.NewLine, mistakes.Distinct()));
    }

    [Fact]
    public async Task Every_route_of_the_api_names_a_policy_of_its_own_scheme_or_says_that_it_is_open()
    {
        await using var web = await WebFixture.Create();

        var vague = Endpoints(web)
            .Where(IsApi)
            .Where(e =>
                e.Metadata.GetMetadata<IAllowAnonymous>() is null
                && e.Metadata.OfType<IAuthorizeData>()
                    .All(a => a.Policy?.StartsWith(Policies.ApiPrefix, StringComparison.Ordinal) != true)
            );

        Assert.Empty(vague.Select(Routes.Pattern));
    }

    private static HttpClient ByKey(WebFixture web, string key)
    {
        var client = web.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private static IEnumerable<RouteEndpoint> Endpoints(WebFixture web) =>
        web
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            // Files of the front end, and what serves them while they are being developed.
            .Where(e =>
                e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && e.RoutePattern.RawText != "{**path:file}"
            );

    private static bool IsApi(RouteEndpoint endpoint) =>
        Routes.Pattern(endpoint).StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>A page that ends in Index answers without it too: one line for both.</summary>
    private static string Line(RouteEndpoint endpoint, string method)
    {
        var pattern = Routes.Pattern(endpoint);
        if (endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { HttpMethods.Count: > 0 })
            return $"{method} {pattern}";
        return pattern.EndsWith("/Index", StringComparison.Ordinal)
            ? pattern is "/Index"
                ? "/"
                : pattern[..^"/Index".Length]
            : pattern;
    }

    /// <summary>Parameters filled with what their constraints allow.</summary>
    private static Uri Url(RouteEndpoint endpoint)
    {
        var path = Routes.Pattern(endpoint);
        foreach (var parameter in endpoint.RoutePattern.Parameters)
        {
            var isNumber = parameter.ParameterPolicies.Any(p => p.Content == "int");
            var value =
                parameter.Name == "documentName" ? "v1"
                : isNumber ? "1"
                : "0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b";
            path = path.Replace($"{{{parameter.Name}}}", value, StringComparison.Ordinal);
        }

        return new Uri(path, UriKind.Relative);
    }

    private static Answer Read(HttpResponseMessage answer)
    {
        var to = answer.Headers.Location is { } location
            ? (location.IsAbsoluteUri ? location.AbsolutePath : location.OriginalString.Split('?')[0])
            : "";
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => Answer.WhoAreYou,
            // The page that explains a refusal says 403 itself.
            HttpStatusCode.Forbidden when answer.RequestMessage!.RequestUri!.AbsolutePath == "/NotAllowed" =>
                Answer.LetIn,
            HttpStatusCode.Forbidden => Answer.NotYou,
            HttpStatusCode.Redirect when to == "/SignIn" => Answer.WhoAreYou,
            HttpStatusCode.Redirect when to == "/NotAllowed" => Answer.NotYou,
            _ => Answer.LetIn,
        };
    }

    private enum Answer
    {
        LetIn,
        WhoAreYou,
        NotYou,
    }
}
