using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Wellbeing.Web.Components.Charts;

/// <summary>One place along the axis. A null value is not shown: it is too small to tell, or unknown.</summary>
public sealed record Bar(string Label, double? First, double? Second = null);

/// <summary>Counts side by side. The table beside it is the page's.</summary>
public sealed record BarChart
{
    /// <summary>What the chart shows; the figure's caption.</summary>
    public required string Title { get; init; }

    /// <summary>What there is to see in it, in a sentence.</summary>
    public required string Summary { get; init; }

    public required IReadOnlyList<Bar> Bars { get; init; }

    public required string FirstName { get; init; }

    /// <summary>Null when there is one series.</summary>
    public string? SecondName { get; init; }
}

/// <summary>Bars as a figure: one drawing for phones, one for wide columns, a key.</summary>
[HtmlTargetElement("bar-chart", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class BarChartTagHelper : TagHelper
{
    public required BarChart Model { get; set; }

    /// <summary>Different for every chart of a page.</summary>
    public required string Id { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-figure");
        output.Attributes.SetAttribute("id", Id);
        output.Content.AppendHtml(Element.Of("figcaption", "wb-figure__caption", Model.Title));
        output.Content.AppendHtml(Element.Of("p", "wb-figure__summary", Model.Summary));
        // One of the two is shown; the other is out of the page for everybody.
        output.Content.AppendHtml(Draw(Id + "-n", "wb-chart--narrow", 330, 200));
        output.Content.AppendHtml(Draw(Id + "-w", "wb-chart--wide", 660, 220));
        if (Model.SecondName is not null)
        {
            var key = Element.Of("ul", "wb-key");
            key.Add(Entry("bar-a", Model.FirstName)).Add(Entry("bar-b", Model.SecondName));
            output.Content.AppendHtml(key);
        }
    }

    private static Microsoft.AspNetCore.Html.HtmlString Entry(string css, string name) =>
        new(
            $"<li><svg viewBox=\"0 0 34 16\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"{css}\" x=\"9\" y=\"0\" width=\"16\" height=\"16\"/></svg>{HtmlEncoder.Default.Encode(name)}</li>"
        );

    private string Draw(string id, string css, double width, double height)
    {
        const double left = 34,
            right = 6,
            top = 10,
            bottom = 28;
        var bars = Model.Bars;
        var most = Step(bars.Select(b => Math.Max(b.First ?? 0, b.Second ?? 0)).DefaultIfEmpty(0).Max(), out var step);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg class=\"wb-chart {css}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<title id=\"{id}-t\">{Encode(Model.Title)}</title><desc id=\"{id}-d\">{Encode(Model.Summary)}</desc>"
        );
        double Y(double value) => top + ((most - value) / most * (height - top - bottom));
        for (var value = 0.0; value <= most; value += step)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"{(value == 0 ? "axis axis--zero" : "axis")}\" x1=\"{left}\" y1=\"{N(Y(value))}\" x2=\"{width - right}\" y2=\"{N(Y(value))}\"/>"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{left - 6}\" y=\"{N(Y(value) + 5)}\" text-anchor=\"end\" aria-hidden=\"true\">{N(value)}</text>"
            );
        }

        var room = (width - left - right) / Math.Max(1, bars.Count);
        var thick = Math.Min(26, room * (Model.SecondName is null ? 0.7 : 0.38));
        // Labels that would run into each other are thinned out; the first always stands.
        var every = Math.Max(
            1,
            (int)Math.Ceiling((bars.Select(b => b.Label.Length).DefaultIfEmpty(1).Max() * 8.5) / room)
        );
        for (var i = 0; i < bars.Count; i++)
        {
            var middle = left + ((i + 0.5) * room);
            Rect("bar-a", bars[i].First, Model.SecondName is null ? middle - (thick / 2) : middle - thick);
            Rect("bar-b", bars[i].Second, middle);
            if (i % every == 0)
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{N(middle)}\" y=\"{N(height - 8)}\" text-anchor=\"middle\" aria-hidden=\"true\">{Encode(bars[i].Label)}</text>"
                );
        }

        return svg.Append("</svg>").ToString();

        void Rect(string kind, double? value, double x)
        {
            if (value is > 0)
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<rect class=\"{kind}\" x=\"{N(x)}\" y=\"{N(Y(value.Value))}\" width=\"{N(thick)}\" height=\"{N(Y(0) - Y(value.Value))}\"/>"
                );
        }
    }

    /// <summary>The end of the axis, and whole numbers on it, at most five.</summary>
    private static double Step(double most, out double step)
    {
        step = 1;
        foreach (
            var candidate in new double[]
            {
                1,
                2,
                5,
                10,
                20,
                25,
                50,
                100,
                200,
                250,
                500,
                1000,
                2000,
                5000,
                10_000,
                50_000,
                100_000,
            }
        )
        {
            step = candidate;
            if (most <= candidate * 4)
                break;
        }

        return Math.Max(step, Math.Ceiling(most / step) * step);
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
