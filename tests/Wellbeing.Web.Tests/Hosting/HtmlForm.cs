using System.Net;
using System.Text.RegularExpressions;

namespace Wellbeing.Web.Tests.Hosting;

/// <summary>A form of a page, filled in and sent as a browser without JavaScript does: hidden fields and the
/// anti-forgery token included.</summary>
public sealed partial class HtmlForm
{
    private readonly string? _action;
    private readonly List<KeyValuePair<string, string>> _fields;

    private HtmlForm(string? action, List<KeyValuePair<string, string>> fields)
    {
        _action = action;
        _fields = fields;
    }

    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>The first form that posts and, where given, has this text in it.</summary>
    public static HtmlForm In(string html, string containing = "")
    {
        foreach (Match match in Forms().Matches(html))
        {
            var tag = match.Groups["tag"].Value;
            if (!string.Equals(Attribute(tag, "method"), "post", StringComparison.OrdinalIgnoreCase))
                continue;
            if (!match.Value.Contains(containing, StringComparison.Ordinal))
                continue;
            var fields = Inputs()
                .Matches(match.Groups["content"].Value)
                .Select(input => input.Value)
                .Where(input => Attribute(input, "name") is not null && IsSent(input))
                .Select(input =>
                    KeyValuePair.Create(
                        Attribute(input, "name")!,
                        Attribute(input, "value") ?? (Attribute(input, "type") is "checkbox" or "radio" ? "on" : "")
                    )
                )
                .ToList();
            return new HtmlForm(Attribute(tag, "action"), fields);
        }

        throw new InvalidOperationException($"No form that posts with '{containing}' in: {html}");
    }

    /// <summary>The same with these fields in place of what they held.</summary>
    public HtmlForm With(params (string Name, string Value)[] values)
    {
        var names = values.Select(v => v.Name).ToHashSet();
        return new HtmlForm(
            _action,
            [.. _fields.Where(f => !names.Contains(f.Key)), .. values.Select(v => KeyValuePair.Create(v.Name, v.Value))]
        );
    }

    /// <summary>Sent by a button that names another handler of the page.</summary>
    public async Task<HttpResponseMessage> Submit(HttpClient client, string page, string handler)
    {
        using var content = new FormUrlEncodedContent(_fields);
        return await client.PostAsync($"{page}?handler={handler}", content);
    }

    /// <param name="page">Where the form stands, should it name no address of its own.</param>
    /// <param name="elsewhere">To <paramref name="page"/> whatever the form says: as a browser does that is told to
    /// send it there instead.</param>
    public async Task<HttpResponseMessage> Submit(HttpClient client, string page, bool elsewhere = false)
    {
        using var content = new FormUrlEncodedContent(_fields);
        return await client.PostAsync(elsewhere || string.IsNullOrEmpty(_action) ? page : _action, content);
    }

    private static bool IsSent(string input) =>
        Attribute(input, "type") switch
        {
            "checkbox" or "radio" => Checked().IsMatch(input),
            "submit" or "button" or "image" or "reset" or "file" => false,
            _ => true,
        };

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", RegexOptions.IgnoreCase)
            is { Success: true } match
            ? WebUtility.HtmlDecode(match.Groups.Values.Skip(1).First(g => g.Success).Value)
            : null;

    [GeneratedRegex("(?<tag><form[^>]*>)(?<content>.*?)</form>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Inputs();

    [GeneratedRegex(@"\schecked(\s|=|/|>)", RegexOptions.IgnoreCase)]
    private static partial Regex Checked();
}
