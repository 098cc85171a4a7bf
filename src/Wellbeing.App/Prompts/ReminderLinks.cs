using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Wellbeing.App.People;

namespace Wellbeing.App.Prompts;

/// <summary>
/// The link in a mail about a check-in that changes which of them the participant gets. Signed and encrypted rather
/// than stored: there are as many as check-ins, it can be used any number of times, and it opens nothing else.
/// </summary>
public sealed class ReminderLinks(IDataProtectionProvider provider)
{
    private const string Notes = "notes";
    private readonly IDataProtector _protector = provider.CreateProtector("Wellbeing.ReminderLinks.v1");

    /// <param name="oneClick">What a mail program's own "unsubscribe" button means in this mail.</param>
    public string Write(Guid participantId, PromptMails oneClick) =>
        _protector.Protect($"{participantId:N}.{oneClick}");

    /// <summary>The link in a mail that says there is a note: it ends mails of that kind.</summary>
    public string WriteNotes(Guid participantId) => _protector.Protect($"{participantId:N}.{Notes}");

    /// <summary>Whose link it is; null for one that we did not write, or that is about check-ins.</summary>
    public Guid? ReadNotes(string token) => Parts(token) is [var id, Notes] ? Guid.ParseExact(id, "N") : null;

    /// <summary>Whose link it is; null for one that we did not write.</summary>
    public (Guid ParticipantId, PromptMails OneClick)? Read(string token)
    {
        return Parts(token) is [var id, var mails] && Enum.TryParse<PromptMails>(mails, out var oneClick)
            ? (Guid.ParseExact(id, "N"), oneClick)
            : null;
    }

    private string[]? Parts(string token)
    {
        try
        {
            return _protector.Unprotect(token).Split('.');
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
