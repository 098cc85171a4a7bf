using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Engine;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Resilience.Tests;

/// <summary>
/// The promise of the main job: killed at any point between the check-in and the accepted mail, and started again, the
/// server has done nothing or all of it, and no mail is lost.
/// </summary>
public sealed class KilledServerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_at_any_moment_of_a_submission_it_has_stored_nothing_or_everything_and_the_mail_arrives()
    {
        var kills = Row.Volume(1_000, 14);
        await using var server = await ServerUnderTest.Create();
        var people = new List<(Guid Id, string Email, Guid SubmissionId)>();
        for (var i = 0; i < kills; i++)
        {
            var email = $"person{i}@home.example";
            people.Add((await server.AddParticipant(email), email, Guid.CreateVersion7()));
        }

        await server.Start();
        var tokens = new Dictionary<Guid, string>();
        foreach (var person in people) tokens[person.Id] = await server.LogIn(person.Email);

        var (nothing, everything) = (0, 0);
        for (var i = 0; i < kills; i++)
        {
            var (id, _, submissionId) = people[i];
            var answer = server.SubmitCheckIn(tokens[id], submissionId);
            // From before the request is read to well into the sending of its mail.
            await Task.Delay(TimeSpan.FromMilliseconds(i % 14 * 12));
            await server.Kill();
            var status = await answer;

            var stored = await Stored(server, id);
            output.WriteLine($"kill {i + 1} after {i % 14 * 12} ms: answer {status?.ToString() ?? "none"}, stored {stored}");
            if (stored == (0, 0, 0, 0)) nothing++;
            else if (stored == (1, 1, 1, 1)) everything++;
            else Assert.Fail($"Half of it was stored: {stored}.");
            if (status is HttpStatusCode.Created) Assert.Equal((1, 1, 1, 1), stored); // What was seen accepted is never lost.

            await server.Start();
            // The person, who saw an error or nothing, sends the same form again.
            Assert.True(await server.SubmitCheckIn(tokens[id], submissionId) is HttpStatusCode.Created or HttpStatusCode.OK);
            Assert.Equal((1, 1, 1, 1), await Stored(server, id));
        }

        output.WriteLine($"{nothing} kills left nothing, {everything} left everything");
        var row = new Row("R1", "SIGKILL at any moment of a submission and its mail");
        row.Add(kills, duplicated: await EveryMailArrives(server, kills, duplicatesAllowed: server.Kills));
        row.Close(unknown: server.Kills);
    }

    [Theory]
    [InlineData(SmtpPhase.Connect, false)]
    [InlineData(SmtpPhase.MailFrom, false)]
    [InlineData(SmtpPhase.RcptTo, false)]
    [InlineData(SmtpPhase.Data, false)]
    [InlineData(SmtpPhase.Body, true)] // The rest of a small body, dot included, may be on its way already.
    [InlineData(SmtpPhase.AfterDot, true)]
    public async Task Killed_in_the_middle_of_the_conversation_with_the_mail_server_it_sends_the_mail_again_under_the_same_id(
        SmtpPhase phase, bool mayArriveTwice)
    {
        await using var server = await ServerUnderTest.Create();
        var id = await server.AddParticipant("ana@home.example");
        await server.Start();
        var token = await server.LogIn("ana@home.example");

        var killed = new TaskCompletionSource();
        var armed = 1;
        server.Smtp.OnMoment = async moment =>
        {
            if (moment.Phase != phase || Interlocked.Exchange(ref armed, 0) == 0) return;
            await server.Kill();
            killed.SetResult();
        };
        Assert.Equal(HttpStatusCode.Created, await server.SubmitCheckIn(token, Guid.CreateVersion7()));
        await killed.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await server.Start();
        var row = new Row("R1", $"SIGKILL during the conversation with the mail server: {phase}");
        row.Add(1, duplicated: await EveryMailArrives(server, 1, duplicatesAllowed: mayArriveTwice ? 1 : 0));
        row.Close(unknown: mayArriveTwice ? 1 : 0);
        Assert.Equal((1, 1, 1, 1), await Stored(server, id));
    }

    /// <summary>How many check-ins, flags, steps and team notices the person has.</summary>
    private static Task<(int CheckIns, int Flags, int Steps, int Notices)> Stored(ServerUnderTest server, Guid participantId) => server.Db(async db =>
    (
        await db.CheckIns.CountAsync(c => c.ParticipantId == participantId),
        await db.Flags.CountAsync(f => f.ParticipantId == participantId),
        await db.StepRuns.CountAsync(s => db.Flags.Any(f => f.Id == s.FlagId && f.ParticipantId == participantId)),
        await db.Notices.CountAsync(n => n.ParticipantId == participantId && n.Purpose == NoticePurpose.FlagToTeam)));

    private static async Task<int> EveryMailArrives(ServerUnderTest server, int flags, int duplicatesAllowed)
    {
        await server.Smtp.WaitForAccepted(flags, TimeSpan.FromSeconds(120));
        for (var patience = 0; patience < 300; patience++)
        {
            if (!await server.Db(db => db.Notices.AnyAsync(n => n.State != NoticeState.Accepted))) break;
            await Task.Delay(200);
        }

        var notices = await server.Db(db => db.Notices.AsNoTracking().ToListAsync());
        Assert.Equal(flags, notices.Count);
        Assert.All(notices, n => Assert.Equal(NoticeState.Accepted, n.State));
        var arrived = server.Smtp.Accepted.GroupBy(m => m.MessageId).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(notices.Select(n => n.MessageId).Order(), arrived.Keys.Order()); // None lost, none with an id of its own.
        Assert.InRange(arrived.Values.Sum() - arrived.Count, 0, duplicatesAllowed);

        Assert.Null((await server.VerifyAudit()).BrokenAt);
        Assert.Empty((await server.Send(new CheckInvariants(Actor.System, Everything: true))).Violations);
        await server.Db(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await using var check = new SqliteCommand("PRAGMA integrity_check", (SqliteConnection)db.Database.GetDbConnection());
            Assert.Equal("ok", await check.ExecuteScalarAsync());
        });
        return arrived.Values.Sum() - arrived.Count;
    }
}
