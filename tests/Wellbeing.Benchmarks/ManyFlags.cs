using System.Globalization;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.App.Wording;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;
using Cohort = Wellbeing.App.People.Cohort;

namespace Wellbeing.Benchmarks;

/// <summary>
/// A national service as its nurses' lists find it: 100,000 participants asked weekly for a quarter of a year, about
/// one in five not heard from this week; 500 flags that nobody has resolved, and 20,000 that somebody has. One check-in
/// in five has words, and what came in the last two and a half days nobody has read.
/// </summary>
internal static class ManyFlags
{
    public const int People = 100_000;
    public const int Unresolved = 500;
    private const int Resolved = 20_000;
    private const int Weeks = 13;

    private static readonly string[] _given =
    [
        "Mary",
        "John",
        "Amir",
        "Linh",
        "Sofia",
        "Wei",
        "Eleni",
        "Marco",
        "Fatima",
        "Grace",
        "Tomas",
        "Priya",
        "Noah",
        "Ruth",
        "Hassan",
        "Chloe",
        "Giorgio",
        "Anh",
        "Dimitri",
        "Olive",
    ];

    private static readonly string[] _family =
    [
        "Nguyen",
        "Smith",
        "Papadopoulos",
        "Rossi",
        "Khoury",
        "Chen",
        "Walker",
        "Marino",
        "Tran",
        "Cohen",
        "Haddad",
        "Brown",
        "Martin",
        "Le",
        "Wilson",
        "Zhang",
        "Taylor",
        "Conti",
        "Singh",
        "O’Brien",
    ];

    /// <param name="nurse">Has some of the flags in hand.</param>
    /// <param name="words">What somebody wrote, sealed.</param>
    public static async Task Write(WellbeingDb db, Guid nurse, string nurseName, string words, DateTime now)
    {
        var reader = new Actor(nurse, nurseName, Roles.Nurse);
        var random = new Random(7);
        Cohort[] cohorts =
        [
            .. new[] { "Hobart", "Brisbane", "Perth" }.Select(name => new Cohort
            {
                Id = Guid.CreateVersion7(),
                Name = name,
                CreatedAtUtc = now.AddYears(-1),
            }),
        ];
        await BulkWriter.Write(db, cohorts);

        var begin = now.AddDays(-7 * Weeks);
        var people = Enumerable
            .Range(0, People)
            .Select(i =>
            {
                var person = new Participant
                {
                    Id = Guid.CreateVersion7(begin),
                    Kind = random.Next(10) < 7 ? ParticipantKind.Patient : ParticipantKind.FamilyMember,
                    Name =
                        $"{_given[random.Next(_given.Length)]} {_family[random.Next(_family.Length)]} {(char)('A' + random.Next(26))}",
                    Email = string.Create(CultureInfo.InvariantCulture, $"p{i}@home.example"),
                    Phone = "0400 000 001",
                    Language = random.Next(10) < 8 ? "en" : Language.All[random.Next(Language.All.Count)].Tag,
                    TimeZone = "Australia/Hobart",
                    CohortId = random.Next(4) is var c && c < cohorts.Length ? cohorts[c].Id : null,
                    CreatedAtUtc = begin,
                };
                person.Reschedule(CheckInSchedule.Default with { Weekday = (DayOfWeek)random.Next(7) }, now);
                return person;
            })
            .ToArray();
        await BulkWriter.Write(db, people);

        // Week by week, as they would have been written. Who is out of reach tends to stay so.
        var rate = people.Select(_ => random.Next(5) == 0 ? 0.3 : 0.93).ToArray();
        for (var week = Weeks; week >= 1; week--)
        {
            List<CheckIn> checkIns = [];
            List<Prompt> prompts = [];
            List<Message> messages = [];
            foreach (var (i, person) in people.Index())
            {
                var due = person.NextPromptAtUtc!.Value.AddDays(-7 * week);
                var prompt = Prompt.Lay(person, due, due);
                var refused = random.Next(500) == 0;
                messages.Add(Invitation(person, prompt, refused ? MessageState.Rejected : MessageState.Accepted));
                if (
                    !refused
                    && random.NextDouble() < rate[i]
                    && due.AddMinutes(random.Next(60 * 24)) is var at
                    && at < now
                )
                {
                    var checkIn = new CheckIn
                    {
                        Id = Guid.CreateVersion7(at),
                        ParticipantId = person.Id,
                        SubmissionId = Guid.CreateVersion7(at),
                        SubmittedAtUtc = at,
                        LocalDate = TimeZones.LocalDate(at, person.TimeZone),
                        Intensity = Math.Clamp((int)(random.NextDouble() * random.NextDouble() * 11), 0, 10),
                        Functioning = random.Next(8),
                        ThresholdsVersion = 1,
                        SealedWords = random.Next(5) == 0 ? words : null,
                    };
                    if (now - at > TimeSpan.FromDays(2.5))
                        checkIn.Read(reader, at.AddHours(20));
                    checkIns.Add(checkIn);
                    prompt.Answer(checkIn.Id);
                }
                else
                {
                    if (prompt.RemindAtUtc < now)
                        prompt.Remind();
                    if (prompt.MissedAtUtc < now)
                        prompt.Miss();
                }

                prompts.Add(prompt);
            }

            await BulkWriter.Write(db, checkIns);
            await BulkWriter.Write(db, prompts);
            await BulkWriter.Write(db, messages);
        }

        await WriteFlags(db, people, nurse, nurseName, now, random);
    }

