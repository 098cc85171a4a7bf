using Microsoft.AspNetCore.DataProtection;

namespace Wellbeing.App;

/// <summary>Encrypts free text for storage with Data Protection keys that lie in the same database and back-up, wrapped by
/// a key from outside.</summary>
public sealed class SealedText(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Wellbeing.FreeText.v1");

    /// <summary>The text as stored; null stays null.</summary>
    public string? Seal(string? text) => text is null ? null : _protector.Protect(text);

    /// <summary>The text as written; null stays null.</summary>
    public string? Open(string? stored) => stored is null ? null : _protector.Unprotect(stored);
}
