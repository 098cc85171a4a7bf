using Microsoft.Extensions.Logging;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.SupportContacts;
using Wellbeing.Web.Tests.Hosting;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Tests;

/// <summary>In Production a page that is in order writes nothing into the log: a warning there is one that somebody
/// should read.</summary>
public sealed class QuietLogTests
{
    private static readonly string[] _open =
    [
        "/",
        "/Help",
        "/NotSafe",
        "/SignIn",
        "/SignIn/Mail",
        "/Language",
        "/Guidance",
    ];
    private static readonly string[] _own =
    [
        "/",
        "/CheckIn",
        "/CheckIn/All",
        "/Trend",
        "/Settings",
        "/Contacts",
        "/Help",
        "/NotSafe",
        "/Settings/Data",
        "/Settings/Details",
        "/Settings/WhoLooked",
        "/Family",
    ];
    private static readonly string[] _nurses =
    [
        "/Staff/Flags",
        "/Staff/ToRead",
        "/Staff/NotHeard",
        "/Staff/People",
        "/Staff/Rota",
        "/Staff/Reports",
        "/Staff/LookAgain",
        "/Staff/Handover",
        "/Staff/Invite",
    ];

    private static readonly string[] _administrators =
    [
        "/Admin",
        "/Admin/ApiClients",
        "/Admin/Audit",
        "/Admin/Branding",
        "/Admin/Cohorts",
        "/Admin/Thresholds",
        "/Admin/Hours",
        "/Admin/Import",
        "/Admin/Languages",
        "/Admin/Leaflets",
        "/Admin/Mail",
        "/Admin/Messages",
        "/Admin/Notes",
        "/Admin/Operations",
        "/Admin/Questions",
        "/Admin/Readiness",
        "/Admin/Retention",
        "/Admin/Rota",
        "/Admin/Staff",
        "/Admin/Support",
        "/Admin/SupportNumbers",
        "/Admin/Webhooks",
        "/Account/Security",
        "/Account/SecondFactor",
    ];

    [Fact]
    public async Task No_page_that_is_in_order_writes_a_warning()
    {
        var (log, wrong) = (new LogLines(), new List<string>());
        await using var web = await WebFixture.Create(new WebSetup { Log = log });
        await web.Send(
            new NominateContact(web.Cast.Ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon)
        );
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Ignore();
        var flag = (await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id;
        var asked = web.Mailbox.Attempts.Single(m => m.ToAddress == "bea@home.example").Text;
        var question = new Uri(
            asked[asked.IndexOf("http", StringComparison.Ordinal)..].Split('\n', ' ')[0].Trim()
        ).AbsolutePath;

        await Look(web.Anonymous(), [.. _open, question]);
        await Look(await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value), _own);
        await Look(
            await web.SignedInByCookie(web.Cast.Priya.Id),
            [.. _nurses, $"/Staff/Flags/{flag}", $"/Staff/Flags/{flag}/Letter", $"/Staff/People/{web.Cast.Ana.Id}"]
        );
        await Look(await web.SignedInByCookie(web.Cast.Ruth.Id), _administrators);

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));

        async Task Look(HttpClient client, IReadOnlyList<string> pages)
        {
            using (client)
            {
                foreach (var page in pages)
                {
                    var before = log.All.Count;
                    using var answer = await client.GetAsync(page);
                    if ((int)answer.StatusCode >= 400)
                        wrong.Add($"{page}: {answer.StatusCode}");
                    var said = log
                        .All.Skip(before)
                        .Where(l => l.Level >= LogLevel.Warning)
                        .Select(l => $"{page}: {l.Category}: {l.Text}");
                    wrong.AddRange(said);
                }
            }
        }
    }
}
