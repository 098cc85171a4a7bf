using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Wellbeing.App.Data;
using Wellbeing.Demo;

namespace Wellbeing.App.Tests.Architecture;

/// <summary>Nothing exists for the demo alone: whatever it writes goes through a request that the product has, so that
/// everybody can have it.</summary>
public sealed class DemoTests
{
    private static readonly string[] _writing =
    [
        "SaveChanges",
        "Add",
        "AddRange",
        "AddAsync",
        "AddRangeAsync",
        "Attach",
        "Update",
        "UpdateRange",
        "Remove",
        "RemoveRange",
        "ExecuteUpdate",
        "ExecuteDelete",
        "ExecuteSql",
        "ExecuteNonQuery",
        "Audit",
    ];

    [Fact]
    public void It_writes_by_requests_alone()
    {
        var calls = Calls();

        Assert.Contains(calls, c => c == "MediatR.ISender.Send");
        Assert.Contains(calls, c => c == $"{typeof(WellbeingDb).FullName}.get_Participants"); // It reads there: the names below would be seen.
        Assert.DoesNotContain(
            calls,
            c =>
                (
                    c.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal)
                    || c.StartsWith("System.Data.", StringComparison.Ordinal)
                    || c.StartsWith("Wellbeing.App.Data.", StringComparison.Ordinal)
                ) && _writing.Any(w => c[(c.LastIndexOf('.') + 1)..].StartsWith(w, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Of_what_requests_leave_to_Identity_it_chooses_passwords_alone() =>
        Assert.Equal(
            ["AddPasswordAsync", "FindByIdAsync"],
            Calls()
                .Where(c => c.StartsWith("Microsoft.AspNetCore.Identity.UserManager`1.", StringComparison.Ordinal))
                .Select(c => c[(c.LastIndexOf('.') + 1)..])
                .Order()
        );

    /// <summary>Every method of another assembly that its code names, with the type's full name before it.</summary>
    private static HashSet<string> Calls()
    {
        using var file = new PEReader(File.OpenRead(typeof(DemoSeeder).Assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .MemberReferences.Select(metadata.GetMemberReference)
                .Select(m => $"{TypeOf(m.Parent)}.{metadata.GetString(m.Name)}"),
        ];

        string TypeOf(EntityHandle parent) =>
            parent.Kind switch
            {
                HandleKind.TypeReference => Name(metadata.GetTypeReference((TypeReferenceHandle)parent)),
                HandleKind.TypeSpecification => Generic(
                    metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature)
                ),
                _ => "",
            };

        string Name(TypeReference type) => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";

        // A generic type's signature: "instance of", class or struct, then the type itself.
        string Generic(BlobReader signature)
        {
            if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                return "";
            signature.ReadCompressedInteger();
            return signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } type
                ? Name(metadata.GetTypeReference((TypeReferenceHandle)type))
                : "";
        }
    }
}
