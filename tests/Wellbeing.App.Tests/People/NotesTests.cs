using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

public abstract class NotesTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : NotesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : NotesTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_note_is_sealed_says_who_and_when_and_a_correction_keeps_what_stood_there()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya, tom) = (app.Cast.Ana, app.Cast.Priya.Actor, app.Cast.Tom.Actor);
        var written = app.Now;
        var id = Guid.CreateVersion7();
        var first = new WriteNote(priya, ana.Id, id, "Prefers calls after ten.");
        Assert.All(await Scenes.AtOnce(3, _ => app.Send(first)), r => Assert.IsType<WriteNoteResult.Written>(r));
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.IsType<WriteNoteResult.Written>(
            await app.Send(new WriteNote(tom, ana.Id, Guid.CreateVersion7(), "Prefers calls after two.", id))
        );

        var note = Assert.Single((await app.Send(new ListNotes(priya, ana.Id))).Rows);
        Assert.Equal(("Prefers calls after two.", "Tom Walker", app.Now), (note.Text, note.ByName, note.AtUtc));
        Assert.Equal(("Priya Nair", written), (note.FirstWrittenByName, note.FirstWrittenAtUtc));
        Assert.Equal([new EarlierNote("Prefers calls after ten.", "Priya Nair", written)], note.Earlier);
        Assert.All(
            await app.Db(db => db.PersonNotes.Select(n => n.SealedText).ToListAsync()),
            s => Assert.DoesNotContain("calls", s, StringComparison.Ordinal)
        );
        Assert.Equal(
            [AuditActions.NoteWritten, AuditActions.NoteCorrected],
            (await app.AuditTrail())
                .Where(a => a.Action.StartsWith("note.", StringComparison.Ordinal))
                .Select(a => a.Action)
        );
        Assert.Empty((await app.Send(new ListNotes(priya, app.Cast.Omar.Id))).Rows);
    }

    [Fact]
    public async Task Of_two_corrections_at_once_one_counts_and_the_other_is_told()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, id) = (app.Cast.Ana, Guid.CreateVersion7());
        await app.Send(new WriteNote(app.Cast.Priya.Actor, ana.Id, id, "First."));
        var results = await Scenes.AtOnce(
            3,
            i => app.Send(new WriteNote(app.Cast.Tom.Actor, ana.Id, Guid.CreateVersion7(), $"Correction {i}.", id))
        );
        Assert.Single(results, r => r is WriteNoteResult.Written);
        Assert.Equal(2, results.Count(r => r is WriteNoteResult.CorrectedBy { Name: "Tom Walker" }));
        Assert.Single(Assert.Single((await app.Send(new ListNotes(app.Cast.Priya.Actor, ana.Id))).Rows).Earlier);
    }

    [Fact]
    public async Task Nothing_and_somebody_elses_note_are_refused()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, id) = (app.Cast.Priya.Actor, Guid.CreateVersion7());
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() =>
            app.Send(new WriteNote(priya, app.Cast.Ana.Id, Guid.CreateVersion7(), " "))
        );
        await app.Send(new WriteNote(priya, app.Cast.Ana.Id, id, "About Ana."));
        Assert.IsType<WriteNoteResult.NotFound>(
            await app.Send(new WriteNote(priya, app.Cast.Omar.Id, Guid.CreateVersion7(), "About Omar.", id))
        );
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            app.Send(new ListNotes(app.Cast.Ruth.Actor, app.Cast.Ana.Id))
        );
    }
}
