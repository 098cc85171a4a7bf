using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests.Api;

public sealed class OpenApiTests
{
    private const string Path = "/openapi/v1.json";

    [Fact]
    public async Task The_document_describes_every_route_of_the_api()
    {
        await using var web = await WebFixture.Create(new WebSetup { Settings = [("OpenApi:Enabled", "true")] });
        var document = JsonElement.Parse(await web.Anonymous().GetStringAsync(Path));

        var described = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")
            );
        var mapped = web
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => Routes.Pattern(e).StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(e => Routes.Methods(e).Select(method => $"{method} {Routes.Pattern(e)}"));
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.Equal(23, described.Count());

        foreach (
            var operation in document
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(p => p.Value.EnumerateObject())
                .Select(o => o.Value)
        )
        {
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.GetProperty("tags").EnumerateArray());
            var open = operation.GetProperty("operationId").GetString() is "login" or "refresh";
            Assert.Equal(
                !open,
                operation.TryGetProperty("security", out var security) && security[0].TryGetProperty("bearer", out _)
            );
            var forPrograms =
                operation.GetProperty("operationId").GetString()
                is "listFlags"
                    or "getFlag"
                    or "acknowledgeFlag"
                    or "snoozeFlag"
                    or "assignFlag"
                    or "raiseFlag"
                    or "inviteParticipant"
                    or "listNurses"
                    or "recordContactAttempt"
                    or "resolveFlag"
                    or "getThresholds"
                    or "getThresholdsVersion";
            Assert.Equal(
                forPrograms,
                !open && security.GetArrayLength() == 2 && security[1].TryGetProperty("apiKey", out _)
            );
            Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _));
        }

        var bearer = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer");
        Assert.Equal(
            ("http", "bearer"),
            (bearer.GetProperty("type").GetString(), bearer.GetProperty("scheme").GetString())
        );
    }

    [Fact]
    public async Task It_names_the_words_and_bounds_that_the_api_takes()
    {
        await using var web = await WebFixture.Create(new WebSetup { Settings = [("OpenApi:Enabled", "true")] });
        var document = JsonElement.Parse(await web.Anonymous().GetStringAsync(Path));
        var schemas = document.GetProperty("components").GetProperty("schemas");

        var checkIn = schemas.GetProperty("NewCheckIn");
        Assert.Equal(["submissionId"], checkIn.GetProperty("required").EnumerateArray().Select(r => r.GetString()!));
        Assert.Equal(10, checkIn.GetProperty("properties").GetProperty("intensity").GetProperty("maximum").GetInt32());
        Assert.Equal(
            ["phone", "email", "textMessage", "inPerson", "videoCall", "theirMessage"],
            schemas.GetProperty("ContactChannel").GetProperty("enum").EnumerateArray().Select(e => e.GetString()!)
        );
        var state = document
            .GetProperty("paths")
            .GetProperty("/api/v1/flags")
            .GetProperty("get")
            .GetProperty("parameters")
            .EnumerateArray()
            .Single(p => p.GetProperty("name").GetString() == "state");
        Assert.Contains(
            "overdue",
            state.GetProperty("schema").GetProperty("enum").EnumerateArray().Select(e => e.GetString())
        );
        Assert.True(
            document
                .GetProperty("paths")
                .GetProperty("/api/v1/flags/{id}/acknowledge")
                .GetProperty("post")
                .GetProperty("responses")
                .TryGetProperty("409", out _)
        );
    }

    [Theory]
    [InlineData("Production", null, HttpStatusCode.NotFound)]
    [InlineData("Production", "true", HttpStatusCode.OK)]
    [InlineData("Development", null, HttpStatusCode.OK)]
    public async Task It_is_shown_in_development_and_elsewhere_where_the_setting_says_so(
        string environment,
        string? enabled,
        HttpStatusCode expected
    )
    {
        await using var web = await WebFixture.Create(
            new WebSetup { Environment = environment, Settings = enabled is null ? [] : [("OpenApi:Enabled", enabled)] }
        );

        using var answer = await web.Anonymous().GetAsync(Path);

        Assert.Equal(expected, answer.StatusCode);
    }
}
