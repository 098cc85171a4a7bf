using System.CommandLine;
using System.Globalization;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing retention: removes what has been kept long enough, or shows what would go.</summary>
internal static class RetentionCommand
{
    public static Command Create()
    {
        var folder = ProductDatabase.FolderOption();
        var dryRun = new Option<bool>("--dry-run") { Description = "Count only; remove nothing" };
        var command = new Command("retention", "Remove what has been kept long enough, by the Retention settings")
        {
            folder,
            dryRun,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var services = ProductDatabase.Open(parsed.GetValue(folder)!);
                await using var scope = services.CreateAsyncScope();
                var only = parsed.GetValue(dryRun);
                var rows = await ProductDatabase.Ask(() =>
                    scope
                        .ServiceProvider.GetRequiredService<ISender>()
                        .Send(new Retain(Actor.System, only), cancellationToken)
                );
                Console.Out.WriteLine(only ? "This would go:" : "Removed:");
                foreach (var row in rows)
                {
                    var count = row.Count.ToString("N0", CultureInfo.InvariantCulture).PadLeft(8);
                    Console.Out.WriteLine($"  {count}  {row.What} ({row.Setting})");
                }
                return Operator.Done;
            }
        );
        return command;
    }
}