    private static async Task WriteFlags(
        WellbeingDb db,
        Participant[] people,
        Guid nurse,
        string nurseName,
        DateTime now,
        Random random
    )
    {
        // Findings as detection makes them, with their evidence.
        var findings = Simulation
            .Run(
                new SimulationOptions
                {
                    Seed = 5,
                    Cadence = Cadence.Weekly,
                    People = 400,
                }
            )
            .SelectMany(p => Detector.Replay(new Series(Cadence.Weekly, p.Observations), DetectionSettings.Default))
            .ToArray();
        var severities = Enum.GetValues<Severity>();
        List<Flag> flags = [];
        List<FlagFinding> found = [];
        List<ContactAttempt> attempts = [];
        foreach (var i in Enumerable.Range(0, Unresolved + Resolved))
        {
            var person = people[i * 4 % People];
            var severity = severities[random.Next(severities.Length)];
            var raised =
                i < Unresolved
                    ? now.AddMinutes(-random.Next(1, 60 * 72))
                    : now.AddHours(-random.Next(100, 24 * 7 * Weeks));
            var respondBy =
                raised
                + (
                    severity == Severity.Urgent
                        ? TimeSpan.FromHours(2)
                        : TimeSpan.FromDays(severity == Severity.Soon ? 1 : 3)
                );
            var flag = Flag.Raise(person.Id, severity, EscalationPlan.Default(severity), respondBy, null, raised);
            foreach (var finding in random.GetItems(findings, random.Next(1, 4)))
            {
                found.Add(
                    new FlagFinding
                    {
                        Id = Guid.CreateVersion7(raised),
                        FlagId = flag.Id,
                        ParticipantId = person.Id,
                        Rule = finding.Rule,
                        Severity = finding.Severity,
                        FoundAtUtc = raised,
                        SourceId = Guid.CreateVersion7(raised),
                        ThresholdsVersion = 1,
                        Evidence = finding.Evidence,
                    }
                );
            }

            if (i >= Unresolved || i % 4 == 0)
                flag.Acknowledge(nurse, nurseName, raised.AddMinutes(1));
            if (i >= Unresolved || i % 8 == 0)
            {
                attempts.Add(
                    flag.RecordContactAttempt(
                        Guid.CreateVersion7(raised),
                        nurse,
                        nurseName,
                        ContactChannel.Phone,
                        i >= Unresolved || random.Next(2) == 0,
                        null,
                        raised.AddMinutes(2)
                    )
                );
            }

            if (i >= Unresolved)
                flag.Resolve(nurse, nurseName, FlagOutcome.Supported, null, raised.AddHours(1));
            flags.Add(flag);
        }

        await BulkWriter.Write(db, flags);
        await BulkWriter.Write(db, found);
        await BulkWriter.Write(db, attempts);
    }

    private static readonly System.Reflection.PropertyInfo _state = typeof(Message).GetProperty(nameof(Message.State))!;

    private static Message Invitation(Participant person, Prompt prompt, MessageState state)
    {
        var id = Guid.CreateVersion7(prompt.DueAtUtc);
        var message = new Message
        {
            Id = id,
            Kind = CheckInInvitation.Kind,
            ParticipantId = person.Id,
            PromptId = prompt.Id,
            Address = person.Email,
            RecipientName = person.Name,
            DedupKey = $"invitation/{prompt.Id:D}",
            InternetMessageId = $"<{id:N}@wellbeing.example>",
            Priority = 2,
            CreatedAtUtc = prompt.DueAtUtc,
            NotBeforeUtc = prompt.DueAtUtc,
            DeadlineUtc = prompt.DueAtUtc.AddDays(2),
            AcceptedAtUtc = state == MessageState.Accepted ? prompt.DueAtUtc.AddSeconds(5) : null,
            Attempts = 1,
        };
        _state.SetValue(message, state); // Delivery sets it by conditional updates alone.
        return message;
    }
}
