using System.Buffers.Binary;
using System.Text;

namespace Wellbeing.App.Site;

/// <summary>A PNG with everything taken out that is not the picture: words, places, profiles, and whatever else was
/// hung onto it.</summary>
public static class PngPicture
{
    public const int MostBytes = 200 * 1024;
    public const int MostPixels = 1024;

    private static readonly byte[] _signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
    private static readonly string[] _kept = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

    /// <returns>The clean picture, or null for what is not a PNG of a fitting size.</returns>
    public static byte[]? Clean(byte[] file)
    {
        if (file.Length is < 57 or > MostBytes || !file.AsSpan(0, 8).SequenceEqual(_signature))
            return null;
        var clean = new MemoryStream();
        clean.Write(_signature);
        var (at, begun, pictured) = (8, false, false);
        while (at + 12 <= file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - 12)
                return null;
            var type = Encoding.ASCII.GetString(file, at + 4, 4);
            if (!begun)
            {
                if (type != "IHDR" || length != 13)
                    return null;
                var (width, height) = (
                    BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 8)),
                    BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 12))
                );
                if (width is < 1 or > MostPixels || height is < 1 or > MostPixels)
                    return null;
                begun = true;
            }

            if (_kept.Contains(type))
                clean.Write(file, at, length + 12);
            pictured |= type == "IDAT";
            if (type == "IEND")
                return pictured ? clean.ToArray() : null; // What follows is no part of it.
            at += length + 12;
        }

        return null;
    }
}
