using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Audit;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Records;
using Wellbeing.Testing;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff.Flags;
using Wellbeing.Web.Pages.Staff.People;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Everything that can stand in a history is told on its page.</summary>
public sealed class HistoryPagesTests
{
    [Fact]
    public async Task Each_event_has_a_line_on_the_flags_page_on_the_persons_and_in_the_audit_log()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        var flag = (await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id;
        await web.Db(async db =>
        {
            foreach (var action in AuditActions.All)
                db.Audit(Actor.System, action, web.Now, web.Cast.Ana.Id, flag, AuditSamples.For(action));
            await db.SaveChangesAsync();
        });

        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        var told = await priya.GetStringAsync($"/Staff/Flags/{flag}");
        Assert.Contains("had a message tried again", told, StringComparison.Ordinal);
        Assert.Contains("phoned: reached", told, StringComparison.Ordinal);
        var seen = "";
        for (var page = 1; page <= 5; page++)
            seen += await priya.GetStringAsync($"/Staff/People/{web.Cast.Ana.Id}?p={page}");
        Assert.Contains("Closed the account", seen, StringComparison.Ordinal);
        Assert.Contains(
            "changed how they are reached: phone number, best time to call",
            seen,
            StringComparison.Ordinal
        );

        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var log = "";
        for (var page = 1; page <= 5; page++)
            log += await ruth.GetStringAsync($"/Admin/Audit?p={page}");
        foreach (
            var words in new[]
            {
                "calendar: own",
                "by: page and code",
                "roles: nurse, administrator",
                "until: 2026-04-03 11:30",
                "step: 2; round: 1; told: 3; minutes late: 90",
                "page: 1; records: 2; done by: product; what: Flag: raised; from: 2026-04-03; to: 2026-04-03",
                "language: zh-Hans",
                "told: call and phone",
            }
        )
            Assert.Contains(words, log, StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task What_became_of_a_message_has_a_line_whatever_it_was()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        var id = (await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id;
        var flag = (await web.Send(new GetFlag(web.Cast.Priya.Actor, id)))!;
        var kinds = web.Services.GetRequiredService<MessageKinds>();
        using var scope = web.Services.CreateScope();
        var time = scope.ServiceProvider.GetRequiredService<TeamTime>();
        foreach (var fate in Enum.GetValues<MessageFate>())
        {
            var mail = new FlagEvent.MessageTold(FlagToTeam.Kind, MessageChannel.Mail, fate, "550", "Gone.");
            Assert.NotEmpty(
                FlagHistory.Tell(flag with { History = [new(web.Now, "Priya Nair", mail)] }, time, kinds).Single().Title
            );
        }

        foreach (var state in Enum.GetValues<MessageState>())
            Assert.NotEmpty(
                PersonHistory
                    .Tell(new(web.Now, "", new PersonEvent.MessageWritten(FlagToTeam.Kind, state, "Tom")), kinds)
                    .Title
            );
        Assert.Equal(
            ("The product: Flag: raised", HistoryLine.CannotBeRead),
            Of(
                FlagHistory
                    .Tell(
                        flag with
                        {
                            History = [new(web.Now, "The product", new FlagEvent.Unreadable(AuditActions.FlagRaised))],
                        },
                        time,
                        kinds
                    )
                    .Single()
            )
        );
        Assert.Equal(
            ("Tom: Note: written", HistoryLine.CannotBeRead),
            Of(PersonHistory.Tell(new(web.Now, "Tom", new PersonEvent.Unreadable(AuditActions.NoteWritten)), kinds))
        );
        web.Mailbox.Ignore();

        static (string, string?) Of(HistoryLine line) => (line.Title, line.Text);
    }
}
