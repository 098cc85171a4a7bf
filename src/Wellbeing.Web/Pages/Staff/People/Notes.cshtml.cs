using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>All of the team's notes about a person; each can be corrected, and what it said before stays.</summary>
[Authorize(Policy = Policies.Nurse)]
[KeepsWhatWasTyped("Text")]
public sealed class NotesModel(ISender sender) : StaffPage(sender), IShownAgain
{
    /// <summary>The note that is being corrected.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Correct { get; set; }

    [BindProperty]
    public Guid RequestId { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public string? Text { get; set; }

    [FromRoute]
    public Guid Id { get; set; }

    public string Name { get; private set; } = "";

    public NotesPage List { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Draw(id, cancellationToken))
            return NotFound();
        Text = List.Rows.FirstOrDefault(n => n.Id == Correct)?.Text;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        switch (await Sender.Send(new WriteNote(Me, id, RequestId, Text ?? "", Correct), cancellationToken))
        {
            case WriteNoteResult.NotFound:
                return NotFound();
            case WriteNoteResult.CorrectedBy by:
                ModelState.AddModelError(
                    nameof(Text),
                    $"{by.Name} corrected this note meanwhile. Theirs stands below; copy what you still want to say, and correct that one."
                );
                break;
            default:
                Say(
                    "done",
                    Correct is null ? "The note is saved" : "The note is corrected",
                    Correct is null ? "" : "What it said before is kept under it."
                );
                return RedirectToPage(new { id, correct = (Guid?)null });
        }

        return await ShowAgain(cancellationToken);
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken) =>
        await Draw(Id, cancellationToken) ? Page() : NotFound();

    private async Task<bool> Draw(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetPerson(Me, id, 1), cancellationToken) is not { } person)
            return false;
        (Id, Name) = (id, person.Name);
        List = await Sender.Send(new ListNotes(Me, id, PageNumber), cancellationToken);
        return true;
    }
}
