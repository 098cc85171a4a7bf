using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Wellbeing.Web.Startup;

/// <summary>Where <c>appsettings.json</c> and <c>App_Data</c> lie.</summary>
internal static class ContentRoot
{
    /// <summary>The working folder where it holds the settings (as under <c>dotnet run</c>), else the folder of the
    /// program, so that published output starts from anywhere.</summary>
    public static string Find()
    {
        var here = Directory.GetCurrentDirectory();
        return File.Exists(Path.Combine(here, "appsettings.json")) ? here : AppContext.BaseDirectory;
    }

    /// <summary>
    /// An operator's folder holds settings and no pages' files: those are the program's own, and so are the settings
    /// that the operator's file leaves out.
    /// </summary>
    public static WebApplicationBuilder Create(string[] args)
    {
        var root = Find();
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ContentRootPath = root,
                WebRootPath = Directory.Exists(Path.Combine(root, "wwwroot"))
                    ? null
                    : Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            }
        );
        if (root != AppContext.BaseDirectory)
            builder.Configuration.Sources.Insert(
                0,
                new JsonConfigurationSource
                {
                    FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
                    Path = "appsettings.json",
                    Optional = true,
                }
            );
        return builder;
    }

    /// <summary>Listens there unless the configuration (<c>ASPNETCORE_URLS</c>, <c>--urls</c>,
    /// <c>Kestrel:Endpoints</c>) says otherwise.</summary>
    public static void UseDefaultUrl(this WebApplicationBuilder builder, string url)
    {
        if (
            string.IsNullOrEmpty(builder.Configuration["urls"])
            && string.IsNullOrEmpty(builder.Configuration["http_ports"])
            && string.IsNullOrEmpty(builder.Configuration["https_ports"])
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()
        )
        {
            builder.WebHost.UseUrls(url);
        }
    }
}
