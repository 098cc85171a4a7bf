using Bogus;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Site;
using Wellbeing.Detection;

namespace Wellbeing.Demo;

/// <summary>How somebody's feelings run over the half-year.</summary>
internal enum Shape
{
    StableLow,
    StableModerate,

    /// <summary>A treatment event at <see cref="Story.From"/>, over in two weeks.</summary>
    Spike,

    /// <summary>Strong and affecting daily life, from <see cref="Story.From"/> until
    /// <see cref="Story.Until"/>.</summary>
    Persistent,

    /// <summary>Suddenly worse at <see cref="Story.From"/>, easing after <see cref="Story.Until"/>.</summary>
    Step,

    /// <summary>Slowly worse from <see cref="Story.From"/>, easing after <see cref="Story.Until"/>.</summary>
    Drift,

    /// <summary>Recovers in the first two months, then worse again from <see cref="Story.From"/> until
    /// <see cref="Story.Until"/>.</summary>
    Relapse,

    /// <summary>High but managing, and not a word from <see cref="Story.From"/> until
    /// <see cref="Story.Until"/>.</summary>
    Silent,
    Fluctuating,
    Improving,
}

/// <summary>What the team has done about an unresolved flag of today's list.</summary>
internal enum InHand
{
    /// <summary>Nobody took it yet.</summary>
    Untouched,

    /// <summary>Taken by the nurse one signs in as.</summary>
    Mine,
    MineNotReached,
    MineReached,
    Colleagues,
    ColleaguesNotReached,

    /// <summary>A colleague took it and never came back to it: it is open again.</summary>
    Lapsed,
}

/// <summary>The last check-ins of somebody on today's list: written out, so that the list is the same whatever day it
/// is.</summary>
/// <param name="LastAgo">How long ago the last one was.</param>
/// <param name="AskedDaysAgo">The weekday they are asked on, as days before today: early enough to come before the
/// answer at any hour.</param>
/// <param name="Intensities">The last ratings, oldest first.</param>
/// <param name="Impact">Impact on daily life with them.</param>
internal sealed record Ending(
    TimeSpan LastAgo,
    int AskedDaysAgo,
    int[] Intensities,
    int Impact,
    InHand InHand,
    string? Words = null,
    bool ContactMe = false,
    Cadence Cadence = Cadence.Weekly
);

/// <param name="Level">Where the person usually is, 0 to 10.</param>
/// <param name="From">Weeks ago.</param>
/// <param name="Until">Weeks ago, less than <paramref name="From"/>.</param>
/// <param name="ContactWeeksAgo">Asked for contact in the check-in of that week.</param>
/// <param name="NotSafeWeeksAgo">Said "I don't feel safe right now" in that week.</param>
internal sealed record Story(
    Shape Shape,
    double Level,
    double From = 0,
    double Until = 0,
    Ending? Ending = null,
    int? ContactWeeksAgo = null,
    int? NotSafeWeeksAgo = null
);

/// <summary>One check-in to be made.</summary>
internal sealed record DemoCheckIn(DateTime AtUtc, Answers Answers);

/// <summary>Turns a person into half a year of check-ins.</summary>
internal static class DemoStories
{
    /// <summary>How long the demo has been running.</summary>
    public const int Weeks = 26;

    private static readonly int[] _impactChoices = [0, 3, 5, 8, 10];

    // The patient a newcomer signs in as: news, a long hard stretch, help, and out of it. Oldest first; today's is
    // still due.
    private static readonly int[] _patient =
    [
        3,
        4,
        3,
        3,
        4,
        8,
        5,
        4,
        3,
        4,
        4,
        5,
        6,
        7,
        7,
        7,
        6,
        6,
        5,
        5,
        4,
        4,
        3,
        3,
        2,
    ];

