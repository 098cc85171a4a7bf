using FluentValidation;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.Escalation;

public abstract class PublishPolicyTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : PublishPolicyTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : PublishPolicyTests(DatabaseProvider.Postgres);

    private static readonly EscalationPlan _plan = EscalationPlan.Default(Severity.Urgent);

    [Fact]
    public async Task Two_administrators_who_publish_at_once_leave_one_version_and_the_other_is_told()
    {
        await using var app = await AppFixture.Create(provider);
        var results = await Scenes.AtOnce(
            2,
            i =>
                app.Send(
                    new PublishPolicy(
                        app.Cast.Ruth.Actor,
                        Severity.Urgent,
                        1,
                        _plan with
                        {
                            RepeatEvery = TimeSpan.FromMinutes(20 + i),
                        },
                        "Sooner again"
                    )
                )
        );
        Assert.Single(results.OfType<PublishPolicyResult.Published>());
        Assert.Equal(2, Assert.Single(results.OfType<PublishPolicyResult.Outdated>()).InForce);
    }

    [Fact]
    public async Task A_named_person_and_several_mailboxes_are_told_and_an_old_version_comes_back()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        await app.Send(new AddMailbox(ruth, "Ward", "ward@team.example"));
        await app.Send(new AddMailbox(ruth, "Night", "night@team.example"));
        var plan = _plan with
        {
            Steps =
            [
                new(
                    TimeSpan.Zero,
                    [new EscalationTarget(TargetKind.NamedUser, app.Cast.Tom.Id), EscalationTarget.TeamMailbox]
                ),
            ],
        };
        Assert.IsType<PublishPolicyResult.Published>(
            await app.Send(new PublishPolicy(ruth, Severity.Urgent, 1, plan, "Tom knows best"))
        );
        Assert.Equal(
            ["Tom Walker", "night@team.example", "ward@team.example"],
            Assert.Single((await app.Send(new PreviewPolicy(ruth, Severity.Urgent, plan))).Steps).Names
        );
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Expect("tom@team.example", "ward@team.example", "night@team.example"); // Its only step is its last: that nobody has answered nobody can know yet.

        var old = (await app.Send(new GetPolicies(ruth))).Single(p => p.Severity == Severity.Urgent).Versions[^1].Plan;
        Assert.IsType<PublishPolicyResult.Published>(
            await app.Send(new PublishPolicy(ruth, Severity.Urgent, 2, old, "Back to the first"))
        );
        Assert.IsType<PublishPolicyResult.Unchanged>(
            await app.Send(new PublishPolicy(ruth, Severity.Urgent, 3, old, "And once more"))
        );
    }

    [Theory]
    [InlineData(Severity.Urgent, true)]
    [InlineData(Severity.Soon, true)]
    [InlineData(Severity.Review, true)]
    [InlineData(Severity.Soon, false)]
    public async Task What_the_preview_shows_is_what_happens(Severity severity, bool onCall)
    {
        await using var app = await AppFixture.Create(provider);
        if (!onCall)
            await app.Cast.NobodyOnCall();
        app.Clock.Advance(TimeSpan.FromHours(104)); // Friday, six in the evening.
        var plan = EscalationPlan.Default(severity);
        if (severity == Severity.Review)
            plan = plan with { Steps = [plan.Steps[0], plan.Steps[1] with { After = TimeSpan.FromHours(40) }] }; // Later than the promise.
        if (severity == Severity.Review)
            await app.Send(new PublishPolicy(app.Cast.Ruth.Actor, severity, 1, plan, "Fewer emails"));
        var preview = await app.Send(new PreviewPolicy(app.Cast.Ruth.Actor, severity, plan));

        await app.Send(
            new RaiseFlag(
                app.Cast.Priya.Actor,
                app.Cast.Omar.Id,
                Guid.CreateVersion7(),
                severity,
                "Sounded low on the phone."
            )
        );
        var flag = await app.FlagOf(app.Cast.Omar);
        while (flag.Cycle == 1 && (await app.StepsOf(flag)).Count < plan.Steps.Count)
        {
            await app.EscalateAfter(flag.NextActionAtUtc!.Value - app.Now);
            flag = await app.FlagOf(app.Cast.Omar);
        }

        Assert.Equal(flag.RespondByUtc, preview.RespondByUtc);
        Assert.Equal(
            (await app.StepsOf(flag)).Where(s => s.Cycle == 1).Select(s => s.TakenAtUtc),
            preview.Steps.Select(s => s.AtUtc)
        );
        Assert.All(preview.Steps, step => Assert.True(step.AtUtc <= preview.RespondByUtc));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Whoever_was_invited_and_never_joined_is_neither_told_nor_shown_as_told()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        await app.Send(new InviteStaff(ruth, "Ada", "ada@team.example", Roles.Administrator));
        await app.Send(new InviteStaff(ruth, "Nina", "nina@team.example", Roles.Nurse));
        await app.Dispatch();
        app.Mailbox.Expect("ada@team.example", "nina@team.example"); // The invitations themselves.

        Assert.Equal(
            ["Priya Nair", "Ruth Cohen", "Tom Walker"],
            (await app.Send(new PreviewPolicy(ruth, Severity.Urgent, _plan)))
                .Steps.SelectMany(s => s.Names)
                .Distinct()
                .Order()
        );
        await app.RaiseUrgent(app.Cast.Ana);
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        app.Mailbox.Expect("tom@team.example");
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        // The whole team and the administrators, and the alarm that nobody answered.
        app.Mailbox.Expect("priya@team.example", "tom@team.example", "ruth@team.example", "ruth@team.example");
    }

    [Fact]
    public async Task A_step_for_nurses_who_never_joined_goes_on_at_once_to_the_administrator_who_did()
    {
        await using var app = await AppFixture.Create(provider);
        await app.NotJoined(app.Cast.Priya, app.Cast.Tom);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Expect("ruth@team.example", "ruth@team.example"); // The flag, and that its steps reached nobody.
    }

    [Fact]
    public async Task Where_nobody_at_all_has_joined_they_are_told_rather_than_nobody()
    {
        await using var app = await AppFixture.Create(provider);
        await app.NotJoined(app.Cast.Priya, app.Cast.Tom, app.Cast.Ruth);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Expect("priya@team.example");
    }

    [Fact]
    public async Task What_would_leave_somebody_unheard_is_refused_beside_its_field()
    {
        await using var app = await AppFixture.Create(provider);
        await Refused(_plan with { Clock = EscalationClock.WorkingHours }, "clock");
        await Refused(_plan with { Steps = [] }, "steps");
        await Refused(
            _plan with
            {
                Steps = [new(TimeSpan.FromMinutes(1), [EscalationTarget.WholeTeam])],
            },
            "steps[0].after"
        );
        await Refused(
            _plan with
            {
                Steps =
                [
                    new(TimeSpan.Zero, [EscalationTarget.WholeTeam]),
                    new(TimeSpan.Zero, [EscalationTarget.WholeTeam]),
                ],
            },
            "steps[1].after"
        );
        await Refused(_plan with { Steps = [new(TimeSpan.Zero, [EscalationTarget.SupportContacts])] }, "steps[0].tell");
        await Refused(
            _plan with
            {
                Steps = [new(TimeSpan.Zero, [new EscalationTarget(TargetKind.NamedUser, Guid.CreateVersion7())])],
            },
            "steps[0].tell"
        );
        await Refused(_plan with { RepeatEvery = TimeSpan.FromSeconds(5) }, "repeatEvery");

        async Task Refused(EscalationPlan plan, string field)
        {
            var refusal = await Assert.ThrowsAsync<ValidationException>(() =>
                app.Send(new PublishPolicy(app.Cast.Ruth.Actor, Severity.Urgent, 1, plan, "A mistake"))
            );
            Assert.Contains(refusal.Errors, e => e.PropertyName == field);
        }
    }

    [Theory]
    [InlineData(Severity.Review)]
    [InlineData(Severity.Soon)]
    [InlineData(Severity.Urgent)]
    public async Task A_request_for_contact_at_three_in_the_night_reaches_the_nurse_on_call_at_once_whatever_the_policy(
        Severity severity
    )
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        if (severity != Severity.Urgent)
        {
            var plan = EscalationPlan.Default(severity) with
            {
                Clock = EscalationClock.WorkingHours,
                RepeatEvery = TimeSpan.FromHours(6),
            };
            await app.Send(new PublishPolicy(ruth, severity, 1, plan, "Working hours only"));
        }

        var settings = Wellbeing.Detection.DetectionSettings.Default;
        if (severity != settings.Severities.ContactRequested)
        {
            await app.Send(
                new PublishThresholds(
                    ruth,
                    1,
                    settings with
                    {
                        Severities = settings.Severities with { ContactRequested = severity },
                    },
                    new ResponseTargets(),
                    "Another severity"
                )
            );
        }

        app.Clock.SetUtcNow(new DateTimeOffset(2026, 2, 7, 17, 0, 0, TimeSpan.Zero)); // Sunday, 03:00 in Brisbane.
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect("priya@team.example");
    }
}
