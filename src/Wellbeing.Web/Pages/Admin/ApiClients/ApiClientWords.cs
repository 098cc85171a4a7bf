using Wellbeing.App.Accounts;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.Admin.ApiClients;

/// <summary>What a program may do, as an administrator reads it.</summary>
public static class ApiClientWords
{
    public static IReadOnlyList<Choice> Scopes { get; } =
    [
        .. Enum.GetValues<ApiScope>()
            .Select(scope => new Choice(
                scope.ToString(),
                Of(scope),
                scope switch
                {
                    ApiScope.ListFlags => "Names, severity, reasons, last ratings, who has each flag.",
                    ApiScope.ReadFlags =>
                        "Everything a nurse sees of one flag: ratings, words, notes, contact details.",
                    ApiScope.WorkOnFlags =>
                        "Raise, take in hand, put off, give to a nurse, record attempts, resolve, in its own name. That stops the steps: only for a system in which a person answers.",
                    ApiScope.ReadThresholds => "What raises a flag. About nobody.",
                    ApiScope.InvitePeople =>
                        "Send people an invitation to take part. They decide. It learns nothing of anybody but whether an address is in use.",
                    _ => null,
                }
            )),
    ];

    public static string Of(ApiScope scope) =>
        scope switch
        {
            ApiScope.ListFlags => "List flags",
            ApiScope.ReadFlags => "Read flags",
            ApiScope.WorkOnFlags => "Work on flags",
            ApiScope.ReadThresholds => "Read thresholds",
            ApiScope.InvitePeople => "Invite people",
            _ => throw new ArgumentOutOfRangeException(nameof(scope)),
        };

    public static string Of(IEnumerable<ApiScope> scopes) =>
        string.Join(
            ", ",
            scopes.Select((scope, i) => i == 0 ? Of(scope) : char.ToLowerInvariant(Of(scope)[0]) + Of(scope)[1..])
        );
}

/// <summary>A key, on the one page that ever shows it.</summary>
public sealed record NewKey(string Client, string Secret, string Text, string Onward);
