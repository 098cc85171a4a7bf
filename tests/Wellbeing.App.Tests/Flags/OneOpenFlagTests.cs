using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Records;
using Wellbeing.App.Reports;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.Flags;

/// <summary>One open flag is the de-duplication (docs/decisions/0021): nobody in distress falls between two
/// flags.</summary>
public abstract class OneOpenFlagTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : OneOpenFlagTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OneOpenFlagTests(DatabaseProvider.Postgres);

    private static readonly TimeSpan _week = TimeSpan.FromDays(7);

    // The row: rated 9, the flag was resolved after a call; then 10, impact 10, growing.
    [Fact]
    public async Task A_ten_after_a_resolved_nine_is_a_flag_and_a_mail()
    {
        await using var app = await AppFixture.Create(provider);
        var first = await app.RaiseUrgent(app.Cast.Ana);
        await app.ReachAndResolve(first.Id);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(app.Cast.Ana.CheckIn(10, 10, PerceivedChange.Growing));
        await app.Dispatch();

        var second = (await app.FlagsOf(app.Cast.Ana))[^1];
        Assert.Equal(
            (Severity.Urgent, FlagState.Open, (Guid?)first.Id),
            (second.Severity, second.State, second.PreviousFlagId)
        );
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    // The row: 40 weeks of 10/10 in a row, one alert.
    [Fact]
    public async Task Forty_weeks_of_ten_with_a_resolution_each_week_are_forty_flags()
    {
        await using var app = await AppFixture.Create(provider);
        for (var week = 1; week <= 40; week++)
        {
            await app.Send(app.Cast.Ana.CheckIn(10, 10));
            var flags = await app.FlagsOf(app.Cast.Ana);
            Assert.Equal((week, Severity.Urgent), (flags.Count, flags[^1].Severity));
            await app.ReachAndResolve(flags[^1].Id);
            app.Clock.Advance(_week);
        }

        app.Mailbox.Ignore();
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task What_still_holds_is_counted_on_the_open_flag_and_not_told_again()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id));
        for (var day = 0; day < 3; day++)
        {
            app.Clock.Advance(TimeSpan.FromHours(5));
            await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        }

        await app.Dispatch();
        flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal((FlagState.Acknowledged, 1), (flag.State, flag.Findings.Count(f => f.Rule == Rule.Acute)));
        var again = Assert.Single(
            (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!.StillHolds,
            s => s.Rule == Rule.Acute
        );
        Assert.Equal((3, app.Now), (again.Times, again.LastAtUtc));
        app.Mailbox.Expect();
        Assert.Empty((await app.Send(new CheckInvariants(Actor.System))).Violations);
    }

    [Fact]
    public async Task A_higher_rating_is_told_to_the_nurse_who_has_the_flag_and_to_nobody_else()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(app.Cast.Ana.CheckIn(10, 10));
        await app.Dispatch();

        var mail = Assert.Single(app.Mailbox.Expect(app.Cast.Tom.Email));
        Assert.Contains($"/Staff/Flags/{flag.Id:D}", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("10", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", mail.Subject + mail.Text, StringComparison.Ordinal);
        flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal((FlagState.Acknowledged, 2), (flag.State, flag.Findings.Count(f => f.Rule == Rule.Acute)));
    }

    [Fact]
    public async Task A_strong_rating_that_no_rule_finds_is_told_to_whoever_has_a_flag_that_began_without_one()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(ana.CheckIn(4, 3));
        await app.Send(
            new RaiseFlag(tom.Actor, ana.Id, Guid.CreateVersion7(), Severity.Soon, "Sounded low at the front desk.")
        );
        await app.Send(new AcknowledgeFlag(tom.Actor, (await app.FlagOf(ana)).Id));
        await app.Dispatch();
        app.Mailbox.Ignore();
        foreach (var (rating, told) in new[] { (4, false), (7, true), (7, false), (8, true) })
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            await app.Send(ana.CheckIn(rating, 3));
            await app.Dispatch();
            app.Mailbox.Expect(told ? [tom.Email] : []);
        }

        Assert.Equal(FlagState.Acknowledged, (await app.FlagOf(ana)).State);
    }

    [Fact]
    public async Task Whoever_has_a_flag_is_told_when_it_opens_again()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom); // Priya is on call, Tom has the flag.
        await app.Send(ana.CheckIn(contactMe: true));
        await app.Dispatch();
        await app.Send(new AcknowledgeFlag(tom.Actor, (await app.FlagOf(ana)).Id));
        app.Mailbox.Ignore();
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        await app.Dispatch();
        app.Mailbox.Expect(tom.Email, app.Cast.Priya.Email);
        Assert.Equal(FlagState.Open, (await app.FlagOf(ana)).State);
    }

    [Fact]
    public async Task Where_the_nurse_who_has_it_cannot_be_written_to_everybody_is_told_anew()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id));
        await app.Db(db =>
            db.Users.Where(u => u.Id == app.Cast.Tom.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.Enabled, false))
        );
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 10));
        Assert.Equal(FlagState.Open, (await app.FlagOf(app.Cast.Ana)).State);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_pattern_that_comes_back_within_days_is_kept_on_the_resolved_flag_in_sight_and_opens_one_after_them()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        for (var week = 0; week < 3; week++)
            await Weekly(app, 8, 8);
        var flag = await app.FlagOf(ana);
        Assert.Contains(flag.Findings, f => f.Rule == Rule.Persistent);
        await app.ReachAndResolve(flag.Id);

        app.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Null(Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(ana.CheckIn(8, 8))).SomeoneLooksByUtc);
        Assert.Single(await app.FlagsOf(ana));
        var view = (await app.Send(new GetFlag(priya, flag.Id)))!;
        var kept = Assert.Single(view.KeptBack);
        Assert.Equal(
            (Rule.Persistent, 8, app.Now, view.ResolvedAtUtc!.Value.AddDays(7)),
            (kept.Rule, kept.Rating, kept.AtUtc, kept.QuietUntilUtc)
        );
        Assert.Contains(view.History, h => h.What is FlagEvent.RepeatKept);
        Assert.Contains(
            (await app.Send(new GetPersonTimeline(priya, ana.Id)))!.Rows,
            r => r.What is PersonEvent.RepeatKept
        );

        app.Clock.Advance(TimeSpan.FromDays(4));
        await app.Send(ana.CheckIn(8, 8));
        Assert.Equal(2, (await app.FlagsOf(ana)).Count);
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(7, true)] // Higher than the flag that was resolved: at once.
    public async Task What_lasts_by_their_own_account_and_comes_back_as_strong_is_kept_on_the_resolved_flag(
        int before,
        bool opens
    )
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await app.Send(Long(before));
        var flag = await app.FlagOf(ana);
        Assert.Equal(Rule.PersistentReported, Assert.Single(flag.Findings).Rule);
        await app.ReachAndResolve(flag.Id);
        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.Send(Long(8));
        Assert.Equal(opens ? 2 : 1, (await app.FlagsOf(ana)).Count);
        var kept = (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!.KeptBack;
        Assert.Equal(opens ? 0 : 1, kept.Count);
        app.Mailbox.Ignore();

        SubmitCheckIn Long(int rating) =>
            ana.CheckIn(rating, 8, words: "Still so") is var said
                ? said with
                {
                    Answers = said.Answers with { Duration = PerceivedDuration.Longer },
                }
                : throw new InvalidOperationException();
    }

    [Theory]
    [InlineData(8, 8, true, null, 7)] // Contact is asked for.
    [InlineData(9, 8, false, null, 7)] // An acute rating.
    [InlineData(8, 8, false, FlagOutcome.UnableToReach, 7)] // Nobody was reached.
    [InlineData(8, 8, false, null, 0)] // No quiet days.
    public async Task Quiet_days_never_hide_a_request_an_acute_rating_or_somebody_who_was_not_reached(
        int intensity,
        int functioning,
        bool contactMe,
        FlagOutcome? outcome,
        int days
    )
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await QuietDays(app, days);
        for (var week = 0; week < 3; week++)
            await Weekly(app, 8, 8);
        var flag = await app.FlagOf(ana);
        if (outcome is { } ended)
        {
            for (var attempt = 0; attempt < 3; attempt++, app.Clock.Advance(Flag.TriesApart))
                await app.Send(
                    new RecordContactAttempt(
                        app.Cast.Priya.Actor,
                        flag.Id,
                        Guid.CreateVersion7(),
                        ContactChannel.Phone,
                        false,
                        null
                    )
                );
            await app.Send(new ResolveFlag(app.Cast.Priya.Actor, flag.Id, ended, "Three tries, letter sent."));
        }
        else
        {
            await app.ReachAndResolve(flag.Id);
        }

        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(ana.CheckIn(intensity, functioning, contactMe: contactMe));
        Assert.Equal(FlagState.Open, (await app.FlagsOf(ana))[^1].State);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_check_in_corrected_to_a_higher_rating_after_the_end_opens_a_flag()
    {
        await using var app = await AppFixture.Create(provider);
        var checkIn = Assert
            .IsType<SubmitCheckInResult.Saved>(await app.Send(app.Cast.Ana.CheckIn(intensity: 9)))
            .CheckInId;
        await app.ReachAndResolve((await app.FlagOf(app.Cast.Ana)).Id);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(
            new CorrectCheckIn(
                app.Cast.Ana.Actor,
                checkIn,
                app.Cast.Ana.CheckIn(intensity: 9, words: "As before").Answers
            )
        );
        Assert.Single(await app.FlagsOf(app.Cast.Ana)); // Nothing graver was said.
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(new CorrectCheckIn(app.Cast.Ana.Actor, checkIn, app.Cast.Ana.CheckIn(intensity: 10).Answers));
        Assert.Equal(2, (await app.FlagsOf(app.Cast.Ana)).Count);
        app.Mailbox.Ignore();
        Assert.Empty((await app.Send(new CheckInvariants(Actor.System, Everything: true))).Violations);
    }

    [Fact]
    public async Task Usual_for_this_person_makes_a_repeat_a_review_never_nothing_and_is_counted()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        await AlwaysNine(app);
        var view = Assert.Single(await app.Send(new ListUsual(priya, ana.Id)));
        Assert.Equal(
            (9, 4, true, "Has rated 9 for a year; copes."),
            (view.Rating, view.Functioning, view.Holds, view.Reason)
        );

        await app.Send(ana.CheckIn(9, 4));
        await app.Dispatch();
        var flag = (await app.FlagsOf(ana))[^1];
        Assert.Equal((Severity.Review, FlagState.Open), (flag.Severity, flag.State));
        Assert.Equal(Severity.Urgent, Assert.Single(flag.Findings, f => f.Rule == Rule.Acute).LoweredFrom);
        app.Mailbox.Ignore();
        Assert.Single(
            await app.Db(db =>
                db.FlagFindings.Where(f => f.FlagId == flag.Id && f.LoweredFrom != null && f.Rule == Rule.Acute)
                    .ToListAsync()
            )
        );
        var today = DateOnly.FromDateTime(app.Now);
        var report = await app.Send(new GetReport(priya, today.AddDays(-27), today));
        Assert.Equal((1, 0.3), (report.AtReviewAsUsual, Math.Round(report.AtReviewAsUsualAWeek!.Value, 1)));

        var inForce = (await app.Send(new GetThresholds(app.Cast.Ruth.Actor))).InForce.Detection;
        Assert.Equal((1, 1), (await app.Send(new CompareThresholds(app.Cast.Ruth.Actor, inForce))).AsUsual);

        // Any nurse ends it.
        Assert.True(await app.Send(new EndUsual(app.Cast.Tom.Actor, ana.Id, view.Id)));
        Assert.Equal(
            (false, UsualEnd.ByNurse, "Tom Walker"),
            Assert.Single(
                (await app.Send(new ListUsual(priya, ana.Id))).Select(u =>
                    (u.Holds, u.EndedBecause!.Value, u.EndedByName!)
                )
            )
        );
        Assert.Contains(
            await app.AuditTrail(),
            a => a.Action == AuditActions.UsualEnded && a.ActorName == "Tom Walker"
        );
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(ana.CheckIn(9, 4));
        Assert.Equal(Severity.Urgent, (await app.FlagsOf(ana))[^1].Severity);
        app.Mailbox.Ignore();
    }

    /// <summary>How long it lasts was never called usual, and an acute rating brings the question about safety at any
    /// severity.</summary>
    [Fact]
    public async Task Usual_lowers_the_acute_rating_alone_and_the_words_stay_those_for_it()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await AlwaysNine(app, functioning: 9);
        await app.Send(ana.CheckIn(9, 9));
        app.Clock.Advance(TimeSpan.FromDays(8)); // The quiet days after the resolution are over.
        await app.Send(ana.CheckIn(9, 9));
        var view = (await app.Send(new GetFlag(app.Cast.Priya.Actor, (await app.FlagsOf(ana))[^1].Id)))!;
        Assert.Equal(
            (Severity.Review, Severity.Urgent),
            Assert.Single(
                view.Findings.Where(f => f.Rule == Rule.Acute).Select(f => (f.Severity, f.LoweredFrom!.Value))
            )
        );
        Assert.Equal(
            (Severity.Soon, null),
            Assert.Single(view.Findings.Where(f => f.Rule == Rule.Persistent).Select(f => (f.Severity, f.LoweredFrom)))
        );
        Assert.Equal((Severity.Soon, Severity.Urgent), (view.Severity, view.WordsFor));
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(10, 4, null, false, null, UsualEnd.RatingWorse)]
    [InlineData(9, 4, PerceivedChange.Growing, false, null, UsualEnd.RatingWorse)]
    [InlineData(9, 5, null, false, null, UsualEnd.DailyLifeWorse)]
    [InlineData(9, 4, null, true, null, UsualEnd.ContactAsked)]
    [InlineData(9, 4, null, false, "I cannot go on like this.", UsualEnd.WordsWritten)]
    public async Task Usual_ends_at_the_first_sign_that_something_is_worse(
        int intensity,
        int functioning,
        PerceivedChange? change,
        bool contactMe,
        string? words,
        UsualEnd because
    )
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await AlwaysNine(app);
        await app.Send(ana.CheckIn(intensity, functioning, change, contactMe, words));
        Assert.Equal(Severity.Urgent, (await app.FlagsOf(ana))[^1].Severity);
        Assert.Equal(because, Assert.Single(await app.Send(new ListUsual(app.Cast.Priya.Actor, ana.Id))).EndedBecause);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Usual_ends_when_they_do_not_feel_safe_and_a_question_left_out_is_no_same()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await AlwaysNine(app);
        await app.Send(ana.CheckIn(9, functioning: null));
        Assert.Equal(Severity.Urgent, (await app.FlagsOf(ana))[^1].Severity);
        Assert.True(Assert.Single(await app.Send(new ListUsual(app.Cast.Priya.Actor, ana.Id))).Holds);
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        Assert.Equal(
            UsualEnd.NotSafe,
            Assert.Single(await app.Send(new ListUsual(app.Cast.Priya.Actor, ana.Id))).EndedBecause
        );
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Usual_is_only_for_who_always_answers_so_and_for_four_weeks_at_most()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Reach(flag.Id);
        var today = DateOnly.FromDateTime(app.Now);
        Task<FlagChangeResult> Close(DateOnly until, string reason) =>
            app.Send(
                new ResolveFlag(app.Cast.Priya.Actor, flag.Id, FlagOutcome.Supported, null)
                {
                    Usual = new UsualSaid(until, reason),
                }
            );
        foreach (var apart in new[] { TimeSpan.FromMinutes(5), TimeSpan.FromDays(1) })
        {
            // One bad morning is not "always", however often they say so.
            var once = await Assert.ThrowsAsync<ValidationException>(() =>
                Close(today.AddDays(14), "Has rated 9 for a year; copes.")
            );
            Assert.Contains(
                "each of the last 3 days",
                Assert.Single(once.Errors).ErrorMessage,
                StringComparison.Ordinal
            );
            for (var time = 0; time < 2; time++)
            {
                app.Clock.Advance(apart);
                await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
            }
        }

        Assert.Equal(
            "usualUntil",
            Assert
                .Single(
                    (
                        await Assert.ThrowsAsync<ValidationException>(() =>
                            Close(DateOnly.FromDateTime(app.Now).AddDays(28), "Has rated 9 for a year; copes.")
                        )
                    ).Errors
                )
                .PropertyName
        );
        Assert.Equal(
            "usualReason",
            Assert
                .Single((await Assert.ThrowsAsync<ValidationException>(() => Close(today.AddDays(14), "usual"))).Errors)
                .PropertyName
        );
        Assert.IsType<FlagChangeResult.Done>(await Close(today.AddDays(14), "Has rated 9 for a year; copes."));
        app.Mailbox.Ignore();
    }

    // The property: at every moment, whoever's latest rating is near the top, or who asked for contact, has an open
    // flag or a resolution later than that check-in; whatever was set, said and closed before.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nobody_in_distress_is_ever_without_a_flag_or_a_later_resolution(int seed)
    {
        if (provider != DatabaseProvider.Sqlite)
            return; // The rules are the same; one database is enough for so many steps.
        await using var app = await AppFixture.Create(provider);
        var random = new Random(20261129 + seed);
        var (people, nurse) = (new[] { app.Cast.Ana, app.Cast.Omar }, app.Cast.Priya.Actor);
        for (var step = 0; step < 120; step++)
        {
            var person = people[random.Next(people.Length)];
            var flag = (await app.FlagsOf(person)).SingleOrDefault(f => f.State != FlagState.Resolved);
            switch (random.Next(12))
            {
                case < 5:
                    await app.Send(
                        person.CheckIn(
                            random.Next(5) == 0 ? null : Math.Min(10, random.Next(4, 13)),
                            random.Next(4) == 0 ? null : random.Next(11),
                            random.Next(4) == 0 ? PerceivedChange.Growing : null,
                            contactMe: random.Next(6) == 0,
                            words: random.Next(6) == 0 ? "Some words." : null
                        )
                    );
                    break;
                case 5 when flag is not null:
                    await app.Send(new AcknowledgeFlag(nurse, flag.Id));
                    break;
                case 6 or 7 when flag is not null:
                    await Close(app, flag, random);
                    break;
                case 8:
                    await app.Send(new RaiseNotSafe(person.Actor, Guid.CreateVersion7()));
                    break;
                case 9
                    when (await app.Send(new GetMyCheckIns(person.Actor, Take: 1))) is [{ } last]
                        && app.Now - last.SubmittedAtUtc < CheckIn.CorrectableFor:
                    await app.Send(
                        random.Next(4) == 0
                            ? new RemoveCheckIn(person.Actor, last.Id)
                            : (MediatR.IRequest<CorrectCheckInResult>)
                                new CorrectCheckIn(
                                    person.Actor,
                                    last.Id,
                                    person
                                        .CheckIn(random.Next(11), random.Next(11), contactMe: random.Next(6) == 0)
                                        .Answers
                                )
                    );
                    break;
                case 10:
                    await QuietDays(app, random.Next(0, 29));
                    break;
                default:
                    app.Clock.Advance(TimeSpan.FromHours(random.Next(1, 24 * 9)));
                    break;
            }

            app.Clock.Advance(TimeSpan.FromMinutes(1));
            app.Mailbox.Ignore();
            await NobodyIsMissed(app, people);
        }

        Assert.Empty((await app.Send(new CheckInvariants(Actor.System, Everything: true))).Violations);
    }

    /// <summary>Tries, and closes it in some way: as usual for the person where that may be said.</summary>
    private static async Task Close(AppFixture app, Flag flag, Random random)
    {
        var outcome = (FlagOutcome)random.Next(Enum.GetValues<FlagOutcome>().Length);
        for (var tries = 0; tries < 3; tries++, app.Clock.Advance(Flag.TriesApart))
            await app.Send(
                new RecordContactAttempt(
                    app.Cast.Priya.Actor,
                    flag.Id,
                    Guid.CreateVersion7(),
                    ContactChannel.Phone,
                    outcome != FlagOutcome.UnableToReach,
                    null
                )
            );
        var close = new ResolveFlag(app.Cast.Priya.Actor, flag.Id, outcome, "A reason in words.");
        try
        {
            await app.Send(
                close with
                {
                    Usual = new UsualSaid(
                        DateOnly.FromDateTime(app.Now).AddDays(random.Next(2, 28)),
                        "Always answers so."
                    ),
                }
            );
        }
        catch (ValidationException)
        {
            await app.Send(close);
        }
    }

    private static async Task NobodyIsMissed(AppFixture app, IEnumerable<Person> people)
    {
        var top = 9;
        foreach (var person in people)
        {
            var checkIns = await app.Db(db =>
                db.CheckIns.AsNoTracking()
                    .Where(c => c.ParticipantId == person.Id)
                    .OrderBy(c => c.SubmittedAtUtc)
                    .ToListAsync()
            );
            var calls = checkIns
                .Where(c => c.ContactMe)
                .Append(
                    checkIns.LastOrDefault(c => c.Intensity is not null) is { } last && last.Intensity >= top
                        ? last
                        : null
                )
                .OfType<CheckIn>();
            var flags = await app.FlagsOf(person);
            Assert.All(
                calls,
                c =>
                    Assert.True(
                        flags.Exists(f => f.State != FlagState.Resolved || f.ResolvedAtUtc >= c.SubmittedAtUtc),
                        $"{person.Name} said {c.Intensity} and has no flag."
                    )
            );
        }
    }

    private static async Task Weekly(AppFixture app, int intensity, int functioning)
    {
        await app.Send(app.Cast.Ana.CheckIn(intensity, functioning));
        app.Mailbox.Ignore();
        app.Clock.Advance(_week);
    }

    /// <summary>Four weeks of 9, daily life at 4, the flag closed as usual for two weeks; a week later.</summary>
    private static async Task AlwaysNine(AppFixture app, int functioning = 4)
    {
        for (var week = 0; week < 4; week++)
            await Weekly(app, 9, functioning);
        var flag = await app.FlagOf(app.Cast.Ana);
        await app.Reach(flag.Id);
        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(
                new ResolveFlag(app.Cast.Priya.Actor, flag.Id, FlagOutcome.Supported, null)
                {
                    Usual = new UsualSaid(DateOnly.FromDateTime(app.Now).AddDays(14), "Has rated 9 for a year; copes."),
                }
            )
        );
        app.Clock.Advance(TimeSpan.FromDays(1));
        app.Mailbox.Ignore();
    }

    private static async Task QuietDays(AppFixture app, int days)
    {
        var inForce = (await app.Send(new GetThresholds(app.Cast.Ruth.Actor))).InForce;
        EpisodeSettings With(EpisodeSettings episodes) => episodes with { QuietDaysAfterResolution = days };
        var all = inForce.Detection.Episodes;
        var detection = inForce.Detection with
        {
            Episodes = new PerCadence<EpisodeSettings>(
                With(all.Daily),
                With(all.Weekly),
                With(all.Fortnightly),
                With(all.Monthly)
            ),
        };
        await app.Db(async db =>
        {
            db.ThresholdSettings.Add(
                new ThresholdSettings
                {
                    Version = inForce.Version + 1,
                    Detection = detection,
                    Respond = inForce.Respond,
                    PublishedAtUtc = app.Now,
                    PublishedByName = "Ruth",
                    Reason = "Another number of quiet days.",
                }
            );
            await db.SaveChangesAsync();
        });
    }
}
