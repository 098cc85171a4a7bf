using FluentValidation;
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
        Assert.Equal(("Omar", "to=Tom Walker"), (given.ParticipantName, given.Detail));
        // A whole name is that person, though another's begins alike.
        var about = await app.Send(new SearchAudit(ruth, new AuditFilter(Person: "ana")));
        Assert.Equal("Ana", about.About);
        Assert.All(about.Rows, row => Assert.Equal(app.Cast.Ana.Id, row.ParticipantId));
        Assert.StartsWith("Several", await Refused("an"), StringComparison.Ordinal);
        Assert.StartsWith("Nobody", await Refused("Zoe"), StringComparison.Ordinal);

        await app.Send(new SearchAudit(ruth, new AuditFilter(AuditActorKind.Account, app.Cast.Priya.Id)));
        var all = await app.Send(new ExportAudit(ruth, new AuditFilter()));
        Assert.Contains(all, row => row.Detail?.Contains("actor=Priya Nair", StringComparison.Ordinal) == true);
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
}
