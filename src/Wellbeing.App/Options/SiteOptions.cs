using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Wellbeing.App.Options;

/// <summary>Section <c>Site</c>: how the product presents itself and where it is found.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>Shown in headers and mails.</summary>
    [Required]
    public string Name { get; set; } = "Wellbeing";

    /// <summary>Absolute address that links in mails begin with, e.g. <c>https://wellbeing.example.org</c>.</summary>
    [Required]
    public string BaseUrl { get; set; } = "http://localhost:5080";

    /// <summary>Whether only this very machine can open it.</summary>
    public bool IsThisMachine => Uri.TryCreate(BaseUrl, UriKind.Absolute, out var uri)
        && (uri.IsLoopback || uri.Host.TrimEnd('.') is var host && (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal))
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
                && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))));

    /// <summary>An absolute link for a mail; <paramref name="path"/> begins with a slash.</summary>
    public Uri Link(string path) => new(new Uri(BaseUrl), path);
}

/// <summary>One-line refusals for <see cref="SiteOptions"/>.</summary>
public sealed class SiteOptionsValidator : IValidateOptions<SiteOptions>
{
    public ValidateOptionsResult Validate(string? name, SiteOptions options) =>
        Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Site:BaseUrl is '{options.BaseUrl}'. Set it to the address people open, such as https://wellbeing.example.org.");
}