    private static readonly Dictionary<int, string> _patientWords = new()
    {
        [20] = "The scan showed it is back. I knew, somehow, but hearing it was something else.",
        [13] = "The new tablets make me foggy. I have stopped seeing friends because I cannot follow a conversation.",
        [11] = "I get up, I sit down, the day is gone. I worry about Christmas and the kids seeing me like this.",
        [9] = "Priya rang me. It was good to say it all out loud. She is finding me somebody to talk to.",
        [5] = "Second session with the psychologist. The evening walks are back.",
        [2] = "Numbers are going the right way, and so am I, I think.",
    };

    /// <summary>A story for each of the 60.</summary>
    public static IReadOnlyList<Story> Deal()
    {
        static Ending End(
            double hoursAgo,
            int askedDaysAgo,
            int[] intensities,
            int impact,
            InHand inHand,
            string? words = null,
            bool contactMe = false,
            Cadence cadence = Cadence.Weekly
        ) => new(TimeSpan.FromHours(hoursAgo), askedDaysAgo, intensities, impact, inHand, words, contactMe, cadence);

        Story[] today =
        [
            new(
                Shape.StableModerate,
                3.2,
                Ending: End(
                    0.4,
                    1,
                    [3, 4, 3, 9],
                    8,
                    InHand.Untouched,
                    "The results came by phone and I was alone. I do not know what to do with myself."
                )
            ),
            new(
                Shape.StableLow,
                2.5,
                Ending: End(
                    3,
                    0,
                    [2, 3, 3, 2, 9],
                    8,
                    InHand.MineNotReached,
                    "Very bad night. Could somebody ring me please?",
                    contactMe: true,
                    Cadence.Daily
                )
            ),
            new(
                Shape.StableModerate,
                3,
                Ending: End(
                    2,
                    1,
                    [3, 2, 4, 4],
                    3,
                    InHand.Untouched,
                    "I have questions about going back to work and would like to talk them over.",
                    contactMe: true
                )
            ),
            new(
                Shape.StableLow,
                1.8,
                Ending: End(
                    21,
                    2,
                    [2, 1, 5, 6, 6],
                    5,
                    InHand.Untouched,
                    "Since they stopped the trial medicine I feel rather lost."
                )
            ),
            new(
                Shape.StableModerate,
                3,
                Ending: End(
                    144,
                    0,
                    [3, 2, 7, 6, 7],
                    8,
                    InHand.Lapsed,
                    "I do not do much any more. Getting dressed is a job."
                )
            ),
            new(
                Shape.StableModerate,
                3.3,
                Ending: End(50, 3, [3, 3, 6, 7, 7], 8, InHand.MineReached, "I am worn out, and I snap at everybody.")
            ),
            new(
                Shape.StableLow,
                1.8,
                Ending: End(27, 2, [1, 2, 2, 4, 5, 6], 5, InHand.Colleagues, "It creeps up on me in the evenings.")
            ),
            new(
                Shape.Step,
                2,
                From: 17,
                Until: 14,
                Ending: End(
                    19,
                    2,
                    [2, 1, 6, 6, 7],
                    5,
                    InHand.Untouched,
                    "I thought I was through this. It feels the same as in winter."
                )
            ),
            new(Shape.Silent, 6, Ending: End((15 + 9) * 24, 4, [6, 7, 6], 3, InHand.Untouched)),
            new(
                Shape.Silent,
                6,
                Ending: End(((15 + 1) * 24) - 5, 3, [6, 6, 7], 3, InHand.Untouched, "Not my best week.")
            ),
            new(Shape.Silent, 5.5, Ending: End((15 + 3) * 24, 5, [6, 5, 6], 3, InHand.ColleaguesNotReached)),
        ];

        Story[] others =
        [
            new(Shape.Spike, 2, From: 15),
            new(Shape.StableLow, 1.2),
            new(Shape.Persistent, 3, From: 16, Until: 11),
            new(Shape.StableModerate, 3.4),
            new(Shape.Step, 2, From: 13, Until: 9),
            new(Shape.StableLow, 0.8),
            new(Shape.Silent, 6.5, From: 12, Until: 8),
            new(Shape.Fluctuating, 3.5),
            new(Shape.Improving, 6),
            new(Shape.Drift, 2, From: 19, Until: 10),
            new(Shape.StableLow, 1.5, ContactWeeksAgo: 18),
            new(Shape.Persistent, 3, From: 13, Until: 9, NotSafeWeeksAgo: 11),
            new(Shape.Spike, 2.5, From: 8),
            new(Shape.StableModerate, 4),
            new(Shape.Relapse, 2, From: 12, Until: 8),
            new(Shape.StableLow, 2),
            new(Shape.Spike, 3, From: 21),
            new(Shape.Step, 1.5, From: 9, Until: 6),
            new(Shape.StableModerate, 3, ContactWeeksAgo: 6),
            new(Shape.Silent, 6.2, From: 19, Until: 15),
            new(Shape.StableLow, 1),
            new(Shape.Persistent, 4, From: 22, Until: 17),
            new(Shape.Fluctuating, 4),
            new(Shape.Spike, 2, From: 5),
            new(Shape.StableLow, 1.7),
            new(Shape.Improving, 5.5),
            new(Shape.Drift, 2.5, From: 15, Until: 7),
            new(Shape.StableModerate, 3.6),
            new(Shape.Spike, 1.5, From: 18),
            new(Shape.StableLow, 0.6),
            new(Shape.Relapse, 2.5, From: 10, Until: 7),
            new(Shape.Step, 2.2, From: 20, Until: 16, ContactWeeksAgo: 20),
            new(Shape.StableModerate, 2.9),
            new(Shape.Silent, 7, From: 9, Until: 5),
            new(Shape.Spike, 2.4, From: 11),
            new(Shape.StableLow, 1.4),
            new(Shape.Persistent, 3.5, From: 9, Until: 5),
            new(Shape.Fluctuating, 3),
        ];

        Story[] family =
        [
            new(Shape.Step, 2.5, From: 11, Until: 8),
            new(Shape.StableModerate, 3.5),
            new(Shape.Spike, 2.5, From: 14),
            new(Shape.StableLow, 1.6),
            new(Shape.Drift, 2, From: 14, Until: 8),
            new(Shape.StableModerate, 4, ContactWeeksAgo: 13),
            new(Shape.Fluctuating, 3.5),
            new(Shape.Improving, 5),
            new(Shape.StableLow, 1),
            new(Shape.Silent, 6.4, From: 16, Until: 12),
        ];

        var patient = new Story(
            Shape.StableModerate,
            3.5,
            Ending: new Ending(TimeSpan.FromDays(7.9), 1, [], 3, InHand.Untouched)
        );
        return [patient, .. today, .. others, .. family];
    }

