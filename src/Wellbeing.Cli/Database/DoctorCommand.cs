using System.CommandLine;
using System.Globalization;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing doctor: whether everything holds that must always hold. Exit code 1 when something does
/// not.</summary>
internal static class DoctorCommand
{
    private const int Broken = 1;

    public static Command Create()
    {
        var folder = ProductDatabase.FolderOption();
        var command = new Command(
            "doctor",
            "Whether everything holds that must always hold: one line for each thing that does not"
        )
        {
            folder,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var services = ProductDatabase.Open(parsed.GetValue(folder)!);
                await using var scope = services.CreateAsyncScope();
                var report = await ProductDatabase.Ask(() =>
                    scope
                        .ServiceProvider.GetRequiredService<ISender>()
                        .Send(new CheckInvariants(Actor.System, Everything: true), cancellationToken)
                );
                foreach (var violation in report.Violations)
                    Console.Out.WriteLine($"{violation.Invariant}: {violation.Subject}: {violation.Says}");
                Console.Out.WriteLine(
                    report.Violations.Count == 0
                        ? "Everything holds."
                        : string.Create(CultureInfo.InvariantCulture, $"{report.Violations.Count:N0} do not hold.")
                );
                return report.Violations.Count == 0 ? Operator.Done : Broken;
            }
        );
        return command;
    }
}
