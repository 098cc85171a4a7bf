using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Wellbeing.Web.Components;

/// <summary><c>&lt;wb-icon name="phone" /&gt;</c>: decoration beside words that say the same.</summary>
[HtmlTargetElement("wb-icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTagHelper : TagHelper
{
    private static readonly Dictionary<string, string> _paths = new()
    {
        ["phone"] =
            "M6.6 2.5 9 2l2.2 5-2.1 1.9a13 13 0 0 0 6 6L17 12.8l5 2.2-.5 2.4c-.4 2.2-2.2 3.6-4.5 3.3A17.6 17.6 0 0 1 3.3 7C3 4.7 4.4 2.9 6.6 2.500Z",
        ["alert"] =
            "M12 1.5 23.5 21.500H.500ZM10.7 8.500l.3 6.500h2l.3-6.500ZM12 16.400a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.800Z",
        ["diamond"] = "M12 1 23 12 12 23 1 12Z",
        ["circle"] = "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 3a6 6 0 1 0 0 12 6 6 0 0 0 0-12Z",
        ["info"] =
            "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22Zm-1.5 9v8h3v-8Zm1.5-5a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.600Z",
        ["check"] =
            "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22Zm-1.6 13.4-3.3-3.300L5 13.200l5.4 5.400L19.2 9.8 17.1 7.700Z",
        ["clock"] =
            "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22Zm0 2.600a8.4 8.4 0 1 0 0 16.8 8.4 8.4 0 0 0 0-16.800ZM13.3 6v5.500l3.7 3.7-1.8 1.8-4.5-4.500V6Z",
        ["globe"] =
            "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22ZM3.700 10.700h4.200c.1-2.200.6-4.200 1.300-5.700a8.5 8.5 0 0 0-5.500 5.700Zm0 2.600a8.500 8.500 0 0 0 5.500 5.700c-.7-1.500-1.200-3.500-1.300-5.700Zm6.800-2.600h3c-.2-4-1.200-6.600-1.500-6.900-.3.300-1.300 2.900-1.500 6.900Zm0 2.600c.2 4 1.200 6.600 1.500 6.900.3-.3 1.300-2.900 1.500-6.900Zm5.600-2.600h4.200a8.500 8.500 0 0 0-5.500-5.700c.7 1.500 1.200 3.500 1.300 5.700Zm0 2.600c-.1 2.200-.6 4.200-1.300 5.700a8.500 8.500 0 0 0 5.500-5.700Z",
        ["heart"] = "M12 21.5 3 12.700A5.9 5.9 0 0 1 12 5.200a5.9 5.9 0 0 1 9 7.500Z",
    };

    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-icon");
        output.Attributes.SetAttribute("viewBox", "0 0 24 24");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Attributes.SetAttribute("focusable", "false");
        output.Content.SetHtmlContent($"<path d=\"{_paths[Name]}\" fill-rule=\"evenodd\"/>");
    }
}
