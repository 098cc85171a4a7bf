using System.Globalization;
using BenchmarkDotNet.Running;
using Wellbeing.App.Data;
using Wellbeing.Benchmarks;

// "compare", "shapes [COHORT]" and "draw FOLDER" make the tables and the pictures of docs/detection.md; "lists
// [TIMES]", "stored", "extras", "checkins" and "all" the figures of docs/performance.md; anything else is for BenchmarkDotNet.
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
    case ["lists"]:
        await Lists(200);
        break;
    case ["lists", var times]:
        await Lists(int.Parse(times, CultureInfo.InvariantCulture));
        break;
    case ["stored"]:
        await StoredWhatIfBenchmarks.Measure(Console.Out);
        break;
    case ["checkins"]:
        foreach (var database in StoredWhatIfBenchmarks.Databases)
            await CheckInCost.Measure(database, 10, servers: 1, Console.Out);
        if (StoredWhatIfBenchmarks.Databases.Contains(DatabaseProvider.Postgres))
            await CheckInCost.Measure(DatabaseProvider.Postgres, 10, servers: 2, Console.Out);
        break;
    case ["extras"]:
        foreach (var database in StoredWhatIfBenchmarks.Databases)
            await ExtraAnswers.Measure(database, Console.Out);
        break;
    case ["all"]:
        await Lists(200);
        await StoredWhatIfBenchmarks.Measure(Console.Out);
        BenchmarkSwitcher
            .FromAssembly(typeof(Program).Assembly)
            .Run(["--filter", "*", "--job", "short", "--inProcess"]);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}

static async Task Lists(int times)
{
    foreach (var database in StoredWhatIfBenchmarks.Databases)
        await NurseLists.Measure(database, times, Console.Out);
}
