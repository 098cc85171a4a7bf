using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Assessment;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.App.Prompts;
using Wellbeing.App.SupportContacts;
using Wellbeing.App.Wording;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Tests;

/// <summary>Behind every link of a mail the page speaks the mail's language, whatever the browser asks for, until its
/// reader chooses another.</summary>
public sealed partial class MailLanguageTests(MailLanguageTests.Shared shared) : IClassFixture<MailLanguageTests.Shared>
{
    [Theory]
    [InlineData(ParticipantInvitation.Kind, "/Join/")]
    [InlineData(FamilyInvitation.Kind, "/Join/")]
    [InlineData(LeafletLink.Kind, "/Join/")]
    [InlineData(Nomination.Kind, "/Contacts/Answer/")]
    [InlineData(FlagToSupportContact.Kind, "/Contacts/Call/")]
    [InlineData(FlagToSupportContact.Kind, "/Contacts/Stop/")]
    [InlineData(SupportContactTest.Kind, "/Contacts/Stop/")]
    [InlineData(CheckInInvitation.Kind, "/CheckIn/Link/")]
    [InlineData(CheckInInvitation.Kind, "/Reminders/Stop/")]
    [InlineData(CheckInReminder.Kind, "/Reminders/Stop/")]
    [InlineData(NoteBack.Kind, "/Trend")]
    [InlineData(NoteBack.Kind, "/Reminders/Notes/")]
    [InlineData(NewEmailQuestion.Kind, "/NewEmail/")]
    [InlineData(DetailsChangedTold.Kind, "/Settings/Details")]
    [InlineData(SignInLink.Kind, "/SignIn/Mail/")]
    [InlineData(NewPasswordLink.Kind, "/SignIn/NewPassword/")]
    [InlineData(ScreenInvitation.Kind, "/Questions")]
    [InlineData(FamilyAsked.Kind, "/Family")]
    public async Task A_mail_in_Vietnamese_leads_an_English_browser_to_a_page_in_Vietnamese(string purpose, string path)
    {
        var links = shared
            .Links[purpose]
            .Where(l => l.AbsolutePath.StartsWith(path, StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            var reader = English(shared.Web);
            Assert.Equal("vi", await LanguageOf(reader, link.PathAndQuery));
            Assert.Equal("vi", await LanguageOf(reader, "/Help")); // And where it leads on to.

            using var chosen = await HtmlForm
                .In(await Page(reader, link.PathAndQuery), containing: "Italiano")
                .With(("language", "it"))
                .Submit(reader, link.PathAndQuery);
            Assert.Equal("it", await LanguageOf(reader, chosen.Headers.Location!.OriginalString));
            Assert.Equal("it", await LanguageOf(reader, link.PathAndQuery)); // Opening the mail again takes nothing back.
        }
    }

    [Fact]
    public void No_link_of_these_mails_is_without_its_language() =>
        Assert.All(shared.Links.SelectMany(l => l.Value), link => Assert.Equal("?mail=vi", link.Query));

    [Fact]
    public async Task A_mail_in_English_leads_to_English_too()
    {
        await using var web = await WebFixture.Create();
        await web.Send(new AskForAccountLink(Shared.Holder, web.Cast.Ana.Email, LinkPurpose.SignIn));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var link = Shared.LinksIn(Assert.Single(web.Mailbox.Expect(web.Cast.Ana.Email))).First();
        var reader = web.Anonymous();
        reader.DefaultRequestHeaders.Add("Accept-Language", "vi");

        Assert.Equal("en-AU", await LanguageOf(reader, link.PathAndQuery));
    }

    [Fact]
    public async Task Who_is_asked_to_agree_is_asked_in_the_language_of_the_invitation_on_anybodys_device()
    {
        var path = shared.Links[ParticipantInvitation.Kind][0].PathAndQuery;
        foreach (var owner in new[] { shared.Web.Cast.Priya.Actor, shared.Web.Cast.Ana.Actor })
        {
            var device = await shared.Web.SignedInByCookie(owner.UserId!.Value);
            Assert.Equal("en-AU", await LanguageOf(device, "/Help"));
            Assert.Equal("vi", await LanguageOf(device, path));
            Assert.Equal("en-AU", await LanguageOf(device, "/Help")); // It is still the owner's.
            Assert.Equal("vi", await LanguageOf(device, path));
        }
    }

    [Theory]
    [InlineData(null, "vi")]
    [InlineData("ar", "ar")]
    public async Task Who_joins_is_written_to_in_the_language_in_which_they_agreed(string? chosen, string language)
    {
        await using var web = await WebFixture.Create();
        await web.Send(
            new InviteParticipant(
                web.Cast.Priya.Actor,
                ParticipantKind.Patient,
                "Linh",
                "linh@home.example",
                "vi",
                "Australia/Perth"
            )
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var path = Shared.LinksIn(Assert.Single(web.Mailbox.Expect("linh@home.example"))).First().PathAndQuery;
        var reader = English(web);
        if (chosen is not null)
        {
            using var choice = await HtmlForm
                .In(await Page(reader, path), containing: "العربية")
                .With(("language", chosen))
                .Submit(reader, path);
        }

        using var joined = await HtmlForm
            .In(await Page(reader, path), containing: "name=\"Agreed\"")
            .With(("Agreed", "true"), ("OldEnough", "true"), ("Cadence", "Weekly"))
            .Submit(reader, path);

        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        Assert.Equal(
            language,
            await web.Db(db => db.Participants.Where(p => p.Name == "Linh").Select(p => p.Language).SingleAsync())
        );
        Assert.Equal(language, await LanguageOf(reader, "/"));
        web.Mailbox.Ignore();
    }

    private static HttpClient English(WebFixture web)
    {
        var reader = web.Anonymous();
        reader.DefaultRequestHeaders.Add("Accept-Language", "en-AU,en;q=0.9");
        return reader;
    }

    /// <summary>Follows redirects, as to the page to sign in on.</summary>
    private static async Task<string> Page(HttpClient reader, string path)
    {
        for (var steps = 0; steps < 5; steps++)
        {
            using var answer = await reader.GetAsync(path);
            if (answer.Headers.Location is not { } next)
                return await answer.Content.ReadAsStringAsync();
            path = next.IsAbsoluteUri ? next.PathAndQuery : next.OriginalString;
        }

        throw new InvalidOperationException($"{path} leads in a circle.");
    }

    private static async Task<string> LanguageOf(HttpClient reader, string path) =>
        Lang().Match(await Page(reader, path)).Groups[1].Value;

    [GeneratedRegex("<html[^>]* lang=\"([^\"]+)\"")]
    private static partial Regex Lang();

    /// <summary>Everything that is mailed to people who read Vietnamese.</summary>
    public sealed partial class Shared : IAsyncLifetime
    {
        public static Actor Holder { get; } = new(null, "Link in a mail", Roles.LinkHolder);

        public WebFixture Web { get; private set; } = null!;

        public Dictionary<string, List<Uri>> Links { get; } = [];

        public async ValueTask InitializeAsync()
        {
            Web = await WebFixture.Create();
            var cast = Web.Cast;
            var (linh, mai) = (
                await Vietnamese(cast.AddPatient, "Linh"),
                await Vietnamese(cast.AddFamilyMember, "Mai")
            );
            await Web.Send(
                new InviteParticipant(
                    cast.Priya.Actor,
                    ParticipantKind.Patient,
                    "Lan",
                    "lan@home.example",
                    "vi",
                    "Australia/Perth"
                )
            );
            await Web.Send(new AskFamily(linh.Actor, "Bao", "bao@home.example", "vi"));
            await Web.Send(new AskFamily(linh.Actor, mai.Name, mai.Email, "vi"));
            await Web.Send(new SwitchLeaflets(cast.Ruth.Actor, On: true));
            await Web.Send(new MakeLeaflet(cast.Ruth.Actor, "Ward 7", null, Web.Now.AddDays(60), 5));
            await Web.Send(
                new AskToJoin(
                    Holder,
                    await Web.Db(db => db.Leaflets.Select(l => l.Code).SingleAsync()),
                    ParticipantKind.Patient,
                    "Hoa",
                    "hoa@home.example",
                    "vi",
                    "Australia/Perth"
                )
            );
            await Web.Send(
                new NominateContact(linh.Actor, "Vinh", "vinh@home.example", null, "brother", Severity.Review, "vi")
            );
            var minh = await Web.Send(
                new NominateContact(linh.Actor, "Minh", "minh@home.example", null, "sister", Severity.Soon, "vi")
            );
            await Web.Db(async db =>
            {
                (await db.SupportContacts.SingleAsync(c => c.Id == minh)).Confirm(Web.Now);
                await db.SaveChangesAsync();
            });
            await Web.Send(new SendContactTest(linh.Actor, minh));
            await Web.Send(linh.CheckIn(contactMe: true, words: "Đêm dài."));
            var said = await Web.Db(db => db.CheckIns.SingleAsync(c => c.ParticipantId == linh.Id));
            await Web.Send(new SendReply(cast.Priya.Actor, Guid.CreateVersion7(), said.Id, Web.Now, Sentence: 1));
            await Web.Send(new SendScreen(cast.Priya.Actor, mai.Id, Guid.CreateVersion7()));
            await Web.Send(new AskToChangeMyEmail(mai.Actor, "mai@new.example"));
            await Web.Send(
                new ChangeHowToCall(cast.Priya.Actor, mai.Id, "0491 570 156", null, null, NeedsInterpreter: true)
            );
            foreach (var purpose in new[] { LinkPurpose.SignIn, LinkPurpose.NewPassword })
                await Web.Send(new AskForAccountLink(Holder, mai.Email, purpose));
            await Take();
            for (var hour = 0; hour < 8 * 24; hour++)
            {
                Web.Clock.Advance(TimeSpan.FromHours(1));
                await Web.Send(new AdvancePrompts(Actor.System));
                await Take();
            }

            async Task<Person> Vietnamese(Func<string, string, string, CheckInSchedule?, Task<Person>> add, string name)
            {
                var person = await add(name, $"{name.ToLowerInvariant()}@home.example", "Australia/Hobart", null);
                await Web.Send(new ChangeMyLanguage(person.Actor, Language.Closest("vi")));
                return person;
            }
        }

        public async ValueTask DisposeAsync()
        {
            Web.Mailbox.Ignore();
            await Web.DisposeAsync();
        }

        private async Task Take()
        {
            await Web.Send(new SendDueMessages(Actor.System, "test"));
            foreach (var mail in Web.Mailbox.Read())
            {
                if (
                    await Web.Db(db => db.Messages.SingleAsync(n => n.InternetMessageId == mail.MessageId))
                    is not { Language: "vi" } message
                )
                    continue;
                if (!Links.TryGetValue(message.Kind, out var links))
                    Links[message.Kind] = links = [];
                links.AddRange(LinksIn(mail));
            }

            Web.Mailbox.Ignore();
        }

        public static IEnumerable<Uri> LinksIn(OutgoingMail mail) =>
            Link()
                .Matches(mail.Text)
                .Select(m => new Uri(m.Value))
                .Concat(mail.UnsubscribeUrl is { } stop ? [stop] : [])
                .Distinct();

        [GeneratedRegex(@"https?://localhost\S*")]
        private static partial Regex Link();
    }
}
