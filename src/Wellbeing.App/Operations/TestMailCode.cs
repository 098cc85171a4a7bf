using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Wellbeing.App.Operations;

/// <summary>Six digits in a test mail by which its reader shows that it arrived. It guards nothing: it is read off, not
/// kept secret.</summary>
internal static class TestMailCode
{
    public static string Of(Guid message) =>
        (BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(message.ToByteArray())) % 1_000_000).ToString(
            "000000",
            CultureInfo.InvariantCulture
        );
}
