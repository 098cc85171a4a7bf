using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery.Tests;

/// <summary>The transport for trying things out: every message a file that a mail program opens.</summary>
public sealed class FileMailerTests : IDisposable
{
    private readonly string _folder = Path.Combine(
        Directory.CreateTempSubdirectory("wellbeing-mail-").FullName,
        "App_Data",
        "mail"
    );
    private readonly FakeTimeProvider _clock = new(Given.Now);

    private string[] Files =>
        Directory.Exists(_folder)
            ? [.. Directory.GetFileSystemEntries(_folder).Select(f => Path.GetFileName(f)!).Order()]
            : [];

    public void Dispose() => Directory.Delete(Path.GetFullPath(Path.Combine(_folder, "..", "..")), recursive: true);

    [Fact]
    public async Task A_message_becomes_a_whole_readable_file_named_by_its_time()
    {
        var outcome = Assert.IsType<DeliveryOutcome.Accepted>(await Mailer().Send(Given.Mail(), default));

        Assert.Equal(DeliveryPhase.Done, outcome.Phase);
        Assert.Matches(@"^20260309-221530-[0-9a-f]{12}\.eml$", Assert.Single(Files));
        Assert.Equal(Files[0], outcome.Detail);
        var mime = await MimeMessage.LoadAsync(Path.Combine(_folder, Files[0]));
        Assert.Equal(Given.MessageId, mime.MessageId);
        Assert.Equal("\"Nadia Nurse\" <nurse@team.example>", mime.To.ToString());
        Assert.Equal("auto-generated", mime.Headers["Auto-Submitted"]);
        Assert.Equal("<p>Hello Nadia, please have a look.</p>", mime.HtmlBody!.TrimEnd());
        // Readable in any editor, too.
        Assert.Contains(
            "please have a look.",
            await File.ReadAllTextAsync(Path.Combine(_folder, Files[0])),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_same_message_again_replaces_its_own_file_even_after_a_restart()
    {
        await Mailer().Send(Given.Mail() with { Text = "first" }, default);
        _clock.Advance(TimeSpan.FromHours(1));
        var restarted = Mailer();
        await restarted.Send(Given.Mail() with { Text = "second" }, default);
        await restarted.Send(Given.Mail() with { Text = "third" }, default);

        var mime = await MimeMessage.LoadAsync(Path.Combine(_folder, Assert.Single(Files)));
        Assert.Equal("third", mime.TextBody!.TrimEnd());
    }

    [Fact]
    public async Task Different_messages_of_the_same_second_are_different_files()
    {
        var mailer = Mailer();
        await Task.WhenAll(
            Enumerable.Range(0, 25).Select(i => mailer.Send(Given.Mail(id: $"m{i}@wellbeing.example"), default))
        );

        Assert.Equal(25, Files.Length);
        Assert.All(Files, f => Assert.EndsWith(".eml", f, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_temporary_and_named()
    {
        // A file where the folder should be: no permission of the test's user gets around that.
        Directory.CreateDirectory(Path.GetDirectoryName(_folder)!);
        await File.WriteAllTextAsync(_folder, "in the way");

        var mailer = Mailer();
        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));

        Assert.Null(outcome.ReplyCode);
        Assert.StartsWith($"Mail:Folder cannot be written to ({_folder})", outcome.Detail, StringComparison.Ordinal);
        File.Delete(_folder);
        Assert.IsType<DeliveryOutcome.Accepted>(await mailer.Send(Given.Mail(), default));
    }

    [Fact]
    public async Task A_file_that_cannot_be_replaced_is_temporary_and_leaves_nothing_half_written()
    {
        var mailer = Mailer();
        await mailer.Send(Given.Mail(), default);
        var name = Assert.Single(Files);
        File.Delete(Path.Combine(_folder, name));
        Directory.CreateDirectory(Path.Combine(_folder, name));

        Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));

        Assert.Equal([name], Files);
    }

    [Fact]
    public async Task What_is_not_an_address_is_refused_like_by_a_server()
    {
        var outcome = Assert.IsType<DeliveryOutcome.Permanent>(await Mailer().Send(Given.Mail("nobody"), default));

        Assert.True(outcome.AddressRefused);
        Assert.Empty(Files);
    }

    private FileMailer Mailer()
    {
        var options = Options.Create(new MailOptions { Folder = _folder });
        return new FileMailer(options, new MimeBuilder(options, _clock));
    }
}
