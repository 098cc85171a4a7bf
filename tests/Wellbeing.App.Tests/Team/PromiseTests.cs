using System.Globalization;
using Wellbeing.App.Assessment;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Team;

/// <summary>What a participant is promised, what the flag carries, and what the team's mail says are one
/// instant.</summary>
public abstract class PromiseTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : PromiseTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : PromiseTests(DatabaseProvider.Postgres);

    private static readonly (string, string)[] _easterAndChristmas =
    [
        ("Team:Holidays:0", "2026-04-03"),
        ("Team:Holidays:1", "2026-04-06"),
        ("Team:Holidays:2", "2026-12-25"),
        ("Team:Holidays:3", "2026-12-28"),
    ];

    private static DateTime Utc(string brisbane) =>
        DateTime.SpecifyKind(DateTime.Parse(brisbane, CultureInfo.InvariantCulture).AddHours(-10), DateTimeKind.Utc);

    // Contact is asked for: the next working day, at 17:00.
    [Theory]
    [InlineData("2026-03-29 21:41", "2026-03-30 17:00")] // The Sunday evening that was promised for Tuesday.
    [InlineData("2026-04-02 10:00", "2026-04-07 17:00")] // The day before Easter.
    [InlineData("2026-04-02 21:00", "2026-04-07 17:00")]
    [InlineData("2026-04-05 12:00", "2026-04-07 17:00")]
    [InlineData("2026-12-24 18:00", "2026-12-29 17:00")]
    public async Task A_request_for_contact_is_promised_for_the_next_working_day(string at, string by)
    {
        await using var app = await AppFixture.Create(provider, _easterAndChristmas);
        app.Clock.SetUtcNow(Utc(at));
        foreach (
            var person in new[]
            {
                app.Cast.Ana,
                await app.Cast.AddPatient("Perth Person", "perth@example.org", "Australia/Perth"),
            }
        )
            await Agree(app, person, person.CheckIn(contactMe: true), Utc(by));
    }

    // Nobody is on the rota: an hour from the next opening. Somebody is: an hour from now, or from their turn.
    [Theory]
    [InlineData("2026-04-01 10:00", null, "2026-04-01 11:00")]
    [InlineData("2026-04-02 21:00", null, "2026-04-07 09:00")]
    [InlineData("2026-04-04 02:00", null, "2026-04-07 09:00")]
    [InlineData("2026-04-04 02:00", "2026-04-04 00:00", "2026-04-04 03:00")]
    [InlineData("2026-04-04 02:00", "2026-04-05 08:00", "2026-04-05 09:00")]
    public async Task An_acute_rating_is_promised_from_when_somebody_is_on_duty(string at, string? turn, string by)
    {
        await using var app = await AppFixture.Create(provider, _easterAndChristmas);
        await app.Cast.NobodyOnCall();
        app.Clock.SetUtcNow(Utc(at));
        if (turn is not null)
            await app.Cast.OnCall(app.Cast.Tom, Utc(turn), Utc(turn).AddHours(12));
        var told = await Agree(app, app.Cast.Ana, app.Cast.Ana.CheckIn(intensity: 10), Utc(by));

        // Though the promise is for later, everybody was told now, or half an hour from now.
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        Assert.Contains(app.Cast.Tom.Email, told.Concat(app.Mailbox.Read().Select(m => m.ToAddress)));
        app.Mailbox.Ignore();
    }

    private static async Task<IReadOnlyList<string>> Agree(
        AppFixture app,
        Person person,
        SubmitCheckIn checkIn,
        DateTime by
    )
    {
        var promised = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(checkIn)).SomeoneLooksByUtc;
        var flag = await app.FlagOf(person);
        Assert.Equal((by, by), (promised, flag.RespondByUtc));
        Assert.Equal(by, (await app.Send(new GetMyHome(person.Actor))).SomeoneLooksByUtc);
        Assert.Equal(by, (await app.Send(new GetFlag(app.Cast.Tom.Actor, flag.Id)))!.RespondByUtc);
        await app.Dispatch();
        var day = by.AddHours(10).ToString("d MMMM", CultureInfo.InvariantCulture);
        var mails = app
            .Mailbox.Read()
            .Where(m => m.Text.Contains($"/Staff/Flags/{flag.Id:D}", StringComparison.Ordinal))
            .ToList();
        Assert.All(mails, m => Assert.Contains(day, m.Text, StringComparison.Ordinal));
        app.Mailbox.Ignore();
        return [.. mails.Select(m => m.ToAddress)];
    }
}
