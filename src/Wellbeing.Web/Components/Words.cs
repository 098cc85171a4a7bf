using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Wording;

namespace Wellbeing.Web.Components;

/// <summary>The texts that pages write. As <see cref="IStringLocalizer{T}"/>, but what it gives can be written together
/// with its English.</summary>
public sealed class Words<T>(IStringLocalizer<T> texts) : IStringLocalizer<T>
{
    public Sentence this[string name] => new(texts[name]);

    public Sentence this[string name, params object[] arguments] => new(texts[name, arguments]);

    LocalizedString IStringLocalizer.this[string name] => texts[name];

    LocalizedString IStringLocalizer.this[string name, params object[] arguments] => texts[name, arguments];

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        texts.GetAllStrings(includeParentCultures);
}

/// <summary>
/// One text of a page. Written into the page, a sentence that safety hangs on has the English beside it while nobody
/// has reviewed its translation. <see cref="Value"/>, as for attributes and titles, is the translation alone.
/// </summary>
/// <remarks>No string by itself: what is a string can no longer be written as two languages. Say <c>.Value</c> where
/// one is wanted.</remarks>
public sealed class Sentence(LocalizedString text) : IHtmlContent
{
    public string Value => text.Value;

    public bool ResourceNotFound => text.ResourceNotFound;

    public override string ToString() => Value;

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        writer.Write(encoder.Encode(Value));
        if (text is not SafetySentence { English: var english })
            return;
        writer.Write($" <span class=\"wb-english\" lang=\"{Language.English.Tag}\" dir=\"ltr\">");
        writer.Write(encoder.Encode(english));
        writer.Write("</span>");
    }
}
