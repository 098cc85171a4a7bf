using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Where devices send check-ins that were written without a network.</summary>
public sealed class KeptCheckInTests
{
    [Fact]
    public async Task However_often_it_is_sent_it_is_stored_once()
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var (token, person) = await Key(client);
        var kept = Kept(Guid.CreateVersion7());

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Send(client, token, kept)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        var stored = await web.Db(db => db.CheckIns.SingleAsync());
        Assert.Equal((4, 3, web.Now.AddHours(-2)), (stored.Intensity, stored.Functioning, stored.WrittenAtUtc));
        Assert.Equal(Emotion.WorryAhead, Assert.Single(stored.Emotions).Emotion);
        var told = await answers[0].Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(
            "Your nurses have it.",
            await client.GetStringAsync(told.GetProperty("href").GetString()),
            StringComparison.Ordinal
        );

        // Another person on the same device has another mark, and it is not the person's id.
        var omar = await Key(await web.SignedInByCookie(web.Cast.Omar.Actor.UserId!.Value));
        Assert.NotEqual(person, omar.Person);
        Assert.DoesNotContain(web.Cast.Ana.Id.ToString("N"), person, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_number_typed_with_the_wish_for_a_call_is_kept_and_a_wrong_one_is_asked_again()
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var offline = await web.Anonymous().GetStringAsync("/CheckIn/Offline");
        Assert.Contains("name=\"Reach.Phone\"", offline, StringComparison.Ordinal);
        Assert.Contains("name=\"Reach.BestTime\"", offline, StringComparison.Ordinal);
        var (token, _) = await Key(client);

        using var wrong = await Send(client, token, Wished(Guid.CreateVersion7(), "12 or so"));
        var done = await client.GetStringAsync(
            (await wrong.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("href").GetString()
        );
        Assert.Contains("12 or so", done, StringComparison.Ordinal);
        Assert.Equal(
            "0400 000 001",
            (await web.Db(db => db.Participants.SingleAsync(p => p.Id == web.Cast.Ana.Id))).Phone
        );

        using var good = await Send(client, token, Wished(Guid.CreateVersion7(), "0491 570 156"));
        var ana = await web.Db(db => db.Participants.SingleAsync(p => p.Id == web.Cast.Ana.Id));
        Assert.Equal(("0491 570 156", TimeToCall.Morning), (ana.Phone, ana.BestTimeToCall));
        Assert.Equal(2, await web.Db(db => db.CheckIns.CountAsync(c => c.ContactMe)));

        static object Wished(Guid id, string phone) =>
            new
            {
                submissionId = id,
                keptSeconds = 60,
                intensity = (int?)null,
                functioning = (int?)null,
                change = (string?)null,
                emotions = Array.Empty<string>(),
                words = (string?)null,
                contactMe = true,
                phone,
                bestTime = "Morning",
            };
    }

    [Fact]
    public async Task Without_the_token_nothing_is_stored()
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        await Key(client);

        using var answer = await Send(client, null, Kept(Guid.CreateVersion7()));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, await web.Db(db => db.CheckIns.CountAsync()));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_is_refused_for_good_and_a_closed_participation_says_so()
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var (token, _) = await Key(client);

        using var refused = await Send(
            client,
            token,
            new
            {
                submissionId = Guid.CreateVersion7(),
                keptSeconds = 1,
                intensity = 11,
                functioning = (int?)null,
                change = (string?)null,
                emotions = Array.Empty<string>(),
                words = (string?)null,
                contactMe = false,
            }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);

        await web.Db(async db =>
        {
            (await db.Participants.SingleAsync(p => p.Id == web.Cast.Ana.Id)).Close(web.Now);
            await db.SaveChangesAsync();
        });
        using var closed = await Send(client, token, Kept(Guid.CreateVersion7()));
        Assert.Equal(HttpStatusCode.Gone, closed.StatusCode);
        Assert.Equal(0, await web.Db(db => db.CheckIns.CountAsync()));
    }

    [Fact]
    public async Task The_pages_for_no_network_hold_nothing_about_anybody_and_the_worker_names_this_build()
    {
        await using var web = await WebFixture.Create();
        var visitor = web.Anonymous();
        foreach (var path in new[] { "/CheckIn/Offline", "/NoConnection" })
        {
            var page = await visitor.GetStringAsync(path);
            Assert.Contains("13 11 14", page, StringComparison.Ordinal);
            Assert.DoesNotContain("__RequestVerificationToken", page, StringComparison.Ordinal);
            Assert.DoesNotContain("data-person", page, StringComparison.Ordinal);
            Assert.Contains("/NotSafe", page, StringComparison.Ordinal);
            // However long it lies on the phone: nothing is sent yet, and nobody knows when it is read.
            Assert.DoesNotContain("They plan to read this by", page, StringComparison.Ordinal);
        }

        Assert.Contains(
            "Nurses read check-ins",
            await visitor.GetStringAsync("/CheckIn/Offline"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "When there is one, the page before opens again by itself.",
            await visitor.GetStringAsync("/NoConnection"),
            StringComparison.Ordinal
        );

        using var worker = await visitor.GetAsync("/sw.js");
        Assert.Equal("text/javascript", worker.Content.Headers.ContentType!.MediaType);
        // By it the page that waits for us knows our answer from a proxy's.
        Assert.Contains("Content-Security-Policy", worker.Headers.Select(h => h.Key));
        Assert.Contains("importScripts", await worker.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static object Kept(Guid id) =>
        new
        {
            submissionId = id,
            keptSeconds = 7200.0,
            intensity = 4,
            functioning = 3,
            change = "same",
            emotions = new[] { "worryAhead" },
            words = (string?)null,
            contactMe = false,
        };

    private static async Task<(string Token, string Person)> Key(HttpClient client)
    {
        var key = await client.GetFromJsonAsync<JsonElement>("/CheckIn/Kept");
        return (key.GetProperty("token").GetString()!, key.GetProperty("person").GetString()!);
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, string? token, object kept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/CheckIn/Kept")
        {
            Content = JsonContent.Create(kept),
        };
        if (token is not null)
            request.Headers.Add("RequestVerificationToken", token);
        return await client.SendAsync(request);
    }
}
