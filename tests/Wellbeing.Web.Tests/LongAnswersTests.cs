using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Whatever is handed out or taken in is read to its end, over the server that serves it, at a size at which
/// it comes in many pieces.</summary>
public abstract class LongAnswersTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : LongAnswersTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : LongAnswersTests(DatabaseProvider.Postgres);

    private const int Many = 120;

    [Fact]
    public async Task A_person_with_many_check_ins_gets_every_one_of_them_in_every_form()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var (ana, said) = (web.Cast.Ana, new string('好', CheckIn.MaximumWordsLength - 8));
        for (var n = 0; n < Many; n++)
        {
            web.Clock.Advance(TimeSpan.FromHours(1));
            await web.Send(ana.CheckIn(intensity: n % 5, words: $"{said} {n:000}"));
        }

        using var client = await web.SignedInByCookie(ana.Actor.UserId!.Value);
        using (
            var answer = await HtmlForm
                .In(await client.GetStringAsync("/Settings/Data"), "Download my data")
                .Submit(client, "/Settings/Data")
        )
        {
            using var export = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
            Assert.Equal(
                Enumerable.Range(0, Many).Select(n => $"{said} {n:000}"),
                export
                    .RootElement.GetProperty("checkIns")
                    .EnumerateArray()
                    .Select(c => c.GetProperty("words").GetString())
            );
        }

        var table = await client.GetStringAsync("/Trend?handler=Csv");
        Assert.All(Enumerable.Range(0, Many), n => Assert.Contains($"好 {n:000}", table, StringComparison.Ordinal));
        Assert.Single(
            await web.Db(db => db.AuditRecords.Where(a => a.Action == AuditActions.DataExported).ToListAsync())
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task The_whole_log_as_a_file_has_every_record()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        for (var n = 0; n < Many; n++)
            await web.Send(web.Cast.Ana.CheckIn(intensity: 2));
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var before = await web.Db(db => db.AuditRecords.CountAsync());
        Assert.Equal(before + 1, Lines(await ruth.GetStringAsync("/Admin/Audit?handler=Csv")));
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_table_of_people_as_long_as_one_may_be_is_looked_at_and_then_done()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var csv =
            "name,email,kind,language,time_zone\n"
            + string.Concat(
                Enumerable
                    .Range(0, Many)
                    .Select(n =>
                        $"Person {n:000} {new string('n', 60)},person{n:000}@home.example,patient,vi,Australia/Sydney\n"
                    )
            );
        var form = HtmlForm.In(await ruth.GetStringAsync("/Admin/Import"), "multipart/form-data");
        using var content = new MultipartFormDataContent
        {
            {
                new StringContent(form.Fields.Single(f => f.Key == "__RequestVerificationToken").Value),
                "__RequestVerificationToken"
            },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "Table", "people.csv" },
        };
        using var looked = await ruth.PostAsync("/Admin/Import", content);
        using var done = await HtmlForm
            .In(await looked.Content.ReadAsStringAsync(), "name=\"Looked\"")
            .Submit(ruth, "/Admin/Import");
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(Many, await web.Db(db => db.Messages.CountAsync(n => n.Kind == ParticipantInvitation.Kind)));
        web.Mailbox.Ignore();
    }

    private static int Lines(string csv) => csv.TrimEnd().Split('\n').Length;
}
