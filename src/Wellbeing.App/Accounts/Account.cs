using Microsoft.AspNetCore.Identity;

namespace Wellbeing.App.Accounts;

/// <summary>A sign-in: a participant's or a staff member's.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>As shown to colleagues, e.g. "Priya Nair".</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>False once an administrator disabled the account.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Since when the address refuses our mail; null while it works. A staff member without a working address
    /// is not counted as told.</summary>
    public DateTime? AddressRefusedAtUtc { get; set; }

    /// <summary>What the mail server said of it.</summary>
    public string? AddressRefusal { get; set; }

    /// <summary>It takes mail again, or was marked by mistake.</summary>
    public void AddressWorks() => (AddressRefusedAtUtc, AddressRefusal) = (null, null);
}
