using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Wellbeing.App.Operations;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Components;

/// <summary><c>&lt;admin-back /&gt;</c>: the way back to the administrators' home, by the name that it has
/// now.</summary>
[HtmlTargetElement("admin-back", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AdminBackTagHelper(ISender sender) : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var http = ViewContext.HttpContext;
        output.TagName = "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "govuk-back-link");
        output.Attributes.SetAttribute("href", "/Admin");
        output.Content.SetContent(
            await sender.Send(new IsSetUp(http.User.ToActor()), http.RequestAborted) ? "Administration" : "Setting up"
        );
    }
}
