using System.CommandLine;
using System.Globalization;

namespace Wellbeing.Cli;

/// <summary>Something that the operator can put right. Its message is one line.</summary>
internal sealed class OperatorException(string message) : Exception(message);

/// <summary>Runs commands the way an operator expects: results on standard output, one-line errors on standard
/// error.</summary>
internal static class Operator
{
    /// <summary>What a command returns when it did what was asked.</summary>
    public const int Done = 0;

    /// <summary>What a command returns when its arguments or its input are not as they must be.</summary>
    public const int Refused = 2;

    public static int Run(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
            return Refuse(parsed.Errors[0].Message);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperatorException problem)
        {
            return Refuse(problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Refuse(problem.Message);
        }
    }

    /// <summary>Progress on standard error, when a person is looking at it.</summary>
    public static IProgress<int>? Progress(string what) => Console.IsErrorRedirected ? null : new Ticker(what);

    /// <summary>The share done, 0 to 1, on standard error, when a person is looking at it.</summary>
    public static IProgress<double>? Share(string what) => Console.IsErrorRedirected ? null : new Ticker(what);

    private static int Refuse(string message)
    {
        Console.Error.WriteLine($"wellbeing: {message.ReplaceLineEndings(" ")}");
        return Refused;
    }

    private sealed class Ticker(string what) : IProgress<int>, IProgress<double>
    {
        public void Report(double value) =>
            Console.Error.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\r{what}: {value:0%}{(value >= 1 ? Environment.NewLine : " ")}"
                )
            );

        public void Report(int value) =>
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what}: {value:N0} "));
    }
}
