using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Wellbeing.App.Domain;

namespace Wellbeing.App.Features.Prompts;

/// <summary>
/// The link in a mail about a check-in that changes which of them the participant gets. Signed and encrypted rather than
/// stored: there are as many as check-ins, it can be used any number of times, and it opens nothing else.
/// </summary>
public sealed class ReminderLinks(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Wellbeing.ReminderLinks.v1");

    /// <param name="oneClick">What a mail program's own "unsubscribe" button means in this mail.</param>
    public string Write(Guid participantId, PromptMails oneClick) => _protector.Protect($"{participantId:N}.{oneClick}");

    /// <summary>Whose link it is; null for one that we did not write.</summary>
    public (Guid ParticipantId, PromptMails OneClick)? Read(string token)
    {
        try
        {
            var parts = _protector.Unprotect(token).Split('.');
            return (Guid.ParseExact(parts[0], "N"), Enum.Parse<PromptMails>(parts[1]));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