    /// <summary>The person's check-ins up to now, oldest first.</summary>
    public static IReadOnlyList<DemoCheckIn> CheckIns(DemoPerson person, DateTime registeredUtc, DateTime nowUtc)
    {
        var schedule = person.Schedule(nowUtc);
        var today = TimeZones.LocalDate(nowUtc, person.Zone);
        var slots = new List<DateTime>();
        for (
            var due = schedule.NextAfter(registeredUtc, person.Zone);
            due <= nowUtc;
            due = schedule.NextAfter(due, person.Zone)
        )
            slots.Add(due);

        if (person.Email == DemoCast.PatientEmail)
            return Patient(person, slots, today, nowUtc);

        var ending = person.Story.Ending;
        var endsAt = ending is null ? nowUtc.AddMinutes(-20) : nowUtc - ending.LastAgo;
        if (ending is not null)
            slots = [.. slots.Where(s => s < endsAt)];
        var checkIns = new List<DemoCheckIn>();
        int? last = null;
        for (var i = 0; i < slots.Count; i++)
        {
            var daysAgo = today.DayNumber - TimeZones.LocalDate(slots[i], person.Zone).DayNumber;
            var chance = person.Chance(daysAgo);
            var left = slots.Count - 1 - i; // The last is 0.
            var scripted = ending is not null && left < ending.Intensities.Length;
            var at = ending is not null && left == 0 ? endsAt : AnswersAt(person, slots[i], chance);
            if (at > endsAt || (checkIns.Count > 0 && at <= checkIns[^1].AtUtc))
                continue;
            if (!scripted && IsMissed(person, daysAgo, chance))
                continue;

            var answers = Answer(person, daysAgo, last, chance, scripted ? ending!.Intensities[^(left + 1)] : null);
            if (scripted && left == 0)
                answers = answers with
                {
                    Functioning = ending!.Impact,
                    ContactMe = ending.ContactMe,
                    Words = ending.Words ?? answers.Words,
                };
            else if (scripted && answers.Intensity >= 5)
                answers = answers with { Functioning = ending!.Impact };
            last = answers.Intensity ?? last;
            checkIns.Add(new DemoCheckIn(at, answers));
        }

        return checkIns;
    }

