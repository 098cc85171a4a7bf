using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Wellbeing.Web.Components.Questions;

/// <summary>What a question's partial draws. Made by the tag helpers; pages do not build it.</summary>
public sealed class QuestionView
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Legend { get; init; }

    /// <summary>The legend as a text, where the English may have to stand beside it.</summary>
    public Sentence? Statement { get; init; }
    public string? Hint { get; init; }
    public string? Error { get; init; }

    /// <summary>The legend is the page's h1.</summary>
    public bool Heading { get; init; }

    /// <summary>Of the question's own words, where that is not the page's.</summary>
    public string? Lang { get; init; }

    /// <summary>The hint is the product's, in the page's language.</summary>
    public bool HintIsOurs { get; init; }

    /// <summary>s, m, l or xl.</summary>
    public string Size { get; init; } = "l";

    public IReadOnlyList<Choice> Choices { get; init; } = [];
    public IReadOnlySet<string> Chosen { get; init; } = new HashSet<string>();
    public string? Text { get; init; }
    public string? MinLabel { get; init; }
    public string? MaxLabel { get; init; }
    public Choice? Skip { get; init; }
    public bool Columns { get; init; }
    public string Type { get; init; } = "text";
    public string? InputMode { get; init; }
    public string? Autocomplete { get; init; }
    public string? Width { get; init; }
    public int Rows { get; init; }
    public int? MaxLength { get; init; }
    public string? Placeholder { get; init; }

    /// <summary>The question's own words: marked where their language is not the page's, so that they are read and set
    /// as what they are.</summary>
    /// <param name="ours">They are the product's after all, in the page's language.</param>
    public IHtmlContent Own(string? words, bool ours = false)
    {
        if (Lang is null || ours)
            return new HtmlContentBuilder().Append(words ?? "");
        var marked = new TagBuilder("bdi");
        marked.MergeAttribute("lang", Lang);
        marked.InnerHtml.Append(words ?? "");
        return marked;
    }

    public string HintId => Id + "-hint";
    public string ErrorId => Id + "-error";

    /// <summary>Ids of hint, error and length note, as far as they are there; null writes no attribute.</summary>
    public string? DescribedBy
    {
        get
        {
            var ids = string.Join(
                ' ',
                new[]
                {
                    Hint is null ? null : HintId,
                    Error is null ? null : ErrorId,
                    MaxLength is null || Rows <= 1 ? null : Id + "-info",
                }.Where(id => id is not null)
            );
            return ids.Length == 0 ? null : ids;
        }
    }

    /// <summary>The first control carries the field's own id, so that links in the error summary reach it.</summary>
    public string ControlId(int index) => index == 0 ? Id : $"{Id}-{index + 1}";

    public bool IsChosen(Choice choice) => Chosen.Contains(choice.Value);
}
