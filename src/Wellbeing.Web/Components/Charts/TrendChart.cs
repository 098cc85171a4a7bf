using System.Globalization;
using System.Text;
using Wellbeing.App.Wording;

namespace Wellbeing.Web.Components.Charts;

/// <summary>One moment of a trend. A null value is a gap, and stays one.</summary>
/// <param name="Marked">Ringed: this check-in is part of why a flag was raised.</param>
public sealed record TrendPoint(DateOnly Date, double? First, double? Second = null, bool Marked = false);

/// <summary>Something that happened on a day: a line across the chart, numbered, named in the key.</summary>
public sealed record TrendEvent(DateOnly Date, string Name);

/// <summary>What stands under the zero line on a day.</summary>
public enum TrendMarkKind
{
    Flag,
    Reached,
    NotReached,
    Missed,
}

/// <summary>Something of a day that has no value.</summary>
public sealed record TrendMark(DateOnly Date, TrendMarkKind Kind);

/// <summary>The usual level as it was known on a day.</summary>
public sealed record TrendLevel(DateOnly Date, double Value);

/// <summary>A trend of values from 0 to <see cref="Max"/> over time.</summary>
public sealed record TrendChart
{
    /// <summary>What the chart shows; the figure's caption.</summary>
    public required string Title { get; init; }

    /// <summary>What there is to see in it, in a sentence.</summary>
    public string? Summary { get; init; }

    /// <summary>In order of date.</summary>
    public required IReadOnlyList<TrendPoint> Points { get; init; }

    public required string FirstName { get; init; }

    /// <summary>Null when there is one series.</summary>
    public string? SecondName { get; init; }

    /// <summary>From here to the top the ground is shaded.</summary>
    public double? BandFrom { get; init; }

    public string? BandName { get; init; }

    /// <summary>From here to the top the ground is shaded darker.</summary>
    public double? TopBandFrom { get; init; }

    public string? TopBandName { get; init; }

    /// <summary>The person's usual level, a broken line.</summary>
    public double? Baseline { get; init; }

    /// <summary>The usual level where it moved, in order of date: a broken line of steps, in place of
    /// <see cref="Baseline"/>.</summary>
    public IReadOnlyList<TrendLevel> Levels { get; init; } = [];

    public string? BaselineName { get; init; }

    /// <summary>The name of a ring around a point, where points are marked.</summary>
    public string? MarkedName { get; init; }

    public double Max { get; init; } = 10;

    /// <summary>In order of date. Those before the first point have no place in the drawing; the page's table has them
    /// all.</summary>
    public IReadOnlyList<TrendEvent> Events { get; init; } = [];

    /// <summary>In any order: drawn in two rows under the zero line.</summary>
    public IReadOnlyList<TrendMark> Marks { get; init; } = [];

    /// <summary>How each kind of mark is named in the key.</summary>
    public IReadOnlyDictionary<TrendMarkKind, string> MarkNames { get; init; } =
        new Dictionary<TrendMarkKind, string>();

    /// <summary>The first day drawn; null for that of the first point.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day drawn; null for that of the last point or event.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The events that are drawn.</summary>
    public IEnumerable<TrendEvent> ShownEvents =>
        Points.Count == 0 ? [] : Events.Where(e => e.Date >= (From ?? Points[0].Date) && !(e.Date > To));

    /// <summary>Points further apart than this are not joined: nothing is known in between.</summary>
    public int? JoinWithinDays { get; init; }
}

/// <summary>Draws SVG as text. Colours and fonts come from the style sheet, so print and forced colours can change
/// them.</summary>
internal sealed class TrendDrawing
{
    private readonly TrendChart _chart;
    private readonly bool _rtl;
    private readonly double _width,
        _height;
    private readonly double _top = 12,
        _bottom,
        _axis = 30,
        _far = 14;
    private const double MarkRows = 36;
    private readonly int _ticks;
    private readonly int _first,
        _days;

    /// <summary>Daily check-ins stand close: smaller points leave their line to be seen.</summary>
    private readonly double _point;
    private readonly StringBuilder _svg = new();

    public TrendDrawing(TrendChart chart, bool wide)
    {
        _chart = chart;
        _rtl = CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft;
        (_width, _height, _ticks) = wide ? (660, 280, 6) : (330, 250, 3);
        _point = chart.Points.Count > (wide ? 50 : 28) ? 0.55 : 1;
        _bottom = chart.Marks.Count == 0 ? 34 : 34 + MarkRows;
        _height += chart.Marks.Count == 0 ? 0 : MarkRows;
        _first = chart.Points.Count == 0 ? 0 : (chart.From ?? chart.Points[0].Date).DayNumber;
        _days =
            chart.Points.Count == 0
                ? 1
                : Math.Max(
                    1,
                    (chart.To ?? chart.ShownEvents.Select(e => e.Date).Append(chart.Points[^1].Date).Max()).DayNumber
                        - _first
                );
    }

