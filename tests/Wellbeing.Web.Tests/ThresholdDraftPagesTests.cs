using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Web.Tests.Api;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>An administrator's way from a thought to a version in force, without JavaScript.</summary>
public sealed class ThresholdDraftPagesTests
{
    private const string Edit = "/Admin/Thresholds/Edit";

    [Fact]
    public async Task A_draft_is_tried_on_past_check_ins_published_and_taken_back()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(intensity: 8));
        web.Clock.Advance(TimeSpan.FromDays(7));
        await web.Send(web.Cast.Ana.CheckIn(intensity: 3));
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);

        // A value out of range is refused at its field; nothing typed is lost.
        var form = HtmlForm.In(await ruth.GetStringAsync(Edit), "BasedOn");
        var refused = await Body(
            await form.With(("acute.weekly.minimumIntensity", "3"), ("Reason", "")).Submit(ruth, Edit, "Draft")
        );
        Assert.Contains("Enter a number from 7 to 10.", refused, StringComparison.Ordinal);

        var draft = await Saved(
            ruth,
            form.With(("acute.weekly.minimumIntensity", "8"), ("Reason", "Too many were missed."))
        );
        Assert.Contains(
            "Too many were missed.",
            await ruth.GetStringAsync("/Admin/Thresholds"),
            StringComparison.Ordinal
        );

        Assert.Contains(
            "Enter 30 to 365 days.",
            await ruth.GetStringAsync($"{draft}?days=20"),
            StringComparison.Ordinal
        );
        var compared = await Compared(web, ruth, $"{draft}?days=30&minutes=60");
        Assert.Contains("Flagged only with the draft: 1 person", compared, StringComparison.Ordinal);
        Assert.Contains("Who they are is shown to nurses only.", compared, StringComparison.Ordinal);
        Assert.DoesNotContain("/Staff/People/", compared, StringComparison.Ordinal);
        Assert.Contains("They are too few to show what they rated", compared, StringComparison.Ordinal);

        // The nurses, who know her, see who it is, and that they looked is recorded.
        var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        var id = draft.Split('/')[^1];
        Assert.Contains($"/Staff/WhatIf/{id}", await priya.GetStringAsync("/Staff/Reports"), StringComparison.Ordinal);
        var named = await Compared(web, priya, $"/Staff/WhatIf/{id}?days=30");
        Assert.Contains($"/Staff/People/{web.Cast.Ana.Id}", named, StringComparison.Ordinal);
        Assert.True(
            await web.Db(db =>
                db.AuditRecords.AnyAsync(a =>
                    a.Action == AuditActions.NamedInList
                    && a.ParticipantId == web.Cast.Ana.Id
                    && a.ActorId == web.Cast.Priya.Id
                )
            )
        );
        using (var forbidden = await ruth.GetAsync($"/Staff/WhatIf/{id}"))
            Assert.NotEqual(HttpStatusCode.OK, forbidden.StatusCode);
        Assert.Contains("at 60 minutes a flag", compared, StringComparison.Ordinal);
        Assert.Matches("0 h with version 1", compared);
        Assert.Empty(await web.Db(db => db.Flags.ToListAsync()));

        using (
            var published = await HtmlForm
                .In(compared, "name=\"seen\"")
                .With(("Reason", "Too many were missed."))
                .Submit(ruth, draft)
        )
            Assert.Equal("/Admin/Thresholds", published.Headers.Location!.ToString());
        var page = await ruth.GetStringAsync("/Admin/Thresholds");
        Assert.Contains("Version 2 is in force", page, StringComparison.Ordinal);
        using (var gone = await ruth.GetAsync(draft))
            Assert.Equal("/Admin/Thresholds", gone.Headers.Location!.ToString());

        // Back to version 1: its values, as a new version.
        Assert.Contains($"{Edit}?from=1", page, StringComparison.Ordinal);
        var back = HtmlForm
            .In(await ruth.GetStringAsync($"{Edit}?from=1"), "BasedOn")
            .With(("Reason", "Back to version 1: too many now."));
        using (var answer = await back.Submit(ruth, Edit, "Publish"))
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var inForce = (await web.Send(new GetThresholds(web.Cast.Ruth.Actor))).InForce;
        Assert.Equal((3, 9), (inForce.Version, inForce.Detection.Acute.Weekly.MinimumIntensity));
    }

    [Fact]
    public async Task A_profile_is_chosen_by_name_compared_with_the_one_in_force_and_published()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(intensity: 8));
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var first = (await web.Send(new GetProfiles(web.Cast.Ruth.Actor))).InForce.Profile;

        var page = WebUtility.HtmlDecode(await ruth.GetStringAsync("/Admin/Thresholds"));
        Assert.Equal([first.ToString()], InForce(page));
        Assert.Equal(
            3,
            Regex.Count(page, "Of 100 people who get worse or stay badly off, it finds [89][0-9] within 12 weeks.")
        );
        Assert.Equal(3, Regex.Count(page, "Among 100 people it makes about [0-9]+ false alarms a year"));
        Assert.Equal(3, Regex.Count(page, "Half of those it finds are found by the [a-z]+ weekly check-in"));
        Assert.DoesNotContain($"Try {first} out", page, StringComparison.Ordinal);

        // Chosen, it is a draft with its comparison, in force for nobody.
        using var chosen = await HtmlForm
            .In(page, "Try Strict out")
            .With(("profile", "Strict"))
            .Submit(ruth, "/Admin/Thresholds", "Profile");
        var draft = chosen.Headers.Location!.ToString();
        Assert.Matches(new Regex(@"^/Admin/Thresholds/Drafts/[0-9a-f-]{36}\?days=90$"), draft);
        var compared = await Compared(web, ruth, draft);
        Assert.Contains("<strong>Strict</strong>, in force for nobody", compared, StringComparison.Ordinal);
        Assert.Contains("What repeats cost", compared, StringComparison.Ordinal);
        Assert.Contains("The draft: Of 100 people", compared, StringComparison.Ordinal);
        Assert.Contains(
            "Strict: ",
            WebUtility.HtmlDecode(await ruth.GetStringAsync("/Admin/Thresholds")),
            StringComparison.Ordinal
        );
        Assert.Equal(1, (await web.Send(new GetThresholds(web.Cast.Ruth.Actor))).InForce.Version);

        using (
            var published = await HtmlForm
                .In(compared, "name=\"seen\"")
                .With(("Reason", "Too many flags were for nothing."))
                .Submit(ruth, draft)
        )
            Assert.Equal("/Admin/Thresholds", published.Headers.Location!.ToString());
        Assert.Equal(["Strict"], InForce(WebUtility.HtmlDecode(await ruth.GetStringAsync("/Admin/Thresholds"))));

        // One value of one's own: it is called by the profile that it began from.
        var form = HtmlForm
            .In(await ruth.GetStringAsync(Edit), "BasedOn")
            .With(("acute.weekly.minimumIntensity", "8"), ("Reason", "Too many were missed."));
        using (await form.Submit(ruth, Edit, "Publish"))
            page = WebUtility.HtmlDecode(await ruth.GetStringAsync("/Admin/Thresholds"));
        Assert.Contains("Strict, changed: 1 value", page, StringComparison.Ordinal);
        Assert.Empty(InForce(page));
        Assert.Equal(4, Regex.Count(page, "Of 100 people who get worse")); // Theirs as well.

        // A nurse reads the profiles and chooses none.
        var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        Assert.DoesNotContain(
            "Try Strict out",
            await priya.GetStringAsync("/Admin/Thresholds"),
            StringComparison.Ordinal
        );
        using var refused = await HtmlForm
            .In(page, "Try Balanced out")
            .With(("profile", "Balanced"))
            .Submit(priya, "/Admin/Thresholds", "Profile");
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        Assert.Empty(await web.Db(db => db.ThresholdDrafts.ToListAsync()));

        static IReadOnlyList<string> InForce(string page) =>
            [
                .. Regex
                    .Matches(page, @"<h3>(\w+)\s*<span class=""wb-tag"">.*?In force", RegexOptions.Singleline)
                    .Select(m => m.Groups[1].Value),
            ];
    }

    [Fact]
    public async Task Where_two_are_asked_for_nobody_publishes_what_they_wrote_themselves()
    {
        await using var web = await WebFixture.Create(
            new WebSetup { Settings = [("Thresholds:SecondAdministrator", "true")] }
        );
        var nia = await web.Cast.AddStaff("Nia Okafor", "nia@team.example", Roles.Administrator);
        await web.Accounts(async accounts =>
            await accounts.AddToRoleAsync((await accounts.FindByIdAsync(nia.Id.ToString()))!, nameof(Roles.Nurse))
        );
        await web.Send(web.Cast.Ana.CheckIn(intensity: 8));
        var (first, second) = (await web.SignedInByCookie(web.Cast.Ruth.Id), await web.SignedInByCookie(nia.Id));
        var form = HtmlForm
            .In(await first.GetStringAsync(Edit), "BasedOn")
            .With(("acute.weekly.minimumIntensity", "8"), ("Reason", "Too many were missed."));

        // Neither by the form, nor by the draft, nor by the API.
        Assert.DoesNotContain(
            "Publish version",
            await Body(await form.Submit(first, Edit, "Review")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Another administrator must publish this.",
            await Body(await form.Submit(first, Edit, "Publish")),
            StringComparison.Ordinal
        );
        var draft = await Saved(first, form);
        var page = await first.GetStringAsync(draft);
        Assert.DoesNotContain("Publish version", page, StringComparison.Ordinal);
        var forced = HtmlForm
            .In(page, "handler=Discard")
            .With(("seen", "0"), ("basedOn", "1"), ("Reason", "I say so."));
        Assert.Contains(
            "You changed this draft last.",
            await Body(await forced.Submit(first, draft, "Publish")),
            StringComparison.Ordinal
        );
        var own = (await web.Send(new GetThresholdDraft(web.Cast.Ruth.Actor, Guid.Parse(draft[^36..]))))!.Draft;
        Assert.IsType<PublishThresholdsResult.NeedsSomebodyElse>(
            await web.Send(
                new PublishThresholds(web.Cast.Ruth.Actor, 1, own.Detection, own.Respond, "I say so.")
                {
                    Draft = new DraftRead(own.Id, own.Version),
                }
            )
        );
        var api = await web.Api(web.Cast.Ruth.Email);
        var body = await ThresholdPagesTests.Body(api);
        body["respond"]!["urgentMinutes"] = 30;
        Assert.Equal(
            "secondAdministrator",
            (await api.Post("thresholds", body)).IsProblem(HttpStatusCode.Conflict)["code"].GetString()
        );

        // Somebody else does, and is led to who it is about where they are a nurse as well.
        var read = await Compared(web, second, $"{draft}?days=90");
        Assert.DoesNotContain("/Staff/People/", read, StringComparison.Ordinal);
        Assert.Contains($"/Staff/WhatIf/{draft[^36..]}?days=90", read, StringComparison.Ordinal);
        Assert.Contains(
            $"/Staff/People/{web.Cast.Ana.Id}",
            await Compared(web, second, $"/Staff/WhatIf/{draft[^36..]}?days=90"),
            StringComparison.Ordinal
        );
        using (
            var published = await HtmlForm.In(read, "name=\"seen\"").With(("Reason", "Agreed.")).Submit(second, draft)
        )
            Assert.Equal(HttpStatusCode.Redirect, published.StatusCode);
        var inForce = (await web.Send(new GetThresholds(web.Cast.Ruth.Actor))).InForce;
        Assert.Equal(
            (2, "Nia Okafor", "Ruth Cohen"),
            (inForce.Version, inForce.PublishedByName, inForce.DraftedByName)
        );
    }

    [Fact]
    public async Task A_long_comparison_says_how_far_it_is_and_is_stopped_or_waited_for()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(intensity: 8));
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var draft = await Saved(
            ruth,
            HtmlForm
                .In(await ruth.GetStringAsync(Edit), "BasedOn")
                .With(("acute.weekly.minimumIntensity", "8"), ("Reason", "Too many were missed."))
        );

        await web.Db(async db =>
        {
            // Whoever writes holds the comparison up: it leaves a trace when it is done.
            await using var writing = await db.Database.BeginTransactionAsync();
            var waiting = await ruth.GetStringAsync($"{draft}?days=90");
            Assert.Contains("% done.", waiting, StringComparison.Ordinal);
            Assert.Contains("hx-trigger=\"every 1s\"", waiting, StringComparison.Ordinal);
            Assert.Contains("See how far it is", waiting, StringComparison.Ordinal);
            using var stopped = await HtmlForm.In(waiting, "Stop comparing").Submit(ruth, draft);
            Assert.Equal(draft, stopped.Headers.Location!.ToString());
        });
        var after = await ruth.GetStringAsync(draft);
        Assert.Contains("The comparison is stopped", after, StringComparison.Ordinal);
        Assert.DoesNotContain("Flags a week, by what they hold", after, StringComparison.Ordinal);
        Assert.Contains(
            "Flags a week, by what they hold",
            await Compared(web, ruth, $"{draft}?days=90"),
            StringComparison.Ordinal
        );
    }

    private static async Task<string> Saved(HttpClient client, HtmlForm form)
    {
        using var saved = await form.Submit(client, Edit, "Draft");
        var draft = saved.Headers.Location!.ToString();
        Assert.Matches(new Regex("^/Admin/Thresholds/Drafts/[0-9a-f-]{36}$"), draft);
        return draft;
    }

    /// <summary>The page once the comparison is done; a slow machine shows how far it is first.</summary>
    private static async Task<string> Compared(WebFixture web, HttpClient client, string url)
    {
        for (var look = 0; ; look++)
        {
            var page = WebUtility.HtmlDecode(await client.GetStringAsync(url));
            if (
                page.Contains("Flags a week, by what they hold", StringComparison.Ordinal)
                || page.Contains("checked in from", StringComparison.Ordinal)
                || look == 30
            )
                return page;
        }
    }

    private static async Task<string> Body(HttpResponseMessage answer)
    {
        using (answer)
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
