using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.App.Records;
using Wellbeing.App.Reports;
using Wellbeing.App.Wording;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.CheckIns;

public abstract class QuestionsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : QuestionsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : QuestionsTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task What_a_check_in_asks_is_that_of_its_own_version_and_of_the_one_in_force_where_there_is_none_such()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana.Actor;
        Assert.Equal(0, (await app.Send(new GetAskedQuestions(ana))).Version);
        await Publish(app);

        var inForce = await app.Send(new GetAskedQuestions(ana));
        Assert.Equal(1, inForce.Version);
        Assert.Contains("extra-1", inForce.Plan.Order);
        var old = await app.Send(new GetAskedQuestions(ana, 0));
        Assert.Equal(0, old.Version);
        Assert.Equal(QuestionPlan.Default.Order, old.Plan.Order);
        Assert.Equal(1, (await app.Send(new GetAskedQuestions(ana, 99))).Version);
    }

    [Fact]
    public async Task Before_a_check_in_it_is_known_how_the_last_one_was_of_oneself_and_to_a_nurse_of_the_person_she_rings()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        Assert.Equal(StrongStretch.None with { First = true }, await app.Send(new GetStrongStretch(ana.Actor)));
        await app.Send(ana.CheckIn(intensity: 3));
        app.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal(3, (await app.Send(new GetStrongStretch(ana.Actor))).LastRating);
        Assert.Equal(3, (await app.Send(new GetStrongStretch(priya, ana.Id))).LastRating);
        // Nobody asks about somebody else.
        Assert.Null((await app.Send(new GetStrongStretch(app.Cast.Omar.Actor, ana.Id))).LastRating);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => app.Send(new GetStrongStretch(priya)));
    }

    [Fact]
    public async Task Answers_to_questions_of_ones_own_are_kept_unreadable_and_read_with_their_question_and_detection_never_sees_them()
    {
        await using var app = await AppFixture.Create(provider);
        await Publish(app);
        var ana = app.Cast.Ana;

        var draft = await app.Send(new StartCheckIn(ana.Actor));
        Assert.Equal(
            ["Intensity", "Feelings", "Everyday", "Compared", "extra-1", "extra-2", "extra-3", "Words", "Contact"],
            draft.Questions.Select(q => q.Key)
        );
        Assert.Equal("How bad has it been?", draft.Plan.Wording[Question.Intensity][Language.English.Tag].Legend);
        var answers = Said(
            draft.Answers,
            (1, new(Scale: 10)),
            (2, new(Choices: [3, 1, 99, 3])),
            (3, new(Words: " Purple elephants ")),
            (9, new(Scale: 4))
        );
        await app.Send(new SaveDraft(ana.Actor, draft.Id, answers, new HashSet<string> { "extra-1" }));
        answers = (await app.Send(new GetDraft(ana.Actor)))!.Answers;
        await app.Send(new SubmitCheckIn(ana.Actor, draft.Id, answers with { Intensity = 1, Functioning = 0 }));

        Assert.Empty(await app.FlagsOf(ana)); // A ten of ten, of what only the organisation asks.
        var stored = await app.Db(db => db.CheckIns.SingleAsync());
        Assert.Equal(1, stored.QuestionVersion);
        Assert.DoesNotContain("Scale", stored.SealedExtras, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("elephants", stored.SealedExtraWords, StringComparison.Ordinal);

        var read = Assert.Single((await app.Send(new GetPerson(app.Cast.Priya.Actor, ana.Id)))!.CheckIns);
        Assert.Equal(["How is your sleep?", "What helps?", "What would you change?"], read.Extras.Select(e => e.Asked));
        Assert.Equal(
            (10, "Music|People", "Purple elephants"),
            (read.Extras[0].Scale, string.Join('|', read.Extras[1].Choices), read.Extras[2].Words)
        );

        var export = await Export(app, ana);
        Assert.Equal("What helps?", export[1].GetProperty("asked").GetString());
        Assert.Equal("Purple elephants", export[2].GetProperty("words").GetString());
    }

    [Fact]
    public async Task A_check_in_keeps_the_questions_it_was_begun_under_and_a_skip_is_not_a_question_left_out()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar, ruth) = (app.Cast.Ana, app.Cast.Omar, app.Cast.Ruth.Actor);
        await Publish(app);
        var begun = await app.Send(new StartCheckIn(ana.Actor));

        // Meanwhile one is taken out, and another one re-worded.
        await Saved(app, seen => new RetireQuestion(ruth, seen, "extra-1", Retired: true));
        await Saved(
            app,
            seen => new SaveExtraQuestion(
                ruth,
                seen,
                2,
                ExtraKind.Choices,
                null,
                Rows(new("What has helped?", null, Choices: "People\nSleep\nMusic"))
            )
        );
        Assert.IsType<PublishQuestionsResult.Published>(
            await app.Send(new PublishQuestions(ruth, await Seen(app), "Sleep is asked elsewhere"))
        );

        Assert.Contains("extra-1", (await app.Send(new GetDraft(ana.Actor)))!.Questions.Select(q => q.Key));
        await app.Send(
            new SubmitCheckIn(
                ana.Actor,
                begun.Id,
                Said(begun.Answers, (1, ExtraAnswer.Skipped), (2, new(Choices: [1])))
            )
        );
        var old = Assert.Single(await app.Send(new GetMyCheckIns(ana.Actor)));
        Assert.Equal((1, 2), (old.QuestionVersion, old.Extras.Count));
        Assert.True(old.Extras[0].Answer.IsSkip);
        Assert.Equal("What helps?", old.Extras[1].Asked);

        // Corrected, it still answers what it was asked; begun now, another one does not.
        await app.Send(new CorrectCheckIn(ana.Actor, old.Id, Said(Answers.None, (1, new(Scale: 7)))));
        Assert.Equal(
            [(1, 7)],
            (await app.Send(new GetMyCheckIns(ana.Actor))).Single().Extras.Select(e => (e.Number, e.Scale!.Value))
        );
        var anew = await app.Send(new StartCheckIn(omar.Actor));
        Assert.DoesNotContain("extra-1", anew.Questions.Select(q => q.Key));
        Assert.Equal(2, anew.Answers.QuestionVersion);
        // A tab left open since before the change goes on under what it shows, and even an answer to what is asked no
        // more is kept.
        await app.Send(new DiscardDraft(omar.Actor));
        Assert.Equal(1, (await app.Send(new StartCheckIn(omar.Actor) { QuestionVersion = 1 })).Answers.QuestionVersion);
        await app.Send(
            new SubmitCheckIn(
                omar.Actor,
                Guid.CreateVersion7(),
                Said(Answers.None with { QuestionVersion = 2 }, (1, new(Scale: 3)))
            )
        );
        Assert.Equal(3, (await app.Send(new GetMyCheckIns(omar.Actor))).Single().Extras.Single().Scale);

        // A version that no database knows loses what it asked besides, never the rest.
        await app.Send(
            new SubmitCheckIn(
                omar.Actor,
                Guid.CreateVersion7(),
                Said(Answers.None with { QuestionVersion = 77, Intensity = 3 }, (1, new(Scale: 3)))
            )
        );
        var odd = (await app.Send(new GetMyCheckIns(omar.Actor))).Single(c => c.QuestionVersion == 0);
        Assert.Equal((0, 3, 0), (odd.QuestionVersion, odd.Intensity, odd.Extras.Count));
    }

    [Fact]
    public async Task What_a_nurse_had_read_stays_beside_a_correction_and_words_go_when_words_go()
    {
        await using var app = await AppFixture.Create(provider);
        await Publish(app);
        var ana = app.Cast.Ana;
        await app.Send(
            new SubmitCheckIn(
                ana.Actor,
                Guid.CreateVersion7(),
                Said(Answers.None with { QuestionVersion = 1 }, (1, new(Scale: 2)), (3, new(Words: "Purple elephants")))
            )
        );
        var id = (await app.Send(new GetPersonChart(app.Cast.Priya.Actor, ana.Id, 90)))!.CheckIns[0].Id;
        await app.Send(
            new CorrectCheckIn(ana.Actor, id, Said(Answers.None, (1, new(Scale: 6)), (3, new(Words: "Grey ones"))))
        );
        var person = (await app.Send(new GetPerson(app.Cast.Priya.Actor, ana.Id)))!;
        Assert.Equal("Purple elephants", Assert.Single(person.Replaced).Extras[1].Words);
        Assert.Equal((6, "Grey ones"), (person.CheckIns[0].Extras[0].Scale, person.CheckIns[0].Extras[1].Words));

        app.Clock.Advance(TimeSpan.FromDays(366 * 8));
        Assert.Contains(
            await app.Send(new Retain(Actor.System, DryRun: false)),
            r => r is { What: "Own words of check-ins", Count: 1 }
        );
        var kept = Assert.Single(await app.Send(new GetMyCheckIns(ana.Actor)));
        Assert.Equal((6, null), (kept.Extras[0].Scale, kept.Extras[1].Words));

        await app.Send(new CloseMyAccount(ana.Actor));
        app.Clock.Advance(TimeSpan.FromDays(366 * 8));
        await app.Send(new Retain(Actor.System, DryRun: false));
        Assert.False(
            await app.Db(db => db.CheckIns.AnyAsync(c => c.SealedExtras != null || c.SealedExtraWords != null))
        );
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Of_two_who_publish_at_once_one_does_and_nobody_publishes_what_they_did_not_read()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        await Saved(app, seen => new MoveQuestion(ruth, seen, nameof(Question.Words), Up: true));
        var seen = await Seen(app);
        var results = await Scenes.AtOnce(
            4,
            _ => app.Send(new PublishQuestions(ruth, seen, "Words before the comparison"))
        );
        Assert.Single(results.OfType<PublishQuestionsResult.Published>());
        Assert.Equal(1, await app.Db(db => db.QuestionSets.CountAsync()));

        await Saved(app, s => new MoveQuestion(ruth, s, nameof(Question.Words), Up: true));
        Assert.IsType<PublishQuestionsResult.ChangedMeanwhile>(
            await app.Send(new PublishQuestions(ruth, seen, "Not what I saw"))
        );
        Assert.IsType<EditQuestionsResult.ChangedMeanwhile>(
            await app.Send(new MoveQuestion(ruth, seen, nameof(Question.Words), Up: true))
        );
        Assert.IsType<PublishQuestionsResult.Discarded>(
            await app.Send(new DiscardQuestionDraft(ruth, await Seen(app)))
        );
        Assert.Equal(
            ["Words", "Compared", "Contact"],
            (await app.Send(new StartCheckIn(app.Cast.Ana.Actor)))
                .Questions.Select(q => q.Key)
                .SkipWhile(k => k != "Words")
        );
        Assert.Contains(
            await app.AuditTrail(),
            a => a.Action == AuditActions.QuestionsPublished && a.ReadDetail() is VersionDetail { Version: 1 }
        );
    }

    [Fact]
    public async Task Core_questions_stay_what_people_answered_keeps_its_answers_and_there_are_never_too_many()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        await Publish(app);
        Assert.IsType<EditQuestionsResult.NotFound>(
            await app.Send(new RetireQuestion(ruth, 0, nameof(Question.Intensity), Retired: true))
        );
        Assert.Equal(
            new EditQuestionsResult.ChoicesFixed(3),
            await app.Send(
                new SaveExtraQuestion(
                    ruth,
                    0,
                    2,
                    ExtraKind.Choices,
                    null,
                    Rows(new("What helps?", null, Choices: "People\nSleep\nMusic\nSport"))
                )
            )
        );
        Assert.IsType<EditQuestionsResult.NotFound>(
            await app.Send(new SaveExtraQuestion(ruth, 0, 2, ExtraKind.Text, null, Rows(new("What helps?", null))))
        );
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                new SaveExtraQuestion(ruth, 0, null, ExtraKind.Scale, null, Rows(new("Sleep?", null, "bad", null)))
            )
        );
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                new SaveExtraQuestion(
                    ruth,
                    0,
                    null,
                    ExtraKind.Choice,
                    null,
                    Rows(new("Sleep?", null, Choices: "Good\ngood"))
                )
            )
        );
        await Assert.ThrowsAsync<ValidationException>(() => app.Send(new PublishQuestions(ruth, 0, "No")));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            app.Send(new MoveQuestion(app.Cast.Priya.Actor, 0, "Words", Up: true))
        );

        for (var more = 4; more <= QuestionPlan.MostExtras; more++)
            await Saved(
                app,
                seen => new SaveExtraQuestion(
                    ruth,
                    seen,
                    null,
                    ExtraKind.Text,
                    ParticipantKind.FamilyMember,
                    Rows(new($"Number {more}?", null))
                )
            );
        Assert.IsType<EditQuestionsResult.TooMany>(
            await app.Send(
                new SaveExtraQuestion(ruth, await Seen(app), null, ExtraKind.Text, null, Rows(new("One more?", null)))
            )
        );
        await Saved(app, seen => new RetireQuestion(ruth, seen, "extra-4", Retired: true));
        await Saved(app, seen => new RetireQuestion(ruth, seen, "extra-3", Retired: true));
        // What was never asked goes altogether; what was asked is only asked no more.
        var plan = (await app.Send(new GetQuestions(ruth))).Plan;
        Assert.Equal([1, 2, 3, 5], plan.Extras.Select(e => e.Number));
        Assert.Equal(
            [1, 2],
            plan.Asked(ParticipantKind.Patient).Select(q => q.Extra).OfType<ExtraQuestion>().Select(e => e.Number)
        );
        Assert.Equal(
            [1, 2, 5],
            plan.Asked(ParticipantKind.FamilyMember).Select(q => q.Extra).OfType<ExtraQuestion>().Select(e => e.Number)
        );
    }

    [Fact]
    public async Task A_hand_over_and_a_letter_hold_what_was_answered_last_and_no_letter_the_persons_own_words()
    {
        await using var app = await AppFixture.Create(provider);
        await Publish(app);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        await app.Send(
            new SubmitCheckIn(
                ana.Actor,
                Guid.CreateVersion7(),
                Said(Answers.None with { QuestionVersion = 1 }, (1, new(Scale: 9)), (3, new(Words: "Older words")))
            )
        );
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(
            new SubmitCheckIn(
                ana.Actor,
                Guid.CreateVersion7(),
                Said(
                    Answers.None with
                    {
                        QuestionVersion = 1,
                        ContactMe = true,
                    },
                    (1, new(Scale: 3)),
                    (2, ExtraAnswer.Skipped),
                    (3, new(Words: "Purple elephants"))
                )
            )
        );
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(ana.CheckIn()); // Asked nothing besides: what she said before stands.
        app.Mailbox.Ignore();

        var rows = (await app.Send(new GetHandover(priya, MineOnly: false))).Rows;
        Assert.Null(rows.Single(r => r.Name == "Omar").Extras);
        var told = rows.Single(r => r.Name == "Ana");
        Assert.Equal(new DateOnly(2026, 2, 3), told.Extras!.On);
        Assert.Equal(
            [(1, 3, null), (3, null, "Purple elephants")],
            told.Extras.Said.Select(e => (e.Number, e.Scale, e.Words))
        );

        var letter = (await app.Send(new GetReferralLetter(priya, told.FlagId, ReferralKind.Psychology)))!;
        Assert.Equal(("How is your sleep?", 3), letter.Extras!.Said.Select(e => (e.Asked, e.Scale!.Value)).Single());
        Assert.Null(
            (
                await app.Send(
                    new GetReferralLetter(priya, rows.Single(r => r.Name == "Omar").FlagId, ReferralKind.Psychology)
                )
            )!.Extras
        );
    }

    [Fact]
    public async Task Answers_are_counted_by_people_for_nurses_alone_and_few_of_them_are_left_out()
    {
        await using var app = await AppFixture.Create(provider);
        await Publish(app);
        for (var i = 0; i < 7; i++)
        {
            var person = await app.Cast.AddPatient($"P{i}", $"p{i}@home.example");
            // Five say 8, two say 2; one of the five says so twice. Six choose music, three of them people too; one
            // passes by.
            for (var time = 0; time < (i == 0 ? 2 : 1); time++)
            {
                await app.Send(
                    new SubmitCheckIn(
                        person.Actor,
                        Guid.CreateVersion7(),
                        Said(
                            Answers.None with
                            {
                                QuestionVersion = 1,
                            },
                            (1, new(Scale: i < 5 ? 8 : 2)),
                            (2, i == 6 ? ExtraAnswer.Skipped : new(Choices: i < 3 ? [1, 3] : [1])),
                            (3, new(Words: "Not for reports"))
                        )
                    )
                );
            }
        }

        var day = new DateOnly(2026, 2, 2);
        var report = await app.Send(new GetExtraAnswers(app.Cast.Priya.Actor, day, day));
        Assert.Equal(["How is your sleep?", "What helps?"], report.Questions.Select(q => q.Question.English.Legend));
        var (sleep, helps) = (report.Questions[0], report.Questions[1]);
        Assert.Equal(
            (12, (6, 5), (0, 0), (null, null)),
            (sleep.Lines.Count, Of(sleep, "8"), Of(sleep, "5"), Of(sleep, "2"))
        );
        Assert.Null(sleep.People); // Seven less five would tell how many said 2.
        Assert.Equal(["Music", "Sleep", "People", null], helps.Lines.Select(l => l.Answer));
        Assert.Equal(
            ((7, 6), (0, 0), (null, null), (null, null)),
            (Of(helps, "Music"), Of(helps, "Sleep"), Of(helps, "People"), Of(helps, null))
        );

        Assert.All(
            (await app.Send(new GetExtraAnswers(app.Cast.Priya.Actor, day.AddDays(1), day.AddDays(9)))).Questions,
            q => Assert.Equal(0, q.People)
        );
        Assert.All(
            (await app.Send(new GetExtraAnswers(app.Cast.Priya.Actor, day, day, Guid.CreateVersion7()))).Questions,
            q => Assert.Equal(0, q.People)
        );
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            app.Send(new GetExtraAnswers(app.Cast.Ruth.Actor, day, day))
        );
        Assert.Equal(3, (await app.AuditTrail()).Count(a => a.Action == AuditActions.ReportViewed));

        static (int? Answers, int? People) Of(ExtraAnswersTable table, string? answer)
        {
            var line = table.Lines.Single(l => l.Answer == answer);
            return (line.Answers, line.People);
        }
    }

    /// <summary>A scale, any of a few, and free words, with the first core question in other words: version
    /// 1.</summary>
    private static async Task Publish(AppFixture app)
    {
        var ruth = app.Cast.Ruth.Actor;
        await Saved(
            app,
            seen => new SaveExtraQuestion(
                ruth,
                seen,
                null,
                ExtraKind.Scale,
                null,
                Rows(new("How is your sleep?", null, "bad", "good"))
            )
        );
        await Saved(
            app,
            seen => new SaveExtraQuestion(
                ruth,
                seen,
                null,
                ExtraKind.Choices,
                null,
                Rows(new("What helps?", null, Choices: "Music\nSleep\nPeople"))
            )
        );
        await Saved(
            app,
            seen => new SaveExtraQuestion(
                ruth,
                seen,
                null,
                ExtraKind.Text,
                null,
                Rows(new("What would you change?", "Anything at all."))
            )
        );
        await Saved(
            app,
            seen => new RewordQuestion(ruth, seen, Question.Intensity, Rows(new("How bad has it been?", null)))
        );
        Assert.IsType<PublishQuestionsResult.Published>(
            await app.Send(new PublishQuestions(ruth, await Seen(app), "The ward asks about sleep"))
        );
    }

    private static async Task<string> Saved(AppFixture app, Func<int, IEditsQuestions> edit) =>
        Assert.IsType<EditQuestionsResult.Saved>(await app.Send(edit(await Seen(app)))).Key;

    private static async Task<int> Seen(AppFixture app) => (await app.Send(new GetQuestions(app.Cast.Ruth.Actor))).Seen;

    private static TypedWords[] Rows(TypedWords english) =>
        [english, .. Language.All.Skip(1).Select(_ => new TypedWords(null, null))];

    private static Answers Said(Answers answers, params (int Number, ExtraAnswer Answer)[] extras) =>
        answers with
        {
            Extras = extras.ToDictionary(e => e.Number, e => e.Answer),
        };

    private static async Task<JsonElement> Export(AppFixture app, Person person)
    {
        using var file = new MemoryStream();
        await app.Send(new ExportMyData(person.Actor, file));
        return JsonElement.Parse(file.ToArray()).GetProperty("checkIns")[0].GetProperty("extraQuestions");
    }
}
