using System.Net;
using Microsoft.Extensions.Options;

namespace Wellbeing.App.Site;

/// <summary>Section <c>Site</c>: how the product presents itself and where it is found.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>Shown in headers and mails.</summary>
    public string Name { get; set; } = "Wellbeing";

    /// <summary>Absolute address that links in mails begin with, e.g. <c>https://wellbeing.example.org</c>.</summary>
    public string BaseUrl { get; set; } = "http://localhost:5080";

    /// <summary>Whether only this very machine can open it.</summary>
    public bool IsThisMachine =>
        Uri.TryCreate(BaseUrl, UriKind.Absolute, out var uri)
        && (
            uri.IsLoopback
            || uri.Host.TrimEnd('.') is var host
                && (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal))
            || (
                IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
                && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            )
        );

    /// <summary>Whether only its own network can open it: a bare name, one that ends in <c>.local</c> and its like, or a
    /// number in place of a name.</summary>
    public bool IsOnlyNear =>
        !IsThisMachine
        && Uri.TryCreate(BaseUrl, UriKind.Absolute, out var uri)
        && (
            uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            || uri.Host.TrimEnd('.') is var host
                && (
                    !host.Contains('.', StringComparison.Ordinal)
                    || _near.Any(end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                )
        );

    private static readonly string[] _near = [".local", ".lan", ".internal", ".intranet", ".home.arpa"];

    /// <summary>An absolute link for a mail; <paramref name="path"/> begins with a slash.</summary>
    public Uri Link(string path) => new(new Uri(BaseUrl), path);
}

/// <summary>One-line refusals for <see cref="SiteOptions"/>.</summary>
public sealed class SiteOptionsValidator : IValidateOptions<SiteOptions>
{
    public ValidateOptionsResult Validate(string? name, SiteOptions options)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Name))
            problems.Add(
                "Site:Name is empty. Set it to the name people know the service by, or remove it for Wellbeing."
            );
        if (!Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            problems.Add(
                $"Site:BaseUrl is '{options.BaseUrl}'. Set it to the address people open, such as https://wellbeing.example.org."
            );
        else if (uri.AbsolutePath != "/" || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            problems.Add(
                $"Site:BaseUrl is '{options.BaseUrl}': the service needs a name of its own and works under no path. Set it to {uri.GetLeftPart(UriPartial.Authority)}, or to another name for it."
            );
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
