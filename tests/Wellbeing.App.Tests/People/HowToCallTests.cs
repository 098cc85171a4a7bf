using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

/// <summary>By which number, when, and with what care somebody is called.</summary>
public sealed class HowToCallTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_nurse_changes_it_and_the_person_is_told_in_their_language_that_it_was_and_nothing_else(
        DatabaseProvider provider
    )
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await app.Db(db =>
            db.Participants.Where(p => p.Id == ana.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, "vi"))
        );
        await app.Send(ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Ignore();

        var change = new ChangeHowToCall(
            app.Cast.Priya.Actor,
            ana.Id,
            "+61 412 345 678",
            TimeToCall.Evening,
            true,
            NeedsInterpreter: true
        );
        Assert.True(await app.Send(change));
        Assert.True(await app.Send(change)); // Nothing new: nobody is told again.
        await app.Dispatch();

        var mail = Assert.Single(app.Mailbox.Expect(ana.Email));
        Assert.Contains("thông tin liên lạc", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("/Settings/Details", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("678", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Priya", mail.Text, StringComparison.Ordinal);
        var person = await app.Db(db => db.Participants.SingleAsync(p => p.Id == ana.Id));
        Assert.Equal(
            ("0412 345 678", TimeToCall.Evening, true, true),
            (person.Phone, person.BestTimeToCall!.Value, person.MayLeaveMessage!.Value, person.NeedsInterpreter)
        );
        var record = Assert.Single(
            await app.Db(db => db.AuditRecords.Where(a => a.Action == AuditActions.HowToCallChanged).ToListAsync())
        );
        Assert.Equal(
            (
                "Priya Nair",
                ana.Id,
                new HowToCallDetail(
                    HowToCallParts.Phone | HowToCallParts.BestTime | HowToCallParts.Message | HowToCallParts.Interpreter
                )
            ),
            (record.ActorName, record.ParticipantId!.Value, record.ReadDetail())
        );
        Assert.Equal((await app.FlagOf(ana)).Id, record.FlagId);
    }

    [Fact]
    public async Task What_cannot_be_a_number_is_refused_and_whoever_left_is_not_changed()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new ChangeHowToCall(app.Cast.Priya.Actor, ana.Id, "0412", null, null, false))
        );
        Assert.Equal("phone", Assert.Single(refused.Errors).PropertyName);
        await app.Send(new CloseMyAccount(ana.Actor));
        Assert.False(await app.Send(new ChangeHowToCall(app.Cast.Priya.Actor, ana.Id, null, null, null, false)));
    }

    [Fact]
    public async Task Who_says_it_with_a_wish_for_contact_adds_to_what_is_known_and_empties_nothing()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        await app.Send(new GiveHowToCall(ana.Actor, null, TimeToCall.Morning));
        Assert.Equal(
            new MyHowToCall("0400 000 001", "001", TimeToCall.Morning),
            await app.Send(new GetMyHowToCall(ana.Actor))
        );
        await app.Send(new GiveHowToCall(ana.Actor, "0412 345 678", null));
        Assert.Equal(
            new MyHowToCall("0412 345 678", "678", TimeToCall.Morning),
            await app.Send(new GetMyHowToCall(ana.Actor))
        );
        await app.Dispatch();
        Assert.Empty(app.Mailbox.Read()); // It was their own doing.
    }

    [Fact]
    public async Task Behind_the_link_of_a_mail_the_number_is_not_shown_and_its_owner_hears_of_another()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        var holder = new Actor(null, "Ana", Roles.CheckInLink, ana.Id);
        Assert.Equal(new MyHowToCall(null, "001", null), await app.Send(new GetMyHowToCall(holder)));
        await app.Send(new GiveHowToCall(holder, "0412 345 678", null));
        await app.Dispatch();
        Assert.DoesNotContain("678", Assert.Single(app.Mailbox.Expect(ana.Email)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_in_the_persons_export_and_gone_when_they_are_erased()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        await app.Send(
            new ChangeMyDetails(
                ana.Actor,
                "Ana",
                "0412345678",
                TimeToCall.Afternoon,
                false,
                true,
                "en",
                "Australia/Sydney"
            )
        );
        using var file = new MemoryStream();
        await app.Send(new ExportMyData(ana.Actor, file));
        var person = JsonElement.Parse(file.ToArray()).GetProperty("person")[0];
        Assert.Equal("0412 345 678", person.GetProperty("phone").GetString());
        Assert.Equal("afternoon", person.GetProperty("bestTimeToCall").GetString(), ignoreCase: true);
        Assert.False(person.GetProperty("mayLeaveMessage").GetBoolean());

        await app.Send(new CloseMyAccount(ana.Actor));
        app.Clock.Advance(TimeSpan.FromDays(366 * 7));
        await app.Send(new Retain(Actor.System, DryRun: false));
        var erased = await app.Db(db => db.Participants.SingleAsync(p => p.Id == ana.Id));
        Assert.Equal((null, null, null), (erased.Phone, erased.BestTimeToCall, erased.MayLeaveMessage));
    }
}
