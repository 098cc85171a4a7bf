namespace Wellbeing.Web.Tests.Hosting;

/// <summary>One application for the tests of a class that leave each other alone.</summary>
public abstract class SharedWeb(WebSetup? setup = null) : IAsyncLifetime
{
    public WebFixture Web { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Web = await WebFixture.Create(setup);

    public async ValueTask DisposeAsync()
    {
        Web.Mailbox.Ignore();
        await Web.DisposeAsync();
    }
}
