using System.Diagnostics;
using System.Text;
using MimeKit;
using Wellbeing.App.Outbox;
using Wellbeing.Delivery.Bounces;

namespace Wellbeing.Delivery.Tests.Bounces;

/// <summary>
/// What the reader makes of mails in the forms that mail programs write: a sample each, in words of our own, with what it
/// must be read as in its name.
/// </summary>
public sealed class BounceReaderTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Bounces", "Samples");

    private static readonly string[] _files =
    [
        .. Directory.GetFiles(_folder, "*.eml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Samples => [.. _files];

    private static BounceReport? Read(string file)
    {
        using var mail = MimeMessage.Load(Path.Combine(_folder, file));
        return BounceReader.Read(mail);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_mail_is_read_as_what_it_is(string file)
    {
        var kind = Enum.Parse<ReportKind>(file.Split('.')[1].Replace("-", "", StringComparison.Ordinal), true);
        var report = Read(file);
        Assert.Equal(kind, report?.Kind);
        Assert.Contains(report!.CameTo, to => to.Contains("bounces+aaaa2222bbbb3333cccc", StringComparison.Ordinal));
        Assert.DoesNotContain('\n', report.Detail);
        Assert.Equal(kind == ReportKind.Unknown && file != "empty.unknown.eml", report.Text.Length > 0);
    }

    [Fact]
    public void Every_form_has_a_sample()
    {
        Assert.True(_files.Length >= 100, $"{_files.Length} samples");
        Assert.All(
            Enum.GetNames<ReportKind>(),
            kind =>
                Assert.Contains(
                    _files,
                    f =>
                        f.Split('.')[1]
                            .Replace("-", "", StringComparison.Ordinal)
                            .Equals(kind, StringComparison.OrdinalIgnoreCase)
                )
        );
    }

    [Theory]
    [InlineData("postfix-no-user.failed.eml", true)]
    [InlineData("exim-no-user.failed.eml", true)]
    [InlineData("qmail-no-mailbox.failed.eml", true)]
    [InlineData("qmail-remote-refusal.failed.eml", true)]
    [InlineData("courier.failed.eml", true)]
    [InlineData("exchange-spanish.failed.eml", true)]
    [InlineData("exchange-chinese.failed.eml", true)]
    [InlineData("docomo-japanese.failed.eml", true)]
    [InlineData("domino-address-book.failed.eml", true)]
    [InlineData("status-part-as-text.failed.eml", true)] // 5.1.2 of a server further on.
    [InlineData("policy-refusal.failed.eml", false)]
    [InlineData("barracuda-spam.failed.eml", false)]
    [InlineData("yahoo-of-old.failed.eml", false)] // 554 without a status, whatever its words.
    [InlineData("messagelabs.failed.eml", false)] // "Mailbox unavailable": it may be any reason.
    [InlineData("no-status-two-replies.failed.eml", false)]
    public void Only_what_says_so_is_about_the_address(string file, bool about)
    {
        var report = Read(file)!;
        var status = report.Status is "5.0.0" ? "" : report.Status;
        Assert.Equal(
            about,
            Refusal.IsAboutAddress(report.Code, status, report.Detail, reported: true)
                || (status.Length == 0 && report.NamesMailbox)
        );
    }

    [Theory]
    [InlineData("delivered")]
    [InlineData("relayed")]
    [InlineData("expanded")]
    public void Success_is_no_report(string action)
    {
        var raw = File.ReadAllText(Path.Combine(_folder, "postfix-no-user.failed.eml"))
            .Replace("Action: failed\nStatus: 5.1.1", $"Action: {action}\nStatus: 2.0.0", StringComparison.Ordinal);
        using var mail = Load(raw);
        Assert.Null(BounceReader.Read(mail!));
    }

    [Fact]
    public void A_complaint_taken_back_is_none()
    {
        var raw = File.ReadAllText(Path.Combine(_folder, "arf-abuse.complaint.eml"))
            .Replace("Feedback-Type: abuse", "Feedback-Type: not-spam", StringComparison.Ordinal);
        using var mail = Load(raw);
        Assert.Null(BounceReader.Read(mail!));
    }

    /// <summary>Feedback loops write to the address that was registered with them.</summary>
    [Fact]
    public void A_complaint_says_by_its_fields_which_message_it_is_about()
    {
        var raw = File.ReadAllText(Path.Combine(_folder, "arf-abuse.complaint.eml"))
            .Replace("To: bounces+", "To: loops+", StringComparison.Ordinal)
            .Replace("Return-Path: <bounces+", "X-Removed: <", StringComparison.Ordinal);
        using var mail = Load(raw);
        Assert.Contains(
            BounceReader.Read(mail!)!.CameTo,
            to => to.StartsWith("<bounces+aaaa2222", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_text_for_a_person_is_bounded()
    {
        using var mail = Load($"From: a@b.example\nSubject: Long\n\n{new string('x', 100_000)}");
        Assert.Equal(BounceReport.LongestText, BounceReader.Read(mail!)!.Text.Length);
    }

    [Fact]
    public void No_mail_breaks_it()
    {
        var random = new Random(20260202);
        var samples = _files.Select(f => File.ReadAllBytes(Path.Combine(_folder, f))).ToList();
        for (var run = 0; run < 5000; run++)
        {
            using var mail = Load(Mutate(samples, random));
            if (mail is not null)
                BounceReader.Read(mail);
        }
    }

    public static TheoryData<string> Monsters =>
        [
            "deep",
            "wide",
            "nested messages",
            "one line",
            "open tags",
            "styles",
            "groups",
            "stars",
            "headers",
            "statuses",
        ];

    [Theory]
    [MemberData(nameof(Monsters))]
    public void No_mail_takes_long(string what)
    {
        static string Many(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
        const string report = "multipart/report; report-type=delivery-status; boundary=b";
        var raw = what switch
        {
            "deep" =>
                $"From: a@b\n{string.Concat(Enumerable.Range(0, 900).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"))}\nend",
            "wide" =>
                $"From: a@b\nContent-Type: {report}\n\n{Many("--b\nContent-Type: text/plain\n\n550 5.1.1\n", 20_000)}--b--",
            "nested messages" => $"From: a@b\n{Many("Content-Type: message/rfc822\n\n", 900)}\nend",
            "one line" => $"From: MAILER-DAEMON@x\nSubject: failure notice\n\n{Many("user quota exceed ", 200_000)}",
            "open tags" => $"From: a@b\nContent-Type: text/html\n\n{Many("<a ", 1_000_000)}",
            "styles" => $"From: a@b\nContent-Type: text/html\n\n{Many("<style>", 500_000)}",
            "groups" =>
                $"From: a@b\nContent-Type: {report}\n\n--b\nContent-Type: message/delivery-status\n\n{Many("Final-Recipient: rfc822; a@b\nAction: none\n\n", 100_000)}--b--",
            "stars" =>
                $"From: MAILER-DAEMON@x\nSubject: undeliverable\n\n{Many("i am your message exceeded we're sorry. ", 100_000)}",
            "headers" => $"{Many("To: bounces@x\n", 50_000)}\nend",
            _ => $"From: MAILER-DAEMON@x\nSubject: undeliverable\n\n{Many("4.4.1 5.0.0 450 ", 300_000)}",
        };
        using var mail = Load(raw);
        var clock = Stopwatch.StartNew();
        if (mail is not null)
            BounceReader.Read(mail);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{clock.Elapsed}");
    }

    private static MimeMessage? Load(string raw) => Load(Encoding.UTF8.GetBytes(raw));

    private static MimeMessage? Load(byte[] raw)
    {
        try
        {
            return MimeMessage.Load(new MemoryStream(raw));
        }
        catch (FormatException)
        {
            return null; // No mail at all.
        }
    }

    private static byte[] Mutate(List<byte[]> samples, Random random)
    {
        var mail = samples[random.Next(samples.Count)].ToList();
        for (var times = random.Next(1, 6); times > 0 && mail.Count > 4; times--)
        {
            var (at, length) = (random.Next(mail.Count), random.Next(1, 200));
            switch (random.Next(6))
            {
                case 0:
                    mail[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mail.RemoveRange(at, Math.Min(length, mail.Count - at));
                    break;
                case 2:
                    mail.InsertRange(at, mail.GetRange(at, Math.Min(length, mail.Count - at)));
                    break;
                case 3:
                    mail.RemoveRange(at, mail.Count - at);
                    break;
                case 4:
                    var other = samples[random.Next(samples.Count)];
                    mail.InsertRange(at, other[random.Next(other.Length)..]);
                    break;
                default:
                    mail.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), length));
                    break;
            }
        }

        return [.. mail];
    }
}
