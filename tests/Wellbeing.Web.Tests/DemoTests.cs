using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Data;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task Production_makes_no_demo_whatever_is_set()
    {
        await using var web = await WebFixture.Create(new WebSetup { Environment = "Production", Settings = [("Demo:Seed", "true")] });
        await using var scope = web.Services.CreateAsyncScope();
        var emails = await scope.ServiceProvider.GetRequiredService<WellbeingDb>().Users.Select(u => u.Email).ToListAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(emails, email => email!.EndsWith("@demo.example", StringComparison.Ordinal));
    }
}
