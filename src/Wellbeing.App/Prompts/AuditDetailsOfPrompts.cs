using Wellbeing.App.Audit;
using Wellbeing.App.People;

namespace Wellbeing.App.Prompts;

[DetailOf(AuditActions.CheckInLinkUsed)]
public sealed record PromptDetail(Guid Prompt) : AuditDetail;

[DetailOf(AuditActions.PromptCalled)]
public sealed record PromptCallDetail(PromptCallOutcome Outcome) : AuditDetail;

[DetailOf(AuditActions.RecheckDue, AuditActions.RecheckDone)]
public sealed record RecheckDetail(Guid Recheck) : AuditDetail;

/// <param name="By">Where it was not in their settings.</param>
[DetailOf(AuditActions.PromptMailsChanged)]
public sealed record PromptMailsDetail([Shown("emails")] PromptMails Mails, [Shown("by")] MailsChangedBy? By = null)
    : AuditDetail;

/// <param name="By">Where it was not in their settings.</param>
[DetailOf(AuditActions.ReplyMailsChanged)]
public sealed record ReplyMailsDetail([Shown("emails")] bool Mails, [Shown("by")] MailsChangedBy? By = null)
    : AuditDetail;

public enum MailsChangedBy
{
    /// <summary>The link at the foot of a mail.</summary>
    Link,

    /// <summary>They had called one of them spam.</summary>
    Complaint,
}
