using BenchmarkDotNet.Running;
using Wellbeing.Benchmarks;

// "compare" and "draw FOLDER" make the table and the pictures of docs/detection.md; anything else is for BenchmarkDotNet.
switch (args)
{
    case ["compare"]:
        Comparison.Print(Console.Out);
        break;
    case ["draw", var folder]:
        Pictures.Draw(Directory.CreateDirectory(folder));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
