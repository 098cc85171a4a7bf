using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Privacy;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.App.Site;
using Wellbeing.App.SupportContacts;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Outbox;

/// <summary>What the mails say, and above all what they do not.</summary>
public sealed partial class MessagesTests
{
    [GeneratedRegex(
        @"distress|mood|feeling|sad|depress|anxi|suicid|cancer|leuk|lymphoma|myeloma|blood|health|score|rating|diagnos|crisis",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex HealthWords();

    /// <summary>One mail of every kind.</summary>
    private static async Task<IReadOnlyList<OutgoingMail>> EveryMail(AppFixture app, Person person)
    {
        await app.Cast.NobodyOnCall();
        var bea = await app.Cast.AddConfirmedContact(person, "Bea", "bea@home.example");
        await app.Send(new SendContactTest(person.Actor, bea));
        await app.Send(new NominateContact(person.Actor, "Dov", "dov@home.example", null, "friend", Severity.Review));
        await app.Send(
            person.CheckIn(intensity: 9, functioning: 7, words: "Purple elephants at night", contactMe: true)
        );
        var unknown = 0;
        app.Mailbox.Answer = mail =>
            mail.ToAddress == "dov@home.example" && ++unknown <= Message.UnknownsBeforeAlarm
                ? new DeliveryOutcome.Unknown(DeliveryPhase.Data, null, "Connection lost")
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");
        await app.Pass(TimeSpan.FromHours(50), TimeSpan.FromMinutes(30));
        await ThoseThatAreAskedFor(app, person);
        await EveryMailAboutTheTeamsWork(app, person);
        var sent = (await app.Messages()).Where(n => n.State == MessageState.Accepted).Select(n => n.Kind).Distinct();
        var kinds = await app.Use<MessageKinds, IEnumerable<string>>(
            (kinds, _) => Task.FromResult(kinds.All.Select(kind => kind.Name))
        );
        Assert.Equal(kinds.Order(), sent.Order());
        return app.Mailbox.Read();
    }

    private static async Task ThoseThatAreAskedFor(AppFixture app, Person person)
    {
        await app.Cast.AddFamilyMember("Rafi", "rafi@home.example");
        await app.Send(new AskFamily(person.Actor, "Rafi", "rafi@home.example", "en"));
        await app.Send(new AskFamily(person.Actor, "Lena", "lena@home.example", "en"));
        var said = (await app.Send(new GetMyCheckIns(person.Actor)))[0];
        await app.Send(
            new SendReply(app.Cast.Priya.Actor, Guid.CreateVersion7(), said.Id, app.Now, OwnWords: "Purple elephants")
        );
        await app.Send(new SendScreen(app.Cast.Priya.Actor, person.Id, Guid.CreateVersion7()));
        var prompt = (await app.Db(db => db.Prompts.Where(p => p.ParticipantId == person.Id).ToListAsync())).Last(p =>
            p.IsOpen
        );
        foreach (
            var purpose in new[]
            {
                CheckInLinkAgain.Kind,
                SignInLink.Kind,
                NewPasswordLink.Kind,
                StaffInvitation.Kind,
                ParticipantInvitation.Kind,
                NewEmailQuestion.Kind,
                NewEmailTold.Kind,
                DetailsChangedTold.Kind,
                ConfirmCode.Kind,
                LeafletLink.Kind,
                MailTest.Kind,
                AddressTried.Kind,
                MailComplaint.Kind,
            }
        )
        {
            await app.Db(async db =>
            {
                db.Messages.Add(
                    new Message
                    {
                        Id = Guid.CreateVersion7(),
                        Kind = purpose,
                        ParticipantId = person.Id,
                        PromptId = prompt.Id,
                        AccountId = person.Actor.UserId,
                        Address = person.Email,
                        RecipientName = person.Name,
                        DedupKey = purpose,
                        SealedSecret = app.Seal("secret"),
                        InternetMessageId = purpose,
                        CreatedAtUtc = app.Now,
                        NotBeforeUtc = app.Now,
                        DeadlineUtc = app.Now.AddHours(1),
                    }
                );
                await db.SaveChangesAsync();
            });
        }

        await app.Dispatch();
    }

    private static async Task EveryMailAboutTheTeamsWork(AppFixture app, Person person)
    {
        var (priya, tom) = (app.Cast.Priya, app.Cast.Tom);
        await app.Send(new AssignFlag(tom.Actor, (await app.FlagOf(person)).Id, priya.Id));
        await app.Cast.OnCall(priya, app.Now, app.Now.AddDays(7));
        await app.Tick();
        await app.Send(new OfferSwap(priya.Actor, app.Now, app.Now.AddDays(7), tom.Id));
        await app.Send(
            new AnswerSwap(tom.Actor, (await app.Send(new GetRota(tom.Actor))).Offers.Single().Id, Accept: true)
        );
        await app.Send(new TakeOverOnCall(priya.Actor));
        await app.Send(new CoverShift(app.Cast.Ruth.Actor, tom.Id, app.Now.AddDays(8), app.Now.AddDays(9)));
        await app.Raise(app.Cast.Ana, Severity.Soon);
        await app.Raise(app.Cast.Omar, Severity.Soon);
        app.Clock.Advance(TimeSpan.FromHours(3)); // The service was away: two flags waited.
        await app.Tick();
        await app.Send(
            new AnswerMyScreen(person.Actor, (await app.Send(new GetMyScreen(person.Actor)))!.Id, new Phq4(0, 1, 0, 0))
        );
        await app.Send(new AcknowledgeFlag(priya.Actor, (await app.FlagOf(person)).Id));
        await app.Send(person.CheckIn(intensity: 10, functioning: 7)); // Higher than what she has the flag for.
        await app.Dispatch();
    }

    [Fact]
    public async Task No_mail_holds_a_rating_a_word_of_the_participant_or_a_diagnosis_and_no_subject_speaks_of_health()
    {
        await using var app = await AppFixture.Create();
        var mails = await EveryMail(app, await app.Cast.AddPatient("Zuzana", "zuzana@home.example"));
        Assert.All(
            mails,
            mail =>
            {
                Assert.DoesNotMatch(HealthWords(), mail.Subject);
                Assert.DoesNotContain("elephants", mail.Text + mail.Html, StringComparison.OrdinalIgnoreCase);
                // Whoever is invited reads who asks: the organisation's own name is no diagnosis.
                var said = (mail.Text + mail.Html).Replace(
                    new SupportNumbersOptions().Foundation.Name,
                    "",
                    StringComparison.Ordinal
                );
                Assert.DoesNotMatch(
                    @"(?i)\b[79] (of|out|points)|rating|intensity|distress|leuk|lymphoma|myeloma|cancer",
                    said
                );
                Assert.DoesNotMatch($"(?i){string.Join('|', Enum.GetNames<Rule>())}", mail.Text + mail.Html); // Nor the rule that raised the flag.
            }
        );
    }

    [Fact]
    public async Task Mails_to_the_team_name_nobody_and_lead_to_the_flag()
    {
        await using var app = await AppFixture.Create();
        var person = await app.Cast.AddPatient("Zuzana", "zuzana@home.example");
        var mails = await EveryMail(app, person);
        var flag = await app.FlagOf(person);
        var toTeam = mails.Where(m => m.ToAddress.EndsWith("@team.example", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(toTeam);
        Assert.All(
            toTeam,
            mail =>
            {
                Assert.DoesNotContain(
                    "Zuzana",
                    mail.Subject + mail.Text + mail.Html,
                    StringComparison.OrdinalIgnoreCase
                );
                Assert.Contains("http://localhost:5080/", mail.Text, StringComparison.Ordinal);
            }
        );
        // An administrator is led to what she may open.
        Assert.All(
            toTeam.Where(m => m.Subject.StartsWith("Urgent", StringComparison.Ordinal)),
            mail =>
                Assert.Contains(
                    mail.ToAddress == app.Cast.Ruth.Email
                        ? "http://localhost:5080/Admin/Readiness"
                        : $"http://localhost:5080/Staff/Flags/{flag.Id:D}",
                    mail.Text,
                    StringComparison.Ordinal
                )
        );
        // Nor is she told that an urgent answer is merely due.
        Assert.Contains(
            toTeam,
            m =>
                m.ToAddress == app.Cast.Ruth.Email
                && m.Text.Contains("It needs an answer now, and by ", StringComparison.Ordinal)
        );
        // 10:00 in Brisbane, answered within the hour.
        Assert.Contains(
            "Monday 2 February, 11:00",
            toTeam[0].Text + toTeam[1].Text + toTeam[2].Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_support_contact_learns_who_may_welcome_a_call_how_to_help_and_how_to_stop()
    {
        await using var app = await AppFixture.Create();
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", "bea@home.example", scope: ContactScope.CallAndPhone);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        var mail = app.Mailbox.Expect("bea@home.example", app.Cast.Priya.Email).Single(m => m.ToName == "Bea");
        Assert.Equal("Ana may welcome a call from you", mail.Subject);
        Assert.Contains("Dear Bea,", mail.Text, StringComparison.Ordinal);
        Assert.Contains("0400 000 001", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Listening is enough", mail.Text, StringComparison.Ordinal);
        Assert.Contains("000", mail.Text, StringComparison.Ordinal);
        Assert.Contains("13 11 14", mail.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Stop these emails:\nhttp://localhost:5080/Contacts/Stop/",
            mail.Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("/Flags/", mail.Text + mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it", "Un interprete che chiama insieme a Lei, a qualsiasi ora: TIS National 131 450.")]
    [InlineData("en", null)]
    public async Task A_number_in_another_language_has_the_interpreter_s_before_it(string language, string? line)
    {
        await using var app = await AppFixture.Create();
        await app.Db(db =>
            db.Participants.Where(p => p.Id == app.Cast.Ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, language))
        );
        await app.Pass(TimeSpan.FromHours(24), TimeSpan.FromHours(1));
        var mail = app
            .Mailbox.Expect(app.Cast.Ana.Email, app.Cast.Omar.Email)
            .First(m => m.ToAddress == app.Cast.Ana.Email);
        var (interpreter, crisis) = (
            mail.Text.IndexOf("131 450", StringComparison.Ordinal),
            mail.Text.IndexOf("Lifeline 13 11 14", StringComparison.Ordinal)
        );
        Assert.True(crisis > 0);
        if (line is null)
            Assert.Equal(-1, interpreter);
        else
        {
            Assert.Contains(line, mail.Text, StringComparison.Ordinal);
            Assert.InRange(interpreter, 1, crisis);
        }
    }

    [Fact]
    public async Task Names_cannot_smuggle_markup_into_a_mail()
    {
        await using var app = await AppFixture.Create();
        var person = await app.Cast.AddPatient("<b>Ana</b> & \"co\"", "evil@home.example");
        await app.Cast.AddConfirmedContact(person, "<script>alert(1)</script>", "bea@home.example");
        await app.Send(person.CheckIn(intensity: 9));
        await app.Dispatch();
        var html = app.Mailbox.Read().Single(m => m.ToAddress == "bea@home.example").Html;
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;b&gt;Ana&lt;/b&gt; &amp; &quot;co&quot;", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"src=|url\(|<link", html); // Nothing external: opening the mail tells nobody.
    }

    [Fact]
    public async Task A_language_read_from_right_to_left_is_laid_out_so()
    {
        await using var app = await AppFixture.Create();
        await app.Send(
            new NominateContact(app.Cast.Ana.Actor, "Dalia", "dalia@home.example", null, "friend", Severity.Soon, "ar")
        );
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Expect("dalia@home.example"));
        Assert.Equal("ar", mail.Language);
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_says_that_nobody_watches_around_the_clock_and_whom_to_call()
    {
        await using var app = await AppFixture.Create();
        await app.Pass(TimeSpan.FromHours(24), TimeSpan.FromHours(1));
        var mail = app.Mailbox.Expect(app.Cast.Ana.Email, app.Cast.Omar.Email)[0];
        Assert.Contains("13 11 14", mail.Text, StringComparison.Ordinal);
        Assert.Contains("000", mail.Text, StringComparison.Ordinal);
        Assert.Contains("http://localhost:5080/CheckIn/Link/", mail.Text, StringComparison.Ordinal);
    }
}
