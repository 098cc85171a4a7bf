using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.Delivery;
using Wellbeing.Testing;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Resilience.Tests;

/// <summary>R2: a mail server that misbehaves in every way, spoken to over loopback, from a real database.</summary>
public sealed class R2SmtpTests
{
    [Fact]
    public async Task Every_message_arrives_under_one_id_and_twice_only_where_nobody_could_know()
    {
        var mails = Row.Volume(20_000, 300);
        await using var smtp = ScriptedSmtpServer.Start();
        var mail = Options.Create(
            new MailOptions
            {
                Transport = MailTransport.Smtp,
                Host = smtp.Host,
                Port = smtp.Port,
                Tls = MailTls.None,
                From = "team@foundation.example",
                TimeoutSeconds = 1,
                MessagesPerMinute = 100_000,
            }
        );
        var pace = new FakeTimeProvider(AppFixture.Start); // How long it rests after trouble, beside the application's clock.
        await using var mailer = new SmtpMailer(
            mail,
            new MimeBuilder(mail, pace),
            pace,
            NullLogger<SmtpMailer>.Instance
        );
        await using var app = await AppFixture.Create(DatabaseProvider.Sqlite, _ => { }, mailer);
        await WriteMessages(app, mails);

        var chance = new Random(20260502);
        var refused = new Dictionary<string, int>();
        smtp.On(
            SmtpPhase.RcptTo,
            SmtpAct.Reply(550, "5.1.1 no such user"),
            when: m => Gone(m.Recipient) && Note(refused, m.Recipient)
        );
        smtp.On(SmtpPhase.RcptTo, SmtpAct.Reply(450, "4.2.1 later"), when: _ => Roll(15));
        smtp.On(SmtpPhase.AfterDot, SmtpAct.AcceptThenDrop(), when: _ => Roll(3));
        smtp.On(SmtpPhase.Body, SmtpAct.Drop(), when: _ => Roll(3));
        smtp.On(SmtpPhase.AfterDot, SmtpAct.Stall(), when: _ => mails <= 300 ? Roll(0.3) : Roll(2));

        await smtp.Refuse(); // For its first half hour nobody answers.
        for (var minute = 0; minute < 30; minute += 10)
        {
            await app.Dispatch();
            Pass();
        }

        smtp.Listen();
        for (var beat = 0; beat < mails; beat++)
        {
            while (await app.Dispatch() > 0)
            {
                // A long queue is worked off.
            }

            if (
                !await app.Db(db =>
                    db.Messages.AnyAsync(n => n.State == MessageState.Pending || n.State == MessageState.RetryWait)
                )
            )
                break;
            Pass();
        }

        var messages = await app.Db(db => db.Messages.AsNoTracking().ToListAsync());
        var arrived = smtp.Accepted.GroupBy(m => m.MessageId).ToDictionary(g => g.Key, g => g.Count());
        Assert.All(arrived.Keys, id => Assert.Contains(messages, n => n.InternetMessageId == id));
        Assert.All(
            messages.Where(n => Gone(n.Address)),
            n => Assert.Equal((MessageState.Rejected, 2), (n.State, refused.GetValueOrDefault(n.Address)))
        );
        var wanted = messages.Where(n => !Gone(n.Address)).ToList();
        var row = new Row(
            "R2",
            "mail server: 15 % 4xx, 3 % 5xx, dropped before and after the dot, stalls, half an hour away"
        );
        row.Add(
            messages.Count,
            lost: wanted.Count(n => !arrived.ContainsKey(n.InternetMessageId) || n.State != MessageState.Accepted),
            duplicated: arrived.Values.Sum(count => count - 1)
        );
        row.Close(await app.Unknowns());

        void Pass()
        {
            app.Clock.Advance(TimeSpan.FromMinutes(10));
            pace.Advance(TimeSpan.FromMinutes(10));
        }

        bool Roll(double percent)
        {
            lock (chance)
                return chance.NextDouble() * 100 < percent;
        }
    }

    /// <summary>An address that is refused is tried once more after an hour, and then given up.</summary>
    private static bool Note(Dictionary<string, int> seen, string address)
    {
        lock (seen)
        {
            seen[address] = seen.GetValueOrDefault(address) + 1;
            Assert.True(seen[address] <= 2, $"{address} was given up, and asked again.");
            return true;
        }
    }

    /// <summary>3 % of the addresses no longer exist.</summary>
    private static bool Gone(string address) => address.StartsWith("gone", StringComparison.Ordinal);

    private static Task WriteMessages(AppFixture app, int count) =>
        app.Db(async db =>
        {
            for (var i = 0; i < count; i++)
            {
                var id = Guid.CreateVersion7(app.Now.AddMilliseconds(i));
                db.Messages.Add(
                    new Message
                    {
                        Id = id,
                        Kind = StepReachedNobody.Kind,
                        FlagId = null,
                        Address = string.Create(
                            CultureInfo.InvariantCulture,
                            $"{(i % 33 == 32 ? "gone" : "reader")}{i}@team.example"
                        ),
                        RecipientName = "Reader",
                        DedupKey = string.Create(CultureInfo.InvariantCulture, $"r2/{i}"),
                        InternetMessageId = $"{id:N}@localhost",
                        CreatedAtUtc = app.Now,
                        NotBeforeUtc = app.Now,
                        DeadlineUtc = app.Now.AddDays(60),
                    }
                );
            }

            await db.SaveChangesAsync();
        });
}
