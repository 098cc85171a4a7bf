using System.Security.Claims;

namespace Wellbeing.Web.Components;

/// <summary>One entry of the navigation. <c>Text</c> is a key of <see cref="SharedText"/>.</summary>
/// <param name="Under">Pages with another address that belong to it.</param>
public sealed record NavItem(string Text, string Href, params string[] Under);

/// <summary>Every navigation entry of the product, by role, in the order shown.</summary>
public static class Navigation
{
    public const string Help = "/Help";
    public const string NotSafe = "/NotSafe";

    /// <summary>Every administrator's page is a card of this one.</summary>
    public const string Administration = "/Admin";
    public const string Language = "/Language";
    public const string SignIn = "/SignIn";
    public const string SignOut = "/SignOut";
    public const string Invite = "/Staff/Invite";
    public const string Reports = "/Staff/Reports";
    public const string ToRead = "/Staff/ToRead";

    private static readonly NavItem[] _participant =
    [
        new("Nav.CheckIn", "/CheckIn"),
        new("Nav.MyCheckIns", "/Trend"),
        new("Nav.Settings", "/Settings"),
    ];

    private static readonly NavItem[] _nurse =
    [
        new("Nav.Flags", "/Staff/Flags", "/Staff/LookAgain", "/Staff/Handover"),
        new("Nav.ToRead", ToRead),
        new("Nav.NotHeard", "/Staff/NotHeard"),
        new("Nav.People", "/Staff/People", Invite),
        new("Nav.Rota", "/Staff/Rota"),
        new("Nav.Reports", Reports),
    ];

    private static readonly NavItem[] _administrator = [new("Nav.Administration", Administration)];

    // Who is no nurse comes to these by their cards.
    private static readonly NavItem[] _administratorOnly = [new("Nav.Administration", Administration, Invite, Reports)];

    public static IReadOnlyList<NavItem> For(ClaimsPrincipal user) =>
        [
            .. user.IsInRole("Participant") ? _participant : [],
            .. user.IsInRole("Nurse") ? _nurse : [],
            .. !user.IsInRole("Administrator") ? []
            : user.IsInRole("Nurse") ? _administrator
            : _administratorOnly,
        ];

    public static bool IsStaff(ClaimsPrincipal user) => user.IsInRole("Nurse") || user.IsInRole("Administrator");

    /// <summary>True for the entry's own page and the pages below it.</summary>
    public static bool IsCurrent(this NavItem item, HttpRequest request) =>
        item
            .Under.Prepend(item.Href)
            .Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
}
