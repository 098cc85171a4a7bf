using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.App.SupportContacts;
using Wellbeing.App.Wording;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Outbox;

/// <summary>Mails are in their reader's language, whoever causes them.</summary>
public sealed class LanguagesOfMailTests
{
    private static Task<Guid> AskBea(AppFixture app, string language) =>
        app.Send(
            new NominateContact(
                app.Cast.Ana.Actor,
                "Bea",
                "bea@home.example",
                null,
                "sister",
                Severity.Urgent,
                language
            )
        );

    [Theory]
    [InlineData("ar", "rtl", "يودّ")]
    [InlineData("el", "ltr", "στήριξης")]
    [InlineData("zh-Hans", "ltr", "支持联系人")]
    [InlineData("zh-CN", "ltr", "支持联系人")]
    public async Task A_mail_is_in_the_language_and_direction_of_whom_it_goes_to(
        string language,
        string direction,
        string word
    )
    {
        await using var app = await AppFixture.Create();
        await AskBea(app, language);
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Expect("bea@home.example"));
        Assert.Contains(word, mail.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"<html lang=\"{Language.Closest(language).Tag}\" dir=\"{direction}\">",
            mail.Html,
            StringComparison.Ordinal
        );
        Assert.Equal(Language.Closest(language).Tag, mail.Language);
    }

    [Fact]
    public async Task A_language_that_we_lack_gets_English_and_says_so()
    {
        await using var app = await AppFixture.Create();
        await AskBea(app, "pa");
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Expect("bea@home.example"));
        Assert.Equal("en-AU", mail.Language);
        Assert.Contains("would like you as a support contact", mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_English_name_keeps_its_direction_in_an_Arabic_mail()
    {
        await using var app = await AppFixture.Create();
        await AskBea(app, "ar");
        await app.Dispatch();
        Assert.Contains(
            "\u2068Ana\u2069",
            Assert.Single(app.Mailbox.Expect("bea@home.example")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Until_somebody_has_reviewed_a_translation_the_English_stands_beside_what_safety_hangs_on()
    {
        await using var app = await AppFixture.Create();
        await app.Send(new ChangeMyLanguage(app.Cast.Ana.Actor, Language.Closest("it")));
        const string italian = "In caso di emergenza chiami il 000.",
            english = "In an emergency call 000.";

        var draft = await Invitation(app);
        Assert.Contains(italian, draft.Text, StringComparison.Ordinal);
        Assert.Contains(english, draft.Text, StringComparison.Ordinal);
        Assert.Contains("tradotto da un computer", draft.Text, StringComparison.Ordinal);
        Assert.Contains($"<span lang=\"en-AU\" dir=\"ltr\">Nobody watches", draft.Html, StringComparison.Ordinal);

        await app.Send(
            new RecordLanguageReview(
                app.Cast.Ruth.Actor,
                "it",
                ReviewState.Reviewed,
                "Dr Rosa Bruni",
                DateOnly.FromDateTime(app.Now),
                0
            )
        );
        var reviewed = await Invitation(app);
        Assert.Contains(italian, reviewed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(english, reviewed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("tradotto da un computer", reviewed.Text, StringComparison.Ordinal);

        static async Task<OutgoingMail> Invitation(AppFixture app)
        {
            var due = (await app.Send(new GetMySettings(app.Cast.Ana.Actor))).NextPromptAtUtc!.Value;
            app.Clock.Advance(due - app.Now + TimeSpan.FromMinutes(1));
            await app.Tick();
            var mail = app.Mailbox.Read().Single(m => m.ToAddress == app.Cast.Ana.Email);
            app.Mailbox.Ignore();
            return mail;
        }
    }

    [Fact]
    public async Task A_spoken_language_that_an_interpreter_is_booked_by_outlives_reading_in_another()
    {
        await using var app = await AppFixture.Create();
        await app.Db(db =>
            db.Participants.Where(p => p.Id == app.Cast.Ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, "pa"))
        );
        await app.Send(new ChangeMyLanguage(app.Cast.Ana.Actor, Language.Closest("it")));
        Assert.Equal(
            "pa",
            await app.Db(db =>
                db.Participants.Where(p => p.Id == app.Cast.Ana.Id).Select(p => p.Language).SingleAsync()
            )
        );
    }

    [Theory]
    [InlineData("vi", "vi")]
    [InlineData("zh-Hans", "cmn")]
    public async Task Who_needs_an_interpreter_and_reads_in_English_is_still_rung_with_one(string read, string spoken)
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        await app.Db(db =>
            db.Participants.Where(p => p.Id == ana.Id)
                .ExecuteUpdateAsync(p =>
                    p.SetProperty(x => x.Language, read)
                        .SetProperty(x => x.NeedsInterpreter, true)
                        .SetProperty(x => x.SpokenLanguage, (string?)null)
                )
        );
        await app.Send(new ChangeMyLanguage(ana.Actor, Language.English));
        Assert.Equal(
            spoken,
            await app.Db(db => db.Participants.Where(p => p.Id == ana.Id).Select(p => p.SpokenLanguage).SingleAsync())
        );
    }
}
