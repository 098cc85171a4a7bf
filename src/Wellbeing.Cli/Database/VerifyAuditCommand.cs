using System.CommandLine;
using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing verify-audit: whether the audit log is whole. Exit code 1 when it is not.</summary>
internal static class VerifyAuditCommand
{
    private const int Broken = 1;

    public static Command Create()
    {
        var folder = ProductDatabase.FolderOption();
        var command = new Command(
            "verify-audit",
            "Whether any record of the audit log was altered, removed or re-ordered"
        )
        {
            folder,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var services = ProductDatabase.Open(parsed.GetValue(folder)!);
                await using var scope = services.CreateAsyncScope();
                var result = await ProductDatabase.Ask(() =>
                    scope
                        .ServiceProvider.GetRequiredService<ISender>()
                        .Send(new VerifyAudit(Actor.System), cancellationToken)
                );
                if (result.BrokenAt is null)
                {
                    if (
                        await CutOff(
                            parsed.GetValue(folder)!,
                            scope.ServiceProvider.GetRequiredService<ISender>(),
                            cancellationToken
                        ) is
                        { } anchor
                    )
                    {
                        var why = await IsHeld(scope.ServiceProvider, cancellationToken)
                            ? "the database was put back from a backup, and what was done after it is not in it. The next start remembers this log instead"
                            : "the end of the log was cut off, or the database is a backup";
                        Console.Out.WriteLine(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"The {result.Records:N0} records hold, but record {anchor.Sequence:N0} of {anchor.AtUtc:yyyy-MM-dd HH:mm} UTC, which the server remembers, is missing or another: {why}."
                            )
                        );
                        return Broken;
                    }

                    Console.Out.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The audit log is whole: {result.Records:N0} records."
                        )
                    );
                    return Operator.Done;
                }

                Console.Out.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{result.Problem} The {result.Records:N0} records before it hold."
                    )
                );
                return Broken;
            }
        );
        return command;
    }

    /// <summary>It was marked as put back from a backup, and nobody has released its work.</summary>
    private static Task<bool> IsHeld(IServiceProvider services, CancellationToken cancellationToken) =>
        ProductDatabase.Ask(() =>
            services
                .GetRequiredService<WellbeingDb>()
                .EngineStatus.AnyAsync(s => s.HeldBeforeUtc != null, cancellationToken)
        );

    /// <summary>What the server remembers as the end of the log, where the log no longer holds it.</summary>
    private static async Task<AuditAnchor?> CutOff(string folder, ISender sender, CancellationToken cancellationToken)
    {
        var (database, root) = ProductDatabase.Settings(folder);
        return
            AuditAnchor.Read(database.AnchorFile(root)) is { } anchor
            && !await ProductDatabase.Ask(() => sender.Send(new HoldsAnchor(Actor.System, anchor), cancellationToken))
            ? anchor
            : null;
    }
}
