namespace Wellbeing.App.Prompts;

public enum CheckInLinkState
{
    /// <summary>One POST away from the check-in.</summary>
    Ready,

    /// <summary>Used before; the check-in is still open.</summary>
    Used,

    /// <summary>The check-in was sent.</summary>
    Sent,

    /// <summary>Its time is over, or no such link was ever sent.</summary>
    Over,
}
