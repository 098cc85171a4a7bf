namespace Wellbeing.Web.Components;

/// <summary>One part of a list: the page stays short whatever gathers over the years.</summary>
/// <param name="Page">From 1.</param>
public sealed record ListPart<T>(IReadOnlyList<T> Rows, int Page, int Pages);

public static class ListPart
{
    /// <summary>In rows.</summary>
    public const int Size = 25;

    /// <summary>The part of this number; the nearest where there is none.</summary>
    public static ListPart<T> Of<T>(IReadOnlyList<T> all, int page)
    {
        var pages = Math.Max(1, (all.Count + Size - 1) / Size);
        var shown = Math.Clamp(page, 1, pages);
        return new ListPart<T>([.. all.Skip((shown - 1) * Size).Take(Size)], shown, pages);
    }

    /// <summary>The part that holds the first row of which this is true; the first part where none is.</summary>
    public static ListPart<T> With<T>(IReadOnlyList<T> all, Func<T, bool> row)
    {
        var place = all.Index().FirstOrDefault(x => row(x.Item), (-1, default!)).Index;
        return Of(all, (Math.Max(0, place) / Size) + 1);
    }
}
