using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Wellbeing.Web.Api;

/// <summary>The refusals of the API, as problem details. <c>code</c> is for programs, <c>title</c> and <c>detail</c>
/// for people.</summary>
internal static class ApiProblem
{
    public static ProblemHttpResult Conflict(
        string code,
        string title,
        string? detail = null,
        params (string Name, object? Value)[] more
    ) => With(StatusCodes.Status409Conflict, code, title, detail, more);

    public static ProblemHttpResult NotFound(string title) =>
        With(StatusCodes.Status404NotFound, "notFound", title, null, []);

    public static ProblemHttpResult SignInAgain() =>
        With(
            StatusCodes.Status401Unauthorized,
            "signInAgain",
            "Sign in again.",
            "The account has changed since this token was made, or the token cannot be used.",
            []
        );

    /// <summary>One answer to every refused sign-in: it does not tell whether the address is known.</summary>
    public static ProblemHttpResult SignInRefused() =>
        With(
            StatusCodes.Status401Unauthorized,
            "signInRefused",
            "The sign-in was refused.",
            "The e-mail address or the password is wrong, or too many attempts were made. Wait five minutes before you try again.",
            []
        );

    /// <summary>The password is right; staff need more than that.</summary>
    public static ProblemHttpResult SecondFactorNeeded(bool isSetUp) =>
        With(
            StatusCodes.Status401Unauthorized,
            "secondFactorNeeded",
            "A second factor is needed.",
            isSetUp
                ? "Send twoFactorCode: the six digits of the authenticator app, or a recovery code."
                : "Sign in on the web pages once and set up the second factor there.",
            []
        );

    public static ProblemHttpResult TooMany() =>
        With(
            StatusCodes.Status429TooManyRequests,
            "tooManyRequests",
            "Too many requests.",
            "Wait as long as the header Retry-After says, in seconds.",
            []
        );

    /// <summary>A value of the query by its name, or a refusal that lists the names.</summary>
    public static TEnum NameOf<TEnum>(string? text, string parameter, TEnum otherwise)
        where TEnum : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
            return otherwise;
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (ApiJson.Name(value) == text)
                return value;
        }

        throw new ValidationException([
            new ValidationFailure(parameter, $"Use one of {string.Join(", ", ApiJson.Names(typeof(TEnum)))}."),
        ]);
    }

    private static ProblemHttpResult With(
        int status,
        string code,
        string title,
        string? detail,
        (string Name, object? Value)[] more
    )
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in more)
            extensions[name] = value;
        return TypedResults.Problem(detail, statusCode: status, title: title, extensions: extensions);
    }
}
