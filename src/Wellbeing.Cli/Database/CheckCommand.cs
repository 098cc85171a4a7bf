using System.CommandLine;
using Wellbeing.Hosting.Trying;

namespace Wellbeing.Cli.Database;

/// <summary>wellbeing check: whether the server can work as it is set up, without starting it. Exit code 1 when
/// something is wrong.</summary>
internal static class CheckCommand
{
    private const int Wrong = 1;

    public static Command Create()
    {
        var folder = ProductDatabase.FolderOption();
        var command = new Command(
            "check",
            "Judge all settings as the server's start would, and try what they lead to: one line for each thing; nothing is changed or sent"
        )
        {
            folder,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var root = Path.GetFullPath(parsed.GetValue(folder)!);
                if (!Directory.Exists(root))
                    throw new OperatorException($"--folder: there is no folder {root}.");
                var code = Operator.Done;
                await foreach (var tried in ServerCheck.Of(root, cancellationToken))
                {
                    Console.Out.WriteLine(tried.ToString().ReplaceLineEndings(" "));
                    if (tried.Fault is not null)
                        code = Wrong;
                }

                return code;
            }
        );
        return command;
    }
}
