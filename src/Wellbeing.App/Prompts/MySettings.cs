using Wellbeing.App.People;

namespace Wellbeing.App.Prompts;

/// <param name="NextPromptAtUtc">When the person is asked next, a pause taken into account.</param>
public sealed record MySettings(
    string TimeZone,
    CheckInSchedule Schedule,
    DateTime? PausedUntilUtc,
    bool AllOnOnePage,
    DateTime? NextPromptAtUtc
)
{
    public DateTime? PausedFromUtc { get; init; }

    /// <summary>False where the person does not want to be asked.</summary>
    public bool Asked { get; init; } = true;

    /// <summary>Where invitations go.</summary>
    public string Email { get; init; } = "";

    /// <summary>The number to call them on; null where we have none.</summary>
    public string? Phone { get; init; }

    public PromptMails Mails { get; init; }

    /// <summary>Whether a mail tells them that a nurse left a note.</summary>
    public bool ReplyMails { get; init; }

    internal static MySettings Of(Participant p) =>
        new(p.TimeZone, p.Schedule, p.PausedUntilUtc, p.AllQuestionsOnOnePage, p.NextAskedAtUtc())
        {
            PausedFromUtc = p.PausedFromUtc,
            Asked = p.AskingStoppedAtUtc is null,
            Email = p.Email,
            Phone = p.Phone,
            Mails = p.PromptMails,
            ReplyMails = p.WantsReplyMails,
        };
}
