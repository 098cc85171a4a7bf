using BenchmarkDotNet.Running;
using Wellbeing.Benchmarks;

// "compare", "shapes [COHORT]" and "draw FOLDER" make the tables and the pictures of docs/detection.md; anything else is for BenchmarkDotNet.
switch (args)
{
    case ["compare"]:
        Comparison.Print(Console.Out);
        break;
    case ["shapes", .. var cohort]:
        Comparison.PrintShapes(Console.Out, cohort is [var folder] ? new DirectoryInfo(folder) : null);
        break;
    case ["draw", var pictures]:
        Pictures.Draw(Directory.CreateDirectory(pictures));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
