namespace Wellbeing.Detection.Tests;

/// <summary>The guidance's training cohort, which is not part of the repository: a test that needs it is skipped aloud without it.</summary>
internal static class TrainingCohort
{
    public static string Folder(string cadence)
    {
        var shared = Environment.GetEnvironmentVariable("WELLBEING_SHARED") ?? BesideTheRepository();
        var folder = shared is null ? null : Path.Combine(shared, "data", "detection", cadence);
        if (!Directory.Exists(folder))
            Assert.Skip("No training cohort: set WELLBEING_SHARED to the folder that holds data/detection, or keep it as \"shared\" beside the repository.");
        return folder;
    }

    private static string? BesideTheRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "global.json"))) return folder.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
        return null;
    }
}
