using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>What a nurse has to know to call somebody.</summary>
internal sealed record HowToCall(
    string? Phone,
    TimeToCall? BestTime,
    bool? MayLeaveMessage,
    bool NeedsInterpreter,
    HowToAddress Address
);

internal static class HowToCalls
{
    public static HowToCall HowToCall(this Participant person) =>
        new(
            person.Phone,
            person.BestTimeToCall,
            person.MayLeaveMessage,
            person.NeedsInterpreter,
            new(person.PreferredName, person.Pronouns, person.SpokenLanguage)
        );

    /// <summary>Records which of it changed, never what it is; at the open flag too, where a nurse waits for a
    /// number.</summary>
    public static async Task HowToCallChanged(
        this WellbeingDb db,
        Actor by,
        Participant person,
        HowToCall before,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var flag = await db.OpenFlagId(person.Id, cancellationToken);
        var after = person.HowToCall();
        var changed = HowToCallParts.None;
        if (after.Phone != before.Phone)
            changed |= HowToCallParts.Phone;
        if (after.BestTime != before.BestTime)
            changed |= HowToCallParts.BestTime;
        if (after.MayLeaveMessage != before.MayLeaveMessage)
            changed |= HowToCallParts.Message;
        if (after.NeedsInterpreter != before.NeedsInterpreter)
            changed |= HowToCallParts.Interpreter;
        if (after.Address.SpokenLanguage != before.Address.SpokenLanguage)
            changed |= HowToCallParts.SpokenLanguage;
        if (after.Address.PreferredName != before.Address.PreferredName)
            changed |= HowToCallParts.PreferredName;
        if (after.Address.Pronouns != before.Address.Pronouns)
            changed |= HowToCallParts.Pronouns;
        db.Audit(by, AuditActions.HowToCallChanged, nowUtc, person.Id, flag, new HowToCallDetail(changed));
    }

    /// <summary>That somebody else changed how they are reached, and where to see it. Nothing more: others read mails
    /// too.</summary>
    public static Task TellOfNewDetails(
        this MessageWriter messages,
        Participant person,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) =>
        messages.Write(
            new NewMessage(
                DetailsChangedTold.Kind,
                new Recipient(person.Email, person.CalledName, person.Language, AccountId: person.AccountId),
                $"details-{Guid.CreateVersion7(nowUtc):N}",
                nowUtc,
                nowUtc.AddDays(3)
            )
            {
                ParticipantId = person.Id,
            },
            cancellationToken
        );
}
