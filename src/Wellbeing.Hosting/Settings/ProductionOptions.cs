using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Wellbeing.App.Site;
using Wellbeing.Delivery;

namespace Wellbeing.Hosting.Settings;

/// <summary>
/// Section <c>Production</c>: what works when trying things out and lets people down in earnest. Outside Development
/// each ends the server at start unless it is allowed here by name.
/// </summary>
public sealed class ProductionOptions
{
    public const string Section = "Production";

    /// <summary>Mails may go to files, which reach nobody.</summary>
    public bool AllowMailAsFiles { get; set; }

    /// <summary><c>Site:BaseUrl</c> may be this very machine, where links in mails lead nowhere for everybody
    /// else.</summary>
    public bool AllowLocalBaseUrl { get; set; }

    /// <summary>The database may be one in which a demo was made: invented people, and accounts whose password
    /// everybody knows.</summary>
    public bool AllowDemoDatabase { get; set; }

    /// <summary>The keys that open what people wrote, and how they sign in, may lie in clear beside it in the
    /// database.</summary>
    public bool AllowKeysInClear { get; set; }
}

/// <summary>Refuses what the section does not allow, each in one line that names the setting and the fix.</summary>
internal sealed class ProductionRules(IHostEnvironment environment, IOptions<ProductionOptions> allowed)
    : IValidateOptions<MailOptions>,
        IValidateOptions<SiteOptions>,
        IValidateOptions<KeysOptions>
{
    /// <summary>Said of a database that ever held a demo.</summary>
    public const string DemoDatabase =
        "Database:ConnectionString names a database in which a demo was made: people who do not exist, and sign-ins that everybody knows. "
        + "Set it to an empty database, or Production:AllowDemoDatabase=true where that is meant.";

    /// <summary>Whether a database that held a demo is refused.</summary>
    public bool RefusesDemo => !environment.IsDevelopment() && !allowed.Value.AllowDemoDatabase;

    public ValidateOptionsResult Validate(string? name, MailOptions options) =>
        environment.IsDevelopment()
        || options.Transport != MailTransport.File
        || options.TransportIsUnreadable // Named for that, once.
        || allowed.Value.AllowMailAsFiles
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Mail:Transport is File: mails would go to a folder and reach nobody. Set Mail:Transport=Smtp and Mail:Host to your mail server, or Production:AllowMailAsFiles=true where that is meant."
            );

    public ValidateOptionsResult Validate(string? name, KeysOptions options) =>
        environment.IsDevelopment() || options.IsSet || allowed.Value.AllowKeysInClear
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Keys:File is not set: whoever has a copy of the database, or one backup, could read what people wrote and sign in as anybody. Make a key with 'wellbeing keys new FILE' and set Keys:File to that file, or Production:AllowKeysInClear=true where that is meant."
            );

    public ValidateOptionsResult Validate(string? name, SiteOptions options)
    {
        if (environment.IsDevelopment() || allowed.Value.AllowLocalBaseUrl)
            return ValidateOptionsResult.Success;
        return options.IsThisMachine
                ? ValidateOptionsResult.Fail(
                    $"Site:BaseUrl is '{options.BaseUrl}', which others cannot open: links in mails would lead nowhere. Set it to the address people open, such as https://wellbeing.example.org, or Production:AllowLocalBaseUrl=true where that is meant."
                )
            : options.BaseUrl.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                ? ValidateOptionsResult.Fail(
                    $"Site:BaseUrl is '{options.BaseUrl}': nobody can sign in without https. Set it to the address that begins with https://."
                )
            : ValidateOptionsResult.Success;
    }
}