    private static List<DemoCheckIn> Patient(DemoPerson person, List<DateTime> slots, DateOnly today, DateTime nowUtc)
    {
        var checkIns = new List<DemoCheckIn>();
        var answered = slots.Where(s => s < nowUtc.AddDays(-3)).TakeLast(_patient.Length).ToList();
        for (var i = 0; i < answered.Count; i++)
        {
            var weeksAgo = answered.Count - i;
            if (weeksAgo is 17 or 4)
                continue; // Two weeks missed.
            var intensity = _patient[^weeksAgo];
            var chance = person.Chance(weeksAgo);
            var daysAgo = today.DayNumber - TimeZones.LocalDate(answered[i], person.Zone).DayNumber;
            var answers = Answer(person, daysAgo, i == 0 ? null : _patient[^(weeksAgo + 1)], chance, intensity);
            checkIns.Add(
                new DemoCheckIn(
                    AnswersAt(person, answered[i], chance),
                    answers with
                    {
                        Functioning =
                            weeksAgo is >= 10 and <= 13 ? 8
                            : weeksAgo == 7 ? null
                            : intensity >= 6 ? 5
                            : intensity >= 3 ? 3
                            : 0,
                        Words = _patientWords.GetValueOrDefault(weeksAgo),
                    }
                )
            );
        }

        return checkIns;
    }

    private static bool IsMissed(DemoPerson person, int daysAgo, Randomizer chance)
    {
        var story = person.Story;
        var weeksAgo = daysAgo / 7.0;
        if (story.Shape == Shape.Silent && weeksAgo < story.From && weeksAgo > story.Until)
            return true;
        if (story.ContactWeeksAgo == (int)weeksAgo)
            return false;
        var usually = person.Chance(-1).Double(0.03, person.Cadence == Cadence.Daily ? 0.3 : 0.18);
        return chance.Double() < usually;
    }

    /// <summary>Most answer within hours, some after the reminder, a few after days.</summary>
    private static DateTime AnswersAt(DemoPerson person, DateTime due, Randomizer chance)
    {
        var soon = due.AddMinutes(chance.Int(4, person.At.Hour >= 17 ? 170 : 420));
        if (person.Cadence == Cadence.Daily)
            return soon;
        return chance.Double() switch
        {
            < 0.65 => soon,
            < 0.88 => due.AddDays(1).AddMinutes(chance.Int(8, 160)),
            _ => due.AddDays(2).AddMinutes(chance.Int(-60, 170)),
        };
    }

