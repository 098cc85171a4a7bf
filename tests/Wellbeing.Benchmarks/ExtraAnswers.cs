using System.Diagnostics;
using System.Globalization;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Reports;
using Wellbeing.App.Site;
using Wellbeing.App.Wording;
using Wellbeing.Testing;

namespace Wellbeing.Benchmarks;

/// <summary>
/// What a nurse waits for who asks how people answered an organisation's own questions: nothing of it can be counted in
/// SQL, so that the report opens every sealed answer of its period. 100,000 check-ins of 5,000 people within a quarter
/// of a year, each with a scale and a choice of several.
/// </summary>
internal static class ExtraAnswers
{
    private const int People = 5_000;
    private const int Each = 20;

    public static async Task Measure(DatabaseProvider provider, TextWriter to)
    {
        await using var app = await AppFixture.Create(provider);
        var (ruth, priya) = (app.Cast.Ruth.Actor, app.Cast.Priya.Actor);
        await Save(ExtraKind.Scale, new TypedWords("How is your sleep?", null, "bad", "good"));
        await Save(ExtraKind.Choices, new TypedWords("What helps?", null, Choices: "Music\nSleep\nPeople"));
        if (
            await app.Send(new PublishQuestions(ruth, await Seen(), "Measured")) is not PublishQuestionsResult.Published
        )
            throw new InvalidOperationException("The questions were not published.");

        await app.Use<QuestionBook, int>(
            async (questions, db) =>
            {
                var random = new Random(3);
                var people = Enumerable
                    .Range(0, People)
                    .Select(i =>
                    {
                        var person = new Participant
                        {
                            Id = Guid.CreateVersion7(app.Now),
                            Name = string.Create(CultureInfo.InvariantCulture, $"Person {i}"),
                            Email = string.Create(CultureInfo.InvariantCulture, $"p{i}@home.example"),
                            TimeZone = "Australia/Hobart",
                            CreatedAtUtc = app.Now.AddDays(-90),
                        };
                        person.Reschedule(CheckInSchedule.Default, app.Now);
                        return person;
                    })
                    .ToArray();
                await BulkWriter.Write(db, people);
                await BulkWriter.Write(
                    db,
                    Enumerable
                        .Range(0, Each)
                        .SelectMany(time =>
                            people.Select(person =>
                            {
                                var at = app.Now.AddDays(-4 * (time + 1)).AddMinutes(random.Next(600));
                                return new CheckIn
                                {
                                    Id = Guid.CreateVersion7(at),
                                    ParticipantId = person.Id,
                                    SubmissionId = Guid.CreateVersion7(at),
                                    SubmittedAtUtc = at,
                                    LocalDate = TimeZones.LocalDate(at, person.TimeZone),
                                    Intensity = random.Next(11),
                                    Functioning = random.Next(8),
                                    ThresholdsVersion = 1,
                                    QuestionVersion = 1,
                                    SealedExtras = questions
                                        .Seal(
                                            Answers.None with
                                            {
                                                QuestionVersion = 1,
                                                Extras = new Dictionary<int, ExtraAnswer>
                                                {
                                                    [1] = new(Scale: random.Next(11)),
                                                    [2] = new(Choices: [random.Next(1, 4)]),
                                                },
                                            }
                                        )
                                        .Extras,
                                };
                            })
                        )
                );
                return 0;
            }
        );

        var today = DateOnly.FromDateTime(app.Now);
        List<(double Wall, double Processor)> took = [];
        for (var i = 0; i < 6; i++)
        {
            using var process = Process.GetCurrentProcess();
            var (began, spent) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
            var report = await app.Send(new GetExtraAnswers(priya, today.AddDays(-89), today));
            process.Refresh();
            var counted = report.Questions[0].Lines.Sum(l => l.Answers ?? 0);
            if (counted != People * Each)
                throw new InvalidOperationException($"Counted {counted} answers, not {People * Each}.");
            if (i > 0)
                took.Add(
                    (Stopwatch.GetElapsedTime(began).TotalSeconds, (process.TotalProcessorTime - spent).TotalSeconds)
                );
        }

        to.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{provider}, report on 100,000 sealed answers: median {took.Select(t => t.Wall).Order().ElementAt(2):0.00} s, processor {took.Select(t => t.Processor).Order().ElementAt(2):0.00} s"
            )
        );

        async Task Save(ExtraKind kind, TypedWords english)
        {
            var words = Language.All.Select((_, i) => i == 0 ? english : new TypedWords(null, null)).ToArray();
            if (
                await app.Send(new SaveExtraQuestion(ruth, await Seen(), null, kind, null, words))
                is not EditQuestionsResult.Saved
            )
                throw new InvalidOperationException("The question was not saved.");
        }

        async Task<int> Seen() => (await app.Send(new GetQuestions(ruth))).Seen;
    }
}
