using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Wellbeing.Web.Tests.Hosting;

/// <summary>What a phone answers in the browser's dialogue: one passkey (WebAuthn, ES256, without
/// attestation).</summary>
public sealed class SoftPasskey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string _user = "";
    private uint _count;

    /// <summary>False for one that is opened by nothing: neither face, finger nor PIN.</summary>
    public bool Verifies { get; init; } = true;

    /// <summary>The answer to "make one".</summary>
    public string Create(string options, Uri site)
    {
        using var asked = JsonDocument.Parse(options);
        _user = asked.RootElement.GetProperty("user").GetProperty("id").GetString()!;
        var (x, y) = (_key.ExportParameters(false).Q.X!, _key.ExportParameters(false).Q.Y!);
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. x, 0x22, 0x58, 0x20, .. y];
        byte[] data = [.. Data(site, attested: true), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation =
        [
            0xA3,
            0x63,
            .. "fmt"u8,
            0x64,
            .. "none"u8,
            0x67,
            .. "attStmt"u8,
            0xA0,
            0x68,
            .. "authData"u8,
            0x58,
            (byte)data.Length,
            .. data,
        ];
        return Answer(
            new Dictionary<string, object?>
            {
                ["clientDataJSON"] = Base64Url.EncodeToString(Client("webauthn.create", asked, site)),
                ["attestationObject"] = Base64Url.EncodeToString(attestation),
                ["transports"] = new[] { "internal" },
            }
        );
    }

    /// <summary>The answer to "show one".</summary>
    public string Get(string options, Uri site)
    {
        using var asked = JsonDocument.Parse(options);
        var (client, data) = (Client("webauthn.get", asked, site), Data(site, attested: false));
        return Answer(
            new Dictionary<string, object?>
            {
                ["clientDataJSON"] = Base64Url.EncodeToString(client),
                ["authenticatorData"] = Base64Url.EncodeToString(data),
                ["signature"] = Base64Url.EncodeToString(
                    _key.SignData(
                        [.. data, .. SHA256.HashData(client)],
                        HashAlgorithmName.SHA256,
                        DSASignatureFormat.Rfc3279DerSequence
                    )
                ),
                ["userHandle"] = _user,
            }
        );
    }

    public void Dispose() => _key.Dispose();

    private byte[] Data(Uri site, bool attested)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++_count);
        return
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(site.Host)),
            (byte)(0x01 | (Verifies ? 0x04 : 0) | (attested ? 0x40 : 0)),
            .. count,
        ];
    }

    private static byte[] Client(string type, JsonDocument asked, Uri site) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object>
            {
                ["type"] = type,
                ["challenge"] = asked.RootElement.GetProperty("challenge").GetString()!,
                ["origin"] = site.GetLeftPart(UriPartial.Authority),
                ["crossOrigin"] = false,
            }
        );

    private string Answer(Dictionary<string, object?> response) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["id"] = Base64Url.EncodeToString(_id),
                ["rawId"] = Base64Url.EncodeToString(_id),
                ["type"] = "public-key",
                ["clientExtensionResults"] = new Dictionary<string, object>(),
                ["response"] = response,
            }
        );
}
