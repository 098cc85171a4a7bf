using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;
using Wellbeing.Detection.Tests;

namespace Wellbeing.Benchmarks;

/// <summary>One check-in of a replay: the engine's columns beside other ways to do the same work. Times are for one
/// assessment.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class ReplayBenchmarks
{
    private const int FewPeople = 200;
    private const int FewCheckIns = FewPeople * ManyPeople.CheckInsEach;

    private Cohort _cohort = null!;
    private Series[] _series = null!;
    private int[][] _ratings = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _cohort = ManyPeople.Cohort();
        _series = [.. ManyPeople.Lives(FewPeople).Select(life => new Series(Cadence.Weekly, life))];
        _ratings = [.. ManyPeople.Lives(FewPeople).Select(life => life.Select(o => o.Intensity ?? 0).ToArray())];
    }

    /// <summary>Two settings over a million check-ins: two assessments a check-in.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = 2 * ManyPeople.CheckIns)]
    public double Columns() =>
        WhatIf.Compare(_cohort, DetectionSettings.For(Profile.Balanced), DetectionSettings.For(Profile.Strict)).Weeks;

    /// <summary>The same with the refined profile, whose usual level forgets: forty ratings are weighed anew at every
    /// check-in.</summary>
    [Benchmark(OperationsPerInvoke = 2 * ManyPeople.CheckIns)]
    public double ColumnsRefined() =>
        WhatIf.Compare(_cohort, DetectionSettings.For(Profile.Refined), DetectionSettings.For(Profile.Refined)).Weeks;

    /// <summary>A person at a time, with evidence made for every finding.</summary>
    [Benchmark(OperationsPerInvoke = FewCheckIns)]
    public int Objects() => _series.Sum(person => Detector.Replay(person, DetectionSettings.Default).Count);

    /// <summary>The same rules as plainly as can be: LINQ, from scratch at every check-in.</summary>
    [Benchmark(OperationsPerInvoke = FewCheckIns)]
    public int Plain() => _series.Sum(person => PlainRules.Replay(person, DetectionSettings.Default).Count);

    /// <summary>One trend test of one window of eight instead of five rules.</summary>
    [Benchmark(OperationsPerInvoke = FewCheckIns)]
    public int TrendTest() => _ratings.Sum(person => MannKendall.Rising(person));
}

/// <summary>One live assessment of a long history, as each submitted check-in causes.</summary>
[MemoryDiagnoser]
public class LiveBenchmarks
{
    private Series _history = null!;

    [GlobalSetup]
    public void SetUp() =>
        _history = new Series(
            Cadence.Weekly,
            ManyPeople
                .Lives(4)
                .SelectMany(
                    (life, year) =>
                        life.Select(o => o with { AtUtc = o.AtUtc.AddDays(year * 7 * ManyPeople.CheckInsEach) })
                )
        );

    /// <summary>200 check-ins, four years of weeks.</summary>
    [Benchmark]
    public int Assess() => Detector.Assess(_history, DetectionSettings.Default).Count;
}

/// <summary>What an administrator waits for, less the reading from a database: 1,000,000 check-ins under two
/// settings.</summary>
[MemoryDiagnoser]
public class WhatIfBenchmarks
{
    private Observation[][] _lives = null!;
    private string[] _ids = null!;
    private Cohort _cohort = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _lives = [.. ManyPeople.Lives(ManyPeople.People)];
        _ids = [.. Enumerable.Range(0, _lives.Length).Select(number => $"p{number:00000}")];
        _cohort = Build();
    }

    [Benchmark]
    public Cohort Build()
    {
        var builder = new CohortBuilder();
        for (var i = 0; i < _lives.Length; i++)
        {
            var person = builder.Person(_ids[i], Cadence.Weekly);
            foreach (var observation in _lives[i])
                builder.Add(person, observation);
        }

        return builder.Build();
    }

    [Benchmark]
    public int Compare() =>
        WhatIf
            .Compare(_cohort, DetectionSettings.For(Profile.Balanced), DetectionSettings.For(Profile.Strict))
            .NewlyFlagged.Count;
}
