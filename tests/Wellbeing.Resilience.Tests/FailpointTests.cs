using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.Testing;
using Wellbeing.Testing.Imap;

namespace Wellbeing.Resilience.Tests;

/// <summary>
/// R1 at its named points: the real program is killed just before, and just after, each kind of transaction commits.
/// Before, nothing of it is stored; after, everything is; and in both lives the server that starts next brings it to
/// its end.
/// </summary>
public sealed class FailpointTests(ITestOutputHelper output)
{
    /// <summary>Each day one of the two in turn, since each starts the program some twenty times.</summary>
    public static TheoryData<string> Moments => new(InTurn.Of(1, "before", "after"));

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Killed_at_the_commit_of_each_transaction_it_has_done_nothing_or_all_of_it_and_goes_on(
        string moment
    )
    {
        var after = moment == "after";
        await using var bounces = ScriptedImapServer.Start();
        await using var server = await ServerUnderTest.Create(
            ServerUnderTest.WithFailpoints,
            ("Mail__Bounces__Address", "bounces@team.example"),
            ("Mail__Bounces__Host", bounces.Host),
            ("Mail__Bounces__Port", $"{bounces.Port}"),
            ("Mail__Bounces__Tls", "None"),
            ("Mail__Bounces__User", bounces.Login.User),
            ("Mail__Bounces__Password", bounces.Login.Password)
        );
        var made = Assert.IsType<CreateApiClientResult.Created>(
            await server.Send(
                new CreateApiClient(
                    new Actor(Guid.CreateVersion7(), "Ruth", Roles.Administrator),
                    Guid.CreateVersion7(),
                    "Ward",
                    [ApiScope.WorkOnFlags],
                    null
                )
            )
        );
        var people = new List<Guid>();
        for (var i = 0; i < 3; i++)
            people.Add(await server.AddParticipant($"person{i}@home.example"));
        await server.Start();
        var tokens = new List<string>();
        for (var i = 0; i < 3; i++)
            tokens.Add(await server.LogIn($"person{i}@home.example"));
        var row = new Row("R1", $"killed (SIGKILL) {moment} the commit of each kind of transaction, T1 to T9");

        // T1: check-in, flag, first step and the message, in one.
        var submission = Guid.CreateVersion7();
        await Kill("check-in", "INSERT INTO \"CheckIns\"", () => server.SubmitCheckIn(tokens[0], submission));
        Assert.Equal(after ? (1, 1, 1, 1) : (0, 0, 0, 0), await server.Stored(people[0]));
        await server.Start();
        Assert.Equal(
            after ? HttpStatusCode.OK : HttpStatusCode.Created,
            await server.SubmitCheckIn(tokens[0], submission)
        );
        Assert.Equal((1, 1, 1, 1), await server.Stored(people[0]));
        await Until(async () => await Messages(MessageState.Accepted) == 1);

        // T4: the claim of a message.
        await Kill(
            "claim",
            "INSERT INTO \"MessageAttempts\"",
            () => server.SubmitCheckIn(tokens[1], Guid.CreateVersion7())
        );
        Assert.Equal(1, await Messages(after ? MessageState.Sending : MessageState.Pending));
        await server.Start();
        await Until(async () => await Messages(MessageState.Accepted) == 2);
        Assert.Equal(2, server.Smtp.Accepted.Count); // It had not left.

        // T5: the outcome of a message.
        await Kill(
            "outcome",
            "UPDATE \"MessageAttempts\"",
            () => server.SubmitCheckIn(tokens[2], Guid.CreateVersion7())
        );
        Assert.Equal(3, server.Smtp.Accepted.Count);
        Assert.Equal(after ? 3 : 2, await Messages(MessageState.Accepted));
        await server.Start();
        await Until(async () => await Messages(MessageState.Accepted) == 3);
        Assert.Equal(after ? 3 : 4, server.Smtp.Accepted.Count); // Before, nobody could know that it had arrived.
        Assert.Equal(3, server.Smtp.Accepted.Select(m => m.MessageId).Distinct().Count());

        // T3: a step.
        var flag = await server.Db(db => db.Flags.AsNoTracking().SingleAsync(f => f.ParticipantId == people[0]));
        await Kill("step", "INSERT INTO \"StepRuns\"", () => Due());
        Assert.Equal(after, await server.Db(db => db.StepRuns.CountAsync(s => s.FlagId == flag.Id)) > 1);
        await server.Start();
        await Until(() =>
            server.Db(db =>
                db.Flags.AnyAsync(f =>
                    f.Id == flag.Id && f.NextStep > flag.NextStep && f.NextActionAtUtc > ServerUnderTest.Now
                )
            )
        );
        await Until(async () => await Messages(MessageState.Pending) + await Messages(MessageState.Sending) == 0);

        // T6: an acknowledgement.
        await Kill("acknowledgement", "UPDATE \"Flags\"", () => Nurse("acknowledge", new { }));
        Assert.Equal(after ? FlagState.Acknowledged : FlagState.Open, (await Flag()).State);
        await server.Start();
        Assert.Equal(HttpStatusCode.NoContent, await Nurse("acknowledge", new { }));
        Assert.Equal(FlagState.Acknowledged, (await Flag()).State);

        // T7: its end.
        var cycle = (await Flag()).Cycle;
        await Kill("end of the acknowledgement", "UPDATE \"Flags\"", () => Due());
        Assert.Equal(
            after ? (FlagState.Open, cycle + 1) : (FlagState.Acknowledged, cycle),
            ((await Flag()).State, (await Flag()).Cycle)
        );
        await server.Start();
        await Until(async () => await Flag() is { State: FlagState.Open } open && open.Cycle == cycle + 1);
        await Until(async () => await Messages(MessageState.Pending) + await Messages(MessageState.Sending) == 0);

        // T8: the resolution.
        await Kill(
            "resolution",
            "UPDATE \"Flags\"",
            () => Nurse("resolve", new { outcome = "notNeeded", note = "Seen on the ward." })
        );
        Assert.Equal(after ? FlagState.Resolved : FlagState.Open, (await Flag()).State);
        await server.Start();
        Assert.Equal(
            after ? HttpStatusCode.Conflict : HttpStatusCode.NoContent,
            await Nurse("resolve", new { outcome = "notNeeded", note = "Seen on the ward." })
        );
        Assert.Equal(FlagState.Resolved, (await Flag()).State);

        // T2: a prompt that was missed.
        await Kill(
            "missed prompt",
            "UPDATE \"Prompts\"",
            () =>
                server.Db(async db =>
                {
                    var weekAgo = ServerUnderTest.Now.AddDays(-7);
                    var laid = Prompt.Lay(await db.Participants.SingleAsync(p => p.Id == people[1]), weekAgo, weekAgo);
                    laid.Remind();
                    db.Prompts.Add(laid);
                    await db.SaveChangesAsync();
                })
        );
        Assert.Equal(
            after ? PromptState.Missed : PromptState.Reminded,
            await server.Db(db => db.Prompts.Select(p => p.State).SingleAsync())
        );
        await server.Start();
        await Until(() => server.Db(db => db.Prompts.AnyAsync(p => p.State == PromptState.Missed)));

        // T9: a mail that came back. The mailbox is looked into when the server starts.
        var returned = server.Smtp.Accepted[1];
        Assert.StartsWith("bounces+", returned.From, StringComparison.Ordinal);
        await server.Kill();
        bounces.Put(
            $"""
            Return-Path: <>
            From: MAILER-DAEMON@relay.example
            To: {returned.From}
            Subject: Undelivered Mail Returned to Sender
            Message-ID: <r1@relay.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

            --b1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relay.example

            Final-Recipient: rfc822; {ServerUnderTest.NurseEmail}
            Action: failed
            Status: 5.1.1

            --b1--
            """
        );
        await Kill("bounce", "INSERT INTO \"Bounces\"", server.Launch);
        Assert.Equal(after ? 1 : 0, await server.Db(db => db.Bounces.CountAsync()));
        await server.Start();
        await Until(() => server.Db(db => db.Bounces.AnyAsync()));
        await Until(() => Task.FromResult(bounces.Mails.Single().Flags.Count > 0)); // Marked as read, so looked at again.
        Assert.Equal(1, await server.Db(db => db.Bounces.CountAsync()));
        Assert.Equal(1, await Messages(MessageState.Rejected));

        // What the bounce brought on (the next step at once) comes to its end too, and nothing is lost or made up.
        await Until(() =>
            server.Db(async db =>
                !await db.Flags.AnyAsync(f => f.NextActionAtUtc <= ServerUnderTest.Now)
                && !await db.Messages.AnyAsync(n => n.State == MessageState.Pending || n.State == MessageState.Sending)
            )
        );
        await server.Kill();
        var sent = await server.Db(db =>
            db.Messages.AsNoTracking()
                .Where(n => n.State == MessageState.Accepted || n.State == MessageState.Rejected)
                .Select(n => n.InternetMessageId)
                .ToListAsync()
        );
        var arrived = server.Smtp.Accepted.Select(m => m.MessageId).ToList();
        var unknown = await server.Db(db =>
            db.Messages.AsNoTracking()
                .Where(n => db.MessageAttempts.Any(a => a.MessageId == n.Id && a.Outcome == AttemptOutcome.Unknown))
                .Select(n => n.InternetMessageId)
                .ToListAsync()
        );
        Assert.Empty(sent.Except(arrived));
        Assert.Empty(arrived.Except(sent).Except(unknown)); // Whoever was killed while it left, and is no longer to send it, cannot say that it arrived.
        Assert.Null((await server.VerifyAudit()).BrokenAt);
        var violations = (await server.Send(new CheckInvariants(Actor.System, Everything: true))).Violations;
        Assert.DoesNotContain(violations, v => v.Invariant != Invariants.NoBurst); // Steps came early because the test made them due.
        row.Add(0, duplicated: arrived.Count - arrived.Distinct().Count());
        row.Close(
            unknown: await server.Db(db => db.MessageAttempts.CountAsync(a => a.Outcome == AttemptOutcome.Unknown))
        );

        async Task Kill(string what, string statement, Func<Task> act)
        {
            await server.Arm(moment, statement);
            try
            {
                await act();
            }
            catch (HttpRequestException)
            {
                // It died before it could answer.
            }

            await server.KilledAtFailpoint();
            output.WriteLine($"killed {moment} the commit of the {what}");
            row.Add(1);
        }

        Task<Flag> Flag() => server.Db(db => db.Flags.AsNoTracking().SingleAsync(f => f.Id == flag.Id));

        Task<int> Messages(MessageState state) => server.Db(db => db.Messages.CountAsync(n => n.State == state));

        // The hour of its next action has come.
        Task Due() =>
            server.Db(db =>
                db.Flags.Where(f => f.Id == flag.Id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.NextActionAtUtc, ServerUnderTest.Now))
            );

        async Task<HttpStatusCode> Nurse(string verb, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/flags/{flag.Id}/{verb}")
            {
                Content = JsonContent.Create(body),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", made.Secret);
            using var response = await server.Http.SendAsync(request);
            return response.StatusCode;
        }
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException("What should have come to its end did not within two minutes.");
            await Task.Delay(50);
        }
    }
}
