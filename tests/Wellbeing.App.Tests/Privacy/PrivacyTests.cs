using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Privacy;

public sealed class PrivacyTests
{
    [Fact]
    public async Task An_export_holds_a_list_for_every_table_that_knows_the_person_and_every_row_of_it()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        await app.Cast.AddConfirmedContact(ana, "Bea", "bea@home.example");
        await app.Pass(TimeSpan.FromDays(8), TimeSpan.FromHours(3));
        await Correct(app, await app.Send(ana.CheckIn(intensity: 9, words: "Purple elephants")));
        await app.Db(async db =>
        {
            db.Experiences.Add(
                new Experience
                {
                    Id = Guid.CreateVersion7(),
                    ParticipantId = ana.Id,
                    AnsweredAtUtc = app.Now,
                    Answer = ExperienceAnswer.Better,
                }
            );
            await db.SaveChangesAsync();
        });
        await app.Send(new StartCheckIn(ana.Actor));
        await app.Send(new AskToChangeMyEmail(ana.Actor, "ana.new@home.example"));
        await app.Send(new AskFamily(ana.Actor, "Lena", "lena@home.example", "en"));
        await app.Send(app.Cast.Omar.CheckIn(words: "Omar's alone"));
        await app.Dispatch();
        app.Mailbox.Ignore();

        var file = await Export(app, ana);

        var tables = await app.Db(db =>
            Task.FromResult(
                db.Model.GetEntityTypes()
                    .Where(e => e.FindProperty("ParticipantId") is not null && !e.IsOwned())
                    .Select(e => e.ClrType)
                    .Append(typeof(Participant))
                    .ToList()
            )
        );
        Assert.Empty(tables.Except(Exported.Lists.Keys));
        var counts = await Stored(app, ana);
        Assert.Equal(Exported.Lists.Values.Order(), counts.Keys.Order());
        Assert.All(counts, list => Assert.Equal(list.Value, file.GetProperty(list.Key).GetArrayLength()));
        Assert.True(
            counts["messages"] > 0
                && counts["prompts"] > 0
                && counts["flags"] > 0
                && counts["family"] > 0
                && counts["addressChanges"] > 0
                && counts["checkInBegun"] > 0
        );
        Assert.Contains("Purple elephants", file.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Omar", file.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>How many rows of each list of the export the database holds.</summary>
    private static async Task<Dictionary<string, int>> Stored(AppFixture app, Person person)
    {
        var id = person.Id;
        var toColleagues = await app.Use<MessageKinds, IReadOnlyList<string>>(
            (kinds, _) => Task.FromResult(kinds.ToColleagues)
        );
        return await app.Db(async db => new Dictionary<string, int>
        {
            ["person"] = 1,
            ["checkIns"] = await db.CheckIns.CountAsync(c => c.ParticipantId == id),
            ["checkInsBeforeCorrection"] = 1,
            ["whetherItHelps"] = 1,
            ["checkInBegun"] = await db.CheckInDrafts.CountAsync(c => c.ParticipantId == id),
            ["prompts"] = await db.Prompts.CountAsync(c => c.ParticipantId == id),
            ["treatmentEvents"] = await db.TreatmentEvents.CountAsync(c => c.ParticipantId == id),
            ["calls"] = await db.PromptCalls.CountAsync(c => c.ParticipantId == id),
            ["teamNotes"] = await db.PersonNotes.CountAsync(c => c.ParticipantId == id),
            ["notesBack"] = 0, // With one there is a test in RepliesTests.
            ["ownThresholds"] = await db.ThresholdOverrides.CountAsync(c => c.ParticipantId == id),
            ["screens"] = await db.Screens.CountAsync(c => c.ParticipantId == id),
            ["lookAgain"] = await db.Rechecks.CountAsync(c => c.ParticipantId == id),
            ["flags"] = await db.Flags.CountAsync(c => c.ParticipantId == id),
            ["findings"] = await db.FlagFindings.CountAsync(c => c.ParticipantId == id),
            ["findingsAgain"] = await db.FindingRepeats.CountAsync(c => c.ParticipantId == id),
            ["usualLevels"] = await db.UsualForPeople.CountAsync(c => c.ParticipantId == id),
            ["supportContacts"] = await db.SupportContacts.CountAsync(c => c.ParticipantId == id),
            ["messages"] = await db.Messages.CountAsync(c => c.ParticipantId == id && !toColleagues.Contains(c.Kind)),
            ["family"] = await db.FamilyLinks.CountAsync(),
            ["consents"] = await db.Consents.CountAsync(c => c.ParticipantId == id),
            ["addressChanges"] = await db.EmailChanges.CountAsync(),
            ["whatHappened"] = await db.AuditRecords.CountAsync(c =>
                c.ParticipantId == id && c.Action != AuditActions.DataExported
            ), // That comes after it.
        });
    }

    [Fact]
    public async Task Closing_an_account_ends_asking_telling_and_signing_in_at_once_and_leaves_an_open_flag_with_the_nurses()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        var bea = await app.Cast.AddConfirmedContact(ana, "Bea", "bea@home.example");
        await app.Pass(TimeSpan.FromDays(7), TimeSpan.FromHours(3));
        await app.Send(ana.CheckIn(intensity: 9));
        await app.Send(new StartCheckIn(ana.Actor));
        app.Mailbox.Ignore();

        await app.Send(new CloseMyAccount(ana.Actor));
        await app.Pass(TimeSpan.FromDays(15), TimeSpan.FromHours(3));

        Assert.DoesNotContain(app.Mailbox.Read(), m => m.ToAddress == ana.Email || m.ToAddress == "bea@home.example");
        var account = await app.Db(db => db.Users.SingleAsync(u => u.Id == ana.Actor.UserId));
        Assert.False(account.Enabled);
        Assert.NotEqual("test", account.SecurityStamp);
        Assert.Equal(
            SupportContactState.Withdrawn,
            (await app.Db(db => db.SupportContacts.SingleAsync(c => c.Id == bea))).State
        );
        Assert.False(await app.Db(db => db.CheckInDrafts.AnyAsync()));
        Assert.Equal(FlagState.Open, (await app.FlagOf(ana)).State);
        Assert.IsType<SubmitCheckInResult.Closed>(await app.Send(ana.CheckIn()));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Retention_counts_first_then_removes_just_that_once_and_the_audit_log_stays_whole(
        DatabaseProvider provider
    )
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await app.Cast.AddConfirmedContact(ana, "Bea Marino", "bea@home.example");
        await Correct(app, await app.Send(ana.CheckIn(intensity: 9, words: "Purple elephants")));
        await app.Dispatch();
        var flag = await app.FlagOf(ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id));
        await app.Send(
            new RecordContactAttempt(
                app.Cast.Priya.Actor,
                flag.Id,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                true,
                "Talked"
            )
        );
        await app.Send(new CloseMyAccount(ana.Actor));
        app.Mailbox.Ignore();
        Assert.All(await app.Send(new Retain(Actor.System, DryRun: true)), row => Assert.Equal(0, row.Count));

