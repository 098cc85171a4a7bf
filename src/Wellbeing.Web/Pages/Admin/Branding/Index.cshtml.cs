using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Site;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;
using Brand = Wellbeing.App.Site.Branding;

namespace Wellbeing.Web.Pages.Admin.Branding;

/// <summary>The organisation's name, colours and logo.</summary>
[Authorize(Policy = Policies.Administrator)]
[KeepsWhatWasTyped("Name", "Organisation", "Telephone", "Address")]
[RequestSizeLimit(1024 * 1024)]
public sealed class IndexModel(ISender sender, SiteInForce site) : StaffPage(sender), IShownAgain
{
    [BindProperty]
    public int BasedOn { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public int LineBasedOn { get; set; }

    [BindProperty]
    public string? Organisation { get; set; }

    [BindProperty]
    public string? Telephone { get; set; }

    [BindProperty]
    public string? Primary { get; set; }

    [BindProperty]
    public string? Accent { get; set; }

    [BindProperty]
    public IFormFile? Logo { get; set; }

    [BindProperty]
    public bool RemoveLogo { get; set; }

    /// <summary>Nearest shades that pass, where what was typed does not.</summary>
    public string? OfferedPrimary { get; private set; }

    /// <inheritdoc cref="OfferedPrimary"/>
    public string? OfferedAccent { get; private set; }

    public Brand? InForce { get; private set; }

    /// <summary>As it stands in the mails of now.</summary>
    public string NameInForce => site.Name;

    /// <summary>The name in force tells of an illness, as far as its words show.</summary>
    public bool TellsOfIllness => Brand.TellsOfIllness(site.Name);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        InForce = await Sender.Send(new GetBranding(Me), cancellationToken);
        BasedOn = InForce?.Version ?? 0;
        (Name, Address) = (site.Name, InForce?.Address);
        var numbers = await Sender.Send(new GetSupportNumbers(Me), cancellationToken);
        (LineBasedOn, Organisation, Telephone) = (
            numbers.InForce,
            numbers.Set.Foundation.Name,
            numbers.Set.Foundation.Number
        );
        (Primary, Accent) = (
            InForce?.Primary ?? BrandColours.DefaultPrimary,
            InForce?.Accent ?? BrandColours.DefaultAccent
        );
    }

    /// <param name="take">The offered shade to use: "primary" or "accent" and the colour.</param>
    public async Task<IActionResult> OnPostAsync(string? take, CancellationToken cancellationToken)
    {
        InForce = await Sender.Send(new GetBranding(Me), cancellationToken);
        if (take?.Split(' ') is [var which, var shade])
        {
            if (which == "primary")
                Primary = shade;
            else
                Accent = shade;
            ModelState.Clear();
        }

        var change = new SaveBranding(
            Me,
            BasedOn,
            Name ?? "",
            Primary ?? "",
            Accent ?? "",
            await Picture(cancellationToken),
            RemoveLogo,
            Address
        )
        {
            Line = new OurLine(LineBasedOn, Organisation ?? "", Telephone ?? ""),
        };
        if (await Sender.Send(change, cancellationToken) == SaveSiteResult.Saved)
        {
            Say("done", "The site looks like this now", "Pages already open follow when they are opened anew.");
            return RedirectToPage();
        }

        ModelState.AddModelError(
            "",
            "Somebody else changed this meanwhile. Open this page again to see their change; what you typed stands below."
        );

        return Page();
    }

    public Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        var (primary, accent) = (Shade.Parse(Primary), Shade.Parse(Accent));
        if (primary is { } p && !BrandColours.IsReadable(p))
            OfferedPrimary = p.Nearest(BrandColours.IsReadable).ToString();
        else if (primary is { } ground && accent is { } a && !BrandColours.IsVisible(a, ground))
            OfferedAccent = a.Nearest(s => BrandColours.IsVisible(s, ground)).ToString();
        return Task.FromResult<IActionResult>(Page());
    }

    /// <summary>The name as the sample shows it: a long one on several lines.</summary>
    public IReadOnlyList<string> SampleLines()
    {
        const int fits = 32;
        var lines = new List<string>();
        foreach (var word in (Name ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= fits)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }

        return lines.Count > 0 ? lines : [""];
    }

    private async Task<byte[]?> Picture(CancellationToken cancellationToken)
    {
        if (Logo is null or { Length: 0 })
            return null;
        var bytes = new MemoryStream();
        await Logo.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
