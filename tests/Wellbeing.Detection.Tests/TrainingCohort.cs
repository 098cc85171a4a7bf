using System.IO.Compression;

namespace Wellbeing.Detection.Tests;

/// <summary>The guidance's training cohort: simulated people with known truth, shipped packed in
/// <c>Data/</c>.</summary>
internal static class TrainingCohort
{
    private static readonly Lock _unpacking = new();

    /// <summary>A folder with <c>participants.csv</c> and <c>checkins.csv</c>.</summary>
    public static string Folder(string cadence)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Data", cadence);
        lock (_unpacking)
        {
            foreach (var packed in Directory.GetFiles(folder, "*.csv.gz"))
            {
                var file = packed[..^".gz".Length];
                if (File.Exists(file))
                    continue;
                using (var from = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress))
                using (var to = File.Create(file + ".part"))
                    from.CopyTo(to);
                File.Move(file + ".part", file);
            }
        }

        return folder;
    }
}
