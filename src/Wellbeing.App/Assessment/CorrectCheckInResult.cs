namespace Wellbeing.App.Assessment;

public enum CorrectCheckInResult
{
    Done,

    /// <summary>It was sent more than a day ago.</summary>
    TooLate,

    /// <summary>There is no such check-in of this person, or it was removed.</summary>
    NotFound,
}
