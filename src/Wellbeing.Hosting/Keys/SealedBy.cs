using System.Buffers.Text;

namespace Wellbeing.Hosting.Keys;

/// <summary>Which key sealed a text: it stands at its beginning, after four bytes that are always the same.</summary>
internal static class SealedBy
{
    private static ReadOnlySpan<byte> Magic => [0x09, 0xF0, 0xC9, 0xF0];

    /// <summary>So many characters tell the key, but for four bits of it.</summary>
    public const int Length = 26;

    /// <summary>How a text begins that this key sealed.</summary>
    public static string Beginning(Guid key) => Base64Url.EncodeToString([.. Magic, .. key.ToByteArray()])[..Length];

    /// <summary>The key of a sealed text; null where it is none.</summary>
    public static Guid? KeyOf(string text)
    {
        Span<byte> begins = stackalloc byte[21];
        return
            text.Length >= 28
            && Base64Url.TryDecodeFromChars(text.AsSpan(0, 28), begins, out var written)
            && written == 21
            && begins.StartsWith(Magic)
            ? new Guid(begins[4..20])
            : null;
    }
}
