using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.Detection;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.Flags;

public abstract class NarrowFlagsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : NarrowFlagsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : NarrowFlagsTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task The_list_and_its_counts_narrow_by_severity_kind_cohort_language_and_name()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, ruth) = (app.Cast.Priya.Actor, app.Cast.Ruth.Actor);
        var zoe = await app.Cast.AddPatient("Zoë Ängström", "zoe@home.example");
        await app.Db(async db =>
        {
            (await db.Participants.SingleAsync(p => p.Id == zoe.Id)).Language = "zh-Hans";
            await db.SaveChangesAsync();
        });
        Assert.Equal(SaveCohortResult.Saved, await app.Send(new SaveCohort(ruth, null, "Hobart", Cadence.Weekly)));
        var hobart = Assert.Single(await app.Send(new ListCohorts(priya)));
        Assert.True(await app.Send(new PlaceInCohort(priya, app.Cast.Omar.Id, hobart.Id)));
        await app.Send(
            new ChangeHowToCall(priya, app.Cast.Omar.Id, "0400 000 001", null, null, NeedsInterpreter: false)
            {
                Address = new(null, null, "pa"),
            }
        );
        await app.Send(zoe.CheckIn(intensity: 9));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));

        async Task Narrows(FlagNarrowing by, params string[] names)
        {
            var page = await app.Send(new ListFlags(priya, Narrow: by));
            Assert.Equal(names, page.Rows.Select(r => r.ParticipantName).Order(StringComparer.Ordinal));
            Assert.Equal(names.Length, page.Counts[FlagFilter.Open]);
        }

        await Narrows(new FlagNarrowing(), "Ana", "Omar", "Zoë Ängström");
        await Narrows(new FlagNarrowing(Severity: Severity.Urgent), "Zoë Ängström");
        await Narrows(new FlagNarrowing(Kind: ParticipantKind.FamilyMember), "Omar");
        await Narrows(new FlagNarrowing(CohortId: hobart.Id), "Omar");
        await Narrows(new FlagNarrowing(Language: "zh"), "Zoë Ängström");
        await Narrows(new FlagNarrowing(Language: "en"), "Ana"); // Omar's pages are in English; he speaks Punjabi.
        await Narrows(new FlagNarrowing(Language: "pa"), "Omar");
        await Narrows(new FlagNarrowing(Name: " äng "), "Zoë Ängström");
        await Narrows(new FlagNarrowing(Severity: Severity.Urgent, Kind: ParticipantKind.FamilyMember));
        Assert.Equal(1, Assert.Single(await app.Send(new ListCohorts(priya, Counted: true))).People);
    }

    [Fact]
    public async Task A_cohorts_name_is_given_once_and_a_person_leaves_it_as_easily_as_they_joined()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        await app.Send(new SaveCohort(ruth, null, " Hobart ", Cadence.Weekly));
        var hobart = Assert.Single(await app.Send(new ListCohorts(ruth)));
        Assert.Equal("Hobart", hobart.Name);
        Assert.Equal(SaveCohortResult.NameTaken, await app.Send(new SaveCohort(ruth, null, "Hobart", Cadence.Daily)));
        Assert.Equal(SaveCohortResult.Saved, await app.Send(new SaveCohort(ruth, hobart.Id, "Hobart", Cadence.Daily)));
        Assert.Equal(
            SaveCohortResult.NotFound,
            await app.Send(new SaveCohort(ruth, Guid.CreateVersion7(), "Perth", Cadence.Daily))
        );
        await Assert.ThrowsAsync<ValidationException>(() => app.Send(new SaveCohort(ruth, null, " ", Cadence.Daily)));

        Assert.True(await app.Send(new PlaceInCohort(ruth, app.Cast.Ana.Id, hobart.Id)));
        Assert.False(await app.Send(new PlaceInCohort(ruth, app.Cast.Ana.Id, Guid.CreateVersion7())));
        Assert.True(await app.Send(new PlaceInCohort(ruth, app.Cast.Ana.Id, null)));
        Assert.Equal(
            (0, Cadence.Daily),
            Assert.Single(await app.Send(new ListCohorts(ruth, Counted: true))) is var row
                ? (row.People, row.Cadence)
                : default
        );
    }

    [Fact]
    public async Task Who_joins_a_cohort_is_asked_as_often_as_it_is_unless_they_chose_for_themselves()
    {
        await using var app = await AppFixture.Create(provider);
        var (ruth, ana, omar) = (app.Cast.Ruth.Actor, app.Cast.Ana, app.Cast.Omar);
        await app.Db(async db =>
        {
            (await db.Participants.SingleAsync(p => p.Id == ana.Id)).Reschedule(CheckInSchedule.Default, app.Now);
            (await db.Participants.SingleAsync(p => p.Id == omar.Id)).Reschedule(
                CheckInSchedule.Default with
                {
                    Cadence = Cadence.Monthly,
                },
                app.Now
            );
            await db.SaveChangesAsync();
        });
        await app.Send(new SaveCohort(ruth, null, "Transplant", Cadence.Daily));
        var cohort = Assert.Single(await app.Send(new ListCohorts(ruth))).Id;
        await app.Send(new PlaceInCohort(ruth, ana.Id, cohort));
        await app.Send(new PlaceInCohort(ruth, omar.Id, cohort));

        var people = await app.Db(db => db.Participants.ToDictionaryAsync(p => p.Id));
        Assert.Equal(
            (Cadence.Daily, Cadence.Monthly),
            (people[ana.Id].Schedule.Cadence, people[omar.Id].Schedule.Cadence)
        );
        Assert.True(people[ana.Id].NextPromptAtUtc < app.Now.AddDays(2));
    }

    [Fact]
    public async Task Several_flags_are_taken_at_once_and_one_that_a_colleague_has_holds_back_no_other()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));
        var (ana, omar) = ((await app.FlagOf(app.Cast.Ana)).Id, (await app.FlagOf(app.Cast.Omar)).Id);
        await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, ana));

        Assert.Equal(
            new TakeFlagsResult(1, 2),
            await app.Send(new TakeFlags(app.Cast.Priya.Actor, [ana, omar, Guid.CreateVersion7(), omar]))
        );
        Assert.Equal(app.Cast.Tom.Id, (await app.FlagOf(app.Cast.Ana)).AcknowledgedBy);
        Assert.Equal(app.Cast.Priya.Id, (await app.FlagOf(app.Cast.Omar)).AcknowledgedBy);
    }

    [Fact]
    public async Task A_saved_view_is_its_owners_alone_and_the_same_name_replaces_it()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya.Actor, app.Cast.Tom.Actor);
        await app.Send(new SaveView(priya, "Mornings", "?show=open"));
        await app.Send(new SaveView(priya, "Mornings ", "?show=mine"));
        var view = Assert.Single(await app.Send(new ListSavedViews(priya)));
        Assert.Equal(("Mornings", "?show=mine"), (view.Name, view.Query));
        Assert.Empty(await app.Send(new ListSavedViews(tom)));
        await app.Send(new ForgetView(tom, view.Id));
        Assert.Single(await app.Send(new ListSavedViews(priya)));
        await app.Send(new ForgetView(priya, view.Id));
        Assert.Empty(await app.Send(new ListSavedViews(priya)));
        await Assert.ThrowsAsync<ValidationException>(() => app.Send(new SaveView(priya, "", "?show=open")));
    }
}
