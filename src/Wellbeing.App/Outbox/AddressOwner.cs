namespace Wellbeing.App.Outbox;

/// <summary>Whose an address is. Administrators learn no more of a participant or a support contact than
/// this.</summary>
public enum AddressOwner
{
    Staff,
    Participant,
    SupportContact,
}
