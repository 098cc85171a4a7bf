using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.People;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Import;

/// <summary>Invites many people from a table: look first, then all or nobody.</summary>
[Authorize(Policy = Policies.Administrator)]
[KeepsNothing]
[RequestSizeLimit(2 * 1024 * 1024)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    /// <summary>Rows drawn of those there are: enough to see that the columns are right.</summary>
    public const int Shown = 100;

    [BindProperty]
    public IFormFile? Table { get; set; }

    /// <summary>The file that was looked at, so that what was seen is what is done.</summary>
    [BindProperty]
    public string? Looked { get; set; }

    /// <summary>What would happen; null before a file was chosen.</summary>
    public ImportResult? Result { get; private set; }

    public void OnGet()
    {
        // Nothing before a file is chosen.
    }

    public Task<FileContentResult> OnGetTemplateAsync(CancellationToken cancellationToken) =>
        CsvFile.Of(
            new[]
            {
                new
                {
                    name = "Maria Rossi",
                    email = "maria@example.org",
                    kind = "patient",
                    language = "it",
                    time_zone = "Australia/Melbourne",
                    cohort = "",
                    phone = "0491 570 156",
                    best_time = "morning",
                    leave_message = "no",
                    interpreter = "yes",
                    preferred_name = "Mia",
                    pronouns = "she/her",
                    spoken_language = "",
                },
                new
                {
                    name = "Nguyen Van An",
                    email = "an@example.org",
                    kind = "family",
                    language = "vi",
                    time_zone = "Australia/Sydney",
                    cohort = "",
                    phone = "",
                    best_time = "",
                    leave_message = "",
                    interpreter = "",
                    preferred_name = "",
                    pronouns = "",
                    spoken_language = "Cantonese",
                },
            },
            "people.csv",
            cancellationToken
        );

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Table is null || Table.Length == 0)
        {
            ModelState.AddModelError(nameof(Table), "Choose a CSV file.");
            return Page();
        }

        var bytes = new MemoryStream();
        await Table.CopyToAsync(bytes, cancellationToken);
        Result = await Sender.Send(new ImportParticipants(Me, bytes.ToArray(), Really: false), cancellationToken);
        ModelState.Remove(nameof(Looked));
        Looked = Result.Errors.Count == 0 ? Convert.ToBase64String(bytes.ToArray()) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostInviteAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[(Looked?.Length ?? 0) * 3 / 4 + 3];
        if (!Convert.TryFromBase64String(Looked ?? "", buffer, out var length))
            return BadRequest();
        Result = await Sender.Send(new ImportParticipants(Me, buffer[..length], Really: true), cancellationToken);
        if (!Result.Done)
            return Page(); // A cohort went meanwhile, for example: the page says what.
        Say(
            "done",
            $"{StaffWords.Count(Result.Invited, "invitation is", "invitations are")} on the way",
            "Each link works for 14 days. People appear in the list once they agree."
        );
        return RedirectToPage();
    }

    public static string Of(ImportFate fate) =>
        fate switch
        {
            ImportFate.Invite => "Is invited",
            ImportFate.HasAccount => "Left alone: has an account",
            _ => "Left alone: an invitation waits for an answer",
        };
}
