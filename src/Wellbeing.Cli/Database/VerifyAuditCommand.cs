using System.CommandLine;
using System.Globalization;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Audit;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing verify-audit: whether the audit log is whole. Exit code 1 when it is not.</summary>
internal static class VerifyAuditCommand
{
    private const int Broken = 1;

    public static Command Create()
    {
        var folder = ProductDatabase.FolderOption();
        var command = new Command("verify-audit", "Whether any record of the audit log was altered, removed or re-ordered") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = ProductDatabase.Open(parsed.GetValue(folder)!);
            await using var scope = services.CreateAsyncScope();
            var result = await ProductDatabase.Ask(() => scope.ServiceProvider.GetRequiredService<ISender>().Send(new VerifyAudit(Actor.System), cancellationToken));
            if (result.BrokenAt is null)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The audit log is whole: {result.Records:N0} records."));
                return Operator.Done;
            }

            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Problem} The {result.Records:N0} records before it hold."));
            return Broken;
        });
        return command;
    }
}
