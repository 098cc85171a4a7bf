using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Operations;

/// <summary>What an administrator does once, and what they should see first from then on.</summary>
public abstract class SettingUpTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : SettingUpTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SettingUpTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_test_mail_is_confirmed_by_the_code_in_it_by_whoever_it_went_to()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth;
        var other = await app.Cast.AddStaff("Mary Wu", "mary@team.example", Roles.Administrator);
        Assert.Empty(await app.Send(new ListTestMails(ruth.Actor)));
        await app.Send(new SendTestMail(ruth.Actor));
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Expect(ruth.Email));
        var code = System.Text.RegularExpressions.Regex.Match(mail.Text, @"\b\d{6}\b").Value;

        var listed = Assert.Single(await app.Send(new ListTestMails(ruth.Actor)));
        Assert.Equal((ruth.Email, MessageState.Accepted), (listed.Address, listed.State));
        Assert.Equal(AttemptOutcome.Accepted, Assert.Single(listed.Attempts).Outcome);
        Assert.Empty(await app.Send(new ListTestMails(other.Actor)));

        Assert.False(await app.Send(new ConfirmTestMail(ruth.Actor, "no code")));
        Assert.False(await app.Send(new ConfirmTestMail(other.Actor, code)));
        Assert.False(await IsDone(app));
        Assert.True(await app.Send(new ConfirmTestMail(ruth.Actor, $" {code[..3]} {code[3..]} ")));
        Assert.True(await IsDone(app));
    }

    [Fact]
    public async Task The_latest_three_test_mails_are_shown_the_newest_first()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth;
        for (var sent = 0; sent < 4; sent++)
        {
            await app.Send(new SendTestMail(ruth.Actor));
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(
            [app.Now.AddMinutes(-1), app.Now.AddMinutes(-2), app.Now.AddMinutes(-3)],
            (await app.Send(new ListTestMails(ruth.Actor))).Select(m => m.AtUtc)
        );
    }

    [Fact]
    public async Task Setting_up_is_finished_once_an_administrator_says_so_and_not_by_one_of_its_steps()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        await app.Send(new MarkSetUp(ruth, SetUpStep.Hours));
        Assert.False(await app.Send(new IsSetUp(ruth)));
        await app.Send(new MarkSetUp(ruth, SetUpStep.Whole));
        Assert.True(await app.Send(new IsSetUp(ruth)));
    }

    [Fact]
    public async Task What_needs_somebody_now_is_told_and_names_nobody()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var first = await app.Send(new GetAttention(ruth));
        Assert.DoesNotContain(first, a => a is Attention.OpenAgain or Attention.PastThePromise or Attention.NoNurse);
        Assert.DoesNotContain(first, a => a is Attention.NobodyOnCall or Attention.Unread);

        // Somebody had it and let it go; its time passed; a check-in lies unread; nobody is on call.
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id));
        for (var day = 0; day < 8; day++)
            await app.EscalateAfter(TimeSpan.FromDays(1));
        app.Mailbox.Ignore();
        await app.Cast.NobodyOnCall();
        var seen = await app.Send(new GetAttention(ruth));
        Assert.Equal(1, Assert.Single(seen.OfType<Attention.OpenAgain>()).Flags);
        Assert.Equal(1, Assert.Single(seen.OfType<Attention.PastThePromise>()).Flags);
        Assert.Equal(1, Assert.Single(seen.OfType<Attention.Unread>()).CheckIns);
        Assert.Single(seen.OfType<Attention.NobodyOnCall>());
        Assert.DoesNotContain("Ana", string.Join('\n', seen), StringComparison.Ordinal);

        await app.NotJoined(app.Cast.Priya, app.Cast.Tom);
        var none = await app.Send(new GetAttention(ruth));
        Assert.True(Assert.IsType<Attention.NoNurse>(none[0]).Nurses); // First whether anybody can be told at all.
        Assert.DoesNotContain(none, a => a is Attention.NobodyOnCall);
    }

    [Fact]
    public async Task Settings_that_count_no_longer_are_named_with_what_counts_and_those_nobody_wrote_are_not()
    {
        await using var app = await AppFixture.Create(
            provider,
            ("Site:Name", "Harbour"),
            ("SupportNumbers:Emergency:Number", "000")
        );
        var ruth = app.Cast.Ruth.Actor;
        Assert.Empty(await app.Send(new GetOverruledSettings(ruth)));

        await app.Send(
            new SaveBranding(
                ruth,
                0,
                "Lighthouse",
                BrandColours.DefaultPrimary,
                BrandColours.DefaultAccent,
                null,
                RemoveLogo: false
            )
        );
        var set = (await app.Send(new GetSupportNumbers(ruth))).Set;
        await app.Send(new SaveSupportNumbers(ruth, 0, set with { Emergency = "112" }, Checked: true));

        Assert.Equal(
            [
                ("Site:Name", "Lighthouse", "/Admin/Branding"),
                ("SupportNumbers:Emergency:Number", "112", "/Admin/SupportNumbers"),
            ],
            (await app.Send(new GetOverruledSettings(ruth))).Select(o => (o.Key, o.Counts, o.Page))
        );
    }

    [Fact]
    public async Task A_way_out_tells_when_it_last_took_something_and_since_when_and_why_it_does_not()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth;
        Assert.Equal(
            new WayOut(MessageChannel.Mail, null, null, null, null, 0),
            Assert.Single(await app.Send(new GetWaysOut(ruth.Actor)))
        );
        await app.Send(new SendTestMail(ruth.Actor));
        await app.Dispatch();
        app.Mailbox.Expect(ruth.Email);
        var took = app.Now;

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        app.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(DeliveryPhase.Connect, null, "Connection refused");
        await app.Send(new SendTestMail(ruth.Actor));
        await app.Dispatch();

        var way = Assert.Single(await app.Send(new GetWaysOut(ruth.Actor)));
        Assert.Equal(
            (took, (DateTime?)app.Now, "Connection refused", 1, true),
            (way.LastSuccessAtUtc, way.FailingSinceUtc, way.Words, way.Waiting, way.IsGeneral)
        );
        Assert.False(way.Fails(app.Now));
        Assert.True(way.Fails(app.Now + WayOut.Patience));
    }

    [Fact]
    public async Task Webhooks_are_listed_by_name_and_say_when_they_took_a_message_last()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        foreach (var name in new[] { "Pager", "Chat" })
            await app.Send(new SaveWebhook(ruth, null, name, $"https://{name}.example/hook", Enabled: name == "Pager"));
        var pager = await app.Db(db => db.Webhooks.SingleAsync(w => w.Name == "Pager"));
        await app.RaiseUrgent(app.Cast.Ana);
        await app.Db(db => db.Messages.ExecuteUpdateAsync(m => m.SetProperty(x => x.WebhookId, pager.Id)));

        var rows = await app.Send(new ListWebhooks(ruth));

        Assert.Equal(
            [("Chat", false, null), ("Pager", true, (DateTime?)app.Now)],
            rows.Select(w => (w.Name, w.Enabled, w.LastAcceptedAtUtc))
        );
        Assert.Equal((pager.Id, "https://Pager.example/hook"), (rows[1].Id, rows[1].Url));
    }

    private static Task<bool> IsDone(AppFixture app) =>
        app.Db(db => db.SettingUpMarks.AnyAsync(m => m.Step == SetUpStep.Mail));
}
