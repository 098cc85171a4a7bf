using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.App.Records;
using Wellbeing.App.Wording;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

/// <summary>What somebody wants to be called, their pronouns, and the language they speak.</summary>
public sealed class HowToAddressTests
{
    private static readonly HowToAddress _peg = new("Peg", "she/her", "pa");

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_nurse_changes_it_and_the_person_is_told_by_the_name_they_want(DatabaseProvider provider)
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        var change = new ChangeHowToCall(
            app.Cast.Priya.Actor,
            ana.Id,
            "0400 000 001",
            null,
            null,
            NeedsInterpreter: true
        )
        {
            Address = new(" Peg ", "she/her", "PA"),
        };
        Assert.True(await app.Send(change));
        Assert.True(await app.Send(change)); // Nothing new: nobody is told again.
        await app.Dispatch();

        var mail = Assert.Single(app.Mailbox.Expect(ana.Email));
        Assert.Contains("Peg", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Punjabi", mail.Text, StringComparison.Ordinal);
        var record = Assert.Single(
            await app.Db(db => db.AuditRecords.Where(a => a.Action == AuditActions.HowToCallChanged).ToListAsync())
        );
        Assert.Equal(
            new HowToCallDetail(
                HowToCallParts.Interpreter
                    | HowToCallParts.SpokenLanguage
                    | HowToCallParts.PreferredName
                    | HowToCallParts.Pronouns
            ),
            record.ReadDetail()
        );

        var reach = await app.Send(new GetHowToReach(app.Cast.Priya.Actor, ana.Id));
        Assert.Equal(_peg, reach!.Address);
        var person = await app.Send(new GetPerson(app.Cast.Priya.Actor, ana.Id));
        Assert.Equal(("Peg", "she/her", "pa"), (person!.PreferredName, person.Pronouns, person.SpokenLanguage));

        // Found by either name, and left as it is by who changes the number alone.
        Assert.Equal(
            "Peg",
            Assert.Single((await app.Send(new ListPeople(app.Cast.Priya.Actor, "peg"))).Rows).PreferredName
        );
        Assert.Single((await app.Send(new ListPeople(app.Cast.Priya.Actor, "ana"))).Rows);
        await app.Send(
            new ChangeHowToCall(app.Cast.Priya.Actor, ana.Id, "0400 000 002", null, null, NeedsInterpreter: true)
        );
        Assert.Equal(_peg, (await app.Send(new GetMyDetails(ana.Actor))).Address);
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task The_person_changes_it_and_sees_it_in_their_copy_and_nothing_of_it_outlives_them(
        DatabaseProvider provider
    )
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await app.Send(
            new ChangeMyDetails(ana.Actor, "Ana", null, null, null, false, "en", "Australia/Hobart") { Address = _peg }
        );
        Assert.Equal(_peg, (await app.Send(new GetMyDetails(ana.Actor))).Address);
        using var copy = new MemoryStream();
        await app.Send(new ExportMyData(ana.Actor, copy));
        var text = Encoding.UTF8.GetString(copy.ToArray());
        foreach (var said in new[] { "\"Peg\"", "\"she/her\"", "\"pa\"" })
            Assert.Contains(said, text, StringComparison.Ordinal);

        await app.Send(new CloseMyAccount(ana.Actor));
        app.Clock.Advance(TimeSpan.FromDays(366 * 8));
        await app.Send(new Retain(Actor.System, DryRun: false));
        var erased = await app.Db(db => db.Participants.AsNoTracking().SingleAsync(p => p.Id == ana.Id));
        Assert.Equal(
            (null, null, null, "ERASED"),
            (erased.PreferredName, erased.Pronouns, erased.SpokenLanguage, erased.SearchName)
        );
    }

