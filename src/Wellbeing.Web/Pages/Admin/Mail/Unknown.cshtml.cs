using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Outbox;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Mail;

/// <summary>What came to a return address and no program understood: somebody reads it, and decides.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class UnknownModel(ISender sender) : StaffPage(sender)
{
    public static IReadOnlyList<(UnknownMailMeans Means, string Says)> Choices { get; } =
    [
        (UnknownMailMeans.Nothing, "It changes nothing"),
        (UnknownMailMeans.NotDelivered, "It did not arrive"),
        (UnknownMailMeans.AddressIsWrong, "The address is wrong"),
    ];

    public IReadOnlyList<UnknownMail> Mails { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Mails = await Sender.Send(new ListUnknownMails(Me), cancellationToken);

    public async Task<IActionResult> OnPostDecideAsync(
        Guid id,
        UnknownMailMeans means,
        CancellationToken cancellationToken
    )
    {
        if (!Enum.IsDefined(means))
            return BadRequest();
        if (await Sender.Send(new DecideUnknownMail(Me, id, means), cancellationToken))
            Say(
                "done",
                "It is decided, and the text is removed",
                means switch
                {
                    UnknownMailMeans.AddressIsWrong => "The address is listed under Mail until it works again.",
                    UnknownMailMeans.NotDelivered => "The message counts as not delivered.",
                    _ => "Nothing else follows.",
                }
            );
        else
            Say("info", "It was decided already");
        return RedirectToPage();
    }
}
