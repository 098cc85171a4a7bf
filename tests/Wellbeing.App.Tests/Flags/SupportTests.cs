using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class SupportTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : SupportTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SupportTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task The_products_words_stand_until_an_administrator_writes_others_and_two_at_once_are_told_apart()
    {
        await using var app = await AppFixture.Create(provider);
        var (ruth, priya) = (app.Cast.Ruth.Actor, app.Cast.Priya.Actor);
        Assert.All(
            (await app.Send(new GetSupport(priya))).Guides,
            g => Assert.True(g.Lines.Count >= 5 && g.Version == 0)
        );

        var results = await Scenes.AtOnce(
            3,
            i => app.Send(new ChangeTalkGuide(ruth, Severity.Soon, $"“How are you?” {i}\n\nListen.", 0))
        );
        Assert.Single(results, r => r is ChangeSupportResult.Changed);
        Assert.Equal(2, results.Count(r => r is ChangeSupportResult.ChangedBy { Name: "Ruth Cohen" }));
        var guide = (await app.Send(new GetSupport(priya))).GuideFor(Severity.Soon);
        Assert.Equal(
            ("Listen.", 2, 1, "Ruth Cohen"),
            (guide.Lines[1], guide.Lines.Count, guide.Version, guide.ChangedByName)
        );
        Assert.IsType<ChangeSupportResult.Changed>(
            await app.Send(new ChangeTalkGuide(ruth, Severity.Soon, "Ask first.", 1))
        );

        await app.Send(
            new ChangeReferralOption(
                ruth,
                ReferralKind.Psychology,
                "Psycho-oncology, Royal Hobart",
                "48 Liverpool St\nHobart 7000",
                "03 6166 8308",
                null,
                0
            )
        );
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        var letter = (await app.Send(new GetReferralLetter(priya, flag.Id, ReferralKind.Psychology)))!;
        Assert.Equal(
            ("Psycho-oncology, Royal Hobart", "48 Liverpool St\nHobart 7000", "Ana", "Priya Nair"),
            (letter.To.Name, letter.To.Address, letter.Name, letter.WrittenBy)
        );
        Assert.NotEmpty(letter.Reasons);
        Assert.Contains(
            await app.AuditTrail(),
            a => a.Action == AuditActions.ReferralLetterOpened && a.ParticipantId == app.Cast.Ana.Id
        );
        async Task<int> InHistory() =>
            (await app.Send(new GetFlag(priya, flag.Id)))!.History.Count(h =>
                h.What is FlagEvent.ReferralLetterPrepared
            );
        Assert.Equal(0, await InHistory());
        Assert.True(await app.Send(new PrepareReferralLetter(priya, flag.Id, ReferralKind.Psychology)));
        Assert.True(await app.Send(new PrepareReferralLetter(priya, flag.Id, ReferralKind.Psychology)));
        Assert.Equal(1, await InHistory());
        Assert.True(await app.Send(new PrepareReferralLetter(priya, flag.Id, ReferralKind.MedicalTeam)));
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await app.Send(new PrepareReferralLetter(priya, flag.Id, ReferralKind.Psychology)));
        Assert.Equal(3, await InHistory());
        Assert.False(await app.Send(new PrepareReferralLetter(priya, Guid.CreateVersion7(), ReferralKind.Psychology)));
        Assert.Null(await app.Send(new GetReferralLetter(priya, Guid.CreateVersion7(), ReferralKind.Psychology)));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            app.Send(new ChangeTalkGuide(priya, Severity.Soon, "Mine.", 1))
        );
    }

    [Fact]
    public async Task A_hand_over_says_who_why_since_when_what_was_tried_and_whose_it_is()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya.Actor, app.Cast.Tom.Actor);
        await app.RaiseSoon(app.Cast.Omar);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(
            new RecordContactAttempt(
                priya,
                flag.Id,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                false,
                "Left a message."
            )
        );
        await app.Send(new WriteNote(priya, app.Cast.Ana.Id, Guid.CreateVersion7(), "Rings back after lunch."));

        var team = await app.Send(new GetHandover(tom, false));
        Assert.Equal(["Ana", "Omar"], team.Rows.Select(r => r.Name));
        var ana = team.Rows[0];
        Assert.Equal(
            ("Priya Nair", FlagState.Acknowledged, "Rings back after lunch."),
            (ana.Owner, ana.State, ana.LastNote)
        );
        Assert.Equal("Left a message.", Assert.Single(ana.Tried).Note);
        Assert.NotEmpty(ana.Why);
        Assert.Empty((await app.Send(new GetHandover(tom, true))).Rows);
        Assert.Single((await app.Send(new GetHandover(priya, true))).Rows);
        app.Mailbox.Ignore();
    }
}
