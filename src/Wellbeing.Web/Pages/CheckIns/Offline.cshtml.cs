using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.Web.Pages.Shared;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>
/// The check-in for a moment without a connection: kept by browsers, so it is the same for everybody and holds nothing
/// about anybody. What is written goes into the device's own store, and to us when there is a network.
/// </summary>
[AllowAnonymous]
public sealed class OfflineModel(QuestionsInForce questions) : PageModel
{
    private readonly QuestionPlan _plan = questions.Set?.Plan ?? QuestionPlan.Default;

    /// <summary>Of the questions: what is written here is sent as answers to these, however much later.</summary>
    public int Version { get; } = questions.Set?.Version ?? 0;

    /// <summary>What everybody is asked: nobody knows who will read it.</summary>
    public IReadOnlyList<AskedQuestion> Asked => StrongStretch.None.Fit(_plan.Asked(null), withDuration: true);

    public AskView Ask(AskedQuestion question) =>
        new(question, _plan, AskPlace.Offline)
        {
            ShownFrom = StrongStretch.Strong,
            Reach = new ReachForm(), // Nothing is filled in: the page knows nobody.
        };

    public void OnGet() { }
}
