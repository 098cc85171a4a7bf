using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>Changes to the draft of the questions. Each makes the draft if there is none; nobody is asked anything else
/// yet.</summary>
public interface IEditsQuestions : IRequest<EditQuestionsResult>, IActed
{
    /// <summary>The draft's version the administrator saw; 0 for none.</summary>
    int Seen { get; }
}
