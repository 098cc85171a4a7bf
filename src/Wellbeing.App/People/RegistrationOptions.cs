namespace Wellbeing.App.People;

/// <summary>Section <c>Registration</c>: who may check in.</summary>
public sealed class RegistrationOptions
{
    public const string Section = "Registration";

    /// <summary>Years a person must have, 16 to 99.</summary>
    public int MinimumAge { get; set; } = 18;
}
