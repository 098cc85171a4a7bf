using System.Net;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Resilience.Tests;

/// <summary>Somebody at a browser without JavaScript.</summary>
internal sealed class PageReader(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public HttpStatusCode Status { get; private set; }
    public string Html { get; private set; } = "";
    public string Path { get; private set; } = "/";

    public Task Open(string path) => Took(_http.GetAsync(path));

    /// <summary>Sends the page's form that holds this text.</summary>
    public Task Send(string containing, params (string Name, string Value)[] values) =>
        Took(HtmlForm.In(Html, containing).With(values).Submit(_http, Path));

    public async Task SignIn(string email)
    {
        await Open("/SignIn");
        await Send("Password", ("Email", email), ("Password", ServerUnderTest.Password));
        Assert.NotEqual("/SignIn", Path);
    }

    public void Dispose() => _http.Dispose();

    private async Task Took(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Status = answer.StatusCode;
        Html = await answer.Content.ReadAsStringAsync();
        Path = answer.RequestMessage!.RequestUri!.PathAndQuery;
    }
}
