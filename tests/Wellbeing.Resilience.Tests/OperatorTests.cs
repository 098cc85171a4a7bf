using System.Net;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Resilience.Tests;

/// <summary>What operators do to a server: start it twice, back it up while it works, put the backup back.</summary>
public sealed class OperatorTests
{
    [Fact]
    public async Task R4_a_second_process_on_one_file_says_so_and_ends_and_a_killed_one_leaves_no_lock()
    {
        var starts = Row.Volume(100, 2);
        await using var server = await ServerUnderTest.Create();
        var row = new Row("R4", "a second process on one SQLite file");
        for (var i = 0; i < starts; i++)
        {
            if (i % 10 == 0)
            {
                await server.Kill();
                await server.Start();
            }

            var said = await server.StartSecond();
            Assert.Contains("already works on", said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", said.Split("ended at start:")[1], StringComparison.Ordinal);
            row.Add(1);
        }

        Assert.Equal((0, "Everything holds.\n"), await server.Cli("doctor")); // Who only looks need not wait.
        using var well = await server.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, well.StatusCode);
        row.Close();
    }

    [Fact]
    public async Task R10_a_backup_made_under_load_is_whole_and_sends_nothing_before_it_is_released()
    {
        var rounds = Row.Volume(100, 1);
        var row = new Row("R10", "backup under load, restored, started");
        for (var round = 0; round < rounds; round++)
        {
            await using var server = await ServerUnderTest.Create();
            for (var i = 0; i < 6; i++)
                await server.AddParticipant($"person{i}@home.example");
            await server.Start();
            var tokens = new List<string>();
            for (var i = 0; i < 6; i++)
                tokens.Add(await server.LogIn($"person{i}@home.example"));
            await server.Smtp.Refuse(); // What is raised waits in the outbox.
            await server.SubmitCheckIn(tokens[0], Guid.CreateVersion7());
            var load = Task.WhenAll(tokens.Skip(1).Select(t => server.SubmitCheckIn(t, Guid.CreateVersion7())));
            var backup = server.FileBeside("copy.db");
            Assert.Equal(0, (await server.Cli("backup", "--to", backup)).Code);
            await load;
            // On record where it was made from, for who must know when the last one was.
            Assert.Equal(
                1,
                await server.Db(db => db.AuditRecords.CountAsync(r => r.Action == AuditActions.BackupMade))
            );
            Assert.Equal((0, "Recorded.\n"), await server.Cli("backup", "--mark"));

            Assert.NotEqual(0, (await server.Cli("restore", "--from", backup)).Code); // It runs.
            await server.Kill();
            ServerUnderTest.Forget();
            Assert.Equal(0, (await server.Cli("restore", "--from", backup)).Code);
            Assert.Equal(1, await server.Db(db => db.AuditRecords.CountAsync(r => r.Action == AuditActions.WorkHeld)));
            // What was put back is a backup: as old as it is.
            var made = await server.Db(db =>
                db.AuditRecords.Where(r => r.Action == AuditActions.BackupMade).Select(r => r.AtUtc).SingleAsync()
            );
            Assert.Equal(made, await server.Db(db => db.EngineStatus.Select(s => s.HeldBeforeUtc).SingleAsync()));
            // What the server remembers is later than what was put back, and that is no harm.
            new AuditAnchor(99_999, "later", ServerUnderTest.Now).Write(server.FileBeside("wellbeing.db.anchor"));
            var (audit, told) = await server.Cli("verify-audit");
            Assert.Equal(1, audit);
            Assert.EndsWith(
                "is missing or another: the database was put back from a backup, and what was done after it is not in it. The next start remembers this log instead.\n",
                told,
                StringComparison.Ordinal
            );
            if (!OperatingSystem.IsWindows())
            {
                // Names lie open in them.
                var files = Directory
                    .GetFiles(server.FileBeside(""), "*.db*")
                    .Where(f => Path.GetExtension(f) is not (".lock" or ".anchor")) // Nobody is in these.
                    .ToList();
                Assert.Contains(files, f => f.Contains(".before-", StringComparison.Ordinal));
                foreach (var file in files)
                    Assert.True(File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
            }

            server.Smtp.Listen();
            await server.Db(db =>
                db.Messages.Where(n => n.State != MessageState.Accepted)
                    .ExecuteUpdateAsync(n =>
                        n.SetProperty(x => x.NotBeforeUtc, ServerUnderTest.Now)
                            .SetProperty(x => x.State, MessageState.RetryWait)
                    )
            );
            await server.Start();
            var beats = await Beats(server, 3);
            using var health = await server.Http.GetAsync("/health/engine");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            Assert.Contains("came from a backup", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            var early = server.Smtp.Accepted.Count;

            var waiting = await server.Db(db => db.Messages.CountAsync());
            Assert.True(waiting > 0 && beats > 0);
            await server.Send(
                new ReleaseHeldWork(
                    new Actor(Guid.CreateVersion7(), "Ruth", Roles.Administrator),
                    CancelMessages: false
                )
            );
            await server.Smtp.WaitForAccepted(waiting, TimeSpan.FromSeconds(60));
            Assert.Equal((0, "Everything holds.\n"), await server.Cli("doctor"));
            row.Add(1, lost: 0, duplicated: early);
        }

        row.Close();
    }

    /// <summary>Waits until the engine has gone round so often: what it meant to send, it would have sent.</summary>
    private static async Task<int> Beats(ServerUnderTest server, int wanted)
    {
        var seen = new HashSet<DateTime>();
        while (seen.Count < wanted)
        {
            seen.Add(await server.Db(db => db.EngineBeats.MaxAsync(b => (DateTime?)b.LastBeatAtUtc)) ?? default);
            await Task.Delay(100);
        }

        return seen.Count;
    }
}
