namespace Wellbeing.Web.Setup;

/// <summary>Where <c>appsettings.json</c> and <c>App_Data</c> lie.</summary>
internal static class ContentRoot
{
    /// <summary>The working folder where it holds the settings (as under <c>dotnet run</c>), else the folder of the program, so that published output starts from anywhere.</summary>
    public static string Find()
    {
        var here = Directory.GetCurrentDirectory();
        return File.Exists(Path.Combine(here, "appsettings.json")) ? here : AppContext.BaseDirectory;
    }

    /// <summary>Listens there unless the configuration (<c>ASPNETCORE_URLS</c>, <c>--urls</c>, <c>Kestrel:Endpoints</c>) says otherwise.</summary>
    public static void UseDefaultUrl(this WebApplicationBuilder builder, string url)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"])
            && string.IsNullOrEmpty(builder.Configuration["http_ports"])
            && string.IsNullOrEmpty(builder.Configuration["https_ports"])
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(url);
        }
    }
}
