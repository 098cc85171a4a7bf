namespace Wellbeing.Hosting.Settings;

/// <summary>Section <c>SignIn</c>.</summary>
public sealed class SignInLimits
{
    public const string Section = "SignIn";

    /// <summary>Sign-ins, right or wrong, that one address may try in a minute, 1 to 100,000. A whole ward may share an
    /// address.</summary>
    public int AttemptsPerMinute { get; set; } = 30;
}

/// <summary>Section <c>Api</c>.</summary>
public sealed class ApiLimits
{
    public const string Section = "Api";

    /// <summary>Requests that one client may make in a minute, 1 to 100,000, with whichever of its keys.</summary>
    public int RequestsPerMinute { get; set; } = 120;
}

/// <summary>Section <c>OpenApi</c>.</summary>
public sealed class OpenApiOptions
{
    public const string Section = "OpenApi";

    /// <summary>Whether the API is described at <c>/openapi/v1.json</c> outside Development too.</summary>
    public bool Enabled { get; set; }
}