        app.Clock.Advance(TimeSpan.FromDays(366 * 7));
        var would = await app.Send(new Retain(app.Cast.Ruth.Actor, DryRun: true));
        Assert.Equal(would, await app.Send(new Retain(app.Cast.Ruth.Actor, DryRun: true)));
        Assert.True(await app.Db(db => db.CheckIns.AnyAsync(c => c.SealedWords != null)));
        Assert.Equal(would, await app.Send(new Retain(Actor.System, DryRun: false)));
        Assert.All(await app.Send(new Retain(Actor.System, DryRun: false)), row => Assert.Equal(0, row.Count));

        Assert.Contains(would, row => row is { What: "Own words of check-ins", Count: 1 });
        Assert.Contains(would, row => row is { What: "Answers as they were before a correction", Count: 1 });
        Assert.False(await app.Db(db => db.CheckInOriginals.AnyAsync()));
        Assert.Contains(
            would,
            row => row.What.StartsWith("People who closed", StringComparison.Ordinal) && row.Count == 1
        );
        Assert.False(await app.Db(db => db.CheckIns.AnyAsync(c => c.SealedWords != null)));
        Assert.False(await app.Db(db => db.ContactAttempts.AnyAsync(c => c.SealedNote != null)));
        Assert.False(await app.Db(db => db.Users.AnyAsync(u => u.Email == ana.Email)));
        Assert.False(await app.Db(db => db.SupportContacts.AnyAsync(c => c.Name == "Bea Marino")));
        Assert.False(
            await app.Db(db => db.Messages.AnyAsync(n => n.Address == ana.Email || n.Address == "bea@home.example"))
        );
        Assert.True(await app.Db(db => db.Users.AnyAsync(u => u.Email == app.Cast.Omar.Email)));
        Assert.Null((await app.Send(new VerifyAudit(Actor.System))).BrokenAt);
        Assert.DoesNotContain(
            await app.Db(db => db.AuditRecords.Select(a => a.ActorName).Distinct().ToListAsync()),
            name => name is "Ana" or "Omar"
        );
    }

    [Fact]
    public async Task Zero_keeps_everything()
    {
        await using var app = await AppFixture.Create(
            settings:
            [
                ("Retention:FreeTextMonths", "0"),
                ("Retention:ClosedAccountYears", "0"),
                ("Retention:MessageAddressMonths", "0"),
                ("Retention:LinkDays", "0"),
            ]
        );
        await app.Send(app.Cast.Ana.CheckIn(words: "Kept"));
        await app.Send(new CloseMyAccount(app.Cast.Ana.Actor));
        app.Clock.Advance(TimeSpan.FromDays(36500));
        Assert.All(await app.Send(new Retain(Actor.System, DryRun: true)), row => Assert.Equal(0, row.Count));
    }

    [Fact]
    public async Task The_participant_sees_who_of_the_team_looked_and_nothing_about_anybody_else()
    {
        await using var app = await AppFixture.Create();
        await app.Send(new GetPerson(app.Cast.Priya.Actor, app.Cast.Ana.Id));
        await app.Send(new GetPerson(app.Cast.Tom.Actor, app.Cast.Omar.Id));
        await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor));

        var look = Assert.Single((await app.Send(new GetWhoLooked(app.Cast.Ana.Actor))).Looks);

        Assert.Equal((app.Now, "Priya Nair", AuditActions.ParticipantViewed), (look.AtUtc, look.Name, look.Action));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Letters_hand_overs_screens_notes_and_once_a_day_lists_are_looks_too(DatabaseProvider provider)
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        var flag = await app.RaiseUrgent(ana);
        await app.Send(new GetReferralLetter(priya, flag.Id, ReferralKind.Psychology));
        await app.Send(new GetHandover(priya, false));
        await app.Send(new ListScreens(priya, ana.Id));
        await app.Send(new ListNotes(priya, ana.Id));
        for (var i = 0; i < 3; i++)
        {
            await app.Send(new ListFlags(priya));
            await app.Send(new ListPeople(priya));
        }

        Assert.Equal(
            [
                AuditActions.ReferralLetterOpened,
                AuditActions.HandoverPrepared,
                AuditActions.ScreensViewed,
                AuditActions.NotesViewed,
                AuditActions.NamedInList,
            ],
            (await app.Send(new GetWhoLooked(ana.Actor))).Looks.Select(l => l.Action).Reverse()
        );
        Assert.Equal(
            AuditActions.NamedInList,
            Assert.Single((await app.Send(new GetWhoLooked(app.Cast.Omar.Actor))).Looks).Action
        ); // He has no flag; he is in the list of people.

        app.Clock.Advance(TimeSpan.FromHours(25));
        await app.Send(new ListFlags(app.Cast.Tom.Actor));
        await app.Send(new ListFlags(priya));
        Assert.Equal(
            ["Priya Nair", "Tom Walker"],
            (await app.Send(new GetWhoLooked(ana.Actor))).Looks.Take(2).Select(l => l.Name)
        );
    }

    [Fact]
    public async Task An_export_is_recorded_once_it_was_handed_over_and_a_broken_one_is_not_written_twice()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(words: "The orange cat sat on my feet."));
        await using var gone = new Gone();
        await Assert.ThrowsAsync<IOException>(() => app.Send(new ExportMyData(app.Cast.Ana.Actor, gone)));
        Assert.Equal(1, gone.Writes); // What has left cannot be taken back.
        Assert.Equal([AuditActions.DataExportBrokenOff], await Exports(app));

        await Export(app, app.Cast.Ana);
        Assert.Equal([AuditActions.DataExportBrokenOff, AuditActions.DataExported], await Exports(app));
    }

    private static Task<List<string>> Exports(AppFixture app) =>
        app.Db(db =>
            db.AuditRecords.Where(a =>
                    a.Action == AuditActions.DataExported || a.Action == AuditActions.DataExportBrokenOff
                )
                .OrderBy(a => a.Sequence)
                .Select(a => a.Action)
                .ToListAsync()
        );

    /// <summary>A reader who has left, as the database's own faults tell it.</summary>
    private sealed class Gone : MemoryStream
    {
        public int Writes { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            throw new DbUpdateException("Somebody else wrote first.");
        }
    }

    /// <summary>It raised a flag, so what it said before is kept.</summary>
    private static Task Correct(AppFixture app, SubmitCheckInResult sent) =>
        app.Send(
            new CorrectCheckIn(
                app.Cast.Ana.Actor,
                ((SubmitCheckInResult.Saved)sent).CheckInId,
                Answers.None with
                {
                    Intensity = 4,
                    Words = "Fewer elephants",
                }
            )
        );

    private static async Task<JsonElement> Export(AppFixture app, Person person)
    {
        using var file = new MemoryStream();
        await app.Send(new ExportMyData(person.Actor, file));
        return JsonElement.Parse(file.ToArray());
    }
}
