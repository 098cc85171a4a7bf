using System.Net;
using System.Text.RegularExpressions;
using Wellbeing.App.Wording;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Who reads another language than English finds the interpreter first, and everybody somebody to write
/// to.</summary>
public sealed partial class SafetyLinesTests(SafetyLinesTests.Shared shared) : IClassFixture<SafetyLinesTests.Shared>
{
    private const string Interpreter = "tel:131450";
    private const string Text = "sms:0477131114";

    public static TheoryData<string, string> Pages =>
        new(
            Language.All.SelectMany(l =>
                new[] { "/NotSafe", "/Help", "/NoConnection", "/CheckIn/Offline" }.Select(page => (page, l.Tag))
            )
        );

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_interpreter_comes_first_where_the_page_is_not_in_English_and_one_can_write(
        string page,
        string language
    )
    {
        var html = await shared.Web.Anonymous().GetStringAsync($"{page}?culture={language}");
        Assert.Contains($" lang=\"{language}\"", html, StringComparison.Ordinal);
        var footer = html.IndexOf("<footer", StringComparison.Ordinal);

        foreach (var part in new[] { html[..footer], html[footer..] })
        {
            // After the emergency number, which knows interpreters itself.
            var lines = Href().Matches(part).Select(m => m.Groups[1].Value).SkipWhile(l => l == "tel:000").ToList();
            if (language == Language.English.Tag)
                Assert.Equal("tel:131114", lines[0]);
            else
                Assert.Equal(Interpreter, lines[0]);
            Assert.Contains(Text, lines);
            Assert.True(lines.Count(l => l == Interpreter) <= 1, "The interpreter stands there twice.");
        }
    }

    [Fact]
    public async Task Administrators_change_the_number_one_writes_to()
    {
        await using var web = await WebFixture.Create();
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var form = HtmlForm.In(await ruth.GetStringAsync("/Admin/SupportNumbers"), containing: "Text.Number");
        using (
            var refused = await form.With(("Text.Number", ""), ("Checked", "true"))
                .Submit(ruth, "/Admin/SupportNumbers")
        )
            Assert.Contains("takes text messages", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var saved = await form.With(
                ("Text.Name", "Kids Helpline"),
                ("Text.Number", "0400 111 222"),
                ("Checked", "true")
            )
            .Submit(ruth, "/Admin/SupportNumbers");

        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var page = await web.Anonymous().GetStringAsync("/NotSafe?culture=en");
        Assert.Contains("href=\"sms:0400111222\"", page, StringComparison.Ordinal);
        Assert.Contains("Kids Helpline, by text", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Text, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_invites_reads_in_whose_name_before_they_send()
    {
        await using var web = await WebFixture.Create();
        var (ruth, priya) = (
            await web.SignedInByCookie(web.Cast.Ruth.Id),
            await web.SignedInByCookie(web.Cast.Priya.Id)
        );
        Assert.Contains("Leukaemia Foundation", await priya.GetStringAsync("/Staff/Invite"), StringComparison.Ordinal);
        Assert.Contains("Say who you are", await ruth.GetStringAsync("/Staff/Invite"), StringComparison.Ordinal);

        using var saved = await HtmlForm
            .In(await ruth.GetStringAsync("/Admin/SupportNumbers"), containing: "Foundation.Number")
            .With(("Foundation.Name", "Harbour Care"), ("Foundation.Number", "1800 111 222"), ("Checked", "true"))
            .Submit(ruth, "/Admin/SupportNumbers");

        var page = await priya.GetStringAsync("/Staff/Invite");
        Assert.Contains("Harbour Care", page, StringComparison.Ordinal);
        Assert.Contains("1800 111 222", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Leukaemia Foundation", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Say who you are", page, StringComparison.Ordinal); // Who cannot is not asked to.
    }

    [GeneratedRegex("href=\"((?:tel|sms):[^\"]+)\"")]
    private static partial Regex Href();

    public sealed class Shared : SharedWeb;
}
