using System.Text.RegularExpressions;
using MediatR;

namespace Wellbeing.App.Tests.Architecture;

/// <summary>Whoever looks for a use case finds it by its name: one a file.</summary>
public sealed partial class UseCaseFilesTests
{
    private static readonly IReadOnlyList<Type> _requests =
    [
        .. typeof(SealedText)
            .Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IBaseRequest))),
    ];

    [Fact]
    public void Each_use_case_has_a_file_of_its_own_in_its_room_named_as_it()
    {
        var names = _requests.Select(r => r.Name).ToHashSet();
        Assert.True(names.Count > 150);

        var held = Directory
            .EnumerateFiles(Path.Combine(Root(), "src", "Wellbeing.App"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(f =>
                (
                    File: Path.GetFileNameWithoutExtension(f),
                    Holds: Record()
                        .Matches(File.ReadAllText(f))
                        .Select(m => m.Groups["name"].Value)
                        .Where(names.Contains)
                        .ToList()
                )
            )
            .Where(f => f.Holds.Count > 0)
            .ToList();

        Assert.DoesNotContain(held, f => f.Holds is not [var only] || only != f.File);
        Assert.Empty(names.Except(held.SelectMany(f => f.Holds)));
    }

    [Fact]
    public void Each_use_case_is_done_by_a_class_of_its_own()
    {
        var handlers = typeof(SealedText)
            .Assembly.GetTypes()
            .Select(t =>
                (
                    t.Name,
                    Requests: t.GetInterfaces()
                        .Where(i =>
                            i.IsGenericType
                            && (
                                i.GetGenericTypeDefinition() == typeof(IRequestHandler<>)
                                || i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
                            )
                        )
                        .Select(i => i.GetGenericArguments()[0].Name)
                        .Distinct()
                        .ToList()
                )
            )
            .Where(h => h.Requests.Count > 0)
            .ToList();

        Assert.DoesNotContain(handlers, h => h.Requests.Count > 1);
        Assert.Equal(_requests.Count, handlers.Count);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Wellbeing.sln")))
            folder =
                Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No solution above the tests.");
        return folder;
    }

    [GeneratedRegex(@"^(?:public|internal) sealed record (?:struct )?(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Record();
}
