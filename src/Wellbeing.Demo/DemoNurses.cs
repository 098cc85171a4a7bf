using Bogus;
using MediatR;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.Detection;

namespace Wellbeing.Demo;

/// <summary>One thing a nurse does about a flag.</summary>
internal sealed record NurseAct(DateTime AtUtc, IBaseRequest Request);

/// <summary>What the nurses do: today's list is left as the stories say, everything older was brought to an
/// end.</summary>
/// <param name="weekBeganUtc">The rota's change of hands of this week.</param>
internal sealed class DemoNurses(
    IReadOnlyList<Actor> nurses,
    WorkingHours hours,
    DateTime weekBeganUtc,
    DateTime nowUtc
)
{
    /// <summary>How a flag went: attempts that failed before one succeeded, and how it ended.</summary>
    private sealed record Course(int Failed, bool Reached, FlagOutcome Outcome, string Spoke, string? Note);

    private static readonly Course[] _sadCourses =
    [
        new(
            0,
            true,
            FlagOutcome.Supported,
            "A long talk. Has had nobody to say it to. Will keep a morning routine and ring her sister.",
            "Feels lighter; next check-ins watched."
        ),
        new(
            1,
            true,
            FlagOutcome.ReferredPsychology,
            "Agreed that a psychologist could help. Prefers video calls.",
            "Referral sent to the psycho-oncology service."
        ),
        new(
            0,
            true,
            FlagOutcome.ReferredMedicalTeam,
            "Pain keeps them awake, which is most of it.",
            "Treating team told; medicines are being reviewed this week."
        ),
        new(
            3,
            false,
            FlagOutcome.UnableToReach,
            "",
            "Three attempts at different times of day. Letter sent with our number; treating team informed."
        ),
        new(
            0,
            true,
            FlagOutcome.ReferredPalliativeCare,
            "Breathless and worried about nights. Open to more help at home.",
            "Community palliative care will visit."
        ),
        new(
            0,
            true,
            FlagOutcome.ReferredOther,
            "Money is the worry: rent and parking.",
            "Referred to the practical support grants and a social worker."
        ),
        new(
            1,
            true,
            FlagOutcome.Supported,
            "Glad of the call. Talked through what to ask at the next appointment.",
            "Will ring us after the appointment."
        ),
        new(
            0,
            true,
            FlagOutcome.NoLongerDistressed,
            "The hard part was last week; is feeling better since the results.",
            "Nothing more needed for now."
        ),
    ];

    private static readonly Course[] _urgentCourses =
    [
        new(
            0,
            true,
            FlagOutcome.Supported,
            "Safe at home, partner with them. The news came without warning. Talked for forty minutes.",
            "Called again in the evening: calmer, has a plan for the night."
        ),
        new(
            1,
            true,
            FlagOutcome.ReferredMedicalTeam,
            "New symptoms frightened them. Went through when to come in.",
            "Haematology registrar rang them the same day."
        ),
        new(
            0,
            true,
            FlagOutcome.NoLongerDistressed,
            "A bad night, better since this morning.",
            "Happy to be called, nothing more needed."
        ),
        new(
            0,
            true,
            FlagOutcome.RaisedInError,
            "Pressed 9 instead of 2, and apologised.",
            "A slip of the thumb; no distress."
        ),
    ];

    private static readonly Course[] _silenceCourses =
    [
        new(
            0,
            true,
            FlagOutcome.NoLongerDistressed,
            "Had been in hospital without the phone. Doing all right.",
            "Will check in again this week."
        ),
        new(
            1,
            true,
            FlagOutcome.Supported,
            "Did not feel like answering questions. Was glad that somebody rang.",
            "Agreed on a call next week."
        ),
        new(
            3,
            false,
            FlagOutcome.UnableToReach,
            "",
            "Rang three times, left messages. The treating team saw them last week and will pass it on."
        ),
        new(0, true, FlagOutcome.RaisedInError, "Was away on holiday and had told us.", "Should have been paused."),
    ];

    private static readonly Course[] _contactCourses =
    [
        new(
            0,
            true,
            FlagOutcome.Supported,
            "Wanted to know what others do about tiredness at work.",
            "Sent the fatigue booklet and the dates of the group."
        ),
        new(0, true, FlagOutcome.ReferredOther, "Asked about travel costs.", "Referred to practical support."),
        new(
            1,
            true,
            FlagOutcome.Supported,
            "Wanted to talk about telling the children.",
            "Sent the family guide; will ring if more comes up."
        ),
    ];

    private static readonly Course _notSafeCourse = new(
        0,
        true,
        FlagOutcome.ReferredPsychology,
        "Answered at once. Alone and overwhelmed, no plan to act on it. Stayed on the line until the brother arrived; went through who to ring at night.",
        "Crisis team rang the same afternoon, GP told with consent, psychology within the week. We ring every second day until then."
    );

    private static readonly string[] _notes =
    [
        "Best reached after lunch; mornings are for treatment and sleep.",
        "Lives alone since March. A neighbour drives to appointments.",
        "Likes to hear first what is known, then what can be done. Does not want statistics.",
        "Has two school-age children; worries most about telling them.",
        "Goes quiet when tired. Ask about sleep before anything else.",
    ];

    private readonly Dictionary<string, int> _turns = [];

    /// <summary>The nurse on call so many weeks from now: this week it is the one a newcomer signs in as.</summary>
    public Actor OnCall(int week) => nurses[((week % nurses.Count) + nurses.Count) % nurses.Count];

    private Actor OnCall(DateTime atUtc) => OnCall((int)Math.Floor((atUtc - weekBeganUtc).TotalDays / 7));

    /// <summary>What is done about a flag that was just raised.</summary>
    public IReadOnlyList<NurseAct> Answer(Flag flag, DemoPerson person)
    {
        var rules = flag.Findings.Select(f => f.Rule).ToHashSet();
        var chance = person.Chance(1000 + (int)(nowUtc - flag.RaisedAtUtc).TotalDays);
        return
            person.Story.Ending is { } ending
            && flag.RaisedAtUtc >= nowUtc - ending.LastAgo.Add(TimeSpan.FromMinutes(1))
            ? OnTodaysList(flag, ending.InHand, chance)
            : BroughtToAnEnd(flag, person, CourseOf(flag, rules), chance);
    }

    private List<NurseAct> OnTodaysList(Flag flag, InHand inHand, Randomizer chance)
    {
        var (me, colleague) = (nurses[0], nurses[1]);
        var raised = flag.RaisedAtUtc;
        var acts = new List<NurseAct>();
        switch (inHand)
        {
            case InHand.Mine:
                Take(me, raised.AddHours(2));
                break;
            case InHand.MineNotReached:
                Take(me, raised.AddMinutes(8));
                acts.Add(
                    Attempt(
                        flag,
                        me,
                        nowUtc.AddMinutes(-40),
                        false,
                        "No answer, left a message. Trying again shortly.",
                        chance
                    )
                );
                break;
            case InHand.MineReached:
                Take(me, raised.AddHours(2));
                acts.Add(
                    Attempt(
                        flag,
                        me,
                        raised.AddHours(5),
                        true,
                        "Worn out by nights. Will talk with the GP about sleep; I ring again in three days.",
                        chance
                    )
                );
                break;
            case InHand.Colleagues:
                Take(nurses[2], raised.AddHours(3));
                break;
            case InHand.ColleaguesNotReached:
                Take(nurses[3], raised.AddHours(20));
                acts.Add(
                    Attempt(
                        flag,
                        nurses[3],
                        raised.AddHours(26),
                        false,
                        "Phone is off. Will try in the evening.",
                        chance
                    )
                );
                break;
            case InHand.Lapsed:
                Take(colleague, raised.AddHours(3));
                break;
        }

        return acts;

        void Take(Actor nurse, DateTime at)
        {
            acts.Add(new NurseAct(at.AddMinutes(-2), new GetFlag(nurse, flag.Id)));
            acts.Add(new NurseAct(at, new AcknowledgeFlag(nurse, flag.Id)));
        }
    }

    private List<NurseAct> BroughtToAnEnd(Flag flag, DemoPerson person, Course course, Randomizer chance)
    {
        var nurse = chance.Bool(0.7f) ? OnCall(flag.RaisedAtUtc) : chance.ListItem([.. nurses]);
        var urgent = flag.Severity == Severity.Urgent;
        var forgotten = !urgent && Turn("forgotten") % 9 == 4; // Now and then somebody takes a flag and is ill the next day.
        var acts = new List<NurseAct>();

        var at = urgent
            ? flag.RaisedAtUtc.AddMinutes(chance.Int(3, 22))
            : AtWork(flag.RaisedAtUtc.AddMinutes(chance.Int(20, 300)), chance);
        acts.Add(new NurseAct(at.AddMinutes(-1), new GetFlag(nurse, flag.Id)));
        acts.Add(new NurseAct(at, new AcknowledgeFlag(nurse, flag.Id)));
        if (forgotten)
        {
            at = AtWork(at + flag.Plan.AcknowledgementLasts + TimeSpan.FromHours(3), chance);
            nurse = nurses[(nurses.ToList().IndexOf(nurse) + 1) % nurses.Count];
        }

        for (var failed = 0; failed < course.Failed; failed++)
        {
            at = urgent
                ? at.AddMinutes(chance.Int(4, 25))
                : AtWork(at.AddHours(failed == 0 ? 0.5 : chance.Int(3, 24)), chance);
            acts.Add(
                Attempt(flag, nurse, at, false, failed == 0 ? "No answer, left a message." : "No answer again.", chance)
            );
        }

        if (course.Reached)
        {
            at = urgent
                ? at.AddMinutes(chance.Int(3, 20))
                : AtWork(at.AddHours(course.Failed == 0 ? 0.3 : chance.Int(2, 22)), chance);
            acts.Add(Attempt(flag, nurse, at, true, course.Spoke, chance));
        }

        at = urgent ? at.AddMinutes(chance.Int(40, 180)) : AtWork(at.AddHours(chance.Int(1, 25)), chance);
        acts.Add(
            new NurseAct(
                at,
                new ResolveFlag(nurse, flag.Id, course.Outcome, course.Note)
                {
                    // They look again three or five weeks later; the last of these still wait.
                    RecheckOn =
                        course.Reached && at > nowUtc.AddDays(-35)
                            ? TimeZones.LocalDate(at, person.Zone).AddDays(21 + (14 * (person.Number % 2)))
                            : null,
                }
            )
        );
        if (course.Reached && Turn("notes") % 2 == 0)
        {
            var note = at.AddMinutes(4);
            acts.Add(
                new NurseAct(
                    note,
                    new WriteNote(nurse, flag.ParticipantId, Guid.CreateVersion7(note), Next(_notes, nameof(_notes)))
                )
            );
        }

        return BeforeNow(acts, flag.RaisedAtUtc);
    }

    /// <summary>What would reach into the future is done faster instead.</summary>
    private List<NurseAct> BeforeNow(List<NurseAct> acts, DateTime fromUtc)
    {
        var latest = nowUtc.AddMinutes(-15);
        if (acts[^1].AtUtc <= latest)
            return acts;
        var scale = (latest - fromUtc) / (acts[^1].AtUtc - fromUtc);
        return [.. acts.Select(a => a with { AtUtc = fromUtc + ((a.AtUtc - fromUtc) * scale) })];
    }

    private Course CourseOf(Flag flag, HashSet<Rule> rules)
    {
        if (rules.Contains(Rule.NotSafe))
            return _notSafeCourse;
        if (flag.Severity == Severity.Urgent)
            return Next(_urgentCourses, nameof(_urgentCourses));
        if (rules.Contains(Rule.ContactRequested))
            return Next(_contactCourses, nameof(_contactCourses));
        return rules.SetEquals([Rule.Silence])
            ? Next(_silenceCourses, nameof(_silenceCourses))
            : Next(_sadCourses, nameof(_sadCourses));
    }

    private T Next<T>(T[] turns, string name) => turns[Turn(name) % turns.Length];

    private int Turn(string name) => _turns[name] = _turns.GetValueOrDefault(name, -1) + 1;

    private DateTime AtWork(DateTime atUtc, Randomizer chance) =>
        hours.AreOpen(atUtc) ? atUtc : hours.NextOpen(atUtc).AddMinutes(chance.Int(10, 90));

    private static NurseAct Attempt(
        Flag flag,
        Actor nurse,
        DateTime at,
        bool reached,
        string note,
        Randomizer chance
    ) =>
        new(
            at,
            new RecordContactAttempt(
                nurse,
                flag.Id,
                Guid.CreateVersion7(at),
                chance.WeightedRandom(
                    [ContactChannel.Phone, ContactChannel.TextMessage, ContactChannel.VideoCall],
                    reached ? [0.85f, 0f, 0.15f] : [0.75f, 0.25f, 0f]
                ),
                reached,
                note
            )
        );
}
