using System.Net;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests.Api;

/// <summary>People are asked to take part by the API as by the form.</summary>
public abstract class InvitationTests(DatabaseProvider provider)
{
    private const string Lena = "lena@home.example";

    public sealed class OnSqlite() : InvitationTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : InvitationTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_program_invites_somebody_with_all_that_is_known_and_once_however_often_it_asks()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        await web.Send(new SaveCohort(web.Cast.Ruth.Actor, null, "Royal Perth", Cadence.Fortnightly));
        var program = web.Api();
        program.UseToken(
            Assert
                .IsType<CreateApiClientResult.Created>(
                    await web.Send(
                        new CreateApiClient(
                            web.Cast.Ruth.Actor,
                            Guid.CreateVersion7(),
                            "Ward list",
                            [ApiScope.InvitePeople],
                            null
                        )
                    )
                )
                .Secret
        );
        var body = new
        {
            name = "Helena Jones",
            email = Lena,
            kind = "patient",
            language = "vi",
            timeZone = "Australia/Perth",
            phone = "0412345678",
            bestTimeToCall = "evening",
            mayLeaveMessage = true,
            needsInterpreter = true,
            spokenLanguage = "Cantonese",
            preferredName = "Lena",
            pronouns = "she/her",
            cohort = "royal perth",
            requestId = Guid.CreateVersion7(web.Clock.GetUtcNow()),
        };

        var sent = (await program.Post("invitations", body)).Is(HttpStatusCode.Created);
        Assert.False(sent["repeated"].GetBoolean());
        Assert.Equal(body.requestId, sent["id"].GetGuid());
        Assert.True((await program.Post("invitations", body)).Is(HttpStatusCode.OK)["repeated"].GetBoolean());

        // Another person under the same id is not silently left out.
        Assert.Equal(
            "requestIdUsed",
            (await program.Post("invitations", Body("other@home.example", body.requestId)))
                .IsProblem(HttpStatusCode.Conflict)["code"]
                .GetString()
        );

        var kept = await web.Db(db => db.Invitations.SingleAsync());
        Assert.Equal(
            ("Helena Jones", Lena, ParticipantKind.Patient, "vi", "Australia/Perth", "0412 345 678"),
            (kept.Name, kept.Email, kept.Kind, kept.Language, kept.TimeZone, kept.Phone)
        );
        Assert.Equal(
            (TimeToCall.Evening, true, true, new HowToAddress("Lena", "she/her", "yue")),
            (kept.BestTimeToCall, kept.MayLeaveMessage, kept.NeedsInterpreter, kept.Address)
        );
        Assert.Equal(await web.Db(db => db.Cohorts.Select(c => c.Id).SingleAsync()), kept.CohortId);
        await web.Send(new SendDueMessages(Actor.System, "test"));
        Assert.Contains("Lena", Assert.Single(web.Mailbox.Expect(Lena)).Text, StringComparison.Ordinal);

        // It acts in its own name, for the log and for nurses.
        Assert.Equal(
            "Ward list (API)",
            await web.Db(db =>
                db.AuditRecords.Where(a => a.Action == AuditActions.ParticipantInvited)
                    .Select(a => a.ActorName)
                    .SingleAsync()
            )
        );
        // For whoever reads the log, on the page and in the file: whom.
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.Contains(
            "about <bdi>Helena Jones</bdi>",
            await ruth.GetStringAsync("/Admin/Audit?what=participant"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Helena Jones",
            await ruth.GetStringAsync("/Admin/Audit?handler=Csv&what=participant"),
            StringComparison.Ordinal
        );
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        Assert.Contains(
            "by <bdi>Ward list (API)</bdi>",
            await priya.GetStringAsync("/Staff/Invite"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_cannot_be_used_is_told_by_field_and_a_known_address_is_a_conflict()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var priya = await web.Api(web.Cast.Priya.Email);
        var ruth = await web.Api(web.Cast.Ruth.Email);
        var id = Guid.CreateVersion7(web.Clock.GetUtcNow());

        var wrong = (
            await priya.Post(
                "invitations",
                new
                {
                    name = "",
                    email = "nobody",
                    kind = "patient",
                    language = "tlh",
                    timeZone = "Mars/Olympus",
                    phone = "12",
                    spokenLanguage = "klingon",
                    pronouns = new string('x', 31),
                    preferredName = new string('x', 101),
                    requestId = Guid.Empty,
                }
            )
        ).IsProblem(HttpStatusCode.BadRequest);
        foreach (
            var field in new[]
            {
                "name",
                "email",
                "language",
                "timeZone",
                "phone",
                "spokenLanguage",
                "pronouns",
                "preferredName",
                "requestId",
            }
        )
            Assert.NotEmpty(wrong.Error(field));
        Assert.Contains("English name", wrong.Error("spokenLanguage"), StringComparison.Ordinal);
        (await priya.Post("invitations", new { name = "Lena", kind = "nurse" })).IsProblem(HttpStatusCode.BadRequest);
        (await priya.Post("invitations", Body(Lena, cohort: "Nowhere")))
            .IsProblem(HttpStatusCode.BadRequest)
            .Error("cohort");
        Assert.Equal(0, await web.Db(db => db.Invitations.CountAsync()));

        // With what must be, alone: in English, in the team's zone.
        (await priya.Post("invitations", Body(Lena, id))).Is(HttpStatusCode.Created);
        Assert.Equal("en", await web.Db(db => db.Invitations.Select(i => i.Language).SingleAsync()));
        Assert.Equal(
            "invitedAlready",
            (await ruth.Post("invitations", Body(Lena))).IsProblem(HttpStatusCode.Conflict)["code"].GetString()
        );
        Assert.Equal(
            "addressTaken",
            (await ruth.Post("invitations", Body(web.Cast.Ana.Email)))
                .IsProblem(HttpStatusCode.Conflict)["code"]
                .GetString()
        );
        (await ruth.Post("invitations", Body("other@home.example", id)))
            .IsProblem(HttpStatusCode.BadRequest)
            .Error("requestId");
        (await (await web.Api(web.Cast.Ana.Email)).Post("invitations", Body("other@home.example"))).IsProblem(
            HttpStatusCode.Forbidden
        );
        web.Mailbox.Ignore();
    }

    private static object Body(string email, Guid? requestId = null, string? cohort = null) =>
        new
        {
            name = "Lena",
            email,
            kind = "patient",
            requestId,
            cohort,
        };
}
