using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.App.Site;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.Flags;

/// <summary>A letter about somebody, pre-filled, for the nurse to change and print. It is neither sent nor
/// kept.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class LetterModel(
    ISender sender,
    SiteInForce site,
    IOptionsSnapshot<SupportNumbersOptions> numbers,
    TeamTime time
) : StaffPage(sender)
{
    private const int OldestYears = 125;

    [BindProperty(SupportsGet = true)]
    public ReferralKind To { get; set; }

    [BindProperty]
    public string? Recipient { get; set; }

    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Body { get; set; }

    /// <summary>For the reader, who finds their own records by it. Asked for each letter, and not kept.</summary>
    [BindProperty]
    public string? BornOn { get; set; }

    /// <summary>Where the answer goes.</summary>
    [BindProperty]
    public string? ReplyEmail { get; set; }

    /// <inheritdoc cref="ReplyEmail"/>
    [BindProperty]
    public string? ReplyPhone { get; set; }

    /// <summary>Whose letter it is.</summary>
    public SiteInForce Site => site;

    /// <summary>The organisation's own line.</summary>
    public SupportLine Line => numbers.Value.Foundation;

    /// <summary>"5 March 1961", as the letter has it; null where nobody entered it.</summary>
    public string? Born =>
        DateOnly.TryParse(BornOn, CultureInfo.InvariantCulture, out var day)
            ? day.ToString("d MMMM yyyy", TeamTime.English)
            : null;

    public Guid Id { get; private set; }

    /// <summary>The letter as it will be printed.</summary>
    public bool Printing { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetReferralLetter(Me, id, To), cancellationToken) is not { } letter)
            return NotFound();
        Id = id;
        Recipient = letter.To.Name + (letter.To.Address is { } address ? "\n" + address : "");
        Subject = $"Referral: {letter.Name}";
        Body = Text(letter);
        (ReplyEmail, ReplyPhone) = (letter.ReplyEmail, Line.Number);
        return Page();
    }

    public async Task<IActionResult> OnPostShowAsync(Guid id, CancellationToken cancellationToken)
    {
        Check();
        if (!ModelState.IsValid)
        {
            Id = id;
            return Page();
        }

        if (!await Sender.Send(new PrepareReferralLetter(Me, id, To), cancellationToken))
            return NotFound();
        (Id, Printing) = (id, true);
        return Page();
    }

    public IActionResult OnPostEdit(Guid id)
    {
        Id = id;
        return Page();
    }

    private void Check()
    {
        if (
            !string.IsNullOrWhiteSpace(BornOn)
            && !(
                DateOnly.TryParse(BornOn, CultureInfo.InvariantCulture, out var day)
                && day <= time.Today
                && day >= time.Today.AddYears(-OldestYears)
            )
        )
            ModelState.AddModelError(nameof(BornOn), "Enter the day they were born, or leave this blank.");
        if (string.IsNullOrWhiteSpace(ReplyEmail) && string.IsNullOrWhiteSpace(ReplyPhone))
            ModelState.AddModelError(
                nameof(ReplyEmail),
                "Enter an email address or a telephone number, so that the reader can answer."
            );
        else if (!string.IsNullOrWhiteSpace(ReplyEmail) && !new EmailAddressAttribute().IsValid(ReplyEmail.Trim()))
            ModelState.AddModelError(nameof(ReplyEmail), "Enter an email address like name@example.org.");
        if (string.IsNullOrWhiteSpace(Recipient))
            ModelState.AddModelError(nameof(Recipient), "Enter whom the letter is to.");
        if (string.IsNullOrWhiteSpace(Body))
            ModelState.AddModelError(nameof(Body), "Enter what the letter says.");
    }

    private string Text(ReferralLetter letter)
    {
        var body = new StringBuilder("Dear colleague,\n\n");
        body.Append(
            TeamTime.English,
            $"I am writing about {letter.Name}, {(letter.Kind == ParticipantKind.Patient ? "who lives with a blood cancer" : "a family member of somebody with a blood cancer")} and is in touch with our support nurses."
        );
        if (StaffWords.Interpreter(letter.Language, letter.NeedsInterpreter) is { } speaks)
            body.Append(TeamTime.English, $" {speaks}.");
        // What a nurse raised a flag for is the team's own: it is hers to write down here.
        body.Append(
            letter.Reasons.Count == 0
                ? "\n"
                : string.Create(
                    TeamTime.English,
                    $"\n\nOn {time.LongDate(letter.RaisedAtUtc)} our check-ins brought this to our attention:\n"
                )
        );
        foreach (var reason in letter.Reasons)
            body.Append(TeamTime.English, $"- {reason}\n");
        if (letter.Reasons.Count > 0)
            body.Append(
                "These are the person’s own ratings and words between conversations, on scales from 0 to 10. They are no diagnosis, and no clinical assessment.\n"
            );
        if (letter.Extras is { } told)
        {
            body.Append(
                TeamTime.English,
                $"\nIn their check-in of {told.On.ToString("d MMMM yyyy", TeamTime.English)} they also answered:\n"
            );
            foreach (var said in told.Said)
                body.Append(TeamTime.English, $"- {said.Asked} {StaffWords.Of(said)}\n");
        }

        if (letter.LastContact is { } spoke)
            body.Append(TeamTime.English, $"\nWe last spoke with them on {time.LongDate(spoke)}. ");
        body.Append(
            letter.To.Kind switch
            {
                ReferralKind.Psychology => "\nWould you please offer an appointment for assessment and support?",
                ReferralKind.MedicalTeam =>
                    "\nWould you please look at this together with them at the next opportunity, symptoms and treatment included?",
                ReferralKind.PalliativeCare =>
                    "\nWould you please see them for emotional, physical and spiritual support alongside their treatment?",
                _ => "\nWould you please call them, and let us know what you agreed?",
            }
        );
        body.Append(
            TeamTime.English,
            $"\n\nThey can be reached {(letter.Phone is { } phone ? $"on {phone}" : "by mail")} ({letter.Email}).\n\nThank you. We would be glad to hear what you agreed with them.\n\nKind regards\n{letter.WrittenBy}"
        );
        return body.ToString();
    }
}
