using System.Net;
using System.Text;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Outbox;

/// <summary>What a message says, before it becomes plain text and HTML.</summary>
/// <param name="Subject">One line, nothing about anybody's health.</param>
/// <param name="Greeting">"Dear Priya,".</param>
/// <param name="Paragraphs">In order, before the action.</param>
/// <param name="Actions">What the reader can do, the first one foremost: label and link.</param>
/// <param name="Closing">After the actions: help, how to stop, who we are.</param>
internal sealed record MailBody(
    string Subject,
    string Greeting,
    IReadOnlyList<string> Paragraphs,
    IReadOnlyList<(string Label, Uri Link)> Actions,
    IReadOnlyList<string> Closing
);

/// <summary>One look for every message: a plain-text part and an HTML part with inlined styles and nothing
/// external.</summary>
internal static class MailLayout
{
    /// <summary>Of the name and of what can be done, unless the organisation has a colour of its own.</summary>
    public const string Green = "#1f5a4c";

    public static string Text(MailBody body)
    {
        var text = new StringBuilder();
        text.Append(body.Greeting).Append("\n\n");
        foreach (var paragraph in body.Paragraphs)
            text.Append(paragraph).Append("\n\n");
        foreach (var (label, link) in body.Actions)
            text.Append(label).Append(":\n").Append(link.AbsoluteUri).Append("\n\n");
        text.Append("--\n");
        foreach (var line in body.Closing)
            text.Append(line).Append('\n');
        return text.ToString();
    }

    public static string Html(MailBody body, string siteName, Language language, string colour)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"")
            .Append(language.Tag)
            .Append("\" dir=\"")
            .Append(language.Direction)
            .Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Encode(body.Subject))
            .Append(
                "</title></head><body style=\"margin:0;background:#faf6ef;color:#22302c;font:18px/1.5 Arial,Helvetica,sans-serif\">"
            )
            .Append("<div style=\"max-width:560px;margin:0 auto;padding:24px 16px\">")
            .Append("<p style=\"margin:0 0 24px;font-weight:bold;color:")
            .Append(colour)
            .Append("\">")
            .Append(Encode(siteName))
            .Append("</p>");
        Paragraph(body.Greeting);
        foreach (var paragraph in body.Paragraphs)
            Paragraph(paragraph);
        var first = true;
        foreach (var (label, link) in body.Actions)
        {
            var style = first
                ? $"display:inline-block;padding:14px 22px;border-radius:6px;background:{colour};color:#ffffff;text-decoration:none;font-weight:bold"
                : $"color:{colour}";
            html.Append("<p style=\"margin:24px 0\"><a style=\"")
                .Append(style)
                .Append("\" href=\"")
                .Append(Encode(link.AbsoluteUri))
                .Append("\">")
                .Append(Encode(label))
                .Append("</a></p>");
            first = false;
        }

        html.Append("<hr style=\"border:0;border-top:1px solid #d9cfbf;margin:24px 0\">");
        foreach (var line in body.Closing)
            html.Append("<p style=\"margin:0 0 8px;font-size:15px;color:#4a5652\">").Append(Lines(line)).Append("</p>");
        return html.Append("</div></body></html>").ToString();

        void Paragraph(string text) => html.Append("<p style=\"margin:0 0 16px\">").Append(Lines(text)).Append("</p>");
    }

    /// <summary>A second line is the English of an unreviewed translation.</summary>
    private static string Lines(string text) =>
        text.Split('\n') is [var own, .. { Length: > 0 } english]
            ? $"{Encode(own)}<br><span lang=\"en-AU\" dir=\"ltr\">{string.Join("<br>", english.Select(Encode))}</span>"
            : Encode(text);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
