using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using QRCoder;
using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.App.Wording;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Leaflets;

/// <summary>A leaflet to print, in one of the languages: what this is, what it is not, and the way in.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class PrintModel(ISender sender, IOptions<SiteOptions> site, TeamZone team) : StaffPage(sender)
{
    public LeafletRow Leaflet { get; private set; } = null!;

    public bool On { get; private set; }

    public Language Language { get; private set; } = Language.English;

    public string Address { get; private set; } = "";

    public string QrSvg { get; private set; } = "";

    public string LastDay { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, string? language, CancellationToken cancellationToken)
    {
        var list = await Sender.Send(new ListLeaflets(Me), cancellationToken);
        if (list.Rows.FirstOrDefault(l => l.Id == id && l.Open) is not { } leaflet)
            return RedirectToPage("/Admin/Leaflets/Index");
        (Leaflet, On) = (leaflet, list.On);
        Language = Language.All.FirstOrDefault(l => l.Tag == language) ?? Language.English;
        Address = site.Value.Link("/Leaflet").AbsoluteUri;
        LastDay = TimeZones
            .Local(leaflet.EndsAtUtc.AddTicks(-1), team.Id)
            .ToString(Language.DateAndYear, Language.Culture);
        using var qr = QRCodeGenerator.GenerateQrCode($"{Address}/{leaflet.Code}", QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(qr);
        QrSvg = svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
        return Page();
    }
}
