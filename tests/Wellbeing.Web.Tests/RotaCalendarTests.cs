using System.Net;
using System.Text.RegularExpressions;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>The rota behind a secret link, as a calendar program fetches it.</summary>
public sealed partial class RotaCalendarTests
{
    private const string Page = "/Staff/Rota";

    [Fact]
    public async Task A_nurse_makes_a_link_a_program_fetches_it_and_nothing_is_there_once_it_is_withdrawn()
    {
        var log = new LogLines();
        await using var web = await WebFixture.Create(new WebSetup { Log = log });
        var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        var form = HtmlForm.In(await priya.GetStringAsync(Page), containing: "Make a link");
        using var made = await form.With(("feed", "Mine")).Submit(priya, Page, "Link");
        Assert.Contains("no-store", made.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var html = await made.Content.ReadAsStringAsync();
        var path = Address().Match(html).Value;
        Assert.Contains("href=\"webcal://", html, StringComparison.Ordinal);
        Assert.Contains("Withdraw", html, StringComparison.Ordinal);
        // The same form once more, as when a page is loaded again, leaves the link that was shown.
        (await form.With(("feed", "Mine")).Submit(priya, Page, "Link")).Dispose();

        using var program = web.Anonymous();
        using var answer = await program.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl!.Private && answer.Headers.CacheControl.NoCache);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await program.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync());

        await web.Cast.OnCall(web.Cast.Priya, web.Now.AddYears(3), web.Now.AddYears(3).AddDays(1));
        using var changed = new HttpRequestMessage(HttpMethod.Get, path);
        changed.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var fresh = await program.SendAsync(changed);
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);

        (
            await HtmlForm
                .In(await priya.GetStringAsync(Page), containing: "Withdraw")
                .With(("feed", "Mine"))
                .Submit(priya, Page, "Unlink")
        ).Dispose();
        using var gone = await program.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.DoesNotContain(log.All, line => line.Text.Contains(path.Split('/')[2], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_that_knocks_all_the_time_is_asked_to_wait()
    {
        await using var web = await WebFixture.Create();
        using var program = web.Anonymous();
        var last = HttpStatusCode.OK;
        for (var i = 0; i < 61; i++)
        {
            using var answer = await program.GetAsync("/calendar/guess.ics");
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [GeneratedRegex(@"/calendar/[A-Za-z0-9_-]{43}\.ics")]
    private static partial Regex Address();
}
