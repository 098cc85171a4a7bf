using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>The second-stage screen: send it, ask it by telephone, read what came of it.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class ScreenModel(ISender sender, TeamTime time) : StaffPage(sender)
{
    [BindProperty]
    public Phq4Form Answers { get; set; } = new();

    /// <summary>Made when the form was drawn: sent twice, it asks once.</summary>
    [BindProperty]
    public Guid RequestId { get; set; } = Guid.CreateVersion7();

    public PersonPage Person { get; private set; } = null!;

    public IReadOnlyList<ScreenView> Screens { get; private set; } = [];

    private Guid? OpenFlag => Person.Flags.FirstOrDefault(f => f.State != FlagState.Resolved)?.Id;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) =>
        await Find(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostSendAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Find(id, cancellationToken))
            return NotFound();
        switch (await Sender.Send(new SendScreen(Me, id, RequestId, OpenFlag), cancellationToken))
        {
            case SendScreenResult.NotFound:
                return NotFound();
            case SendScreenResult.AlreadyAsked asked:
                Say("info", "They are being asked already", $"Sent {time.Moment(asked.AtUtc)}.");
                break;
            default:
                Say(
                    "done",
                    "The questions are sent",
                    "You are told when they are answered, and find the answers here. A raised part, or 6 or more in all, opens a flag or joins the open one; a severe result is urgent."
                );
                break;
        }

        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostRecordAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Find(id, cancellationToken))
            return NotFound();
        if (Answers.Read(ModelState, nameof(Answers), "Choose an answer.") is not { } answers)
            return Page();
        if (!await Sender.Send(new RecordScreen(Me, id, RequestId, answers, OpenFlag), cancellationToken))
            return NotFound();
        Say(
            "done",
            "The answers are saved",
            answers.Band == ScreenBand.Severe ? "An urgent flag is open for this person."
                : answers.IsRaised ? "They opened a flag for this person, or joined the open one."
                : ""
        );
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostDeclineAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Find(id, cancellationToken))
            return NotFound();
        if (!await Sender.Send(new RecordScreen(Me, id, RequestId, null, OpenFlag), cancellationToken))
            return NotFound();
        Say("done", "That they would rather not answer is saved");
        return RedirectToPage(new { id });
    }

    private async Task<bool> Find(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetPerson(Me, id, 1), cancellationToken) is not { } person)
            return false;
        Person = person;
        Screens = await Sender.Send(new ListScreens(Me, id), cancellationToken);
        return true;
    }
}
