using System.Security.Cryptography;

namespace Wellbeing.Testing;

/// <summary>The key from outside the database, as <c>openssl rand -base64 32</c> makes one: of every server that this
/// run of tests starts in Production.</summary>
public static class OperatorsKey
{
    /// <summary>As an environment variable.</summary>
    public const string Variable = "Keys__File";

    // Made once; whoever runs the tests takes the temporary folders away.
    private static readonly Lazy<string> _file = new(() =>
        Make(Path.Combine(Directory.CreateTempSubdirectory("wellbeing-key-").FullName, "wellbeing.key"))
    );

    public static string File => _file.Value;

    /// <summary>Another one.</summary>
    /// <returns>The file.</returns>
    public static string Make(string file)
    {
        System.IO.File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
