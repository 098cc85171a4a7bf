namespace Wellbeing.Hosting;

/// <summary>Whether a folder can be written to, or be made where it is not there yet.</summary>
internal static class WritableFolder
{
    /// <summary>Writes a file of this name, and removes it; into the nearest folder that is there, so that none is
    /// made.</summary>
    /// <returns>Why it cannot be, in the system's words; null where it can.</returns>
    public static string? Fault(string folder, string name)
    {
        try
        {
            var there = Path.GetFullPath(folder);
            while (!Directory.Exists(there))
            {
                if (File.Exists(there))
                    return $"{there} is a file";
                there =
                    Path.GetDirectoryName(there)
                    ?? throw new DirectoryNotFoundException($"There is no folder {folder}");
            }

            using var tried = new FileStream(
                Path.Combine(there, name),
                FileMode.Create,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            );
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
