using Wellbeing.App.CheckIns;
using Wellbeing.App.People;

namespace Wellbeing.App.Assessment;

/// <summary>A check-in in the making.</summary>
/// <param name="Id">Becomes the submission id.</param>
/// <param name="Answers">What was answered so far.</param>
/// <param name="Answered">Names of the questions already answered or skipped, so that a skip is told from "not
/// yet".</param>
/// <param name="AllOnOnePage">How the person likes to be asked.</param>
public sealed record Draft(
    Guid Id,
    Answers Answers,
    IReadOnlySet<string> Answered,
    DateTime StartedAtUtc,
    bool AllOnOnePage
)
{
    /// <summary>A family member is reminded whose feelings are meant.</summary>
    public ParticipantKind Kind { get; init; }

    /// <summary>The questions it was begun under, and is finished under, whatever is published meanwhile.</summary>
    public QuestionPlan Plan { get; init; } = QuestionPlan.Default;

    /// <summary>What was known of the person's stretch of strong feelings when it was read.</summary>
    public StrongStretch Stretch { get; init; } = StrongStretch.None;

    /// <summary>Those of them that this person is asked, in order, as the answers stand.</summary>
    public IReadOnlyList<AskedQuestion> Questions => Stretch.Fit(Plan.Asked(Kind), Answers.Intensity, Answers.Change);

    /// <summary>The same for a page that asks all at once.</summary>
    public IReadOnlyList<AskedQuestion> AllQuestions =>
        Stretch.Fit(Plan.Asked(Kind), withDuration: Stretch.AskedFrom is not null);
}
