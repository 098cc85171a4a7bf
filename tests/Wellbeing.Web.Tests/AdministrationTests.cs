using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Escalation;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Records;
using Wellbeing.App.Site;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Audit search, import, support numbers: as an administrator uses them.</summary>
public sealed class AdministrationTests : SharedWeb
{
    private static readonly Actor _stranger = new(null, "", Roles.LinkHolder);

    [Fact]
    public async Task The_audit_log_is_searched_and_exported_without_anybody_s_health_and_says_that_it_was()
    {
        await Web.Send(Web.Cast.Ana.CheckIn(intensity: 10));
        await Web.Send(new GetPerson(Web.Cast.Priya.Actor, Web.Cast.Ana.Id));
        await Web.Send(new GetPerson(Web.Cast.Tom.Actor, Web.Cast.Omar.Id));
        using var ruth = await Web.SignedInByCookie(Web.Cast.Ruth.Id);

        var about = await ruth.GetStringAsync($"/Admin/Audit?person={Web.Cast.Ana.Email}&what=participant");
        Assert.Contains("Participant: viewed", about, StringComparison.Ordinal);
        Assert.Contains("Priya Nair</bdi>", about, StringComparison.Ordinal);
        Assert.DoesNotContain("Tom Walker</bdi>", about, StringComparison.Ordinal);
        var csv = await ruth.GetStringAsync($"/Admin/Audit?handler=Csv&person={Web.Cast.Ana.Email}&what=flag");
        Assert.Contains(AuditActions.FlagRaised, csv, StringComparison.Ordinal);
        foreach (var text in new[] { await ruth.GetStringAsync("/Admin/Audit?what=flag"), csv })
            Assert.DoesNotContain("severity", text, StringComparison.Ordinal); // It is in the log; it is not the administrator's to read.
        Assert.Contains(
            "Anybody",
            await ruth.GetStringAsync("/Admin/Audit?who=product&from=2026-02-02&to=2026-02-02"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "No such record",
            await ruth.GetStringAsync("/Admin/Audit?to=2026-01-01"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Nobody who checks in has this name or address",
            await ruth.GetStringAsync("/Admin/Audit?person=nobody%40home.example"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not before the first",
            await ruth.GetStringAsync("/Admin/Audit?from=2026-02-03&to=2026-02-02"),
            StringComparison.Ordinal
        );

        var trail = await Web.Db(db =>
            db.AuditRecords.Where(a => a.ActorId == Web.Cast.Ruth.Id && a.ParticipantId == Web.Cast.Ana.Id)
                .Select(a => a.Action)
                .ToListAsync()
        );
        Assert.Equal([AuditActions.AuditSearched, AuditActions.AuditExported], trail);
        Assert.DoesNotContain(await Web.Db(db => db.AuditRecords.ToListAsync()), a => a.Detail?.Contains('@') == true);
        using var verified = await HtmlForm
            .In(await ruth.GetStringAsync("/Admin/Audit"), "Check the whole log")
            .Submit(ruth, "/Admin/Audit");
        Assert.Contains("records hold", await verified.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null((await Web.Send(new VerifyAudit(Actor.System))).BrokenAt);
    }

    [Fact]
    public async Task Long_lists_come_in_parts_and_a_version_that_a_flag_names_is_found_in_its_part()
    {
        for (var i = 1; i <= 26; i++)
            await Web.Send(new SaveCohort(Web.Cast.Ruth.Actor, null, $"Ward {i:00}", Cadence.Weekly));
        for (var i = 1; i <= 26; i++)
            await Web.Send(
                new PublishThresholds(
                    Web.Cast.Ruth.Actor,
                    i,
                    DetectionSettings.Default,
                    new ResponseTargets(30 + i),
                    $"Reason {i:00}"
                )
            );
        using var ruth = await Web.SignedInByCookie(Web.Cast.Ruth.Id);

        var first = await ruth.GetStringAsync("/Admin/Cohorts");
        Assert.Contains("Page 1 of 2", first, StringComparison.Ordinal);
        Assert.Contains("Ward 25", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Ward 26", first, StringComparison.Ordinal);
        Assert.Contains("/Admin/Cohorts?p=2", first, StringComparison.Ordinal);
        foreach (var last in new[] { "p=2", "p=9" })
            Assert.Contains("Ward 26", await ruth.GetStringAsync($"/Admin/Cohorts?{last}"), StringComparison.Ordinal);

        Assert.DoesNotContain(
            "id=\"version-1\"",
            await ruth.GetStringAsync("/Admin/Thresholds"),
            StringComparison.Ordinal
        );
        var named = await ruth.GetStringAsync("/Admin/Thresholds?version=1");
        Assert.Contains("id=\"version-1\"", named, StringComparison.Ordinal);
        Assert.Contains("/Admin/Thresholds?version=1&amp;p=1#versions", named, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "id=\"version-1\"",
            await ruth.GetStringAsync("/Admin/Thresholds?version=1&p=1"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_with_one_wrong_field_invites_nobody_and_says_where_it_is()
    {
        using var ruth = await Web.SignedInByCookie(Web.Cast.Ruth.Id);
        var before = await Web.Db(db => db.Invitations.CountAsync());

        var page = await Upload(
            ruth,
            "Name,E-mail,kind,language,time_zone,cohort\nGood One,good@home.example,patient,vi,,\n=cmd(),not-an-address,nurse,klingon,Mars/Olympus,Nowhere\nTwice,GOOD@home.example,,,,\n"
        );

        Assert.Contains("Nobody was invited", page, StringComparison.Ordinal);
        foreach (var column in new[] { "name", "email", "kind", "language", "time_zone", "cohort" })
            Assert.Matches($"Line 3</th>\\s*<td[^>]*>{column}<", page);
        Assert.Contains("stands in line 2 already", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Invite these", page, StringComparison.Ordinal);
        Assert.Contains(
            "This column is not known",
            await Upload(ruth, "name,email,diagnosis\nA,a@home.example,AML\n"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not in UTF-8",
            await Upload(ruth, "name,email\nZo\u00eb,zoe@home.example\n", Encoding.Latin1),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "more than 1,000 people",
            await Upload(
                ruth,
                "name,email\n" + string.Concat(Enumerable.Range(0, 1001).Select(i => $"P{i},p{i}@home.example\n"))
            ),
            StringComparison.Ordinal
        );
        Assert.Contains("Choose a CSV file", await Upload(ruth, ""), StringComparison.Ordinal);
        Assert.Equal(before, await Web.Db(db => db.Invitations.CountAsync()));
    }

    [Fact]
    public async Task An_import_shows_first_then_invites_and_enrols_nobody_who_has_not_agreed()
    {
        using var ruth = await Web.SignedInByCookie(Web.Cast.Ruth.Id);
        await Web.Send(new SaveCohort(Web.Cast.Ruth.Actor, null, "Harbour Hospital", Cadence.Daily));
        await Web.Send(
            new InviteParticipant(
                Web.Cast.Ruth.Actor,
                ParticipantKind.Patient,
                "Waiting",
                "waiting@home.example",
                "en",
                "Australia/Sydney"
            )
        );
        var people = await Web.Db(db => db.Participants.CountAsync());

        var page = await Upload(
            ruth,
            $"name;email;kind;language;time_zone;cohort\nMai;mai@home.example;patient;vi;Australia/Perth;harbour hospital\nAna again;{Web.Cast.Ana.Email};;;;\nW;waiting@home.example;;;;\nUlla;ulla@home.example;family;;;\n"
        );
        Assert.Contains("2 people would be invited", page, StringComparison.Ordinal);
        Assert.Contains("has an account", page, StringComparison.Ordinal);
        Assert.Contains("an invitation waits", page, StringComparison.Ordinal);
        Assert.False(await Web.Db(db => db.Invitations.AnyAsync(i => i.Email == "mai@home.example")));

        using (var sent = await HtmlForm.In(page, "name=\"Looked\"").Submit(ruth, "/Admin/Import"))
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal(people, await Web.Db(db => db.Participants.CountAsync()));
        await Web.Send(new SendDueMessages(Actor.System, "test"));
        var mail = Web.Mailbox.Attempts.Last(m => m.ToAddress == "mai@home.example");
        Assert.Equal("vi", mail.Language);
        var secret = Regex.Match(mail.Text, "/Join/([\\w-]+)").Groups[1].Value;
        Assert.NotNull(await Web.Send(new AcceptInvitation(_stranger, secret, Agreed: true, OldEnough: true)));
        var mai = await Web.Db(db => db.Participants.SingleAsync(p => p.Email == "mai@home.example"));
        Assert.Equal((Cadence.Daily, "Australia/Perth"), (mai.Schedule.Cadence, mai.TimeZone));
        Assert.NotNull(mai.CohortId);

        Assert.Contains(
            "Nothing has happened yet",
            await Upload(ruth, await ruth.GetStringAsync("/Admin/Import?handler=Template")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Numbers_change_on_pages_in_mails_and_on_kept_pages_and_can_never_be_emptied()
    {
        using var ruth = await Web.SignedInByCookie(Web.Cast.Ruth.Id);
        var worker = await Web.Anonymous().GetStringAsync("/sw.js");
        var page = await ruth.GetStringAsync("/Admin/SupportNumbers");
        var form = HtmlForm.In(page, "name=\"Emergency\"");

        using (
            var refused = await form.With(
                    ("Emergency", " "),
                    ("Foundation.Number", ""),
                    ("Crisis[0].Number", ""),
                    ("Checked", "true")
                )
                .Submit(ruth, "/Admin/SupportNumbers")
        )
        {
            var text = await refused.Content.ReadAsStringAsync();
            Assert.Contains("In Australia it is 000", text, StringComparison.Ordinal);
            Assert.Contains("1800 620 420", text, StringComparison.Ordinal);
            Assert.Contains("empty its name too", text, StringComparison.Ordinal);
            Assert.Contains("value=\"Lifeline\"", text, StringComparison.Ordinal); // What was typed stays.
        }

        (string, string)[] none =
        [
            ("Crisis[0].Name", ""),
            ("Crisis[0].Number", ""),
            ("Crisis[1].Name", ""),
            ("Crisis[1].Number", ""),
            ("Crisis[2].Name", ""),
            ("Crisis[2].Number", ""),
            ("Checked", "true"),
        ];
        using (var refused = await form.With(none).Submit(ruth, "/Admin/SupportNumbers"))
            Assert.Contains(
                "Keep at least one line for everybody",
                await refused.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        using (var unchecked_ = await form.With(("Emergency", "112")).Submit(ruth, "/Admin/SupportNumbers"))
            Assert.Contains(
                "Ring the numbers you changed",
                await unchecked_.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        Assert.DoesNotContain("tel:112\"", await Web.Anonymous().GetStringAsync("/Help"), StringComparison.Ordinal);

        var change = form.With(
            ("Emergency", "112"),
            ("Foundation.Number", "1800 000 111"),
            ("Crisis[0].Number", "13 00 99"),
            ("Checked", "true"),
            ("Crisis[3].Name", "Chinese Lifeline"),
            ("Crisis[3].Number", "1300 888 888"),
            ("Crisis[3].Language", "zh-Hans"),
            ("Abroad[0].Country", "NZ"),
            ("Abroad[0].Emergency", "111"),
            ("Abroad[0].Name", "1737"),
            ("Abroad[0].Number", "1737")
        );
        using (var saved = await change.Submit(ruth, "/Admin/SupportNumbers"))
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var help = await Web.Anonymous().GetStringAsync("/Help?culture=en-AU");
        foreach (var number in new[] { "tel:112\"", "tel:1800000111\"", "tel:130099\"", "New Zealand", "tel:1737\"" })
            Assert.Contains(number, help, StringComparison.Ordinal);
        Assert.DoesNotContain("1300 888 888", help, StringComparison.Ordinal);
        Assert.Contains(
            "1300 888 888",
            await Web.Anonymous().GetStringAsync("/Help?culture=zh-Hans"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "13 00 99",
            await Web.Anonymous().GetStringAsync("/CheckIn/Offline?culture=en-AU"),
            StringComparison.Ordinal
        );
        Assert.NotEqual(worker, await Web.Anonymous().GetStringAsync("/sw.js"));
        await Web.Send(
            new InviteParticipant(
                Web.Cast.Ruth.Actor,
                ParticipantKind.Patient,
                "Numbers",
                "numbers@home.example",
                "en",
                "Australia/Sydney"
            )
        );
        await Web.Send(new SendDueMessages(Actor.System, "test"));
        Assert.Contains(
            "112",
            Web.Mailbox.Attempts.Last(m => m.ToAddress == "numbers@home.example").Text,
            StringComparison.Ordinal
        );

        using (var late = await change.With(("Emergency", "911")).Submit(ruth, "/Admin/SupportNumbers"))
            Assert.Contains(
                "Somebody else saved other numbers",
                await late.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        Assert.Contains("edition 1", await ruth.GetStringAsync("/Admin/SupportNumbers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_that_the_operator_set_stands_in_headers_and_mails_until_an_administrator_gives_another()
    {
        await using var web = await WebFixture.Create(new WebSetup { Settings = [("Site:Name", "Harbour Care")] });
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.Contains("Harbour Care</a>", await web.Anonymous().GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Harbour Care</a>", await ruth.GetStringAsync("/Admin"), StringComparison.Ordinal);
        Assert.Contains(
            "value=\"Harbour Care\"",
            await ruth.GetStringAsync("/Admin/Branding"),
            StringComparison.Ordinal
        );
        await web.Send(
            new InviteParticipant(
                web.Cast.Priya.Actor,
                ParticipantKind.Patient,
                "Lena",
                "lena@home.example",
                "en-AU",
                "Australia/Perth"
            )
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        Assert.Contains("Harbour Care", Assert.Single(web.Mailbox.Read()).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_name_of_the_site_stands_whole_in_pages_and_subjects_and_one_that_is_too_long_is_kept_in_the_form()
    {
        const string name =
            "Haematology and Blood Cancer Support Service of the Royal Northern Districts Hospital and Community Health, Hobart";
        Assert.InRange(name.Length, 100, Branding.MaximumNameLength);
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        async Task<HttpResponseMessage> Save(string called, string address)
        {
            var form = HtmlForm
                .In(await ruth.GetStringAsync("/Admin/Branding"), "name=\"Primary\"")
                .With(("Name", called), ("Address", address));
            using var content = new MultipartFormDataContent();
            foreach (var (field, value) in form.Fields)
                content.Add(new StringContent(value), field);
            return await ruth.PostAsync("/Admin/Branding", content);
        }

        using (var refused = await Save(name + " and Launceston", "12 Quay Street"))
        {
            var page = await refused.Content.ReadAsStringAsync();
            Assert.Contains("Enter a name of at most 120 characters.", page, StringComparison.Ordinal);
            Assert.Contains(name + " and Launceston", page, StringComparison.Ordinal);
            Assert.Contains("12 Quay Street", page, StringComparison.Ordinal);
        }

        using (var saved = await Save(name, "12 Quay Street\r\nHobart 7000"))
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains(
            "12 Quay Street\nHobart 7000",
            WebUtility.HtmlDecode(await ruth.GetStringAsync("/Admin/Branding")),
            StringComparison.Ordinal
        );
        Assert.Contains($"{name}</a>", await web.Anonymous().GetStringAsync("/"), StringComparison.Ordinal);
        await web.Send(
            new InviteParticipant(
                web.Cast.Priya.Actor,
                ParticipantKind.Patient,
                "Lena",
                "lena@home.example",
                "en-AU",
                "Australia/Perth"
            )
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        Assert.Contains(name, Assert.Single(web.Mailbox.Read()).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colours_that_cannot_be_read_are_refused_with_the_nearest_that_can_and_a_logo_is_nothing_but_its_picture()
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        async Task<HttpResponseMessage> Save(string primary, string accent, byte[]? logo = null, string? take = null)
        {
            var fields = HtmlForm
                .In(await ruth.GetStringAsync("/Admin/Branding"), "name=\"Primary\"")
                .With(("Name", "Harbour Care"), ("Primary", primary), ("Accent", accent))
                .Fields;
            using var content = new MultipartFormDataContent();
            foreach (var (name, value) in fields)
                content.Add(new StringContent(value), name);
            if (take is not null)
                content.Add(new StringContent(take), "take");
            if (logo is not null)
                content.Add(new ByteArrayContent(logo), "Logo", "logo.png");
            return await ruth.PostAsync("/Admin/Branding", content);
        }

        string refused;
        using (var answer = await Save("#9fc5e8", "#ffcf4d"))
            refused = await answer.Content.ReadAsStringAsync();
        var offered = Regex.Match(refused, "value=\"primary (#[0-9a-f]{6})\"").Groups[1].Value;
        Assert.True(Shade.Contrast(Shade.Parse(offered)!.Value, Shade.White) >= 4.5);
        using (var answer = await Save("#7a0019", "#6b0016"))
            Assert.Contains(
                "can hardly be told from the main one",
                await answer.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        using (var answer = await Save("#7a0019", "#ffcf4d", "<svg onload=alert(1)>"u8.ToArray()))
            Assert.Contains("Choose a PNG picture", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var missing = await web.Anonymous().GetAsync("/brand-1.css"))
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);

        using (var saved = await Save("#9fc5e8", "#ffcf4d", WithWords(_dot), take: $"primary {offered}"))
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var visitor = web.Anonymous();
        var page = await visitor.GetStringAsync("/");
        Assert.Contains("Harbour Care</title>", page, StringComparison.Ordinal);
        Assert.Contains("/brand-1.css", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        using (var sheet = await visitor.GetAsync("/brand-1.css"))
        {
            var css = await sheet.Content.ReadAsStringAsync();
            var at = css.IndexOf('@', StringComparison.Ordinal);
            var (day, night) = (css[..at], css[at..]);
            Assert.Contains($"--wb-700:{offered}", day, StringComparison.Ordinal);
            Assert.StartsWith("@media screen and (prefers-color-scheme:dark)", night, StringComparison.Ordinal);
            Assert.DoesNotContain($"--wb-700:{offered}", night, StringComparison.Ordinal);
            Assert.Contains($"--wb-ground:{offered}", night, StringComparison.Ordinal);
            Assert.Contains("immutable", sheet.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(_dot, await visitor.GetByteArrayAsync("/brand-1.png"));
        await web.Send(
            new InviteParticipant(
                web.Cast.Ruth.Actor,
                ParticipantKind.Patient,
                "Brand",
                "brand@home.example",
                "en",
                "Australia/Sydney"
            )
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var mail = web.Mailbox.Expect("brand@home.example")[0];
        Assert.Contains("Harbour Care", mail.Subject + mail.Text, StringComparison.Ordinal);
        Assert.Contains(offered, mail.Html, StringComparison.Ordinal);
    }

    private static readonly byte[] _dot = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    );

    /// <summary>The same picture with a chunk of words after its header, as cameras and editors leave them.</summary>
    private static byte[] WithWords(byte[] png) =>
        [.. png[..33], 0, 0, 0, 4, .. "tEXt"u8, .. "a\0by"u8, 1, 2, 3, 4, .. png[33..]];

    private static async Task<string> Upload(HttpClient client, string csv, Encoding? encoding = null)
    {
        var token = HtmlForm
            .In(await client.GetStringAsync("/Admin/Import"), "multipart/form-data")
            .Fields.Single(f => f.Key == "__RequestVerificationToken")
            .Value;
        using var content = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent((encoding ?? new UTF8Encoding(false)).GetBytes(csv)), "Table", "people.csv" },
        };
        using var answer = await client.PostAsync("/Admin/Import", content);
        return await answer.Content.ReadAsStringAsync();
    }
}
