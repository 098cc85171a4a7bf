using Wellbeing.App.Audit;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>Whose account it was.</summary>
[DetailOf(AuditActions.AccountInvitedAgain, AuditActions.AddressRefused, AuditActions.SecondFactorForgotten)]
public sealed record AccountDetail([Shown("account")] Guid Account) : AuditDetail;

[DetailOf(AuditActions.AccountCreated)]
public sealed record NewAccountDetail([Shown("account")] Guid Account, [Shown("roles")] Roles Roles) : AuditDetail;

[DetailOf(AuditActions.AccountChanged)]
public sealed record ChangedAccountDetail(
    [Shown("account")] Guid Account,
    [Shown("roles")] Roles Roles,
    [Shown("enabled")] bool Enabled
) : AuditDetail;

/// <param name="Id">Of the account, the participant or the support contact whose address it is.</param>
[DetailOf(AuditActions.AddressTriedAgain)]
public sealed record TriedAddressDetail([Shown("whose address")] AddressOwner Owner, [Shown("account")] Guid Id)
    : AuditDetail;

[DetailOf(AuditActions.ApiClientCreated)]
public sealed record NewApiClientDetail([Shown("program")] Guid Client, [Shown("may")] IReadOnlyList<ApiScope> Scopes)
    : AuditDetail;

[DetailOf(AuditActions.ApiClientRevoked)]
public sealed record ApiClientDetail([Shown("program")] Guid Client) : AuditDetail;

[DetailOf(AuditActions.ApiKeyRotated)]
public sealed record RotatedKeyDetail(
    [Shown("program")] Guid Client,
    [Shown("hours in which both keys work")] int OverlapHours
) : AuditDetail;

/// <summary>How somebody showed who they are.</summary>
[DetailOf(AuditActions.SignedIn, AuditActions.IdentityConfirmed, AuditActions.PasswordChanged)]
public sealed record SignInDetail([Shown("by")] SignInMeans By) : AuditDetail;

[DetailOf(AuditActions.SignInRefused)]
public sealed record RefusedSignInDetail([Shown("reason")] SignInRefusal Reason) : AuditDetail;

/// <param name="By">Where it was not on the page of one's own account.</param>
[DetailOf(AuditActions.PasskeysChanged)]
public sealed record PasskeyDetail([Shown("passkey")] PasskeyChange Passkey, [Shown("by")] SignInMeans? By = null)
    : AuditDetail;

[DetailOf(AuditActions.SecondFactorChanged)]
public sealed record SecondFactorDetail([Shown("second factor")] SecondFactorChange Change) : AuditDetail;

public enum SignInMeans
{
    /// <summary>Name and password on the page, or the page of one's own account.</summary>
    Page,
    PageAndCode,
    RecoveryCode,
    Password,
    Passkey,
    Mail,
    Invitation,
    Token,
    RefreshToken,
}

public enum SignInRefusal
{
    /// <summary>Nobody has this address, or nothing is known of the token.</summary>
    Unknown,
    LockedOut,
    Disabled,
    SecondFactor,
    Password,
}

public enum PasskeyChange
{
    Added,
    Removed,
}

public enum SecondFactorChange
{
    SetUp,
    NewCodes,
}
