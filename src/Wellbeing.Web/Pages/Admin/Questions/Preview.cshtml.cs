using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.Web.Pages.CheckIns;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;
using Lang = Wellbeing.App.Wording.Language;

namespace Wellbeing.Web.Pages.Admin.Questions;

/// <summary>The draft's questions, or those in force, as participants see them: in each language, all at once or one a
/// page. Nothing is sent.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class PreviewModel(ISender sender) : StaffPage(sender)
{
    public QuestionsView View { get; private set; } = null!;

    public IReadOnlyList<AskedQuestion> Asked { get; private set; } = [];

    /// <summary>The one question of this page, from 1; 0 for all at once.</summary>
    public int Place { get; private set; }

    public ParticipantKind Who { get; private set; }

    public async Task<IActionResult> OnGetAsync(ParticipantKind who, int place, CancellationToken cancellationToken)
    {
        View = await Sender.Send(new GetQuestions(Me), cancellationToken);
        Who = Enum.IsDefined(who) ? who : ParticipantKind.Patient;
        Asked = View.Plan.Asked(Who);
        Place = place > Asked.Count ? 0 : Math.Max(0, place);
        return Page();
    }

    public AskView Ask(AskedQuestion question) => new(question, View.Plan, Place == 0 ? AskPlace.All : AskPlace.Step);

    public string Href(Lang? language = null, ParticipantKind? who = null, int? place = null) =>
        $"{QuestionsText.Address}/Preview?language={(language ?? Lang.Current).Tag}&who={who ?? Who}&place={place ?? Place}";
}
