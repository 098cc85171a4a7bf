using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>A nurse's day on somebody's page, and what that person then sees of it.</summary>
[Collection(nameof(OwnSite))]
public sealed class PersonTests(OwnSite own)
{
    private DemoSite Site => own.Site;

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task The_chart_draws_what_its_table_says_of_the_time_that_is_chosen(int width)
    {
        var nurse = await AtPageOf(await Site.NameOf(DemoSite.Patient), width);
        await Expect(nurse.Locator(".wb-reach a[href^='tel:']")).ToBeVisibleAsync();
        await Expect(nurse.Locator($".wb-reach a[href='mailto:{DemoSite.Patient}']")).ToBeVisibleAsync();

        var chart = nurse.Locator("#over-time");
        var counts = new List<int>();
        foreach (
            var (range, title) in new[]
            {
                ("30 days", "The last 30 days"),
                ("90 days", "The last 90 days"),
                ("A year", "The last year"),
                ("All", "Everything so far"),
            }
        )
        {
            var link = chart
                .GetByRole(AriaRole.Navigation)
                .GetByRole(AriaRole.Link, new() { Name = range, Exact = true });
            await link.ClickAsync();
            await Expect(chart.Locator("figcaption")).ToHaveTextAsync(title);
            await Expect(link).ToHaveAttributeAsync("aria-current", "true");
            await DemoSite.Unfold(nurse, "The same as a table");
            var told = await chart.Locator("tbody td:nth-child(2)").AllInnerTextsAsync();
            // The drawing of this width, read off its own scale; newest last.
            var drawn = await chart
                .Locator("svg.wb-chart:visible")
                .EvaluateAsync<int[]>(
                    """
                    (chart) => {
                      const at = (line) => Number(line.getAttribute("y1"));
                      const zero = at(chart.querySelector(".axis--zero"));
                      const ten = Math.min(...[...chart.querySelectorAll(".axis")].map(at));
                      return [...chart.querySelectorAll(".series-a-point")].map((p) => Math.round((zero - Number(p.getAttribute("cy"))) / (zero - ten) * 10));
                    }
                    """
                );
            Assert.Equal(
                told.Where(t => t != "not said").Reverse(),
                drawn.Select(d => d.ToString(CultureInfo.InvariantCulture))
            );
            await Expect(chart.Locator(".wb-figure__summary")).ToContainTextAsync($"{told.Count} check-ins.");
            await Expect(nurse.Locator("main"))
                .ToContainTextAsync($"In {told.Count} check-ins, the most often felt first.");
            counts.Add(told.Count);
        }

        Assert.True(
            counts is [> 0 and var month, var quarter, var half, var all]
                && month < quarter
                && quarter < half
                && half == all,
            string.Join(" ", counts)
        );

        // Bands, usual level, flags, contacts and treatment are named; two weeks without a check-in are gaps in the
        // line.
        foreach (
            var entry in new[]
            {
                "Distress",
                "Daily life affected",
                "Strong: 5 or more",
                "Very high: 9 or more",
                "Usual level",
                "Flag raised",
                "Contact: reached",
                "Asked, no answer",
            }
        )
            await Expect(chart.Locator(".wb-key")).ToContainTextAsync(entry);
        Assert.Equal(
            3,
            (await chart.Locator("svg.wb-chart:visible path.series-a").GetAttributeAsync("d"))!.Count(c => c == 'M')
        );

        // What was found stands beside the numbers it was found by.
        var found = nurse.Locator(".wb-evidence > li").First;
        await Expect(found.Locator(".wb-evidence__title")).ToBeVisibleAsync();
        await Expect(found.Locator(".wb-found__facts")).ToContainTextAsync("Last rating");
        await Expect(nurse.Locator(".wb-feelings tbody tr").First).ToBeVisibleAsync();
        await DemoSite.ExpectAccessible(nurse);
        await DemoSite.ExpectNoSidewaysScroll(nurse);
        Site.ExpectQuietScripts();
    }