    public string Draw(string id, string css)
    {
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg class=\"wb-chart {css}\" viewBox=\"0 0 {_width} {_height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">"
        );
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<title id=\"{id}-t\">{Encode(_chart.Title)}</title><desc id=\"{id}-d\">{Encode(_chart.Summary ?? "")}</desc>"
        );
        Ground();
        Levels();
        Events();
        Marks();
        Series(point => point.Second, "series-b", Square, offset: true);
        Series(point => point.First, "series-a", Circle, offset: false);
        Dates();
        return _svg.Append("</svg>").ToString();
    }

    private void Ground()
    {
        double left = _rtl ? _far : _axis,
            right = _rtl ? _width - _axis : _width - _far;
        if (_chart.BandFrom is { } from)
        {
            _svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"band\" x=\"{N(left)}\" y=\"{N(_top)}\" width=\"{N(right - left)}\" height=\"{N(Y(from) - _top)}\"/>"
            );
            Line("band-edge", left, Y(from), right, Y(from));
        }
        if (_chart.TopBandFrom is { } top)
        {
            _svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"band--top\" x=\"{N(left)}\" y=\"{N(_top)}\" width=\"{N(right - left)}\" height=\"{N(Y(top) - _top)}\"/>"
            );
            Line("band-edge band-edge--top", left, Y(top), right, Y(top));
        }
        for (var value = 0; value <= _chart.Max; value += 2)
        {
            Line(value == 0 ? "axis axis--zero" : "axis", left, Y(value), right, Y(value));
            Text(value.ToString(CultureInfo.InvariantCulture), _rtl ? _width - 6 : 22, Y(value) + 5, "end");
        }
        if (_chart.Baseline is { } baseline)
            Line("baseline", left, Y(baseline), right, Y(baseline));
    }

    private void Levels()
    {
        if (_chart.Levels.Count == 0)
            return;
        var path = new StringBuilder();
        foreach (var (i, level) in _chart.Levels.Index())
        {
            var x = N(X(level.Date));
            // What was usual is not drawn over a gap either: it was learned anew, or nobody knows.
            var apart =
                i > 0
                && _chart.JoinWithinDays is { } most
                && level.Date.DayNumber - _chart.Levels[i - 1].Date.DayNumber > 2 * most;
            path.Append(
                i == 0 || apart
                    ? $"M{x} {N(Y(level.Value))}"
                    : $"L{x} {N(Y(_chart.Levels[i - 1].Value))}L{x} {N(Y(level.Value))}"
            );
        }
        // One level alone would be a point: a short line shows it.
        if (_chart.Levels.Count == 1)
            path.Append("l14 0");
        _svg.Append(CultureInfo.InvariantCulture, $"<path class=\"baseline\" d=\"{path}\"/>");
    }

    private void Marks()
    {
        foreach (var mark in _chart.Marks)
        {
            if (_chart.From > mark.Date || _chart.To < mark.Date)
                continue;
            var upper = mark.Kind is TrendMarkKind.Flag or TrendMarkKind.Missed;
            _svg.Append(Mark(mark.Kind, X(mark.Date), Y(0) + (upper ? 13 : 29)));
        }
    }

    /// <summary>A mark's shape says what it is; its colour only helps.</summary>
    public static string Mark(TrendMarkKind kind, double x, double y) =>
        kind switch
        {
            TrendMarkKind.Flag =>
                $"<path class=\"mark-flag\" d=\"M{N(x - 7)} {N(y + 6)}L{N(x)} {N(y - 7)}L{N(x + 7)} {N(y + 6)}Z\"/>",
            TrendMarkKind.Reached => $"<circle class=\"mark-reached\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"5.5\"/>",
            TrendMarkKind.NotReached => $"<circle class=\"mark-not-reached\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"5\"/>",
            _ =>
                $"<path class=\"missed\" d=\"M{N(x - 5)} {N(y - 5)}L{N(x + 5)} {N(y + 5)}M{N(x - 5)} {N(y + 5)}L{N(x + 5)} {N(y - 5)}\"/>",
        };

    private void Events()
    {
        foreach (var (number, happened) in _chart.ShownEvents.Index())
        {
            var x = X(happened.Date);
            Line("event", x, _top, x, Y(0));
            _svg.Append(
                CultureInfo.InvariantCulture,
                $"<circle class=\"event-mark\" cx=\"{N(x)}\" cy=\"{N(_top)}\" r=\"9\"/>"
            );
            _svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"event-number\" x=\"{N(x)}\" y=\"{N(_top + 5)}\" text-anchor=\"middle\" direction=\"ltr\" aria-hidden=\"true\">{number + 1}</text>"
            );
        }
    }

    private void Series(Func<TrendPoint, double?> value, string css, Action<double, double, string> mark, bool offset)
    {
        // A second series that runs on the first is nudged, so that neither hides the other.
        double At(TrendPoint point) => Y(value(point)!.Value) + (offset && point.First == point.Second ? 3 : 0);

        TrendPoint? before = null;
        var path = new StringBuilder();
        foreach (var point in _chart.Points)
        {
            if (value(point) is null)
            {
                before = null;
                continue;
            }
            var joined =
                before is not null
                && (_chart.JoinWithinDays is not { } most || point.Date.DayNumber - before.Date.DayNumber <= most);
            path.Append(CultureInfo.InvariantCulture, $"{(joined ? 'L' : 'M')}{N(X(point.Date))} {N(At(point))}");
            before = point;
        }
        if (path.Length > 0)
            _svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{css}\" d=\"{path}\"/>");
        foreach (var point in _chart.Points.Where(point => value(point) is not null))
        {
            if (point.Marked && !offset)
                _svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<circle class=\"marked\" cx=\"{N(X(point.Date))}\" cy=\"{N(At(point))}\" r=\"10\"/>"
                );
            mark(X(point.Date), At(point), css + "-point");
        }
    }

    private void Dates()
    {
        if (_chart.Points.Count == 0)
            return;
        // Labels stand under real check-ins, spread evenly, the last one always; one that would run into its neighbour
        // is left out.
        const double room = 62;
        var last = X(_chart.Points[^1].Date);
        var before = double.NegativeInfinity;
        var count = Math.Min(_ticks, _chart.Points.Count);
        var shown = new HashSet<int>();
        for (var i = 0; i < count; i++)
        {
            var index = count == 1 ? 0 : (int)Math.Round(i * (_chart.Points.Count - 1) / (double)(count - 1));
            if (!shown.Add(index))
                continue;
            var date = _chart.Points[index].Date;
            var at = X(date);
            if (index < _chart.Points.Count - 1 && (Math.Abs(at - before) < room || Math.Abs(at - last) < room * 1.4))
                continue;
            before = at;
            var anchor =
                count == 1 ? "middle"
                : index == 0 ? "start"
                : index == _chart.Points.Count - 1 ? "end"
                : "middle";
            // In a right-to-left chart the first date stands at the right edge; SVG anchors follow the text, not the
            // page.
            if (_rtl)
                anchor = anchor switch
                {
                    "start" => "end",
                    "end" => "start",
                    _ => anchor,
                };
            var nudge = anchor switch
            {
                "start" => -6,
                "end" => 6,
                _ => 0,
            };
            Text(
                Isolated(date.ToString(Language.Current.ShortDate, CultureInfo.CurrentCulture)),
                at + nudge,
                _height - 8,
                anchor
            );
        }
    }

    private void Line(string css, double x1, double y1, double x2, double y2) =>
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<line class=\"{css}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>"
        );

    private void Text(string text, double x, double y, string anchor) =>
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" direction=\"ltr\" aria-hidden=\"true\">{Encode(text)}</text>"
        );

    private void Circle(double x, double y, string css) =>
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<circle class=\"{css}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(5 * _point)}\"/>"
        );

    private void Square(double x, double y, string css) =>
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"{css}\" x=\"{N(x - (4 * _point))}\" y=\"{N(y - (4 * _point))}\" width=\"{N(8 * _point)}\" height=\"{N(8 * _point)}\"/>"
        );

    private double X(DateOnly date)
    {
        // Room at both ends, so that the first and last marks are whole.
        var along = 8 + ((date.DayNumber - _first) / (double)_days * (_width - _axis - _far - 16));
        return _rtl ? _width - _axis - along : _axis + along;
    }

    private double Y(double value) => _top + ((_chart.Max - value) / _chart.Max * (_height - _top - _bottom));

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    // The drawing is laid out from the left in every language; a date in it still reads in its own direction.
    private string Isolated(string text) => _rtl ? $"\u2067{text}\u2069" : text;

    private static string Encode(string text) => FrontEnd.Encoder.Encode(text);
}
