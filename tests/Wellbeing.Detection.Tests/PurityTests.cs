using System.Reflection;

namespace Wellbeing.Detection.Tests;

/// <summary>Detection is pure: nothing but the base class library, and nothing in it that could be changed after it was
/// made.</summary>
public sealed class PurityTests
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly Assembly _detection = typeof(Detector).Assembly;

    [Fact]
    public void It_rests_on_the_base_class_library_alone() =>
        Assert.All(
            _detection.GetReferencedAssemblies(),
            assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal)
        );

    [Fact]
    public void No_public_property_can_be_set_after_construction() =>
        Assert.All(
            _detection
                .GetExportedTypes()
                .SelectMany(type => type.GetProperties(Own))
                .Select(property => property.SetMethod)
                .OfType<MethodInfo>()
                .Where(setter => setter.IsPublic),
            setter =>
                Assert.Contains(
                    typeof(System.Runtime.CompilerServices.IsExternalInit),
                    setter.ReturnParameter.GetRequiredCustomModifiers()
                )
        );
}
