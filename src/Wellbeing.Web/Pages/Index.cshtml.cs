using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Assessment;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages;

/// <summary>The front door: each person's own start, and a kind one for who is not signed in.</summary>
[AllowAnonymous]
[KeepsWhatWasTyped]
public sealed class IndexModel(ISender sender) : PageModel
{
    /// <summary>Null for visitors.</summary>
    public MyHome? Home { get; private set; }

    /// <summary>A nurse sent questions that wait for an answer.</summary>
    public bool Asked { get; private set; }

    /// <summary>It is time to ask whether checking in helps.</summary>
    public bool AskExperience { get; private set; }

    /// <summary>Somebody with a leaflet can ask to take part.</summary>
    public bool JoiningOpen { get; private set; }

    /// <summary>They agree to what is read of theirs now.</summary>
    public async Task<IActionResult> OnPostAgreeAsync(CancellationToken cancellationToken)
    {
        if (!User.IsInRole(Policies.Participant))
            return Redirect(Navigation.SignIn);
        await sender.Send(new AgreeAgain(User.ToActor()), cancellationToken);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (User.HasClaim(SecondFactor.ToSetUp, "true"))
            return Redirect(SecondFactor.Page);
        if (User.IsInRole(Policies.Participant))
        {
            Home = await sender.Send(new GetMyHome(User.ToActor()), cancellationToken);
            await sender.Send(
                new SeeReplies(User.ToActor(), [.. Home.Replies.Select(r => r.Reply.Id)]),
                cancellationToken
            );
            Asked = await sender.Send(new GetMyScreen(User.ToActor()), cancellationToken) is not null;
            AskExperience = !Home.DueNow && await sender.Send(new IsExperienceDue(User.ToActor()), cancellationToken); // One thing at a time.
        }
        else if (User.IsInRole(Policies.Nurse))
            return Redirect("/Staff/Flags");
        else if (User.IsInRole(Policies.Administrator))
            return Redirect(Navigation.Administration);
        else
            JoiningOpen = await sender.Send(new IsJoiningOpen(AskModel.LinkHolder), cancellationToken);
        return Page();
    }
}
