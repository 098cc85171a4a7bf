using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace Wellbeing.Web.Components;

/// <summary>Small help to build elements whose texts are always encoded.</summary>
internal static class Element
{
    public static TagBuilder Of(string name, string? css = null, string? text = null)
    {
        var tag = new TagBuilder(name);
        if (css is not null)
            tag.AddCssClass(css);
        if (text is not null)
            tag.InnerHtml.Append(text);
        return tag;
    }

    public static TagBuilder With(this TagBuilder tag, string attribute, string? value)
    {
        if (value is not null)
            tag.MergeAttribute(attribute, value);
        return tag;
    }

    public static TagBuilder Add(this TagBuilder tag, IHtmlContent? child)
    {
        if (child is not null)
            tag.InnerHtml.AppendHtml(child);
        return tag;
    }

    public static TagBuilder Icon(string name)
    {
        var output = new TagHelperOutput(
            "svg",
            [],
            (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent())
        );
        new IconTagHelper { Name = name }.Process(null!, output);
        var svg = Of("svg");
        foreach (var attribute in output.Attributes)
            svg.MergeAttribute(attribute.Name, attribute.Value?.ToString());
        return svg.Add(output.Content);
    }
}

/// <summary>A telephone number to tap, to call it or to write to it. It reads left to right in every
/// language.</summary>
[HtmlTargetElement("phone-number", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PhoneNumberTagHelper : TagHelper
{
    public required string Value { get; set; }

    /// <summary>A large call button instead of a link in a sentence.</summary>
    public bool Button { get; set; }

    /// <summary>It takes text messages, and no calls.</summary>
    public bool Text { get; set; }

    /// <summary>What a screen reader says; must contain the number.</summary>
    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Button ? "wb-call" : "govuk-link wb-phone");
        output.Attributes.SetAttribute(
            "href",
            (Text ? "sms:" : "tel:") + new string([.. Value.Where(c => char.IsAsciiDigit(c) || c == '+')])
        );
        if (Label is not null)
            output.Attributes.SetAttribute("aria-label", Label);
        if (Button && !Text)
            output.Content.AppendHtml(Element.Icon("phone"));
        output.Content.AppendHtml(Element.Of("bdi", text: Value).With("dir", "ltr"));
    }
}

/// <summary>A card with one action in its heading, ending in "if:" where it lists when. Kind: emergency, soon or
/// calm.</summary>
[HtmlTargetElement("care-card")]
public sealed class CareCardTagHelper : TagHelper
{
    public string Kind { get; set; } = "calm";

    /// <summary>A text, not a string: the English may have to stand beside it.</summary>
    public required Sentence Title { get; set; }

    /// <summary>Heard, not seen: says what the colour says.</summary>
    public string? Urgency { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.TagName = "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"wb-care wb-care--{Kind}");
        var words = Element.Of("span");
        if (Urgency is not null)
            words.Add(Element.Of("span", "govuk-visually-hidden", Urgency + " "));
        words.Add(Title);
        var icon = Kind switch
        {
            "emergency" => "alert",
            "soon" => "clock",
            _ => "heart",
        };
        output.Content.AppendHtml(Element.Of("h2", "wb-care__title").Add(Element.Icon(icon)).Add(words));
        output.Content.AppendHtml(Element.Of("div", "wb-care__body").Add(children));
    }
}

/// <summary>Something to know about this page: what was saved, what changed. Kind: info, done, warning or
/// urgent.</summary>
[HtmlTargetElement("note-panel")]
public sealed class NotePanelTagHelper : TagHelper
{
    public string Kind { get; set; } = "info";
    public required string Title { get; set; }

    /// <summary>Say it at once to screen readers: for the answer to something just done.</summary>
    public bool Announce { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"wb-note wb-note--{Kind}");
        if (Announce)
            output.Attributes.SetAttribute("role", "status");
        var icon = Kind switch
        {
            "done" => "check",
            "warning" or "urgent" => "alert",
            _ => "info",
        };
        output.Content.AppendHtml(Element.Icon(icon));
        output.Content.AppendHtml(
            Element.Of("div", "wb-note__body").Add(Element.Of("p", "wb-note__title", Title)).Add(children)
        );
    }
}

