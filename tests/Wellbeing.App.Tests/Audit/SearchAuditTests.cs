using FluentValidation;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Audit;

public abstract class SearchAuditTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : SearchAuditTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SearchAuditTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Records_are_asked_for_by_name_and_show_names_in_place_of_numbers()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        await app.Cast.AddPatient("Anahita", "anahita@home.example");
        var flag = await app.RaiseUrgent(app.Cast.Omar);
        await app.Send(new AssignFlag(app.Cast.Priya.Actor, flag.Id, app.Cast.Tom.Id));
        await app.Send(new GetPerson(app.Cast.Priya.Actor, app.Cast.Ana.Id));

        var given = Assert.Single(
            (
                await app.Send(new SearchAudit(ruth, new AuditFilter(Person: "omA", What: AuditActions.FlagAssigned)))
            ).Rows
        );
        Assert.Equal(("Omar", "to: Tom Walker"), (given.ParticipantName, given.Detail));
        // A whole name is that person, though another's begins alike.
        var about = await app.Send(new SearchAudit(ruth, new AuditFilter(Person: "ana")));
        Assert.Equal("Ana", about.About);
        Assert.All(about.Rows, row => Assert.Equal(app.Cast.Ana.Id, row.ParticipantId));
        Assert.StartsWith("Several", await Refused("an"), StringComparison.Ordinal);
        Assert.StartsWith("Nobody", await Refused("Zoe"), StringComparison.Ordinal);

        await app.Send(new SearchAudit(ruth, new AuditFilter(AuditActorKind.Account, app.Cast.Priya.Id)));
        var all = await app.Send(new ExportAudit(ruth, new AuditFilter()));
        Assert.Contains(all, row => row.Detail?.Contains("done by: Priya Nair", StringComparison.Ordinal) == true);
        Assert.All(all, row => Assert.DoesNotMatch("[0-9a-f]{8}-[0-9a-f]{4}", row.Detail ?? ""));
        app.Mailbox.Ignore();

        async Task<string> Refused(string name) =>
            Assert
                .Single(
                    (
                        await Assert.ThrowsAsync<ValidationException>(() =>
                            app.Send(new SearchAudit(ruth, new AuditFilter(Person: name)))
                        )
                    ).Errors
                )
                .ErrorMessage;
    }

    [Fact]
    public async Task Nothing_in_it_says_how_somebody_is_nor_can_it_be_asked_for()
    {
        await using var app = await AppFixture.Create(provider);
        var (ruth, priya, ana) = (app.Cast.Ruth.Actor, app.Cast.Priya.Actor, app.Cast.Ana);
        await app.Send(ana.CheckIn(intensity: 8));
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        await app.Send(app.Cast.Omar.CheckIn(2));
        await app.Send(new AskForCall(app.Cast.Omar.Actor, Guid.CreateVersion7()));
        var flag = await app.FlagOf(ana);
        await app.Send(new AcknowledgeFlag(priya, flag.Id));
        await app.Send(
            new RecordContactAttempt(priya, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, true, null)
        );
        await app.Send(new ListFlags(priya, FlagFilter.Unresolved));
        await app.Send(new PrepareReferralLetter(priya, flag.Id, ReferralKind.PalliativeCare));

        var all = await app.Send(new ExportAudit(ruth, new AuditFilter()));
        var about = all.Where(row => row.ParticipantId is not null).ToList();
        Assert.Contains(about, row => row.Action == AuditWords.HelpAsked && row.ParticipantId == ana.Id);
        foreach (
            var telling in new[]
            {
                "not-safe",
                "call-asked",
                "severity",
                "usual",
                "rule",
                "referral",
                "alliative",
                "Urgent",
            }
        )
        {
            Assert.All(about, row => Assert.DoesNotContain(telling, row.Action, StringComparison.OrdinalIgnoreCase));
            Assert.All(
                about,
                row => Assert.DoesNotContain(telling, row.Detail ?? "", StringComparison.OrdinalIgnoreCase)
            );
        }

        // Both ways of asking for help are one verb, in the filter too.
        foreach (var asked in new[] { AuditActions.NotSafeSaid, AuditActions.CallAsked, AuditActions.FlagEscalated })
        {
            Assert.DoesNotContain(asked, AuditWords.Verbs);
            Assert.Empty((await app.Send(new SearchAudit(ruth, new AuditFilter(What: asked)))).Rows);
        }
        Assert.Equal(
            [app.Cast.Omar.Id, ana.Id],
            (await app.Send(new SearchAudit(ruth, new AuditFilter(What: AuditWords.HelpAsked)))).Rows.Select(r =>
                r.ParticipantId!.Value
            )
        );
        Assert.Contains(
            (await app.Send(new SearchAudit(ruth, new AuditFilter(What: "participant")))).Rows,
            row => row.Action == AuditWords.HelpAsked
        );

        // What is left is in words.
        Assert.Contains(all, row => row.Detail == "by: phone; reached: yes");
        Assert.Contains(all, row => row.Detail == "list: unresolved");
        Assert.All(all, row => Assert.DoesNotContain('=', row.Detail ?? ""));
        app.Mailbox.Ignore();
    }
}
