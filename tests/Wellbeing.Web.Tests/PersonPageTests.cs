using System.Net;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Notes;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

public sealed class PersonPageTests : SharedWeb
{
    [Fact]
    public async Task A_nurse_sees_chart_and_evidence_writes_a_note_corrects_it_and_pauses()
    {
        var (ana, url) = (Web.Cast.Ana, $"/Staff/People/{Web.Cast.Ana.Id}");
        for (var i = 0; i < 4; i++)
        {
            await Web.Send(ana.CheckIn(i == 3 ? 9 : 2, emotions: new Dictionary<Emotion, int?> { [Emotion.Fear] = 3 + i }));
            Web.Clock.Advance(TimeSpan.FromDays(7));
        }

        var nurse = await Web.SignedInByCookie(Web.Cast.Priya.Id);
        var page = await nurse.GetStringAsync(url, TestContext.Current.CancellationToken);
        foreach (var expected in new[] { "The last 90 days", "Strong: 5 or more", "Very high: 9 or more", "One very high rating", "Told from", "Flag raised", "tel:0400000001", "mailto:ana@home.example" })
            Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.Contains("Everything so far", await nurse.GetStringAsync(url + "?range=all", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Too long: nothing typed is lost, and the error stands at the field.
        var tooLong = new string('x', PersonNote.MaximumLength + 1);
        var refused = await Read(await HtmlForm.In(page, "Save the note").With(("Note.Text", tooLong)).Submit(nurse, url));
        Assert.Contains(tooLong, refused, StringComparison.Ordinal);
        Assert.Contains("Shorten the note", refused, StringComparison.Ordinal);
        await HtmlForm.In(page, "Save the note").With(("Note.Text", "Rings back after lunch.")).Submit(nurse, url);
        var note = Assert.Single((await Web.Send(new ListNotes(Web.Cast.Priya.Actor, ana.Id))).Rows);

        var notes = $"{url}/Notes?correct={note.Id}";
        var form = await nurse.GetStringAsync(notes, TestContext.Current.CancellationToken);
        Assert.Matches(@"<textarea[^>]*>\s*Rings back after lunch\.", form);
        await HtmlForm.In(form, "Save the correction").With(("Text", "Rings back after supper.")).Submit(nurse, notes);
        page = await nurse.GetStringAsync(url, TestContext.Current.CancellationToken);
        Assert.Contains("Rings back after supper.", page, StringComparison.Ordinal);
        Assert.Contains("corrected a note", page, StringComparison.Ordinal);

        await HtmlForm.In(page, ">Pause</button>").With(("Pause.Until", Web.Now.AddDays(10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))).Submit(nurse, url);
        page = await nurse.GetStringAsync(url, TestContext.Current.CancellationToken);
        Assert.Contains("Paused until", page, StringComparison.Ordinal);
        await HtmlForm.In(page, "End the pause now").Submit(nurse, url);
        Assert.DoesNotContain("Paused until", await nurse.GetStringAsync(url, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string> Read(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
