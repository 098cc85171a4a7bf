using System.CommandLine;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing first-administrator: the account that everybody else is invited from. Exit code 1 where it cannot
/// be made: there is one already, or no database.</summary>
internal static class FirstAdministratorCommand
{
    private const int NotMade = 1;

    public static Command Create()
    {
        var folder = ProductDatabase.FolderOption();
        var email = new Option<string>("--email")
        {
            Description = "The administrator's email address",
            Required = true,
        };
        var name = new Option<string>("--name") { Description = "Their name, as colleagues read it", Required = true };
        var command = new Command(
            "first-administrator",
            "Make the first administrator, and print a link by which they choose how they sign in"
        )
        {
            folder,
            email,
            name,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                try
                {
                    return await Make(
                        parsed.GetValue(folder)!,
                        parsed.GetValue(email)!,
                        parsed.GetValue(name)!,
                        cancellationToken
                    );
                }
                catch (OperatorException problem)
                {
                    return Refuse(problem.Message);
                }
            }
        );
        return command;
    }

    private static async Task<int> Make(string folder, string email, string name, CancellationToken cancellationToken)
    {
        await using var services = ProductDatabase.Open(folder);
        await ProductDatabase.RequireKeys(services, cancellationToken);
        await using var scope = services.CreateAsyncScope();
        MakeFirstAdministratorResult result;
        try
        {
            result = await ProductDatabase.Ask(() =>
                scope
                    .ServiceProvider.GetRequiredService<ISender>()
                    .Send(new MakeFirstAdministrator(Actor.System, email, name), cancellationToken)
            );
        }
        catch (ValidationException invalid)
        {
            var first = invalid.Errors.First();
            throw new OperatorException($"--{first.PropertyName}: {first.ErrorMessage}");
        }

        switch (result)
        {
            case MakeFirstAdministratorResult.Made made:
                var site = services.GetRequiredService<IOptions<SiteOptions>>().Value;
                Console.Out.WriteLine(site.Link($"/SignIn/NewPassword/{made.Secret}"));
                Console.Error.WriteLine("Open this link within an hour. It works once.");
                return Operator.Done;
            case MakeFirstAdministratorResult.AddressTaken:
                return Refuse(
                    "somebody who is no administrator has an account with this address. Use another --email."
                );
            default:
                return Refuse(
                    "there is an administrator already. Ask them to invite colleagues, under Administration, Staff."
                );
        }
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine($"wellbeing: {why}");
        return NotMade;
    }
}