    [Fact]
    public async Task A_note_is_written_and_corrected_and_both_stand_in_the_timeline_and_never_on_the_person_s_pages()
    {
        const string wrote = "Rings back after lunch.",
            corrected = "Rings back after supper.";
        var nurse = await AtPageOf("Harpreet Kaur");
        await DemoSite.Unfold(nurse, "Write a note");
        await Press(nurse, "Save the note");
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(nurse.GetByLabel("Note", new() { Exact = true })).ToBeVisibleAsync(); // The form stays open beside its error.
        await nurse.GetByLabel("Note", new() { Exact = true }).FillAsync(wrote);
        await Press(nurse, "Save the note");
        await Expect(nurse.GetByText("The note is saved")).ToBeVisibleAsync();
        await Expect(nurse.Locator("#notes")).ToContainTextAsync(wrote);

        await nurse
            .Locator("#notes")
            .GetByRole(AriaRole.Link, new() { Name = "Correct a note" })
            .Or(nurse.Locator("#notes").GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^All") }))
            .ClickAsync();
        await nurse
            .GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Correct the note of") })
            .First.ClickAsync();
        await Expect(nurse.GetByLabel("As it should read")).ToHaveValueAsync(wrote);
        await nurse.GetByLabel("As it should read").FillAsync(corrected);
        await Press(nurse, "Save the correction");
        var note = nurse.Locator("article").Filter(new() { HasText = corrected });
        await note.Locator("summary").ClickAsync();
        await Expect(note.GetByText(wrote)).ToBeVisibleAsync();
        await DemoSite.ExpectAccessible(nurse);

        await nurse.GetByRole(AriaRole.Link, new() { Name = "The person’s page" }).ClickAsync();
        await Expect(nurse.Locator("#notes")).ToContainTextAsync(corrected);
        await Expect(nurse.Locator("#notes")).Not.ToContainTextAsync(wrote);
        await Expect(Happened(nurse, "Priya Nair wrote a note")).ToContainTextAsync(wrote);
        await Expect(Happened(nurse, "Priya Nair corrected a note")).ToContainTextAsync(corrected);

        var person = await Site.SignIn("harpreet.kaur@home.example", 360);
        foreach (var path in new[] { "/", "/Trend", "/Settings/Data" })
        {
            await person.GotoAsync(path);
            await Expect(person.Locator("main")).Not.ToContainTextAsync("Rings back");
        }

        Site.ExpectQuietScripts();
    }

    [Fact]
    public async Task A_person_s_own_threshold_is_set_with_a_reason_and_an_end_shown_beside_the_chart_and_taken_back()
    {
        const string reason = "Plays everything down; agreed with them.";
        var nurse = await AtPageOf("Nguyen Thi Lan");
        await Expect(nurse.Locator("#over-time .wb-key")).ToContainTextAsync("Strong: 5 or more");
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Set or end one" }).ClickAsync();
        await nurse.GetByLabel("Which").SelectOptionAsync("Strong from");
        await nurse.GetByLabel("At", new() { Exact = true }).FillAsync("12");
        await nurse.GetByLabel("Until").FillAsync(Day(400));
        await nurse.GetByLabel("Why").FillAsync("No");
        await Press(nurse, "Set it");
        var refused = nurse.GetByRole(AriaRole.Alert);
        foreach (var missing in new[] { "Enter 1 to 10.", "Choose a day within a year", "Say why" })
            await Expect(refused).ToContainTextAsync(missing);
        await Expect(nurse.GetByLabel("At", new() { Exact = true })).ToHaveValueAsync("12");
        await Expect(nurse.GetByLabel("Until")).ToHaveValueAsync(Day(400));
        await DemoSite.ExpectAccessible(nurse);
        await nurse.GetByLabel("At", new() { Exact = true }).FillAsync("4");
        await nurse.GetByLabel("Until").FillAsync(Day(30));
        await nurse.GetByLabel("Why").FillAsync(reason);
        await Press(nurse, "Set it");
        await Expect(nurse.GetByText("It counts from now on")).ToBeVisibleAsync();
        await Expect(nurse.Locator(".wb-timeline > li").First).ToContainTextAsync("counts now");

        await nurse.GetByRole(AriaRole.Link, new() { Name = "The person’s page" }).ClickAsync();
        var card = nurse
            .Locator("section")
            .Filter(new() { Has = nurse.GetByRole(AriaRole.Heading, new() { Name = "Their own thresholds" }) });
        foreach (var told in new[] { "Strong from 4, instead of 5", reason, "set by Priya Nair" })
            await Expect(card).ToContainTextAsync(told);
        await Expect(nurse.Locator("#over-time .wb-key")).ToContainTextAsync("Strong: 4 or more");

        await nurse.GetByRole(AriaRole.Link, new() { Name = "Set or end one" }).ClickAsync();
        await DemoSite.Confirm(nurse, new Regex("^End it now"));
        await Expect(nurse.GetByText("It has ended")).ToBeVisibleAsync();
        await Expect(nurse.Locator(".wb-timeline > li").First).ToContainTextAsync("ended by Priya Nair");
        await nurse.GetByRole(AriaRole.Link, new() { Name = "The person’s page" }).ClickAsync();
        await Expect(card).ToContainTextAsync("None: the thresholds for everybody count.");
        await Expect(nurse.Locator("#over-time .wb-key")).ToContainTextAsync("Strong: 5 or more");
        await Expect(Happened(nurse, "Priya Nair set a threshold of their own")).ToBeVisibleAsync();
        await Expect(Happened(nurse, "Priya Nair ended a threshold of their own")).ToBeVisibleAsync();
        Site.ExpectQuietScripts();
    }

    [Fact]
    public async Task A_treatment_event_is_drawn_and_told_and_the_person_reads_it_without_the_team_s_note()
    {
        var nurse = await AtPageOf("Giuseppe Ferraro");
        var marks = nurse.Locator("#over-time svg.wb-chart:visible .event-mark");
        var before = await marks.CountAsync();
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Record or remove" }).ClickAsync();
        await Press(nurse, "Record it");
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose what happened.");
        await nurse.GetByLabel("What happened").SelectOptionAsync("Transplant");
        await nurse.GetByLabel("On which day").FillAsync(Day(5));
        await nurse.GetByLabel("Note", new() { Exact = true }).FillAsync("Was alone that week.");
        await Press(nurse, "Record it");
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter a day that has come.");
        await Expect(nurse.GetByLabel("Note", new() { Exact = true })).ToHaveValueAsync("Was alone that week.");
        await nurse.GetByLabel("On which day").FillAsync(Day(-20));
        await nurse.GetByLabel("A new phase begins with it").CheckAsync();
        await Press(nurse, "Record it");
        await Expect(nurse.GetByText("It is recorded")).ToBeVisibleAsync();

        await nurse.GetByRole(AriaRole.Link, new() { Name = "The person’s page" }).ClickAsync();
        await Expect(marks).ToHaveCountAsync(before + 1);
        await Expect(nurse.Locator("#over-time .wb-key")).ToContainTextAsync("Transplant, ");
        await Expect(Happened(nurse, "Transplant, ")).ToContainTextAsync("Recorded by Priya Nair.");

        var person = await Site.SignIn("giuseppe.ferraro@home.example", 360);
        await person.GotoAsync("/Trend");
        await Expect(person.GetByRole(AriaRole.Heading, new() { Name = "What happened along the way" }))
            .ToBeVisibleAsync();
        await Expect(person.Locator("main dl.wb-facts")).ToContainTextAsync("Transplant");
        await Expect(person.Locator("main")).Not.ToContainTextAsync("Was alone that week.");

        await nurse.GetByRole(AriaRole.Link, new() { Name = "Record or remove" }).ClickAsync();
        await DemoSite.Confirm(nurse, new Regex("^Remove Transplant"));
        await Expect(nurse.GetByText("It is removed")).ToBeVisibleAsync();
        await nurse.GetByRole(AriaRole.Link, new() { Name = "The person’s page" }).ClickAsync();
        await Expect(marks).ToHaveCountAsync(before);
        await Expect(Happened(nurse, "Priya Nair took a treatment event back")).ToContainTextAsync("Transplant");
        await person.ReloadAsync();
        await Expect(person.Locator("main")).Not.ToContainTextAsync("Transplant");
        Site.ExpectQuietScripts();
    }

    [Fact]
    public async Task Four_questions_are_answered_at_home_and_on_the_telephone_and_a_severe_result_raises_a_flag()
    {
        string[] asked = ["Feeling nervous", "Not being able to stop", "Little interest", "Feeling down"];
        var nurse = await AtPageOf("Eleni Papadakis");
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Send or ask them" }).ClickAsync();
        await Press(nurse, "Send the four questions");
        await Expect(nurse.GetByText("The questions are sent")).ToBeVisibleAsync();
        await Expect(nurse.Locator("main")).ToContainTextAsync("no answer yet");
        await Expect(nurse.GetByRole(AriaRole.Button, new() { Name = "Send the four questions" })).ToHaveCountAsync(0);

        var person = await Site.SignIn("eleni.papadakis@home.example", 360);
        await person.GotoAsync("/");
        await person.GetByRole(AriaRole.Link, new() { Name = "Answer four questions" }).ClickAsync();
        await Answer(person, "Nearly every day");
        await Press(person, "Send my answers");
        await Expect(person.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose an answer.");
        await Expect(person.GetByRole(AriaRole.Group, new() { Name = asked[0] }).GetByLabel("Nearly every day"))
            .ToBeCheckedAsync(); // Nothing chosen is lost.
        await DemoSite.ExpectAccessible(person);
        await DemoSite.ExpectNoSidewaysScroll(person);
        await Answer(person, "More than half the days", "More than half the days", "Several days", "Several days");
        await Press(person, "Send my answers");
        await Expect(person.Locator("h1")).ToContainTextAsync("Thank you");
        await person.GotoAsync("/");
        await Expect(person.GetByRole(AriaRole.Link, new() { Name = "Answer four questions" })).ToHaveCountAsync(0);

        await nurse.ReloadAsync();
        var results = nurse.Locator("tbody tr");
        await Expect(results.First).ToContainTextAsync(new Regex(@"6, moderate\s+4, raised\s+2\s+Themselves"));
        await Answer(nurse, "Several days", "Not at all", "Not at all");
        await Press(nurse, "Save the answers");
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose an answer.");
        await Expect(nurse.GetByRole(AriaRole.Group, new() { Name = asked[0] }).GetByLabel("Several days"))
            .ToBeCheckedAsync();
        await Answer(nurse, "Several days", "Not at all", "Not at all", "Not at all");
        await Press(nurse, "Save the answers");
        await Expect(nurse.GetByText("The answers are saved")).ToBeVisibleAsync();
        await Expect(results.First).ToContainTextAsync(new Regex(@"1, normal\s+1\s+0\s+By telephone, Priya Nair"));

        await Press(nurse, "They would rather not answer");
        await Expect(nurse.GetByText("That they would rather not answer is saved")).ToBeVisibleAsync();
        await Expect(results.First).ToContainTextAsync(new Regex(@"not answered\s+–\s+–\s+By telephone, Priya Nair"));

        // A severe result waits for nobody to look.
        await Answer(nurse, "Nearly every day", "Nearly every day", "Nearly every day", "More than half the days");
        await Press(nurse, "Save the answers");
        await Expect(nurse.GetByText("An urgent flag is open for this person.")).ToBeVisibleAsync();
        await nurse.GetByRole(AriaRole.Link, new() { Name = "The person’s page" }).ClickAsync();
        var card = nurse
            .Locator("section")
            .Filter(
                new()
                {
                    Has = nurse.GetByRole(AriaRole.Heading, new() { Name = "Four questions (PHQ-4)", Exact = true }),
                }
            );
        foreach (var told in new[] { "11 of 12, severe", "Not answered", "1 of 12, normal" })
            await Expect(card).ToContainTextAsync(told);
        await Expect(Happened(nurse, "Priya Nair sent the four questions (PHQ-4)")).ToBeVisibleAsync();
        await Expect(Happened(nurse, "Written to about the four questions")).ToBeVisibleAsync();
        await Expect(Happened(nurse, "Answered the four questions (PHQ-4)")).ToBeVisibleAsync();
        await Expect(Happened(nurse, "Priya Nair asked the four questions (PHQ-4) by telephone")).ToHaveCountAsync(3);
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Open the flag" }).ClickAsync();
        await Expect(nurse.Locator(".wb-evidence")).ToContainTextAsync("The four questions (PHQ-4)");
        await Press(nurse, "Acknowledge");
        Site.ExpectQuietScripts();

        async Task Answer(IPage page, params string[] answers)
        {
            foreach (var (question, answer) in asked.Zip(answers))
                await page.GetByRole(AriaRole.Group, new() { Name = question })
                    .GetByLabel(answer, new() { Exact = true })
                    .CheckAsync();
        }
    }

    [Fact]
    public async Task A_referral_letter_names_the_person_and_it_and_the_hand_over_are_printed_without_what_is_only_for_the_screen()
    {
        const string name = "Yusuf Haddad";
        var nurse = await AtPageOf(name);
        await nurse.AddInitScriptAsync(
            "window.print = () => { document.documentElement.dataset.printed = Number(document.documentElement.dataset.printed ?? 0) + 1; }"
        );
        await RaiseFlag(nurse, "Soon", "A neighbour rang: he has not left the house for a week.");
        await Press(nurse, "Acknowledge");
        await Record(nurse, "Yes", "Would like to see a psychologist.");

        await nurse.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Write a letter") }).First.ClickAsync();
        await Expect(nurse.Locator("h1")).ToHaveTextAsync("Referral letter");
        await Expect(nurse.GetByRole(AriaRole.Link, new() { Name = "Psychology", Exact = true }))
            .ToHaveAttributeAsync("aria-current", "true");
        await Expect(nurse.GetByLabel("About")).ToHaveValueAsync($"Referral: {name}");
        var body = nurse.GetByLabel("Letter", new() { Exact = true });
        var prefilled = await body.InputValueAsync();
        foreach (
            var told in new[]
            {
                $"I am writing about {name}",
                "Speaks Arabic, needs an interpreter.",
                "We last spoke with them on",
                "yusuf.haddad@home.example",
                "Priya Nair",
            }
        )
            Assert.Contains(told, prefilled, StringComparison.Ordinal);
        Assert.DoesNotContain("check-ins:", prefilled, StringComparison.Ordinal); // A nurse raised it, no check-in did.
        await nurse.GetByLabel("To", new() { Exact = true }).FillAsync("Dr Lim\nHobart");
        await body.FillAsync(prefilled.Replace("Dear colleague", "Dear Dr Lim", StringComparison.Ordinal));
        await Press(nurse, "Show it for printing");
        var letter = nurse.Locator(".wb-letter");
        foreach (var told in new[] { "Dr Lim", $"Referral: {name}", "Dear Dr Lim", $"I am writing about {name}" })
            await Expect(letter).ToContainTextAsync(told);
        await DemoSite.ExpectAccessible(nurse);
        await ExpectPrints(
            nurse,
            letter,
            nurse.GetByText("Nothing is kept of this page"),
            nurse.GetByRole(AriaRole.Button, new() { Name = "Change it" })
        );
        await Press(nurse, "Change it");
        await Expect(body).ToHaveValueAsync(new Regex("Dear Dr Lim"));

        await nurse.GotoAsync("/Staff/Flags");
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Hand-over to print" }).ClickAsync();
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Mine", Exact = true }).ClickAsync();
        var sheet = nurse
            .Locator(".wb-handover")
            .Filter(new() { Has = nurse.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex(name) }) });
        foreach (
            var told in new[]
            {
                "he has not left the house for a week",
                "Priya Nair: phone call, reached. Would like to see a psychologist.",
                "Resolve, or call again",
                "Speaks Arabic, needs an interpreter",
            }
        )
            await Expect(sheet).ToContainTextAsync(told);
        await ExpectPrints(
            nurse,
            sheet,
            sheet.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Open the flag") }),
            nurse.GetByText("It holds health details")
        );

        await sheet.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Open the flag") }).ClickAsync();
        await nurse.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Everything about") }).ClickAsync();
        await Expect(Happened(nurse, "Priya Nair prepared a referral letter: psychology")).ToBeVisibleAsync();
        Site.ExpectQuietScripts();

        static async Task ExpectPrints(IPage page, ILocator paper, params ILocator[] onlyOnTheScreen)
        {
            var print = page.GetByRole(AriaRole.Button, new() { Name = "Print it" });
            await print.ClickAsync();
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-printed", "1");
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            await Expect(paper).ToBeVisibleAsync();
            foreach (var shown in onlyOnTheScreen.Append(page.Locator("[data-print]")))
                await Expect(shown).ToBeHiddenAsync();
            await page.EmulateMediaAsync(new() { Media = Media.Screen });
            await Expect(print).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task On_the_day_to_look_again_the_person_is_asked_and_stands_in_the_list_until_somebody_looked()
    {
        const string name = "Wei Chen",
            email = "wei.chen@home.example";
        var nurse = await AtPageOf(name);
        await RaiseFlag(nurse, "Review", "Sounded low at the front desk.");
        await Press(nurse, "Acknowledge");
        await Record(nurse, "Yes", "A good talk.");
        await DemoSite.Unfold(nurse, "Resolve the flag");
        await nurse.GetByLabel("How did it end?").SelectOptionAsync("Supported");
        await nurse.GetByLabel("Follow-up on").FillAsync(Day(0));
        await Press(nurse, "Resolve");
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose a day to come");
        await Expect(nurse.GetByLabel("How did it end?")).ToHaveValueAsync("Supported");
        await nurse.GetByLabel("Follow-up on").FillAsync(Day(14));
        await Press(nurse, "Resolve");
        await Expect(nurse.GetByText("The flag is resolved")).ToBeVisibleAsync();

        await nurse.GotoAsync("/Staff/Flags");
        await nurse.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Follow-up") }).ClickAsync();
        var row = nurse.Locator(".wb-roll li").Filter(new() { HasText = name });
        await Expect(row).ToContainTextAsync(new Regex("On .*, set by Priya Nair"));
        await Expect(row).ToContainTextAsync("Supported");
        await Expect(row.Locator("summary").Filter(new() { HasText = "No longer needed" })).ToBeVisibleAsync();

        // The day comes: a mail asks how they are.
        var link = await Site.LinkMailedOnRecheckOf(email);
        var person = await Site.Open(360);
        await person.GotoAsync(link);
        await person.Locator("main form button").First.ClickAsync();
        await person.GetByRole(AriaRole.Button, new() { Name = Say("CheckIn.Change.Easing") }).ClickAsync();
        await Expect(person).ToHaveURLAsync(new Regex("/CheckIn/[A-Za-z]+$"));
        await person.GotoAsync("/CheckIn/All");
        await person.GetByRole(AriaRole.Radio, new() { Name = "3", Exact = true }).CheckAsync();
        await person.GetByRole(AriaRole.Radio, new() { Name = Say("CheckIn.Functioning.3") }).CheckAsync();
        await person.GetByRole(AriaRole.Button, new() { Name = Say("CheckIn.All.Send") }).ClickAsync();
        await Expect(person).ToHaveURLAsync(new Regex("/CheckIn/Done"));

        await nurse.ReloadAsync();
        await Expect(row).ToContainTextAsync(new Regex("Since .*, set by Priya Nair"));
        await Expect(row).ToContainTextAsync("distress 3");
        await nurse.GotoAsync("/Staff/Handover");
        await Expect(
                nurse
                    .Locator("section")
                    .Filter(new() { Has = nurse.GetByRole(AriaRole.Heading, new() { Name = "Follow-up" }) })
            )
            .ToContainTextAsync(name);
        await nurse.GotoAsync("/Staff/LookAgain");
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^I looked") }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await nurse.GotoAsync("/Staff/People");
        await Find(nurse, name);
        foreach (
            var told in new[]
            {
                "Priya Nair planned a follow-up on",
                "Time for the follow-up",
                "Checked in",
                "Priya Nair looked again",
            }
        )
            await Expect(nurse.Locator("#timeline")).ToContainTextAsync(told);
        Site.ExpectQuietScripts();

        static string Say(string key) => Texts.Of("zh-Hans", key);
    }

    [Fact]
    public async Task A_nurse_pauses_the_check_ins_the_person_reads_until_when_and_the_pause_is_ended()
    {
        var nurse = await AtPageOf("Samira Haddad");
        await DemoSite.Unfold(nurse, "Pause the check-ins");
        await Press(nurse, "Pause");
        await Expect(nurse.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("Enter the day from which they are asked again.");
        await nurse.GetByLabel("Ask again from").FillAsync(Day(-3));
        await Press(nurse, "Pause");
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose a day to come.");
        await Expect(nurse.GetByLabel("Ask again from")).ToHaveValueAsync(Day(-3));
        await nurse.GetByLabel("Ask again from").FillAsync(Day(20));
        await Press(nurse, "Pause");
        await Expect(nurse.GetByText("The check-ins are paused", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(nurse.Locator(".wb-flag-line")).ToContainTextAsync("Paused until");
        await DemoSite.ExpectAccessible(nurse);

        var person = await Site.SignIn("samira.haddad@home.example", 360);
        await person.GotoAsync("/Settings");
        await Expect(person.Locator("main")).ToContainTextAsync("We do not ask you before");
        await Expect(person.Locator("[name=PausedUntil]")).ToHaveValueAsync(Day(20));

        await Press(nurse, "End the pause now");
        await Expect(nurse.GetByText("The pause is over")).ToBeVisibleAsync();
        await Expect(nurse.Locator(".wb-flag-line")).Not.ToContainTextAsync("Paused until");
        await Expect(Happened(nurse, "Priya Nair paused the check-ins until")).ToBeVisibleAsync();
        await Expect(Happened(nurse, "Priya Nair ended the pause")).ToBeVisibleAsync();
        await person.ReloadAsync();
        await Expect(person.Locator("main")).Not.ToContainTextAsync("We do not ask you before");
        await Expect(person.Locator("[name=PausedUntil]")).ToHaveValueAsync("");
        Site.ExpectQuietScripts();
    }

    /// <summary>The nurse finds somebody by name and opens their page.</summary>
    private async Task<IPage> AtPageOf(string name, int width = 1280)
    {
        var nurse = await Site.SignIn(DemoSite.Nurse, width);
        await nurse.GotoAsync("/Staff/People");
        await Find(nurse, name);
        return nurse;
    }

    private static async Task Find(IPage nurse, string name)
    {
        await nurse.GetByLabel("Part of a name").FillAsync(name);
        await Press(nurse, "Search");
        await nurse.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await Expect(nurse.Locator("h1")).ToHaveTextAsync(name);
    }

    private static async Task RaiseFlag(IPage nurse, string severity, string reason)
    {
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Raise a flag" }).ClickAsync();
        await nurse.GetByRole(AriaRole.Radio, new() { Name = severity, Exact = true }).CheckAsync();
        await nurse.GetByLabel("Why", new() { Exact = true }).FillAsync(reason);
        await Press(nurse, "Raise the flag");
        await Expect(nurse.GetByText("The flag is raised")).ToBeVisibleAsync();
    }

    private static async Task Record(IPage nurse, string reached, string note)
    {
        await DemoSite.Unfold(nurse, "Record a contact attempt");
        await nurse.Locator("#attempt").GetByRole(AriaRole.Radio, new() { Name = reached }).CheckAsync();
        await nurse.Locator("#attempt").GetByLabel("Note").FillAsync(note);
        await Press(nurse, "Record the attempt");
        await Expect(nurse.GetByText("The attempt is recorded")).ToBeVisibleAsync();
    }

    /// <summary>A line of "Everything that happened".</summary>
    private static ILocator Happened(IPage nurse, string title) =>
        nurse.Locator("#timeline .wb-timeline > li").Filter(new() { HasText = title });

    private static string Day(int ahead) => DemoSite.Day(ahead);

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
