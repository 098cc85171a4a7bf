using System.Data.Common;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.App.SupportContacts;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Demo;

/// <summary>
/// Lives through the half-year: everything happens by the requests of the real product, in order of time, and the
/// sweeps run whenever one of their rows is due. So ladders, reminders and missed prompts are what they would have
/// been.
/// </summary>
internal sealed class DemoRun(
    WellbeingDb db,
    ISender sender,
    UserManager<Account> accounts,
    DemoClock clock,
    DemoMail mail,
    IOptions<TeamOptions> team
)
{
    private static readonly TimeSpan _sweep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _silenceSweep = TimeSpan.FromMinutes(15);

    private readonly PriorityQueue<Func<Task>, (DateTime AtUtc, int Order)> _plan = new();
    private readonly Dictionary<Guid, Severity> _answered = [];
    private readonly Dictionary<Guid, DemoPerson> _people = [];
    private readonly Dictionary<string, Actor> _actors = [];
    private DemoNurses _nurses = null!;
    private int _planned;

    public async Task Live(DateTime nowUtc)
    {
        var beganUtc = clock.NowUtc;
        var administrator = await JoinFirst(DemoCast.Administrator);
        var nurses = new List<Actor>();
        foreach (var nurse in DemoCast.Nurses)
            nurses.Add(await Join(nurse, administrator));
        var thisMonday = ThisMonday(nowUtc);
        _nurses = new DemoNurses(nurses, team.Value.WorkingHours(), Opening(thisMonday), nowUtc);
        await PlanRotas(administrator, thisMonday);
        At(nowUtc.AddDays(-(7 * 17) + 2), () => Publish(administrator));
        At(nowUtc.AddDays(-74), () => DemoTeam.Publish(sender, administrator));
        PlanReading(nurses, beganUtc, nowUtc);
        PlanFamily(nowUtc);
        foreach (var person in DemoCast.Make())
            PlanJoining(person, nurses[person.Number % 4], beganUtc.AddMinutes(20 + (person.Number * 55)), nowUtc);

        await Pass(nowUtc);
        await DemoTeam.SetUp(sender, administrator, TimeZones.LocalDate(nowUtc, team.Value.TimeZone));
        await DemoTeam.Cohorts(sender, administrator, nurses[0], [.. _people.Select(p => (p.Key, p.Value.Number))]);
        await DemoTeam.Rota(
            sender,
            administrator,
            nurses,
            _nurses.OnCall,
            week => Opening(thisMonday.AddDays(7 * week))
        );
        await sender.Send(new RecordDemo(Actor.System));
    }

    private async Task<Actor> JoinFirst(DemoStaff staff)
    {
        var made = (MakeFirstAdministratorResult.Made)
            await sender.Send(new MakeFirstAdministrator(Actor.System, staff.Email, staff.Name));
        return await ChoosePassword(staff, made.Secret);
    }

    private async Task<Actor> Join(DemoStaff staff, Actor administrator)
    {
        await sender.Send(new InviteStaff(administrator, staff.Name, staff.Email, staff.Role));
        await sender.Send(new SendDueMessages(Actor.System, "demo"));
        return await ChoosePassword(staff, mail.SecretSentTo(staff.Email));
    }

    private async Task<Actor> ChoosePassword(DemoStaff staff, string secret)
    {
        var link = await sender.Send(new UseAccountLink(LinkHolder(staff.Name), secret, LinkPurpose.StaffInvitation));
        await ChoosePassword(link!.AccountId);
        return new Actor(link.AccountId, staff.Name, staff.Role);
    }

    // As the page does where one is chosen: passwords are Identity's, and no request ever carries one.
    private async Task ChoosePassword(Guid account)
    {
        db.StartOver();
        var chosen = await accounts.AddPasswordAsync(
            (await accounts.FindByIdAsync(account.ToString("D")))!,
            DemoSeeder.Password
        );
        if (!chosen.Succeeded)
            throw new InvalidOperationException(string.Join(' ', chosen.Errors.Select(e => e.Description)));
        db.StartOver();
    }

    private static Actor LinkHolder(string name) => new(null, name, Roles.LinkHolder);

    /// <summary>A nurse invites them; they agree and choose a password and when they are asked.</summary>
    private void PlanJoining(DemoPerson person, Actor nurse, DateTime joinsUtc, DateTime nowUtc)
    {
        At(
            joinsUtc.AddMinutes(-15),
            () =>
                sender.Send(
                    new InviteParticipant(nurse, person.Kind, person.Name, person.Email, person.Language, person.Zone)
                    {
                        Phone = person.Phone,
                        NeedsInterpreter = person.NeedsInterpreter,
                        Address = person.Address,
                    }
                )
        );
        At(joinsUtc, Join);

        async Task Join()
        {
            var account = (
                await sender.Send(
                    new AcceptInvitation(
                        LinkHolder(person.Name),
                        mail.SecretSentTo(person.Email),
                        Agreed: true,
                        OldEnough: true
                    )
                )
            )!.Value;
            await ChoosePassword(account);
            var id = await db.Participants.Where(p => p.AccountId == account).Select(p => p.Id).SingleAsync();
            var schedule = person.Schedule(nowUtc);
            _people[id] = person;
            var actor = _actors[person.Email] = new Actor(account, person.Name, Roles.Participant, id);
            await sender.Send(new ChangeMySettings(actor, schedule, PausedUntil: null, AllOnOnePage: false));
            PlanCheckIns(person, actor, nowUtc);
            PlanContacts(person, actor, nowUtc);
            PlanPauses(person, actor, schedule, nowUtc);
            PlanTreatment(person, id, nurse, nowUtc);
            PlanCare(person, actor, id, nurse, nowUtc);
        }
    }

    /// <summary>How many check-ins with words the nurses leave too long, so that the list To read has them to
    /// show.</summary>
    internal const int WordsLeft = 2;

    /// <summary>Twice on a working day a nurse reads what has come, and sends notes back about some of the
    /// words.</summary>
    private void PlanReading(List<Actor> nurses, DateTime beganUtc, DateTime nowUtc)
    {
        var hours = team.Value.WorkingHours();
        var promise = new ReadingPromise(ReadsEveryCheckIn: true, hours);
        var left = new HashSet<Guid>();
        for (var day = TimeZones.LocalDate(beganUtc, hours.TimeZone); ; day = day.AddDays(1))
        {
            if (TimeZones.StartOf(day, hours.TimeZone) > nowUtc)
                return;
            foreach (var after in new[] { 2.4, 7.2 })
            {
                var at = Opening(day).AddHours(after);
                if (at <= beganUtc || at >= nowUtc || !hours.AreOpen(at))
                    continue;
                var nurse = nurses[day.DayNumber % nurses.Count];
                At(at, () => Read(nurse, at));
            }
        }

        async Task Read(Actor nurse, DateTime at)
        {
            // What came in the last hours is left for the next round, and what came today for whoever tries the list
            // out.
            var until = new[] { at.AddMinutes(-90), nowUtc.AddHours(-20) }.Min();
            var unread = await db
                .CheckIns.AsNoTracking()
                .Where(c => c.ReadAtUtc == null && c.SubmittedAtUtc < until)
                .OrderBy(c => c.SubmittedAtUtc)
                .ThenBy(c => c.Id)
                .ToListAsync();
            // Whatever day the demo is made on, those that are left have waited too long, and not for ever. Whoever
            // stands on today's list of flags is left out: what they wrote is read with their flag.
            var late = unread.Where(c =>
                c.SealedWords is not null
                && _people[c.ParticipantId].Story.Ending is null
                && nowUtc - c.SubmittedAtUtc < TimeSpan.FromDays(9)
                && promise.DueAt(c.SubmittedAtUtc) < nowUtc
            );
            foreach (var checkIn in late.ExceptBy(left, c => c.Id).Take(WordsLeft - left.Count).ToList())
                left.Add(checkIn.Id);
            foreach (
                var checkIn in unread.Where(c =>
                    c.SealedWords is not null
                    && !left.Contains(c.Id)
                    && c.SubmittedAtUtc.Ticks / TimeSpan.TicksPerMinute % 3 == 0
                )
            )
            {
                var sentence = checkIn.Intensity switch
                {
                    >= 5 => 2,
                    <= 2 => 3,
                    _ => 1,
                };
                await sender.Send(new SendReply(nurse, Guid.CreateVersion7(at), checkIn.Id, at, sentence));
            }

            foreach (var some in unread.Select(c => c.Id).Where(id => !left.Contains(id)).Chunk(100))
                await sender.Send(new MarkRead(nurse, some, at));
        }
    }

    /// <summary>The two participants one can sign in as belong together, and both said so.</summary>
    private void PlanFamily(DateTime nowUtc)
    {
        At(
            nowUtc.AddDays(-70),
            () =>
                sender.Send(
                    new AskFamily(
                        _actors[DemoCast.PatientEmail],
                        _actors[DemoCast.FamilyEmail].Name,
                        DemoCast.FamilyEmail,
                        "en"
                    )
                )
        );
        At(
            nowUtc.AddDays(-69),
            async () =>
            {
                var asked = (await sender.Send(new GetMyFamily(_actors[DemoCast.FamilyEmail]))).AskingMe.Single();
                await sender.Send(new AnswerFamily(_actors[DemoCast.FamilyEmail], asked.Id, Yes: true));
            }
        );
    }

    // One told more by four questions on the telephone, twice, and that checking in does them no good; one whose
    // ratings swing, and who is found by a greater rise than others.
    private void PlanCare(DemoPerson person, Actor actor, Guid id, Actor nurse, DateTime nowUtc)
    {
        var (screened, set) = (nowUtc.AddHours(-30), nowUtc.AddDays(-30));
        if (person.Story.Ending?.InHand == InHand.MineReached)
        {
            var before = screened.AddDays(-42);
            At(
                before,
                () => sender.Send(new RecordScreen(nurse, id, Guid.CreateVersion7(before), new Phq4(1, 1, 0, 1)))
            );
            At(
                screened.AddHours(2),
                async () =>
                {
                    await sender.Send(new AnswerExperience(actor, ExperienceAnswer.Worse));
                    await NursesNotice();
                }
            );
            At(
                screened,
                async () =>
                {
                    await sender.Send(new RecordScreen(nurse, id, Guid.CreateVersion7(screened), new Phq4(2, 2, 1, 1)));
                    await NursesNotice(); // Raised: it joins their flag, or opens one.
                }
            );
        }

        if (person is { Story: { Shape: Shape.Fluctuating, Level: 4 } })
        {
            At(
                set,
                () =>
                    sender.Send(
                        new SetOwnThreshold(
                            nurse,
                            id,
                            Guid.CreateVersion7(set),
                            OwnThreshold.Rise,
                            3,
                            TimeZones.LocalDate(nowUtc.AddDays(60), person.Zone),
                            "Every infusion swings the ratings for some days. Agreed with them; we look again in three months."
                        )
                    )
            );
        }
    }

    private void At(DateTime atUtc, Func<Task> act) => _plan.Enqueue(act, (atUtc, _planned++));

    /// <summary>Lets time pass until <paramref name="untilUtc"/>.</summary>
    private async Task Pass(DateTime untilUtc)
    {
        await using var due = await DueCommand();
        while (true)
        {
            var (prompts, flags, messages) = await Due(due);
            var nextSweep = new[] { NextSweep(prompts), NextSweep(flags), NextSweep(messages) }.Min();
            var nextAct = _plan.TryPeek(out _, out var first) ? first.AtUtc : DateTime.MaxValue;
            if (nextSweep > untilUtc && nextAct > untilUtc)
                break;
            if (nextAct <= nextSweep)
            {
                clock.NowUtc = nextAct;
                await _plan.Dequeue()();
            }
            else
            {
                clock.NowUtc = nextSweep;
                if (prompts <= clock.NowUtc)
                    await sender.Send(new AdvancePrompts(Actor.System));
                if (flags <= clock.NowUtc)
                    await sender.Send(new AdvanceEscalations(Actor.System));
                if (messages <= clock.NowUtc)
                    await sender.Send(new SendDueMessages(Actor.System, "demo"));
            }

            db.StartOver();
        }

        clock.NowUtc = untilUtc;
    }

    // What is due already leaves within seconds; the rest at the full minute, as the real sweeps do.
    private DateTime NextSweep(DateTime? due) =>
        due is not { } at ? DateTime.MaxValue
        : at <= clock.NowUtc ? clock.NowUtc.AddSeconds(2)
        : RoundedUp(at, _sweep);

    private static DateTime RoundedUp(DateTime at, TimeSpan to) =>
        new((at.Ticks + to.Ticks - 1) / to.Ticks * to.Ticks, DateTimeKind.Utc);

    // Asked some thousand times, so it is one prepared statement.
    private async Task<DbCommand> DueCommand()
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = """
            SELECT (SELECT MIN("NextPromptAtUtc") FROM "Participants"),
                   (SELECT MIN(at) FROM (SELECT MIN("NextActionAtUtc") AS at FROM "Prompts" UNION ALL SELECT MIN("NextActionAtUtc") FROM "Rechecks") AS next),
                   (SELECT MIN("NextActionAtUtc") FROM "Flags"),
                   (SELECT MIN("NotBeforeUtc") FROM "Messages" WHERE "State" = 'Pending'),
                   (SELECT MIN("NotBeforeUtc") FROM "Messages" WHERE "State" = 'RetryWait')
            """;
        await command.PrepareAsync();
        return command;
    }

    private static async Task<(DateTime? Prompts, DateTime? Flags, DateTime? Messages)> Due(DbCommand command)
    {
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (Earlier(0, 1), Instant(2), Earlier(3, 4));

        DateTime? Earlier(int a, int b) =>
            Instant(a) is { } x
                ? Instant(b) is { } y && y < x
                    ? y
                    : x
                : Instant(b);

        DateTime? Instant(int column) =>
            row.IsDBNull(column) ? null : new DateTime(row.GetInt64(column), DateTimeKind.Utc);
    }

    private void PlanCheckIns(DemoPerson person, Actor actor, DateTime nowUtc)
    {
        var checkIns = DemoStories.CheckIns(person, clock.NowUtc, nowUtc);
        var silentAfter = TimeSpan.FromDays(DetectionSettings.Default.Silence.For(person.Cadence).AfterDays);
        for (var i = 0; i < checkIns.Count; i++)
        {
            var (at, answers) = checkIns[i];
            At(
                at,
                async () =>
                {
                    var result = await sender.Send(new SubmitCheckIn(actor, Guid.CreateVersion7(at), answers));
                    if (result is SubmitCheckInResult.Saved { SomeoneLooksByUtc: not null })
                        await NursesNotice();
                }
            );

            // The sweep for silences looks at everybody: it is run when one may have fallen due, and finds nothing at
            // other times.
            var next = i + 1 < checkIns.Count ? checkIns[i + 1].AtUtc : nowUtc;
            if (next - at > silentAfter)
                At(
                    RoundedUp(at + silentAfter, _silenceSweep),
                    async () =>
                    {
                        if (await sender.Send(new FindSilences(Actor.System)) > 0)
                            await NursesNotice();
                    }
                );
        }

        if (person.Story.NotSafeWeeksAgo is { } weeks)
        {
            var at = nowUtc.AddDays(-7 * weeks).AddHours(3.3);
            At(
                at,
                async () =>
                {
                    await sender.Send(new RaiseNotSafe(actor, Guid.CreateVersion7(at)));
                    await NursesNotice();
                }
            );
        }
    }

    /// <summary>Plans what the nurses do about flags that are new, or graver than they knew.</summary>
    private async Task NursesNotice()
    {
        db.StartOver();
        var unresolved = await db
            .Flags.AsNoTracking()
            .Include(f => f.Findings)
            .Where(f => f.State != FlagState.Resolved)
            .OrderBy(f => f.RaisedAtUtc)
            .ThenBy(f => f.Id)
            .ToListAsync();
        foreach (var flag in unresolved)
        {
            if (_answered.TryGetValue(flag.Id, out var known) && known >= flag.Severity)
                continue;
            _answered[flag.Id] = flag.Severity;
            foreach (var act in _nurses.Answer(flag, _people[flag.ParticipantId]))
                At(act.AtUtc > clock.NowUtc ? act.AtUtc : clock.NowUtc.AddMinutes(1), () => sender.Send(act.Request));
        }
    }

    private void PlanContacts(DemoPerson person, Actor actor, DateTime nowUtc)
    {
        var (nominated, answered, yes) = (person.Number % 10) switch
        {
            0 or 2 or 5 or 7 or 8 => (clock.NowUtc.AddDays(1.2), clock.NowUtc.AddDays(2.9), true),
            4 when person.Number < 30 => (clock.NowUtc.AddDays(3.1), clock.NowUtc.AddDays(4.4), false), // The question may wait for the morning.
            4 => (nowUtc.AddDays(-40), DateTime.MaxValue, false), // Never answered; the link has expired.
            9 => (nowUtc.AddHours(-30 - person.Number), DateTime.MaxValue, false), // Still to answer.
            _ => (DateTime.MaxValue, DateTime.MaxValue, false),
        };
        if (nominated == DateTime.MaxValue)
            return;

        var chance = person.Chance(-2);
        var names = new Bogus.Faker("en_AU") { Random = chance };
        var name =
            $"{names.Name.FirstName()} {(chance.Bool(0.5f) ? person.Name.Split(' ')[^1] : DemoCast.LastName(names))}";
        var address = $"contact{person.Number}@friends.example";
        var relation = chance.ArrayElement([
            "sister",
            "brother",
            "husband",
            "wife",
            "daughter",
            "son",
            "friend",
            "neighbour",
        ]);
        var from = chance.ArrayElement([Severity.Soon, Severity.Soon, Severity.Urgent, Severity.Review]);
        At(
            nominated,
            () =>
                sender.Send(
                    new NominateContact(actor, name, address, chance.Bool(0.6f) ? "0491 578 957" : null, relation, from)
                )
        );
        if (answered == DateTime.MaxValue)
            return;
        At(answered, () => sender.Send(new AnswerNomination(LinkHolder(name), mail.SecretSentTo(address), yes)));
    }

    // What nurses wrote down of the illness: it explains a chart, and changes nothing that is found.
    private void PlanTreatment(DemoPerson person, Guid id, Actor nurse, DateTime nowUtc)
    {
        if (person.Kind != ParticipantKind.Patient)
            return;
        Record(clock.NowUtc.AddDays(1), TreatmentEventKind.Diagnosis, clock.NowUtc.AddDays(-30 - person.Number));
        if (person.Story.From <= 0)
            return;
        var at = nowUtc.AddDays(-7 * person.Story.From);
        if (at < clock.NowUtc.AddDays(3))
            return;
        var kind = person.Story.Shape switch
        {
            Shape.Relapse => TreatmentEventKind.Relapse,
            Shape.Spike => TreatmentEventKind.Scan,
            Shape.Step => TreatmentEventKind.ToldRefractory,
            _ => TreatmentEventKind.NewLineOfTreatment,
        };
        Record(at.AddDays(2), kind, at);

        void Record(DateTime recorded, TreatmentEventKind kind, DateTime on)
        {
            if (recorded >= nowUtc)
                return;
            At(
                recorded,
                () =>
                    sender.Send(
                        new RecordTreatmentEvent(
                            nurse,
                            id,
                            Guid.CreateVersion7(recorded),
                            kind,
                            TimeZones.LocalDate(on, person.Zone),
                            false,
                            null,
                            null
                        )
                    )
            );
        }
    }

    // One was on holiday two months ago, one is in hospital now, and some like all questions on one page.
    private void PlanPauses(DemoPerson person, Actor actor, CheckInSchedule schedule, DateTime nowUtc)
    {
        var onePage = person.Number % 6 == 5;
        if (person.Number == 22)
            Change(nowUtc.AddDays(-60), nowUtc.AddDays(-44));
        else if (person.Number == 27)
            Change(nowUtc.AddDays(-2), nowUtc.AddDays(9));
        else if (onePage)
            Change(clock.NowUtc.AddDays(8), null);

        void Change(DateTime at, DateTime? until) =>
            At(
                at,
                () =>
                    sender.Send(
                        new ChangeMySettings(
                            actor,
                            schedule,
                            until is { } day ? TimeZones.LocalDate(day, person.Zone) : null,
                            onePage
                        )
                    )
            );
    }

    /// <summary>A week each, Monday to Monday, planned a quarter at a time until three months from now.</summary>
    private async Task PlanRotas(Actor administrator, DateOnly thisMonday)
    {
        await Plan(-28, -14);
        At(Monday(-14).AddDays(-4), () => Plan(-14, -1));
        At(Monday(-1).AddDays(-3), () => Plan(-1, 13));

        DateTime Monday(int week) => Opening(thisMonday.AddDays(7 * week));

        Task Plan(int from, int to) =>
            sender.Send(
                new PlanRota(
                    administrator,
                    [
                        .. Enumerable
                            .Range(from, to - from)
                            .Select(week => new PlannedShift(
                                _nurses.OnCall(week).UserId!.Value,
                                Monday(week),
                                Monday(week + 1)
                            )),
                    ]
                )
            );
    }

    private DateOnly ThisMonday(DateTime nowUtc)
    {
        var today = TimeZones.LocalDate(nowUtc, team.Value.TimeZone);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        return Opening(monday) <= nowUtc ? monday : monday.AddDays(-7);
    }

    private DateTime Opening(DateOnly day) =>
        TimeZones.StartOf(day, team.Value.TimeZone) + team.Value.WorkingHours().Week[0].Opens.ToTimeSpan();

    private async Task Publish(Actor administrator)
    {
        var before = await db.ThresholdSettings.AsNoTracking().OrderByDescending(g => g.Version).FirstAsync();
        await sender.Send(
            new PublishThresholds(
                administrator,
                before.Version,
                before.Detection with
                {
                    Episodes = before.Detection.Episodes.With(Cadence.Daily, new EpisodeSettings { CooldownDays = 21 }),
                },
                before.Respond with
                {
                    UrgentMinutes = 45,
                },
                "After two months with the team: an urgent flag should be taken within 45 minutes, and people who check in daily raised the same worry twice in a fortnight."
            )
        );
    }
}