/// <summary>How pressing a flag is: word, shape and colour say the same. Level: Urgent, Soon or Review.</summary>
[HtmlTargetElement("severity-tag", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SeverityTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    public required string Level { get; set; }

    /// <summary>Other words than the level's own.</summary>
    public string? Text { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var (css, icon) = Level switch
        {
            "Urgent" => (" wb-tag--urgent", "alert"),
            "Soon" => (" wb-tag--soon", "diamond"),
            _ => ("", "circle"),
        };
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-tag" + css);
        output.Content.AppendHtml(Element.Icon(icon));
        output.Content.AppendHtml(Element.Of("span", text: Text ?? text[$"Severity.{Level}"]));
    }
}

/// <summary>A filter with its count. Stands in <c>&lt;ul class="wb-chips"&gt;</c>.</summary>
[HtmlTargetElement("filter-chip")]
public sealed class FilterChipTagHelper : TagHelper
{
    public required string Href { get; set; }
    public int? Count { get; set; }
    public bool Current { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        var link = Element.Of("a", "wb-chip").With("href", Href).With("aria-current", Current ? "true" : null);
        link.Add(Element.Of("span").Add(children));
        if (Count is { } count)
            link.Add(Element.Of("span", "wb-chip__count", count.ToString("N0", CultureInfo.CurrentCulture)));
        output.Content.SetHtmlContent(link);
    }
}

/// <summary>A choice that narrows a list. Stands in <c>&lt;form class="wb-filters"&gt;</c>.</summary>
[HtmlTargetElement("filter-select", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FilterSelectTagHelper : TagHelper
{
    public required string Name { get; set; }
    public required string Label { get; set; }

    /// <summary>What the empty choice is called: the list is not narrowed.</summary>
    public required string Any { get; set; }

    public string? Value { get; set; }

    public required IEnumerable<Questions.Choice> Options { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = $"filter-{Name}";
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "govuk-form-group");
        output.Content.AppendHtml(Element.Of("label", "govuk-label govuk-label--s", Label).With("for", id));
        var select = Element.Of("select", "govuk-select").With("id", id).With("name", Name);
        select.Add(Element.Of("option", text: Any).With("value", ""));
        foreach (var option in Options)
            select.Add(
                Element
                    .Of("option", text: option.Text)
                    .With("value", option.Value)
                    .With(
                        "selected",
                        string.Equals(option.Value, Value, StringComparison.OrdinalIgnoreCase) ? "selected" : null
                    )
            );
        output.Content.AppendHtml(select);
    }
}

/// <summary>One view among several of the same things. Stands in <c>&lt;ul class="wb-tabs"&gt;</c> inside a labelled
/// nav.</summary>
[HtmlTargetElement("tab-link")]
public sealed class TabLinkTagHelper : TagHelper
{
    public required string Href { get; set; }
    public bool Current { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.SetHtmlContent(
            Element.Of("a").With("href", Href).With("aria-current", Current ? "page" : null).Add(children)
        );
    }
}

/// <summary>One number with its name. Stands in <c>&lt;dl class="wb-stats"&gt;</c>.</summary>
[HtmlTargetElement("stat-tile", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StatTileTagHelper : TagHelper
{
    public required string Value { get; set; }
    public required string Label { get; set; }
    public string? Note { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-stat");
        output.Content.AppendHtml(Element.Of("dt", text: Label));
        output.Content.AppendHtml(Element.Of("dd", text: Value));
        if (Note is not null)
            output.Content.AppendHtml(Element.Of("dd", "wb-stat__note", Note));
    }
}

/// <summary>"Question 2 of 6", in words and as a bar.</summary>
[HtmlTargetElement("question-progress", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class QuestionProgressTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    public required int Step { get; set; }
    public required int Of { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-progress");
        output.Content.AppendHtml(Element.Of("p", "wb-progress__text", text["Form.QuestionOf", Step, Of]));
        var track = Element.Of("ol", "wb-progress__track").With("aria-hidden", "true");
        for (var i = 1; i <= Of; i++)
            track.Add(Element.Of("li", i <= Step ? "is-done" : null));
        output.Content.AppendHtml(track);
    }
}

/// <summary>One line of a summary list with its Change link. Stands in <c>&lt;dl
/// class="govuk-summary-list"&gt;</c>.</summary>
[HtmlTargetElement("summary-row")]
public sealed class SummaryRowTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    public required string Term { get; set; }

    /// <summary>Where the answer can be changed; none for a line that only tells.</summary>
    public string? ChangeHref { get; set; }

    /// <summary>Nothing to change yet: the link says "Answer".</summary>
    public bool IsOpen { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute(
            "class",
            "govuk-summary-list__row" + (string.IsNullOrEmpty(ChangeHref) ? " govuk-summary-list__row--no-actions" : "")
        );
        output.Content.AppendHtml(Element.Of("dt", "govuk-summary-list__key", Term));
        output.Content.AppendHtml(Element.Of("dd", "govuk-summary-list__value").Add(children));
        if (string.IsNullOrEmpty(ChangeHref))
            return;
        var link = Element.Of("a", "govuk-link", text[IsOpen ? "Form.Answer" : "Form.Change"]).With("href", ChangeHref);
        link.Add(Element.Of("span", "govuk-visually-hidden", " " + Term));
        output.Content.AppendHtml(Element.Of("dd", "govuk-summary-list__actions").Add(link));
    }
}

/// <summary>One thing that happened. Stands in <c>&lt;ol class="wb-timeline"&gt;</c>. Kind: plain, strong or
/// urgent.</summary>
[HtmlTargetElement("timeline-item")]
public sealed class TimelineItemTagHelper : TagHelper
{
    public required string Title { get; set; }

    /// <summary>The moment as shown, in the reader's zone and language.</summary>
    public required string When { get; set; }

    /// <summary>The moment for machines, ISO 8601.</summary>
    public string? Datetime { get; set; }

    public string Kind { get; set; } = "plain";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"wb-timeline__item wb-timeline__item--{Kind}");
        output.Content.AppendHtml(Element.Of("p", "wb-timeline__title", Title));
        output.Content.AppendHtml(
            Element.Of("p", "wb-timeline__when").Add(Element.Of("time", text: When).With("datetime", Datetime))
        );
        output.Content.AppendHtml(children);
    }
}

/// <summary>
/// An act that cannot be taken back asks first: opened, it says what will be, and holds the button that does it.
/// Stands in the act's form; its content is what will be.
/// </summary>
[HtmlTargetElement("confirm-fold")]
public sealed class ConfirmFoldTagHelper : TagHelper
{
    /// <summary>What is done, as the line to open: "Remove".</summary>
    public required string Act { get; set; }

    /// <summary>To what, heard and not seen, where several stand in a list.</summary>
    public string? Of { get; set; }

    /// <summary>The button: "Yes, remove it".</summary>
    public required string Yes { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.TagName = "details";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "govuk-details wb-confirm");
        var words = Element.Of("span", "govuk-details__summary-text", Act);
        if (Of is not null)
            words.Add(Element.Of("span", "govuk-visually-hidden", " " + Of));
        output.Content.AppendHtml(Element.Of("summary", "govuk-details__summary").Add(words));
        var button = Element
            .Of("button", "wb-button wb-button--small wb-button--secondary", Yes)
            .With("data-module", "govuk-button")
            .With("data-prevent-double-click", "true");
        if (Of is not null)
            button.Add(Element.Of("span", "govuk-visually-hidden", ": " + Of));
        output.Content.AppendHtml(
            Element.Of("div", "govuk-details__text").Add(Element.Of("p", "wb-small").Add(children)).Add(button)
        );
    }
}

/// <summary>Nothing here, and what that means.</summary>
[HtmlTargetElement("empty-state")]
public sealed class EmptyStateTagHelper : TagHelper
{
    public required string Title { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-empty");
        output.Content.AppendHtml(Element.Of("h2", text: Title));
        output.Content.AppendHtml(children);
    }
}

/// <summary>Previous and next for a long list; keeps the rest of the query.</summary>
[HtmlTargetElement("page-links", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PageLinksTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    /// <summary>The page shown, from 1.</summary>
    public required int Page { get; set; }

    public required int Pages { get; set; }

    /// <summary>The query's key for the page number.</summary>
    public string Key { get; set; } = "page";

    /// <summary>The part of the page to come to, where the list is not all there is.</summary>
    public string? Fragment { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Pages <= 1)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-pages");
        output.Attributes.SetAttribute("aria-label", text["Pages.Label"].Value);
        output.Content.AppendHtml(Element.Of("p", text: text["Pages.Of", Page, Pages]));
        var links = Element.Of("div", "wb-pages__links");
        if (Page > 1)
            links.Add(Link(Page - 1, "prev", text["Pages.Previous"]));
        if (Page < Pages)
            links.Add(Link(Page + 1, "next", text["Pages.Next"]));
        output.Content.AppendHtml(links);
    }

    private TagBuilder Link(int page, string rel, string label)
    {
        var request = ViewContext.HttpContext.Request;
        var query = request
            .Query.Where(pair => pair.Key != Key)
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))
            .Append(KeyValuePair.Create(Key, (string?)page.ToString(CultureInfo.InvariantCulture)));
        return Element
            .Of("a", "wb-button wb-button--secondary wb-button--small", label)
            .With("rel", rel)
            .With("href", request.Path + QueryString.Create(query) + (Fragment is null ? "" : "#" + Fragment));
    }
}

/// <summary>The one large thing to do on a page, as the button of a form.</summary>
[HtmlTargetElement("start-button", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StartButtonTagHelper : TagHelper
{
    public required string Title { get; set; }

    /// <summary>One line under the title.</summary>
    public string? Hint { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "button";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-start");
        output.Attributes.SetAttribute("data-module", "govuk-button");
        output.Attributes.SetAttribute("data-prevent-double-click", "true");
        var words = Element.Of("span").Add(Element.Of("strong", text: Title));
        if (Hint is not null)
            words.Add(Element.Of("span", text: " " + Hint));
        output.Content.AppendHtml(words);
        output.Content.AppendHtml(
            "<svg viewBox=\"0 0 28 28\" aria-hidden=\"true\" focusable=\"false\"><path d=\"M9 4l10 10L9 24\"/></svg>"
        );
    }
}
