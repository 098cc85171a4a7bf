using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;
using Lang = Wellbeing.App.Wording.Language;

namespace Wellbeing.Web.Pages.Admin.Questions;

/// <summary>The words of one question, in each language. Saved into the draft.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class EditModel(ISender sender, IStringLocalizer<ParticipantText> text) : StaffPage(sender), IShownAgain
{
    private const string New = "new-";

    /// <summary>As typed, a row a language.</summary>
    public sealed class Row
    {
        public string? Legend { get; set; }
        public string? Hint { get; set; }
        public string? Min { get; set; }
        public string? Max { get; set; }
        public string? Choices { get; set; }
    }

    [BindProperty]
    public int Seen { get; set; }

    [BindProperty]
    public string? OnlyFor { get; set; }

    [BindProperty]
    public List<Row> Words { get; set; } = [];

    /// <summary>A core question; else null.</summary>
    public Question? Core { get; private set; }

    /// <summary>An extra question there is; else null.</summary>
    public ExtraQuestion? Extra { get; private set; }

    public ExtraKind Kind { get; private set; }

    /// <summary>People may have answered it: its kind and its number of answers stay.</summary>
    public bool WasPublished { get; private set; }

    public string Heading =>
        Core is { } core
            ? QuestionChanges.NameOf(core)
            : Extra?.English.Legend ?? $"A new question: {QuestionsText.Of(Kind)}";

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancellationToken)
    {
        if (await Find(key, cancellationToken) is not { } view)
            return NotFound();
        Seen = view.Seen;
        OnlyFor = Extra?.OnlyFor?.ToString() ?? "";
        Words =
        [
            .. Lang.All.Select(l =>
                Core is { } core ? Shown(view.Plan.Wording.GetValueOrDefault(core)?.GetValueOrDefault(l.Tag) ?? Own(l))
                : Extra?.Words.GetValueOrDefault(l.Tag) is { } words
                    ? new Row
                    {
                        Legend = words.Legend,
                        Hint = words.Hint,
                        Min = words.Min,
                        Max = words.Max,
                        Choices = string.Join('\n', words.Choices),
                    }
                : new Row()
            ),
        ];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string key, bool restore, CancellationToken cancellationToken)
    {
        if (await Find(key, cancellationToken) is not { } view)
            return NotFound();
        IReadOnlyList<TypedWords> words =
        [
            .. Lang.All.Select((_, i) => restore || IsOwn(i) ? Typed(null) : Typed(Words.ElementAtOrDefault(i))),
        ];
        var result = Core is { } core
            ? await Sender.Send(new RewordQuestion(Me, Seen, core, words), cancellationToken)
            : await Sender.Send(
                new SaveExtraQuestion(
                    Me,
                    Seen,
                    Extra?.Number,
                    Kind,
                    Enum.TryParse<ParticipantKind>(OnlyFor, out var only) ? only : null,
                    words
                ),
                cancellationToken
            );
        switch (result)
        {
            case EditQuestionsResult.Saved saved:
                Say(
                    "done",
                    restore ? "The product’s own words are in the draft" : "Saved into the draft",
                    "Nobody is asked it before you publish the draft."
                );
                return RedirectToPage("/Admin/Questions/Index", null, null, $"ask-{saved.Key}");
            case EditQuestionsResult.TooMany:
                ModelState.AddModelError(
                    "",
                    $"{QuestionPlan.MostExtras} questions of your own are asked already. Stop asking one first."
                );
                break;
            case EditQuestionsResult.ChoicesFixed kept:
                ModelState.AddModelError(
                    "Words[0].Choices",
                    $"Keep {kept.Count} answers: people have answered this question. To offer others, stop asking it and add a new one."
                );
                break;
            default:
                ModelState.AddModelError(
                    "",
                    "Somebody else changed the draft meanwhile. What you typed stands below: save it again to put it into the draft as it is now."
                );
                ModelState.Remove(nameof(Seen));
                Seen = view.Seen;
                break;
        }

        return await ShowAgain(cancellationToken);
    }

    public Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        while (Words.Count < Lang.All.Count)
            Words.Add(new Row());
        return Task.FromResult<IActionResult>(Page());
    }

    /// <summary>The product's own words for a core question in a language.</summary>
    public CoreWords Own(Lang language) =>
        language.Speak(() => CheckIns.Questions.WordsOf(Core!.Value, QuestionPlan.Default, text));

    /// <summary>Something of the organisation's own stands in this language, or is wrong there.</summary>
    public bool IsOpen(int row) =>
        (!Typed(Words[row]).IsEmpty && !IsOwn(row))
        || ModelState.Any(e =>
            e.Key.StartsWith($"Words[{row}]", StringComparison.Ordinal) && e.Value!.Errors.Count > 0
        );

    /// <summary>The product's own words, as the form offers them to begin from.</summary>
    public bool IsOwn(int row) =>
        Core is not null
        && row < Words.Count
        && Own(Lang.All[row]) is var own
        && own.Legend == Words[row].Legend?.Trim()
        && own.Hint == Words[row].Hint?.Trim();

    private static Row Shown(CoreWords words) => new() { Legend = words.Legend, Hint = words.Hint };

    private static TypedWords Typed(Row? row) => new(row?.Legend, row?.Hint, row?.Min, row?.Max, row?.Choices);

    private async Task<QuestionsView?> Find(string key, CancellationToken cancellationToken)
    {
        var view = await Sender.Send(new GetQuestions(Me), cancellationToken);
        if (key.StartsWith(New, StringComparison.OrdinalIgnoreCase))
        {
            if (
                Enum.GetValues<ExtraKind>()
                    .Where(k => k.ToString().Equals(key[New.Length..], StringComparison.OrdinalIgnoreCase))
                    .Select(k => (ExtraKind?)k)
                    .SingleOrDefault()
                is not { } kind
            )
                return null;
            Kind = kind;
            return view;
        }

        if (view.Plan.Find(key) is not { } asked)
            return null;
        (Core, Extra) = (asked.Core, asked.Extra);
        if (Extra is not null)
            (Kind, WasPublished) = (Extra.Kind, view.WasPublished(Extra));
        return view;
    }
}