    private static Answers Answer(DemoPerson person, int daysAgo, int? last, Randomizer chance, int? scripted)
    {
        var story = person.Story;
        var weeksAgo = daysAgo / 7.0;
        var (level, impact) = LevelAt(story, weeksAgo);
        var noise =
            story.Shape == Shape.Fluctuating ? 2.0
            : story.Ending is null ? 0.75
            : 0.5;
        // Three throws come close enough to the bell curve.
        var felt = level + (noise * 2 * (chance.Double() + chance.Double() + chance.Double() - 1.5));
        var intensity = scripted ?? Math.Clamp((int)Math.Round(felt), 0, 10);
        impact ??= intensity * 0.5;
        var functioning = _impactChoices.MinBy(choice => Math.Abs(choice - impact.Value - chance.Double(-1, 1)));
        var contactMe = story.ContactWeeksAgo == (int)weeksAgo;
        var news = story.Shape == Shape.Spike && Math.Abs(weeksAgo - story.From) < 1;
        var change = (intensity - (last ?? intensity)) switch
        {
            >= 2 => PerceivedChange.Growing,
            <= -2 => PerceivedChange.Easing,
            1 when chance.Bool(0.4f) => PerceivedChange.Growing,
            -1 when chance.Bool(0.4f) => PerceivedChange.Easing,
            _ => PerceivedChange.Same,
        };
        return new Answers(
            scripted is null && chance.Bool(0.02f) ? null : intensity,
            scripted is null && chance.Bool(0.06f) ? null : functioning,
            chance.Bool(0.08f) ? null : change,
            Emotions(intensity, chance),
            contactMe
                ? "I would like to talk to one of you when you have a moment. It is not urgent."
                : DemoWords.For(person, daysAgo, intensity, news, chance),
            contactMe
        );
    }

    /// <summary>What is truly felt then, and its impact on daily life where that is a story of its own.</summary>
    private static (double Level, double? Impact) LevelAt(Story story, double weeksAgo)
    {
        var (level, from, until) = (story.Level, story.From, story.Until);
        var eased = Math.Max(0, until - weeksAgo) / 4; // Help takes about a month to be felt.
        return story.Shape switch
        {
            Shape.Spike => (
                level
                    + (
                        Math.Abs(weeksAgo - from) < 0.6 ? 5.5
                        : weeksAgo < from && weeksAgo > from - 1.6 ? 2
                        : 0
                    ),
                null
            ),
            Shape.Persistent when weeksAgo <= from => (Math.Max(level, 7 - (eased * 4)), Math.Max(2, 7 - (eased * 5))),
            Shape.Step when weeksAgo <= from => (Math.Max(level, level + 4 - (eased * 4)), null),
            Shape.Drift when weeksAgo <= from => (
                level + Math.Max(0, Math.Min(4.5, (from - weeksAgo) * 5 / (from - until)) - (eased * 4.5)),
                null
            ),
            Shape.Relapse when weeksAgo > from => (level + (4 * Math.Clamp((weeksAgo - 18) / 8, 0, 1)), null),
            Shape.Relapse => (Math.Max(level, level + 4.3 - (eased * 4)), null),
            Shape.Silent when weeksAgo <= until => (Math.Max(3, level - (eased * 3)), 3),
            Shape.Silent => (level, 3),
            Shape.Improving => (2 + ((level - 2) * Math.Clamp((weeksAgo - 8) / 16, 0, 1)), null),
            _ => (level, null),
        };
    }

    private static Dictionary<Emotion, int?> Emotions(int intensity, Randomizer chance)
    {
        Emotion[] pool = intensity switch
        {
            <= 2 => [Emotion.Hope, Emotion.Calm, Emotion.Hope, Emotion.Calm, Emotion.WorryAhead],
            <= 5 =>
            [
                Emotion.WorryAhead,
                Emotion.WorryTreatment,
                Emotion.Disappointment,
                Emotion.Sadness,
                Emotion.Hope,
                Emotion.Anger,
            ],
            _ =>
            [
                Emotion.Fear,
                Emotion.Sadness,
                Emotion.WorryAhead,
                Emotion.WorryTreatment,
                Emotion.Anger,
                Emotion.Shock,
                Emotion.Disbelief,
            ],
        };
        var count = chance.Int(intensity <= 2 ? 0 : 1, intensity >= 6 ? 4 : 3);
        var felt = new Dictionary<Emotion, int?>();
        foreach (var emotion in chance.Shuffle(pool).Take(count))
        {
            var strength = emotion is Emotion.Hope or Emotion.Calm ? chance.Int(4, 8) : intensity + chance.Int(-2, 1);
            felt[emotion] = chance.Bool(0.1f) ? null : Math.Clamp(strength, 1, 10);
        }

        if (intensity >= 7 && chance.Bool(0.15f))
            felt[Emotion.FearOfDying] = intensity;
        return felt;
    }
}
