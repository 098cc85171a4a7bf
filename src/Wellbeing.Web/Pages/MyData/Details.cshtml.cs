using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.Privacy;
using Wellbeing.App.Site;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.MyData;

/// <summary>The participant corrects what is kept about how to address and reach them.</summary>
[Authorize(Policy = Policies.Participant)]
[KeepsWhatWasTyped("Name", "PreferredName", "Pronouns", "Phone", "Email")]
[NeedsRecentSignIn(OnlyToSend = true, Handler = "Email")]
public sealed class DetailsModel(ISender sender, IStringLocalizer<ParticipantText> text) : PageModel
{
    private static readonly string[] _languages = ["en", "zh-Hans", "ar", "vi", "it", "el"];

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? BestTime { get; set; }

    [BindProperty]
    public string? MayLeaveMessage { get; set; }

    [BindProperty]
    public bool NeedsInterpreter { get; set; }

    [BindProperty]
    public string? PreferredName { get; set; }

    [BindProperty]
    public string? Pronouns { get; set; }

    [BindProperty]
    public string? SpokenLanguage { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    [BindProperty]
    public string? Zone { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public MyDetails Mine { get; private set; } = null!;

    public bool Saved { get; private set; }

    public bool Asked { get; private set; }

    /// <summary>Each in its own script, and the present one whatever it is.</summary>
    public IEnumerable<Choice> Languages =>
        _languages
            .Append(Mine.Language)
            .Distinct()
            .Select(tag => new Choice(
                tag,
                App.Wording.Language.Find(tag)?.OwnName ?? CultureInfo.GetCultureInfo(tag).NativeName
            ));

    public async Task OnGetAsync(bool saved, bool asked, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        (Saved, Asked) = (saved, asked);
        Fill();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100)
            ModelState.AddModelError(nameof(Name), text["Details.Name.Missing"]);
        if (!Telephone.CanBe(Phone))
            ModelState.AddModelError(nameof(Phone), text["Reach.Phone.Wrong"]);
        if (!Languages.Any(l => l.Value == Language))
            ModelState.AddModelError(nameof(Language), text["Details.Language.Missing"]);
        if (!TimeZones.IsOffered(Zone) && Zone != Mine.TimeZone)
            ModelState.AddModelError(nameof(Zone), text["Details.Zone.Missing"]);
        var address = new HowToAddress(PreferredName, Pronouns, SpokenLanguage);
        AddressForm.Check(address, ModelState, text);
        if (!ModelState.IsValid)
            return Page();
        await sender.Send(
            new ChangeMyDetails(
                User.ToActor(),
                Name!,
                Phone,
                ReachForm.TimeOf(BestTime),
                ReachForm.MayOf(MayLeaveMessage),
                NeedsInterpreter,
                Language!,
                Zone!
            )
            {
                Address = address,
            },
            cancellationToken
        );
        return RedirectToPage(new { saved = true });
    }

    public async Task<IActionResult> OnPostEmailAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        try
        {
            await sender.Send(new AskToChangeMyEmail(User.ToActor(), Email ?? ""), cancellationToken);
            return RedirectToPage(new { asked = true });
        }
        catch (ValidationException)
        {
            ModelState.Remove(nameof(Name)); // The other form of the page keeps what is stored.
            Fill();
            ModelState.AddModelError(nameof(Email), text["Contacts.EmailAddress.Missing"]);
            return Page();
        }
    }

    private async Task Load(CancellationToken cancellationToken) =>
        Mine = await sender.Send(new GetMyDetails(User.ToActor()), cancellationToken);

    private void Fill()
    {
        (Name, Phone, Language, Zone) = (Mine.Name, Mine.Phone, Mine.Language, Mine.TimeZone);
        (PreferredName, Pronouns, SpokenLanguage) = Mine.Address;
        (BestTime, MayLeaveMessage, NeedsInterpreter) = (
            Mine.BestTimeToCall?.ToString(),
            ReachForm.Of(Mine.MayLeaveMessage),
            Mine.NeedsInterpreter
        );
    }
}
