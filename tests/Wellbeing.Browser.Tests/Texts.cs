using System.Xml.Linq;

namespace Wellbeing.Browser.Tests;

/// <summary>The texts of the pages as their readers see them, for tests that walk in more than one language.</summary>
internal static class Texts
{
    private static readonly Dictionary<(string Tag, string Key), string> _all = Read();

    public static string Of(string tag, string key) => _all[(tag, key)];

    /// <summary>Where the product's sources lie.</summary>
    public static string Repository
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Wellbeing.sln")))
                folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    private static Dictionary<(string, string), string> Read()
    {
        return Directory
            .GetFiles(Path.Combine(Repository, "src/Wellbeing.Web/Resources"), "*.resx")
            .SelectMany(file =>
                XDocument
                    .Load(file)
                    .Root!.Elements("data")
                    .Select(d =>
                        (
                            Tag: Path.GetFileNameWithoutExtension(file).Split('.') is [_, var tag] ? tag : "en-AU",
                            Key: d.Attribute("name")!.Value,
                            Text: d.Element("value")!.Value
                        )
                    )
            )
            .DistinctBy(t => (t.Tag, t.Key))
            .ToDictionary(t => (t.Tag, t.Key), t => t.Text);
    }
}
