using Microsoft.Extensions.Localization;
using Wellbeing.App.CheckIns;
using Wellbeing.Web.Pages.Shared;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>Where a question stands, which changes a few words around it.</summary>
public enum AskPlace
{
    /// <summary>Alone on its page, as the page's heading.</summary>
    Step,

    /// <summary>With the others on one page.</summary>
    All,

    /// <summary>On the page that phones keep for when there is no network.</summary>
    Offline,

    /// <summary>Read out by a nurse on the telephone.</summary>
    Phone,
}

/// <summary>One question to draw, with what was answered. Its properties are the form's fields.</summary>
public sealed class AskView(AskedQuestion asked, QuestionPlan plan, AskPlace place)
{
    public AskedQuestion Asked => asked;
    public AskPlace Place => place;
    public bool Heading => place == AskPlace.Step;
    public string? Intensity { get; init; }
    public IReadOnlyList<string>? Emotions { get; init; }
    public string? Functioning { get; init; }
    public string? Change { get; init; }
    public string? Duration { get; init; }

    /// <summary>Of the question how long it has been like this, on a page with all of them: shown once a rating from
    /// here on is chosen.</summary>
    public int? ShownFrom { get; init; }
    public string? Words { get; init; }
    public bool ContactMe { get; init; }

    /// <summary>How they are reached, where that can be asked: by themselves, on a page of their own.</summary>
    public ReachForm? Reach { get; init; }

    /// <summary>The form's values for an extra question.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>It is the person's first check-in.</summary>
    public bool First { get; init; }

    public CoreWords WordsOf(IStringLocalizer text) => Questions.WordsOf(asked.Core!.Value, plan, text, First);
}
