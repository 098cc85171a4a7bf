using System.Text.Json;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Site;
using Wellbeing.App.Wording;

namespace Wellbeing.Web.Offline;

/// <summary>
/// <c>/sw.js</c>: at the root, so that it may answer for every page; its bytes change with each build and with the
/// site's numbers, so that browsers fetch the new one. What it does stands in <c>assets/scripts/sw.js</c>.
/// </summary>
internal static class ServiceWorker
{
    public const string Path = "/sw.js";

    public static void MapServiceWorker(this WebApplication app)
    {
        var build = typeof(ServiceWorker).Module.ModuleVersionId.ToString("N");
        app.MapGet(
                Path,
                (HttpContext http, SiteInForce site, QuestionsInForce questions) =>
                {
                    http.Response.Headers.CacheControl = "no-cache";
                    var languages = JsonSerializer.Serialize(Language.All.Select(l => l.Tag));
                    // Kept pages show the site's numbers: with new ones they are fetched anew.
                    return TypedResults.Text(
                        $"self.wb={{build:\"{build}-{site.Stamp}q{questions.Set?.Version ?? 0}\",languages:{languages}}};importScripts(\"/dist/sw.js?{build}\");",
                        "text/javascript"
                    );
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }
}
