namespace Wellbeing.App.Escalation;

/// <summary>Every way an act on the rota can end.</summary>
public enum RotaResult
{
    Done,
    NotFound,

    /// <summary>The turn has changed hands meanwhile, or is over.</summary>
    NotTheirs,

    /// <summary>Somebody else answered it first, or it was withdrawn.</summary>
    Answered,

    /// <summary>There is nobody to take over from: the nurse is on call already.</summary>
    AlreadyOnCall,
}
