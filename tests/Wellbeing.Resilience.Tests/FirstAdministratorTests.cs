using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Resilience.Tests;

/// <summary>An empty server in Production: the operator makes the account from which everybody else is
/// invited.</summary>
public sealed class FirstAdministratorTests
{
    [Fact]
    public async Task The_operator_makes_the_first_administrator_whose_link_leads_to_a_second_factor_and_no_second_one()
    {
        await using var server = await ServerUnderTest.Create(("Site__BaseUrl", "https://wellbeing.example.org"));
        await server.Start();

        var (code, said) = await server.Cli("first-administrator", "--email", "rut@team.example", "--name", "Ruth");
        Assert.Equal(0, code);
        Assert.StartsWith("https://wellbeing.example.org/SignIn/NewPassword/", said, StringComparison.Ordinal);
        Assert.EndsWith("Open this link within an hour. It works once.\n", said, StringComparison.Ordinal);
        var mistyped = PathOf(said);

        // The address was mistyped: asked again, the link of before opens nothing.
        (code, said) = await server.Cli("first-administrator", "--email", "ruth@team.example", "--name", "Ruth");
        Assert.Equal(0, code);
        using var page = server.Browser();
        await page.Open(mistyped);
        Assert.Contains("This link no longer works", page.Html, StringComparison.Ordinal);
        Assert.Equal(
            ["ruth@team.example"],
            await server.Db(db =>
                db.Users.Where(u => u.Email != ServerUnderTest.NurseEmail).Select(u => u.Email!).ToListAsync()
            )
        );

        await page.Open(PathOf(said));
        await page.Send("name=\"Password\"", ("Password", ServerUnderTest.Password));
        Assert.Equal("/SignIn?chosen=True", page.Path);
        using (
            var signIn = await server.Http.PostAsync(
                "/api/v1/identity/login",
                System.Net.Http.Json.JsonContent.Create(
                    new { email = "ruth@team.example", password = ServerUnderTest.Password }
                )
            )
        )
        {
            // A password alone gives an administrator nothing.
            Assert.Equal(System.Net.HttpStatusCode.Unauthorized, signIn.StatusCode);
        }

        Assert.Equal(
            (
                1,
                "wellbeing: there is an administrator already. Ask them to invite colleagues, under Administration, Staff.\n"
            ),
            await server.Cli("first-administrator", "--email", "tom@team.example", "--name", "Tom")
        );
        Assert.Null((await server.VerifyAudit()).BrokenAt);
    }

    [Theory]
    [InlineData("nobody", "Ruth", "wellbeing: --email: Enter an email address, like name@example.org.\n", 1)]
    [InlineData(
        ServerUnderTest.NurseEmail,
        "Ruth",
        "wellbeing: somebody who is no administrator has an account with this address. Use another --email.\n",
        1
    )]
    public async Task A_mistake_is_one_line_and_makes_nobody(string email, string name, string says, int code)
    {
        await using var server = await ServerUnderTest.Create();
        Assert.Equal((code, says), await server.Cli("first-administrator", "--email", email, "--name", name));
        Assert.False(
            await server.Db(db =>
                db.Roles.AnyAsync(r => r.Name == nameof(Roles.Administrator) && db.UserRoles.Any(u => u.RoleId == r.Id))
            )
        );
    }

    private static string PathOf(string said) => new Uri(said.Split('\n')[0]).AbsolutePath;
}
