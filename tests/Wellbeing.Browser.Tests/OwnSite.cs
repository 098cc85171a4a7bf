namespace Wellbeing.Browser.Tests;

/// <summary>
/// A site for journeys that change what everybody sees: name, numbers, hours, rota, thresholds. Its tests run one after
/// the other. Whoever writes thresholds does not publish them here.
/// </summary>
public sealed class OwnSite : IAsyncLifetime
{
    public DemoSite Site { get; } =
        new() { Settings = new Dictionary<string, string> { ["Thresholds__SecondAdministrator"] = "true" } };

    public ValueTask InitializeAsync() => Site.InitializeAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

[CollectionDefinition(nameof(OwnSite))]
public sealed class OwnSiteTests : ICollectionFixture<OwnSite>;