    [Fact]
    public async Task Flags_say_it_to_the_team()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        await app.Db(async db =>
        {
            (await db.Participants.SingleAsync(p => p.Id == ana.Id)).Address(_peg);
            await db.SaveChangesAsync();
        });
        await app.Send(ana.CheckIn(contactMe: true));
        var flag = await app.FlagOf(ana);
        var view = await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id));
        Assert.Equal(
            ("Peg", "she/her", "pa"),
            (view!.Person.PreferredName, view.Person.Pronouns, view.Person.SpokenLanguage)
        );
        var row = Assert.Single((await app.Send(new ListFlags(app.Cast.Priya.Actor, FlagFilter.Unresolved))).Rows);
        Assert.Equal(("Peg", "pa"), (row.PreferredName, row.SpokenLanguage));
        await app.Dispatch();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task What_cannot_be_kept_is_refused_by_field()
    {
        await using var app = await AppFixture.Create();
        var wrong = new HowToAddress(new string('x', 101), new string('x', 31), "klingon");
        var ana = app.Cast.Ana;
        foreach (
            var refused in new[]
            {
                await Assert.ThrowsAsync<ValidationException>(() =>
                    app.Send(
                        new ChangeHowToCall(app.Cast.Priya.Actor, ana.Id, null, null, null, false) { Address = wrong }
                    )
                ),
                await Assert.ThrowsAsync<ValidationException>(() =>
                    app.Send(
                        new ChangeMyDetails(ana.Actor, "Ana", null, null, null, false, "en", "Australia/Hobart")
                        {
                            Address = wrong,
                        }
                    )
                ),
                await Assert.ThrowsAsync<ValidationException>(() =>
                    app.Send(
                        new InviteParticipant(
                            app.Cast.Priya.Actor,
                            ParticipantKind.Patient,
                            "Lena",
                            "lena@home.example",
                            "en",
                            "Australia/Perth"
                        )
                        {
                            Address = wrong,
                        }
                    )
                ),
            }
        )
        {
            Assert.Equal(["preferredName", "pronouns", "spokenLanguage"], refused.Errors.Select(e => e.PropertyName));
        }
    }

    [Fact]
    public async Task A_table_of_people_may_hold_it()
    {
        await using var app = await AppFixture.Create();
        Task<ImportResult> Import(string table, bool really) =>
            app.Send(new ImportParticipants(app.Cast.Ruth.Actor, Encoding.UTF8.GetBytes(table), really));
        var wrong = await Import(
            "name,email,preferred_name,pronouns,spoken_language\nMai,mai@home.example,=Mai,@she,Klingon\n",
            false
        );
        Assert.Equal(["preferred_name", "pronouns", "spoken_language"], wrong.Errors.Select(e => e.Column));
        await Import(
            "name,email,preferred name,pronouns,spoken_language\nMaria,m@home.example,Mia,she/her,tagalog\nTam,tam@home.example,,,\n",
            true
        );
        var kept = await app.Db(db => db.Invitations.OrderBy(i => i.Name).ToListAsync());
        Assert.Equal([new HowToAddress("Mia", "she/her", "fil"), HowToAddress.NotSaid], kept.Select(i => i.Address));
        await app.Dispatch();
        Assert.Contains(
            "Mia",
            app.Mailbox.Expect("m@home.example", "tam@home.example").Single(m => m.ToAddress == "m@home.example").Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_list_of_languages_has_each_once_by_name_in_order()
    {
        Assert.Equal(SpokenLanguage.All.Count, SpokenLanguage.All.Select(l => l.Tag).Distinct().Count());
        Assert.Equal(
            SpokenLanguage.All.Select(l => l.EnglishName).Order(StringComparer.Ordinal),
            SpokenLanguage.All.Select(l => l.EnglishName)
        );
        Assert.DoesNotContain(SpokenLanguage.All, l => l.Tag.Length > HowToAddress.MaximumTagLength);
        foreach (
            var name in new[] { "Punjabi", "Cantonese", "Hindi", "Tagalog", "Spanish", "Korean", "Auslan", "ਪੰਜਾਬੀ" }
        )
            Assert.NotNull(SpokenLanguage.Named(name));
    }
}
