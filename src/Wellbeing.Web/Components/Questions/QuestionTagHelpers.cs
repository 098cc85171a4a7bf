using System.Collections;
using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace Wellbeing.Web.Components.Questions;

/// <summary>What all questions share: label, hint, error at the field, and what the person gave before.</summary>
public abstract class QuestionTagHelper(IHtmlHelper html, IStringLocalizer<SharedText> text) : TagHelper
{
    /// <summary>The question is the page's only heading: its legend becomes the h1.</summary>
    public bool Heading { get; set; }

    /// <summary>s, m, l or xl.</summary>
    public string Size { get; set; } = "l";

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    protected IStringLocalizer<SharedText> Texts => text;

    protected abstract string Partial { get; }

    /// <summary>Of the field, as the form sends it.</summary>
    protected abstract string Name { get; }

    /// <summary>What the page knows was answered: a string, several, or null.</summary>
    protected abstract object? Given { get; }

    protected abstract QuestionView View(string id, string name, string? error);

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var name = Name;
        var id = TagBuilder.CreateSanitizedId(name, "_");
        FieldOrder.Of(ViewContext.HttpContext).Add(name, id);

        ((IViewContextAware)html).Contextualize(ViewContext);
        output.TagName = null;
        output.Content.SetHtmlContent(
            await html.PartialAsync($"/Pages/Shared/Questions/{Partial}.cshtml", View(id, name, Error(name)))
        );
    }

    /// <summary>What was sent wins over what the page knows, so that nothing typed is lost.</summary>
    protected IReadOnlyList<string> Answers()
    {
        if (ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.RawValue is not null)
            return Strings(entry.RawValue);
        return Strings(Given);
    }

    private static string[] Strings(object? value) =>
        value switch
        {
            null => [],
            string one => [one],
            IEnumerable many => [.. many.Cast<object?>().Select(Invariant)],
            _ => [Invariant(value)],
        };

    private static string Invariant(object? value) =>
        value switch
        {
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    private string? Error(string name) =>
        ViewContext.ModelState.TryGetValue(name, out var entry) && entry.Errors.Count > 0
            ? FormErrorsTagHelper.Message(entry.Errors[0], text)
            : null;
}

/// <summary>A question whose answer a property of the page takes.</summary>
public abstract class FieldTagHelper(IHtmlHelper html, IStringLocalizer<SharedText> text)
    : QuestionTagHelper(html, text)
{
    /// <summary>The property that takes the answer.</summary>
    [HtmlAttributeName("for")]
    public required ModelExpression For { get; set; }

    /// <summary>The question, in the person's language.</summary>
    public required string Legend { get; set; }

    public string? Hint { get; set; }

    protected override string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    protected override object? Given => For.Model;
}

