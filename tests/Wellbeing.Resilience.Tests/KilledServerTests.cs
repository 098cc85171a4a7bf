using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Resilience.Tests;

/// <summary>
/// The promise of the main job: killed at any point between the check-in and the accepted mail, and started again, the
/// server has done nothing or all of it, and no mail is lost.
/// </summary>
public sealed class KilledServerTests(ITestOutputHelper output)
{
    // People who send their check-in at the moment of a kill.
    private const int AtOnce = 5;

    // So that the few kills of each day come at other moments.
    private static readonly int _today = TimeProvider.System.GetUtcNow().DayOfYear * 5;

    [Fact]
    public async Task Killed_at_any_moment_of_submissions_it_has_stored_nothing_or_everything_of_each_and_the_mails_arrive()
    {
        var kills = Row.Volume(1_000, 5);
        await using var server = await ServerUnderTest.Create();
        await server.Start();
        var (nothing, everything) = (0, 0);
        for (var i = 0; i < kills; i++)
        {
            var sent = new List<(Guid Id, string Token, Guid SubmissionId)>();
            for (var j = 0; j < AtOnce; j++)
            {
                var email = $"person{(i * AtOnce) + j}@home.example";
                sent.Add((await server.AddParticipant(email), await server.LogIn(email), Guid.CreateVersion7()));
            }

            var answers = sent.ConvertAll(s => server.SubmitCheckIn(s.Token, s.SubmissionId));
            // From before the first request is read to well into the sending of the mails.
            var moment = TimeSpan.FromMilliseconds((_today + i) * 37 % 250);
            await Task.Delay(moment);
            await server.Kill();
            foreach (var (answer, (id, _, _)) in answers.Zip(sent))
            {
                var (status, stored) = (await answer, await server.Stored(id));
                if (stored == (0, 0, 0, 0))
                    nothing++;
                else if (stored == (1, 1, 1, 1))
                    everything++;
                else
                    Assert.Fail($"Half of it was stored: {stored}.");
                if (status is HttpStatusCode.Created)
                    Assert.Equal((1, 1, 1, 1), stored); // What was seen accepted is never lost.
            }

            output.WriteLine(
                $"kill {i + 1} after {moment.TotalMilliseconds} ms; so far {nothing} left nothing, {everything} everything"
            );
            await server.Start();
            foreach (var (id, token, submissionId) in sent)
            {
                // The person, who saw an error or nothing, sends the same form again.
                Assert.True(
                    await server.SubmitCheckIn(token, submissionId) is HttpStatusCode.Created or HttpStatusCode.OK
                );
                Assert.Equal((1, 1, 1, 1), await server.Stored(id));
            }

            // A long run is about submissions and first mails: the later steps of their ladders are not due within it.
            var people = sent.ConvertAll(s => s.Id);
            await server.Db(db =>
                db.Flags.Where(f => people.Contains(f.ParticipantId))
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.NextActionAtUtc, ServerUnderTest.Now.AddDays(1)))
            );
        }

        var row = new Row("R1", $"killed (SIGKILL) at any moment of {AtOnce} people's submissions and their mails");
        row.Add(kills, duplicated: await EveryMailArrives(server, kills * AtOnce));
        row.Close(unknown: await Unknowns(server));
    }

    /// <summary>Two a day in turn. From the body on, the mail may arrive twice: the rest of a small one, dot included,
    /// may be on its way already.</summary>
    public static TheoryData<SmtpPhase, bool> Phases =>
        new(
            InTurn.Of<(SmtpPhase, bool)>(
                2,
                (SmtpPhase.Connect, false),
                (SmtpPhase.Body, true),
                (SmtpPhase.MailFrom, false),
                (SmtpPhase.AfterDot, true),
                (SmtpPhase.RcptTo, false),
                (SmtpPhase.Data, false)
            )
        );

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Killed_in_the_middle_of_the_conversation_with_the_mail_server_it_sends_the_mail_again_under_the_same_id(
        SmtpPhase phase,
        bool mayArriveTwice
    )
    {
        await using var server = await ServerUnderTest.Create();
        var id = await server.AddParticipant("ana@home.example");
        await server.Start();
        var token = await server.LogIn("ana@home.example");

        var killed = new TaskCompletionSource();
        var armed = 1;
        server.Smtp.OnMoment = async moment =>
        {
            if (moment.Phase != phase || Interlocked.Exchange(ref armed, 0) == 0)
                return;
            await server.Kill();
            killed.SetResult();
        };
        Assert.Equal(HttpStatusCode.Created, await server.SubmitCheckIn(token, Guid.CreateVersion7()));
        await killed.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await server.Start();
        var row = new Row("R1", $"SIGKILL during the conversation with the mail server: {phase}");
        row.Add(1, duplicated: await EveryMailArrives(server, 1));
        row.Close(unknown: mayArriveTwice ? 1 : 0);
        Assert.Equal((1, 1, 1, 1), await server.Stored(id));
    }

    private static Task<int> Unknowns(ServerUnderTest server) =>
        server.Db(db => db.MessageAttempts.CountAsync(a => a.Outcome == AttemptOutcome.Unknown));

    /// <returns>How many arrived more than once.</returns>
    private static async Task<int> EveryMailArrives(ServerUnderTest server, int flags)
    {
        await server.Smtp.WaitForAccepted(flags, TimeSpan.FromMinutes(3));
        for (var patience = 0; patience < 300; patience++)
        {
            if (!await server.Db(db => db.Messages.AnyAsync(n => n.State != MessageState.Accepted)))
                break;
            await Task.Delay(200);
        }

        var messages = await server.Db(db => db.Messages.AsNoTracking().ToListAsync());
        Assert.Equal(flags, messages.Count);
        Assert.All(messages, n => Assert.Equal(MessageState.Accepted, n.State));
        var arrived = server.Smtp.Accepted.GroupBy(m => m.MessageId).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(messages.Select(n => n.InternetMessageId).Order(), arrived.Keys.Order()); // None lost, none with an id of its own.

        Assert.Null((await server.VerifyAudit()).BrokenAt);
        Assert.Empty((await server.Send(new CheckInvariants(Actor.System, Everything: true))).Violations);
        await server.Db(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await using var check = new SqliteCommand(
                "PRAGMA integrity_check",
                (SqliteConnection)db.Database.GetDbConnection()
            );
            Assert.Equal("ok", await check.ExecuteScalarAsync());
        });
        return arrived.Values.Sum() - arrived.Count;
    }
}
