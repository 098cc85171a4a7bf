using System.Security.Cryptography;
using System.Text;
using MimeKit;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery.Bounces;

/// <summary>Reads reports about deliveries: <c>multipart/report</c> with <c>message/delivery-status</c> (RFC
/// 3464).</summary>
internal static class DeliveryReports
{
    private static readonly string[] _cameTo = ["To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"];

    /// <summary>The report in a mail; null for any other mail, and for one that tells of success.</summary>
    public static BounceReport? Read(MimeMessage mail)
    {
        if (mail.BodyParts.OfType<MessageDeliveryStatus>().FirstOrDefault() is not { } status)
            return null;
        // Our messages have one recipient; a failure counts before what is only late.
        var groups = status.StatusGroups.Where(g => g.Contains("Action")).ToList();
        var group = groups.Find(g => Action(g) == "failed") ?? groups.Find(g => Action(g) == "delayed");
        if (group is null)
            return null;
        return new BounceReport(
            IdOf(mail),
            [.. CameTo(mail)],
            Action(group) == "failed",
            StatusOf(group),
            MailAddresses.OneLine(Detail(group))
        );
    }

    /// <summary>A mail without a Message-ID is known by what it says.</summary>
    private static string IdOf(MimeMessage mail)
    {
        if (!string.IsNullOrEmpty(mail.MessageId))
            return mail.MessageId;
        using var bytes = new MemoryStream();
        mail.WriteTo(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    /// <summary>Where the report was sent to, by itself or by the message that it brings back.</summary>
    private static IEnumerable<string> CameTo(MimeMessage mail)
    {
        foreach (var header in mail.Headers.Where(h => _cameTo.Contains(h.Field, StringComparer.OrdinalIgnoreCase)))
            yield return header.Value;
        foreach (var part in mail.BodyParts)
        {
            if (part is MessagePart { Message: { } returned })
            {
                foreach (
                    var header in returned.Headers.Where(h =>
                        h.Field.Equals("Return-Path", StringComparison.OrdinalIgnoreCase)
                    )
                )
                    yield return header.Value;
            }
        }
    }

    private static string Action(HeaderList group) => (group["Action"] ?? "").Trim().ToLowerInvariant();

    // "5.1.1 (bad address)": the number alone.
    private static string StatusOf(HeaderList group)
    {
        var status = new StringBuilder();
        foreach (var c in (group["Status"] ?? "").Trim())
        {
            if (!char.IsAsciiDigit(c) && c != '.')
                break;
            status.Append(c);
        }

        return status.Length == 0 ? "" : status.ToString();
    }

    // "smtp; 550 5.1.1 <nobody@example.org>: no such user".
    private static string Detail(HeaderList group)
    {
        var code = group["Diagnostic-Code"] ?? "";
        var semicolon = code.IndexOf(';', StringComparison.Ordinal);
        return (semicolon < 0 ? code : code[(semicolon + 1)..]).Trim();
    }
}
