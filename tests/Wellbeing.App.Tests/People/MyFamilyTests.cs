using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

/// <summary>Ana is ill, Omar is her brother: linked only when both agree, and blind to each other all the
/// same.</summary>
public sealed class MyFamilyTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Staff_see_who_belongs_together_once_both_agreed_and_until_either_ends_it(
        DatabaseProvider provider
    )
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar, priya) = (app.Cast.Ana, app.Cast.Omar, app.Cast.Priya);
        await app.Send(omar.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Ignore();

        Assert.Equal(
            AskFamilyResult.Asked,
            await app.Send(new AskFamily(ana.Actor, "My brother", omar.Email.ToUpperInvariant(), "en"))
        );
        await app.Dispatch();
        Assert.DoesNotContain("Ana", Assert.Single(app.Mailbox.Expect(omar.Email)).Text, StringComparison.Ordinal);
        Assert.Empty((await app.Send(new GetPerson(priya.Actor, ana.Id)))!.Family);

        var asking = Assert.Single((await app.Send(new GetMyFamily(omar.Actor))).AskingMe);
        Assert.Equal("Ana", asking.Name);
        Assert.False(await app.Send(new AnswerFamily(ana.Actor, asking.Id, Yes: true))); // Nobody answers for the other.
        Assert.True(await app.Send(new AnswerFamily(omar.Actor, asking.Id, Yes: true)));

        Assert.Equal("Omar", Assert.Single((await app.Send(new GetMyFamily(ana.Actor))).Linked).Name);
        Assert.Equal(
            new Relative(omar.Id, "Omar", ParticipantKind.FamilyMember),
            Assert.Single((await app.Send(new GetPerson(priya.Actor, ana.Id)))!.Family)
        );
        Assert.Equal("Ana", Assert.Single((await app.Send(new GetPerson(priya.Actor, omar.Id)))!.Family).Name);
        Assert.Equal(
            "Ana",
            Assert.Single((await app.Send(new ListPeople(priya.Actor))).Rows.Single(r => r.Id == omar.Id).Family).Name
        );
        var flag = Assert.Single((await app.Send(new ListFlags(priya.Actor))).Rows);
        Assert.Equal("Ana", Assert.Single(flag.Family).Name);
        Assert.Equal("Ana", Assert.Single((await app.Send(new GetFlag(priya.Actor, flag.Id)))!.Person.Family).Name);

        Assert.True(await app.Send(new EndFamilyLink(omar.Actor, asking.Id)));

        Assert.False(await app.Db(db => db.FamilyLinks.AnyAsync()));
        Assert.Empty((await app.Send(new GetMyFamily(ana.Actor))).Linked);
        Assert.Empty((await app.Send(new GetPerson(priya.Actor, ana.Id)))!.Family);
        Assert.False(await app.Send(new EndFamilyLink(ana.Actor, asking.Id)));
    }

    [Fact]
    public async Task Neither_finds_a_trace_of_the_other_in_anything_they_can_get()
    {
        await using var app = await AppFixture.Create();
        var (ana, omar) = (app.Cast.Ana, app.Cast.Omar);
        await Link(app, ana, omar);
        await app.Send(ana.CheckIn(intensity: 9, words: "Purple elephants"));
        await app.Send(omar.CheckIn(intensity: 9, words: "Green giraffes"));
        await app.Dispatch();
        app.Mailbox.Ignore();

        var (anas, omars) = (await Everything(app, ana), await Everything(app, omar));

        Assert.Contains("Purple elephants", anas, StringComparison.Ordinal);
        Assert.DoesNotContain("Green giraffes", anas, StringComparison.Ordinal);
        Assert.Contains("Green giraffes", omars, StringComparison.Ordinal);
        Assert.DoesNotContain("Purple elephants", omars, StringComparison.Ordinal);
        Assert.DoesNotContain((await app.FlagOf(omar)).Id.ToString(), anas, StringComparison.Ordinal);
        var sent = await app.Db(db => db.CheckIns.SingleAsync(c => c.ParticipantId == omar.Id));
        Assert.DoesNotContain(sent.Id.ToString(), anas, StringComparison.Ordinal);
        Assert.Null(await app.Send(new Wellbeing.App.Records.GetMyCheckInById(ana.Actor, sent.Id)));
    }

    [Fact]
    public async Task A_question_that_was_declined_taken_back_or_never_answered_leaves_nothing()
    {
        await using var app = await AppFixture.Create();
        var (ana, omar) = (app.Cast.Ana, app.Cast.Omar);
        await app.Send(new AskFamily(omar.Actor, "My sister", ana.Email, "en"));
        var asking = Assert.Single((await app.Send(new GetMyFamily(ana.Actor))).AskingMe);
        Assert.False(await app.Send(new EndFamilyLink(ana.Actor, asking.Id))); // Who was asked answers.
        await app.Send(new AnswerFamily(ana.Actor, asking.Id, Yes: false));
        Assert.Empty((await app.Send(new GetMyFamily(omar.Actor))).Asked);

        await app.Send(new AskFamily(omar.Actor, "My sister", ana.Email, "en"));
        await app.Send(
            new EndFamilyLink(omar.Actor, Assert.Single((await app.Send(new GetMyFamily(omar.Actor))).Asked).Id)
        );
        Assert.Empty((await app.Send(new GetMyFamily(ana.Actor))).AskingMe);

        Assert.False(await app.Db(db => db.FamilyLinks.AnyAsync()));
        await app.Dispatch(); // Neither mail leaves: what it asks is no longer asked.
        Assert.All(await app.Messages(), n => Assert.Equal(MessageState.Cancelled, n.State));

        await app.Send(new AskFamily(omar.Actor, "My sister", ana.Email, "en"));
        app.Clock.Advance(FamilyLink.AskLives);
        Assert.Empty((await app.Send(new GetMyFamily(ana.Actor))).AskingMe);
        Assert.False(
            await app.Send(
                new AnswerFamily(ana.Actor, (await app.Db(db => db.FamilyLinks.SingleAsync())).Id, Yes: true)
            )
        );
        app.Clock.Advance(TimeSpan.FromDays(366));
        await app.Send(new Retain(Actor.System, DryRun: false));
        Assert.False(await app.Db(db => db.FamilyLinks.AnyAsync()));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task An_invitation_whose_arrival_was_unknown_is_not_sent_again_to_who_has_agreed(
        DatabaseProvider provider
    )
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(new AskFamily(app.Cast.Ana.Actor, "My aunt", "zuzana@home.example", "en"));
        app.Mailbox.Answer = _ => new DeliveryOutcome.Unknown(DeliveryPhase.Data, null, "connection lost");
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Attempts);
        app.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");

        // It had arrived: she joins by it, and agrees.
        var secret = Regex.Match(mail.Text, @"http://localhost:5080/\S*/([\w-]{20,})").Groups[1].Value;
        var account = await app.Send(
            new AcceptInvitation(new Actor(null, "Somebody", Roles.LinkHolder), secret, Agreed: true, OldEnough: true)
        );
        var joined = await app.Db(db => db.Participants.SingleAsync(p => p.AccountId == account));
        var aunt = new Actor(account, joined.Name, Roles.Participant, joined.Id);
        var asking = Assert.Single((await app.Send(new GetMyFamily(aunt))).AskingMe);
        Assert.True(await app.Send(new AnswerFamily(aunt, asking.Id, Yes: true)));
        await app.Dispatch();
        app.Mailbox.Ignore();

        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.Dispatch();
        Assert.DoesNotContain(app.Mailbox.Attempts.Skip(1), m => m.MessageId == mail.MessageId);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Nobody_learns_by_asking_who_takes_part_and_only_a_patient_s_question_invites()
    {
        await using var app = await AppFixture.Create();
        var (ana, omar) = (app.Cast.Ana, app.Cast.Omar);
        var other = await app.Cast.AddPatient("Zuzana", "zuzana@home.example");
        foreach (
            var (by, email) in new[]
            {
                (ana, omar.Email),
                (ana, other.Email),
                (ana, "nobody@home.example"),
                (omar, "unknown@home.example"),
                (omar, app.Cast.Priya.Email),
            }
        )
            Assert.Equal(AskFamilyResult.Asked, await app.Send(new AskFamily(by.Actor, "Somebody", email, "en")));
        Assert.Equal(
            AskFamilyResult.Yourself,
            await app.Send(new AskFamily(ana.Actor, "Me", " ana@home.example", "en"))
        );
        Assert.Equal(AskFamilyResult.Asked, await app.Send(new AskFamily(ana.Actor, "Again", omar.Email, "en"))); // Not asked twice.

        await app.Dispatch();

        var asked = (await app.Send(new GetMyFamily(ana.Actor))).Asked;
        Assert.Equal(["nobody@home.example", omar.Email, other.Email], asked.Select(a => a.Email).Order());
        Assert.All(asked, a => Assert.Equal("Somebody", a.Name)); // Never the name behind the address.
        var mails = app.Mailbox.Expect(omar.Email, "nobody@home.example");
        Assert.Contains(
            "Ana thought of you",
            mails.Single(m => m.ToAddress == "nobody@home.example").Text,
            StringComparison.Ordinal
        );
        var export = await Export(app, ana);
        Assert.DoesNotContain("Omar", export, StringComparison.Ordinal);
        Assert.DoesNotContain("Zuzana", export, StringComparison.Ordinal);

        foreach (var more in new[] { "a@home.example", "b@home.example" })
            await app.Send(new AskFamily(ana.Actor, "Somebody", more, "en"));
        Assert.Equal(
            AskFamilyResult.TooMany,
            await app.Send(new AskFamily(ana.Actor, "Somebody", "c@home.example", "en"))
        );
        await app.Dispatch();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Who_joins_by_a_patient_s_invitation_is_asked_about_the_link_apart_from_taking_part()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        await app.Send(new AskFamily(ana.Actor, "Lena", "lena@home.example", "it"));
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Expect("lena@home.example"));
        var secret = mail.Text.Split("/Join/")[1].Split('?')[0];
        var holder = new Actor(null, "Somebody", Roles.LinkHolder);

        var account = (await app.Send(new AcceptInvitation(holder, secret, Agreed: true, OldEnough: true)))!.Value;

        var lena = await app.Db(db => db.Participants.SingleAsync(p => p.AccountId == account));
        Assert.Equal((ParticipantKind.FamilyMember, "it"), (lena.Kind, lena.Language));
        var by = new Actor(account, "Lena", Roles.Participant, lena.Id);
        Assert.Empty((await app.Send(new GetMyFamily(by))).Linked);
        await app.Send(
            new AnswerFamily(by, Assert.Single((await app.Send(new GetMyFamily(by))).AskingMe).Id, Yes: true)
        );
        Assert.Equal("Lena", Assert.Single((await app.Send(new GetMyFamily(ana.Actor))).Linked).Name);

        await app.Send(new CloseMyAccount(by));
        Assert.False(await app.Db(db => db.FamilyLinks.AnyAsync()));

        // What was taken back can no longer be accepted.
        await app.Send(new AskFamily(ana.Actor, "Milo", "milo@home.example", "en"));
        await app.Dispatch();
        secret = Assert.Single(app.Mailbox.Expect("milo@home.example")).Text.Split("/Join/")[1].Split('?')[0];
        await app.Send(
            new EndFamilyLink(ana.Actor, Assert.Single((await app.Send(new GetMyFamily(ana.Actor))).Asked).Id)
        );
        Assert.Null(await app.Send(new AcceptInvitation(holder, secret, Agreed: true, OldEnough: true)));
    }

    [Fact]
    public async Task Two_who_ask_each_other_agree_by_that()
    {
        await using var app = await AppFixture.Create();
        await app.Send(new AskFamily(app.Cast.Ana.Actor, "Brother", app.Cast.Omar.Email, "en"));
        await app.Send(new AskFamily(app.Cast.Omar.Actor, "Sister", app.Cast.Ana.Email, "en"));
        Assert.Equal("Ana", Assert.Single((await app.Send(new GetMyFamily(app.Cast.Omar.Actor))).Linked).Name);
        await app.Dispatch();
        app.Mailbox.Ignore();
    }

    private static async Task Link(AppFixture app, Person asker, Person other)
    {
        await app.Send(new AskFamily(asker.Actor, other.Name, other.Email, "en"));
        await app.Send(
            new AnswerFamily(
                other.Actor,
                Assert.Single((await app.Send(new GetMyFamily(other.Actor))).AskingMe).Id,
                Yes: true
            )
        );
    }

    /// <summary>The answers to every question the application lets a participant ask without naming something, and
    /// their export.</summary>
    private static async Task<string> Everything(AppFixture app, Person person)
    {
        var asked = typeof(GetMyFamily)
            .Assembly.GetTypes()
            .Where(t =>
                t.Name.StartsWith("Get", StringComparison.Ordinal)
                && t.Name != "GetMyLanguage"
                && t.GetCustomAttributes(typeof(Wellbeing.App.Pipeline.AllowedToAttribute), false)
                    .Cast<Wellbeing.App.Pipeline.AllowedToAttribute>()
                    .Any(a => a.Roles.HasFlag(Roles.Participant))
                && t.GetConstructors()[0].GetParameters() is [var by, .. var rest]
                && by.ParameterType == typeof(Actor)
                && rest.All(p => p.HasDefaultValue)
            )
            .ToList();
        Assert.True(asked.Count > 5);
        var all = new List<string> { await Export(app, person) };
        foreach (var type in asked)
        {
            var constructor = type.GetConstructors()[0];
            var request = constructor.Invoke([
                person.Actor,
                .. constructor.GetParameters().Skip(1).Select(p => p.DefaultValue),
            ]);
            all.Add(JsonSerializer.Serialize(await app.SendAny(request)));
        }

        return string.Join('\n', all);
    }

    private static async Task<string> Export(AppFixture app, Person person)
    {
        using var file = new MemoryStream();
        await app.Send(new ExportMyData(person.Actor, file));
        return System.Text.Encoding.UTF8.GetString(file.ToArray());
    }
}
