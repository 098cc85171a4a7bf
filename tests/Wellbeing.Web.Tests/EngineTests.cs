using System.Net;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>The engine as an operator and an administrator see it.</summary>
public sealed class EngineTests
{
    [Fact]
    public async Task The_health_address_says_what_is_late_and_about_nobody()
    {
        await using var web = await WebFixture.Create();
        using var client = web.Anonymous();
        await web.Send(new Tick(Actor.System, "test"));
        await web.Send(new CheckInvariants(Actor.System));
        using var well = await client.GetAsync("/health/engine");
        Assert.Equal(
            (HttpStatusCode.OK, "Healthy\nNothing is late.\n"),
            (well.StatusCode, await well.Content.ReadAsStringAsync())
        );

        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        web.Clock.Advance(TimeSpan.FromMinutes(31));
        using var late = await client.GetAsync("/health/engine");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.Equal(
            "Unhealthy\nThe engine has not run for 31 minutes: no ladder, prompt or message moves on.\n"
                + "A step of a ladder is 16 minutes overdue.\nA message should have left 31 minutes ago.\n"
                + "A flag has reached nobody for 31 minutes: no message about it was taken. Ring the nurse on call, then look under Readiness.\n",
            await late.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task A_broken_invariant_degrades_health_and_is_told_on_the_operations_page()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        await web.Send(new Tick(Actor.System, "test"));
        web.Mailbox.Ignore();
        await web.Db(db => db.Flags.ExecuteUpdateAsync(f => f.SetProperty(x => x.NextActionAtUtc, (DateTime?)null)));
        using var ruth = await web.SignedInByPage(web.Cast.Ruth.Email);

        var form = HtmlForm.In(await ruth.GetStringAsync("/Admin/Operations"), containing: "Look now");
        using var answer = await form.Submit(ruth, "/Admin/Operations?handler=Check");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var page = await ruth.GetStringAsync("/Admin/Operations");
        Assert.Contains("nobody would be told again", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", page, StringComparison.Ordinal);
        Assert.StartsWith("Degraded", await ruth.GetStringAsync("/health/engine"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Held_work_is_released_on_the_operations_page_after_a_choice()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        await web.Db(db =>
            db.EngineStatus.ExecuteUpdateAsync(s =>
                s.SetProperty(x => x.HeldBeforeUtc, web.Now.AddSeconds(1)).SetProperty(x => x.HeldBecause, "Restored.")
            )
        );
        await web.Send(new Tick(Actor.System, "test"));
        web.Mailbox.Expect();
        using var ruth = await web.SignedInByPage(web.Cast.Ruth.Email);

        var form = HtmlForm.In(await ruth.GetStringAsync("/Admin/Operations"), containing: "Release the work");
        using var unchosen = await form.Submit(ruth, "/Admin/Operations?handler=Release");
        Assert.Contains(
            "Choose whether to send or to cancel them",
            await unchosen.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        using var chosen = await form.With(("messages", "send")).Submit(ruth, "/Admin/Operations?handler=Release");
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);

        await web.Send(new Tick(Actor.System, "test"));
        web.Mailbox.Expect("priya@team.example");
    }

    [Fact]
    public async Task While_work_is_held_nurses_are_told_that_nobody_is_told_and_the_operations_page_lists_the_steps()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        await web.Send(new Tick(Actor.System, "test"));
        web.Mailbox.Ignore();
        var flag = await web.Db(db => db.Flags.SingleAsync());
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        Assert.Contains("the next people are told", await Flag(), StringComparison.Ordinal);
        Assert.DoesNotContain("came back from a backup", await List(), StringComparison.Ordinal);

        await web.Db(db =>
            db.EngineStatus.ExecuteUpdateAsync(s =>
                s.SetProperty(x => x.HeldBeforeUtc, web.Now.AddSeconds(1)).SetProperty(x => x.HeldBecause, "Restored.")
            )
        );
        Assert.Contains("Messages about 1 flag are held", await List(), StringComparison.Ordinal);
        var held = await Flag();
        Assert.DoesNotContain("the next people are told", held, StringComparison.Ordinal);
        Assert.Contains("until an administrator releases them", held, StringComparison.Ordinal);

        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var operations = await ruth.GetStringAsync("/Admin/Operations");
        Assert.Contains("flag whose step comes later", operations, StringComparison.Ordinal);
        Assert.Contains("No message waited in the backup", operations, StringComparison.Ordinal);
        Assert.DoesNotContain("What shall become of the messages", operations, StringComparison.Ordinal);
        using var released = await HtmlForm
            .In(operations, "Release the work")
            .Submit(ruth, "/Admin/Operations?handler=Release");
        Assert.Equal(HttpStatusCode.Redirect, released.StatusCode);
        Assert.Contains("the next people are told", await Flag(), StringComparison.Ordinal);

        Task<string> Flag() => priya.GetStringAsync($"/Staff/Flags/{flag.Id}");
        Task<string> List() => priya.GetStringAsync("/Staff/Flags");
    }
}
