using System.Globalization;

namespace Wellbeing.Migrations.Sqlite;

/// <summary>
/// One engine a SQLite file: a file beside the database that the operating system locks for this process. However the
/// process ends, the lock ends with it.
/// </summary>
public sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    /// <exception cref="DatabaseInUseException">Another process has it.</exception>
    public static DatabaseLock Take(string database)
    {
        var path = database + ".lock";
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        // Any other fault (no such folder, no permission) has a type of its own.
        catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path))
        {
            throw new DatabaseInUseException(database, Holder(path));
        }

        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        return new DatabaseLock(file);
    }

    /// <summary>The file stays: removing it would let two processes lock two files of one name.</summary>
    public void Dispose() => _file.Dispose();

    private static int? Holder(string path)
    {
        try
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var reader = new StreamReader(file);
            return int.TryParse(reader.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                ? process
                : null;
        }
        catch (IOException)
        {
            return null; // Where locks are mandatory, nobody else may look.
        }
    }
}

/// <summary>Another process works on the database.</summary>
public sealed class DatabaseInUseException(string database, int? process)
    : Exception(
        $"Another Wellbeing process{(process is { } id ? string.Create(CultureInfo.InvariantCulture, $" ({id})") : "")} already works on {database}. Stop it first, set Database:ConnectionString to another file, or use PostgreSQL for several servers."
    );
