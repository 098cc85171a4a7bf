using System.Text.Json;

namespace Wellbeing.App.Audit;

/// <summary>
/// The end of the audit chain, remembered in a file outside the database: a chain alone does not show that its end was
/// cut off, nor that the whole database is an older one.
/// </summary>
public sealed record AuditAnchor(long Sequence, string Hash, DateTime AtUtc)
{
    /// <summary>Null where there is none, or none that can be read.</summary>
    public static AuditAnchor? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<AuditAnchor>(File.ReadAllText(file)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file as a whole.</summary>
    public void Write(string file)
    {
        File.WriteAllText(Beside(file), JsonSerializer.Serialize(this));
        File.Move(Beside(file), file, overwrite: true);
    }

    /// <summary>Where it is written before it takes the file's place.</summary>
    public static string Beside(string file) => file + ".new";
}
