using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace Wellbeing.Web.Components.Charts;

/// <summary>A trend as a figure: one drawing for phones, one for wide columns, a key. The table beside it is the
/// page's.</summary>
[HtmlTargetElement("trend-chart", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TrendChartTagHelper : TagHelper
{
    public required TrendChart Model { get; set; }

    /// <summary>Different for every chart of a page.</summary>
    public string Id { get; set; } = "chart";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-figure");
        output.Attributes.SetAttribute("id", Id);
        output.Content.AppendHtml(Element.Of("figcaption", "wb-figure__caption", Model.Title));
        if (Model.Summary is not null)
            output.Content.AppendHtml(Element.Of("p", "wb-figure__summary", Model.Summary));
        // One of the two is shown; the other is out of the page for everybody.
        output.Content.AppendHtml(new TrendDrawing(Model, wide: false).Draw(Id + "-n", "wb-chart--narrow"));
        output.Content.AppendHtml(new TrendDrawing(Model, wide: true).Draw(Id + "-w", "wb-chart--wide"));
        output.Content.AppendHtml(Key());
    }

    private string Key()
    {
        var key = new StringBuilder("<ul class=\"wb-key\">");
        void Entry(string? name, string drawing)
        {
            if (name is not null)
                key.Append(
                    CultureInfo.InvariantCulture,
                    $"<li><svg viewBox=\"0 0 34 16\" aria-hidden=\"true\" focusable=\"false\">{drawing}</svg>{FrontEnd.Encoder.Encode(name)}</li>"
                );
        }
        Entry(
            Model.FirstName,
            "<path class=\"series-a\" d=\"M1 8H33\"/><circle class=\"series-a-point\" cx=\"17\" cy=\"8\" r=\"5\"/>"
        );
        Entry(
            Model.SecondName,
            "<path class=\"series-b\" d=\"M1 8H33\"/><rect class=\"series-b-point\" x=\"13\" y=\"4\" width=\"8\" height=\"8\"/>"
        );
        if (Model.BandFrom is not null)
            Entry(Model.BandName, "<rect class=\"band\" x=\"1\" y=\"1\" width=\"32\" height=\"14\"/>");
        if (Model.TopBandFrom is not null)
            Entry(Model.TopBandName, "<rect class=\"band--top\" x=\"1\" y=\"1\" width=\"32\" height=\"14\"/>");
        if (Model.Baseline is not null || Model.Levels.Count > 0)
            Entry(Model.BaselineName, "<line class=\"baseline\" x1=\"0\" y1=\"8\" x2=\"34\" y2=\"8\"/>");
        if (Model.Points.Any(point => point.Marked))
            Entry(Model.MarkedName, "<circle class=\"marked\" cx=\"17\" cy=\"8\" r=\"7\"/>");
        foreach (var kind in Model.Marks.Select(mark => mark.Kind).Distinct().Order())
            Entry(Model.MarkNames.GetValueOrDefault(kind), TrendDrawing.Mark(kind, 17, 8));
        foreach (var (number, happened) in Model.ShownEvents.Index())
        {
            Entry(
                $"{happened.Name}, {PersonTimes.Date(happened.Date)}",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<circle class=\"event-mark\" cx=\"17\" cy=\"8\" r=\"8\"/><text class=\"event-number\" x=\"17\" y=\"12.5\" text-anchor=\"middle\">{number + 1}</text>"
                )
            );
        }

        return key.Append("</ul>").ToString();
    }
}

/// <summary>The last few values in a line's height, the newest marked. Its label lists them all.</summary>
[HtmlTargetElement("spark-line", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SparklineTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    /// <summary>Oldest first; null where there was no check-in.</summary>
    public required IReadOnlyList<double?> Values { get; set; }

    /// <summary>What the values are.</summary>
    public required string Label { get; set; }

    public double Max { get; set; } = 10;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        const double width = 132,
            height = 40,
            edge = 6;
        var rtl = CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft;
        string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
        double X(int i)
        {
            var along = edge + (Values.Count < 2 ? width - (2 * edge) : i * (width - (2 * edge)) / (Values.Count - 1));
            return rtl ? width - along : along;
        }
        double Y(double value) => edge + ((Max - value) / Max * (height - (2 * edge)));

        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<line class=\"guide\" x1=\"0\" y1=\"{N(Y(0))}\" x2=\"{N(width)}\" y2=\"{N(Y(0))}\"/>"
        );
        var path = new StringBuilder();
        var last = -1;
        for (var i = 0; i < Values.Count; i++)
        {
            if (Values[i] is not { } value)
                continue;
            var joined = i > 0 && Values[i - 1] is not null;
            path.Append(CultureInfo.InvariantCulture, $"{(joined ? 'L' : 'M')}{N(X(i))} {N(Y(value))}");
            // A value between two gaps has no line to stand on, so it is a dot.
            if (!joined && (i + 1 >= Values.Count || Values[i + 1] is null))
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<circle class=\"series-a-point\" cx=\"{N(X(i))}\" cy=\"{N(Y(value))}\" r=\"3.5\"/>"
                );
            last = i;
        }
        if (path.Length > 0)
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"series-a\" d=\"{path}\"/>");
        if (last >= 0)
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<circle class=\"last\" cx=\"{N(X(last))}\" cy=\"{N(Y(Values[last]!.Value))}\" r=\"5.5\"/>"
            );

        var values = string.Join(
            ", ",
            Values.Select(value =>
                value?.ToString("0.#", CultureInfo.InvariantCulture) ?? text["Chart.NoCheckIn"].Value
            )
        );
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "wb-spark");
        output.Attributes.SetAttribute("viewBox", $"0 0 {N(width)} {N(height)}");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", $"{Label}: {values}");
        output.Content.SetHtmlContent(svg.ToString());
    }
}