/// <summary>0 to 10 as radios, nothing chosen beforehand. Bind a string: "0".."10", the skip value, or null for no
/// answer.</summary>
[HtmlTargetElement("scale-question", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ScaleQuestionTagHelper(IHtmlHelper html, IStringLocalizer<SharedText> text)
    : FieldTagHelper(html, text)
{
    /// <summary>What 0 means.</summary>
    public required string MinLabel { get; set; }

    /// <summary>What 10 means.</summary>
    public required string MaxLabel { get; set; }

    /// <summary>Offer "I would rather not say".</summary>
    public bool Skip { get; set; } = true;

    public string SkipValue { get; set; } = "skip";

    protected override string Partial => "_Scale";

    protected override QuestionView View(string id, string name, string? error) =>
        new()
        {
            Id = id,
            Name = name,
            Legend = Legend,
            Hint = Hint,
            Error = error,
            Heading = Heading,
            Size = Size,
            MinLabel = MinLabel,
            MaxLabel = MaxLabel,
            Skip = Skip ? new Choice(SkipValue, Texts["Form.RatherNotSay"]) : null,
            Chosen = Answers().ToHashSet(),
            Choices =
            [
                .. Enumerable
                    .Range(0, 11)
                    .Select(n => n.ToString(CultureInfo.InvariantCulture))
                    .Select(n => new Choice(n, n)),
            ],
        };
}

/// <summary>One answer out of a few.</summary>
[HtmlTargetElement("radio-question", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RadioQuestionTagHelper(IHtmlHelper html, IStringLocalizer<SharedText> text)
    : FieldTagHelper(html, text)
{
    public required IEnumerable<Choice> Options { get; set; }

    protected override string Partial => "_Radios";

    protected override QuestionView View(string id, string name, string? error) =>
        new()
        {
            Id = id,
            Name = name,
            Legend = Legend,
            Hint = Hint,
            Error = error,
            Heading = Heading,
            Size = Size,
            Chosen = Answers().ToHashSet(),
            Choices = [.. Options],
        };
}

/// <summary>Any number of answers. Bind a list of strings.</summary>
[HtmlTargetElement("checkbox-question", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CheckboxQuestionTagHelper(IHtmlHelper html, IStringLocalizer<SharedText> text)
    : FieldTagHelper(html, text)
{
    public required IEnumerable<Choice> Options { get; set; }

    /// <summary>Two columns where there is room.</summary>
    public bool Columns { get; set; }

    protected override string Partial => "_Checkboxes";

    protected override QuestionView View(string id, string name, string? error) =>
        new()
        {
            Id = id,
            Name = name,
            Legend = Legend,
            Hint = Hint,
            Error = error,
            Heading = Heading,
            Size = Size,
            Columns = Columns,
            Chosen = Answers().ToHashSet(),
            Choices = [.. Options],
        };
}

/// <summary>One box to tick, for a yes to a plain statement. Bind a bool.</summary>
[HtmlTargetElement("tick-question", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TickQuestionTagHelper(IHtmlHelper html, IStringLocalizer<SharedText> text)
    : FieldTagHelper(html, text)
{
    /// <summary>In the legend's place, a text and no string: the English may have to stand beside it.</summary>
    public Sentence? Statement { get; set; }

    protected override string Partial => "_Tick";

    protected override QuestionView View(string id, string name, string? error) =>
        new()
        {
            Id = id,
            Name = name,
            Legend = Statement?.Value ?? Legend,
            Statement = Statement,
            Hint = Hint,
            Error = error,
            Chosen = Answers().Select(answer => answer.ToLowerInvariant()).ToHashSet(),
        };
}

/// <summary>Words or a number to type. More than one row makes a text area.</summary>
[HtmlTargetElement("text-question", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TextQuestionTagHelper(IHtmlHelper html, IStringLocalizer<SharedText> text)
    : FieldTagHelper(html, text)
{
    public string Type { get; set; } = "text";

    [HtmlAttributeName("inputmode")]
    public string? InputMode { get; set; }

    public string? Autocomplete { get; set; }

    /// <summary>Characters the field is wide: 2, 3, 4, 5, 10, 20 or 30. Empty is the full width.</summary>
    public string? Width { get; set; }

    public int Rows { get; set; } = 1;

    public int? MaxLength { get; set; }

    protected override string Partial => Rows > 1 ? "_TextArea" : "_Text";

    protected override QuestionView View(string id, string name, string? error) =>
        new()
        {
            Id = id,
            Name = name,
            Legend = Legend,
            Hint = Hint,
            Error = error,
            Heading = Heading,
            Size = Size,
            Type = Type,
            InputMode = InputMode,
            Autocomplete = Autocomplete,
            Width = Width,
            Rows = Rows,
            MaxLength = MaxLength,
            // A password is never written back into a page.
            Text =
                Type == "password" ? null
                : Answers() is [var first, ..] ? first
                : null,
        };
}

/// <summary>One answer out of many, for staff: on a phone radios are easier.</summary>
[HtmlTargetElement("select-question", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SelectQuestionTagHelper(IHtmlHelper html, IStringLocalizer<SharedText> text)
    : FieldTagHelper(html, text)
{
    public required IEnumerable<Choice> Options { get; set; }

    /// <summary>The empty first entry.</summary>
    public string? Placeholder { get; set; }

    protected override string Partial => "_Select";

    protected override QuestionView View(string id, string name, string? error) =>
        new()
        {
            Id = id,
            Name = name,
            Legend = Legend,
            Hint = Hint,
            Error = error,
            Heading = Heading,
            Size = Size,
            Placeholder = Placeholder,
            Chosen = Answers().ToHashSet(),
            Choices = [.. Options],
        };
}

/// <summary>The questions of this page in the order they were drawn, and where each begins.</summary>
public sealed class FieldOrder
{
    private readonly List<(string Name, string Id)> _fields = [];

    public static FieldOrder Of(HttpContext context)
    {
        if (context.Items[typeof(FieldOrder)] is not FieldOrder order)
            context.Items[typeof(FieldOrder)] = order = new FieldOrder();
        return order;
    }

    public void Add(string name, string id) => _fields.Add((name, id));

    public int PositionOf(string name) =>
        _fields.FindIndex(field => field.Name == name) is var i and >= 0 ? i : int.MaxValue;

    public string? IdOf(string name) => PositionOf(name) is var i and < int.MaxValue ? _fields[i].Id : null;
}

/// <summary>The list of what to change, each entry linked to its question.</summary>
/// <remarks>The layouts draw it, after the page itself, so the questions' order is known. Pages need not.</remarks>
[HtmlTargetElement("form-errors", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FormErrorsTagHelper(IHtmlHelper html, IStringLocalizer<SharedText> text) : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var errors = Errors(ViewContext, text);
        if (errors.Count == 0)
            return;
        ((IViewContextAware)html).Contextualize(ViewContext);
        output.Content.SetHtmlContent(await html.PartialAsync("/Pages/Shared/_ErrorSummary.cshtml", errors));
    }

    public static IReadOnlyList<FormError> Errors(ViewContext view, IStringLocalizer<SharedText> text)
    {
        var order = FieldOrder.Of(view.HttpContext);
        return
        [
            .. from entry in view.ModelState
            where entry.Value is { Errors.Count: > 0 }
            orderby order.PositionOf(entry.Key)
            select new FormError(order.IdOf(entry.Key), Message(entry.Value!.Errors[0], text)),
        ];
    }

    public static string Message(ModelError error, IStringLocalizer<SharedText> text) =>
        string.IsNullOrEmpty(error.ErrorMessage) ? text["Form.CheckThisAnswer"] : error.ErrorMessage;
}

/// <param name="Id">The control to go to; null when the message is about the whole page.</param>
public sealed record FormError(string? Id, string Message);
