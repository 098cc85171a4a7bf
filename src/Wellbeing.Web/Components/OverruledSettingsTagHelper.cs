using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Wellbeing.App.Operations;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Components;

/// <summary>
/// <c>&lt;overruled-settings page="/Admin/Hours" /&gt;</c>: which settings of the settings file no longer count
/// because this page says otherwise; nothing where there are none.
/// </summary>
[HtmlTargetElement("overruled-settings", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class OverruledSettingsTagHelper(ISender sender) : TagHelper
{
    /// <summary>The page's own address.</summary>
    public required string Page { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var http = ViewContext.HttpContext;
        var here = (await sender.Send(new GetOverruledSettings(http.User.ToActor()), http.RequestAborted))
            .Where(setting => setting.Page == Page)
            .Select(setting => setting.Key)
            .ToList();
        if (here.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "p";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-small wb-soft");
        var past =
            here.Count == 1
                ? "It was a first value and no longer counts"
                : "They were first values and no longer count";
        output.Content.SetContent(
            $"The server’s settings file has {string.Join(", ", here)}. {past}: what stands on this page does."
        );
    }
}
