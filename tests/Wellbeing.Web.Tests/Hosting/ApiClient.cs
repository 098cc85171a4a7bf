using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wellbeing.Testing;

namespace Wellbeing.Web.Tests.Hosting;

/// <summary>What the API answered.</summary>
/// <param name="Body">Undefined where there was none.</param>
public sealed record ApiAnswer(HttpStatusCode Status, JsonElement Body, string Text, HttpResponseMessage Response)
{
    public JsonElement this[string name] => Body.GetProperty(name);

    /// <summary>The messages about a field; fails the test where there is none.</summary>
    public string Error(string field) =>
        Body.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out var messages)
            ? string.Join(' ', messages.EnumerateArray().Select(m => m.GetString()))
            : throw new InvalidOperationException($"No error for '{field}' in: {(int)Status} {Text}");

    /// <summary>Itself, where the status is this one; else the test fails and shows the answer.</summary>
    public ApiAnswer Is(HttpStatusCode status) =>
        Status == status
            ? this
            : throw new InvalidOperationException($"Expected {(int)status}, was {(int)Status}: {Text}");

    /// <summary>The same for a refusal, which is problem details with its status inside.</summary>
    public ApiAnswer IsProblem(HttpStatusCode status)
    {
        Is(status);
        if (Response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            throw new InvalidOperationException(
                $"Expected problem details, was {Response.Content.Headers.ContentType}: {Text}"
            );
        return
            Body.GetProperty("status").GetInt32() == (int)status
            && Body.GetProperty("title").GetString() is { Length: > 0 }
            ? this
            : throw new InvalidOperationException($"The problem does not tell itself: {Text}");
    }
}

/// <summary>A client of the API.</summary>
public sealed class ApiClient(HttpClient http)
{
    public HttpClient Http => http;

    public async Task<ApiAnswer> SignIn(string email, string password = Cast.Password, string? twoFactorCode = null)
    {
        var answer = await Post(
            "identity/login",
            new
            {
                email,
                password,
                twoFactorCode = twoFactorCode ?? Totp.Now(),
            }
        );
        if (answer.Status == HttpStatusCode.OK)
            UseToken(answer["accessToken"].GetString()!);
        return answer;
    }

    public void UseToken(string token) =>
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    /// <param name="path">Below <c>/api/v1/</c>.</param>
    public async Task<ApiAnswer> Get(string path) => await Read(await http.GetAsync(Path(path)));

    /// <inheritdoc cref="Get"/>
    public async Task<ApiAnswer> Post(string path, object? body = null) =>
        await Read(await http.PostAsync(Path(path), body is null ? null : JsonContent.Create(body)));

    /// <inheritdoc cref="Get"/>
    public async Task<ApiAnswer> PostText(string path, string body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path(path))
        {
            Content = new StringContent(body, Encoding.UTF8, contentType),
        };
        // A server that refuses a body before it is read hangs up on whoever is still sending it.
        request.Headers.ExpectContinue = body.Length > 100_000;
        return await Read(await http.SendAsync(request));
    }

    private static string Path(string path) => $"/api/v1/{path}";

    private static async Task<ApiAnswer> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new ApiAnswer(response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text), text, response);
    }
}
