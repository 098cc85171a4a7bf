using System.Text.RegularExpressions;

namespace Wellbeing.Browser.Tests;

/// <summary>
/// Every page of the product by who reads it; <c>{name}</c> stands for what <see cref="DemoSite.Keys"/> finds or makes.
/// A page that nobody listed fails a test.
/// </summary>
internal static partial class AllPages
{
    public static IReadOnlyList<string> Visitors { get; } =
    [
        "/",
        "/SignIn",
        "/SignIn/Mail",
        "/Help",
        "/NotSafe",
        "/Language",
        "/no-such-page",
        "/NotAllowed",
        "/Guidance",
        "/Guidance/Refractory",
        "/Guidance/Feelings",
        "/Guidance/ReachOut",
        "/Guidance/Families",
        "/Guidance/FearOfDying",
        "/Guidance/PalliativeCare",
        "/CheckIn/Offline",
        "/NoConnection",
        "/CheckIn/Link",
        "/CheckIn/Link/{checkInLink}",
        "/Join/{invitation}",
        "/Leaflet",
        "/Leaflet/{leafletCode}",
        "/SignIn/Mail/{signIn}",
        "/SignIn/NewPassword/{newPassword}",
        "/NewEmail/{newEmail}",
        "/Closed",
        "/Reminders/Stop/{reminders}",
        "/Reminders/Notes/not-a-real-link",
        "/Contacts/Answer/{nomination}",
        "/Contacts/Answer/not-a-real-link",
        "/Contacts/Call/{inTouch}",
        "/Contacts/Call/{cannotNow}",
        "/Contacts/Stop/{stopMails}",
        "/Contacts/Thanks/yes",
        "/Contacts/Thanks/no",
        "/Contacts/Thanks/in-touch",
        "/Contacts/Thanks/cannot",
        "/Contacts/Thanks/stopped",
    ];

    /// <summary>Of somebody who checks in, with a check-in begun.</summary>
    public static IReadOnlyList<string> Own { get; } =
    [
        "/",
        "/CheckIn/Intensity",
        "/CheckIn/Feelings",
        "/CheckIn/Everyday",
        "/CheckIn/Words",
        "/CheckIn/Contact",
        "/CheckIn/Stop",
        "/CheckIn/All",
        "/CheckIn/Review",
        "/Trend",
        "/Trend/Print",
        "/Trend/Correct/{checkIn}",
        "/Trend/Remove/{checkIn}",
        "/Questions",
        "/Welcome",
        "/Settings",
        "/Settings/Data",
        "/Settings/Details",
        "/Settings/WhoLooked",
        "/Settings/Close",
        "/Contacts",
        "/Contacts/Change/{contact}",
        "/Contacts/Withdraw/{contact}",
        "/Family",
        "/Family/End/{family}",
        "/Account/Security",
        "/Account/Password",
        "/Account/Passkeys",
        "/NotSafe",
        "/SignOut",
    ];

    /// <summary>Reached by doing something first.</summary>
    public static IReadOnlyList<string> OnTheWay { get; } =
    ["/CheckIn", "/CheckIn/Same", "/CheckIn/Done", "/Account/Confirm", "/SignIn/Code", "/SignIn/Kept"];

    public static IReadOnlyList<string> Nurses { get; } =
    [
        "/Staff/Flags",
        "/Staff/Flags?filter=Resolved",
        "/Staff/Flags?show=open",
        "/Staff/Flags/{flag}",
        "/Staff/Flags/{resolved}",
        "/Staff/Flags/{flag}/Letter",
        "/Staff/ToRead",
        "/Staff/ToRead/{checkIn}",
        "/Staff/NotHeard",
        "/Staff/LookAgain",
        "/Staff/Handover",
        "/Staff/Invite",
        "/Staff/Reports",
        "/Staff/Reports/Questions",
        "/Staff/WhatIf/{draft}",
        "/Staff/Rota",
        "/Staff/People",
        "/Staff/People/{person}",
        "/Staff/People/{person}/Notes",
        "/Staff/People/{person}/Thresholds",
        "/Staff/People/{person}/Screen",
        "/Staff/People/{person}/Raise",
        "/Staff/People/{person}/Treatment",
        "/Staff/People/{person}/CheckIn",
        "/Account/SecondFactor",
    ];

    public static IReadOnlyList<string> Administrators { get; } =
    [
        "/Admin",
        "/Admin/ApiClients",
        "/Admin/ApiClients/{client}",
        "/Admin/ApiClients/{client}/Revoke",
        "/Admin/Audit",
        "/Admin/Branding",
        "/Admin/Cohorts",
        "/Admin/Policies",
        "/Admin/Policies/Soon",
        "/Admin/Thresholds",
        "/Admin/Thresholds/Edit",
        "/Admin/Thresholds/Drafts/{draft}",
        "/Admin/Hours",
        "/Admin/Import",
        "/Admin/Languages",
        "/Admin/Languages/ar",
        "/Admin/Leaflets",
        "/Admin/Leaflets/{leaflet}",
        "/Admin/Mail",
        "/Admin/Mail/Unknown",
        "/Admin/Messages",
        "/Admin/Notes",
        "/Admin/Notes?change=1",
        "/Admin/Operations",
        "/Admin/Questions",
        "/Admin/Questions/new-scale",
        "/Admin/Questions/Preview",
        "/Admin/Readiness",
        "/Admin/Retention",
        "/Admin/Rota",
        "/Admin/Staff",
        "/Admin/Support",
        "/Admin/SupportNumbers",
        "/Admin/Webhooks",
        "/Staff/Reports",
    ];

    /// <summary>Shown in the place of another page, which is walked, or while the product is being made.</summary>
    private static readonly string[] _elsewhere = ["/Error", "/Dev/Gallery"];

    /// <summary>The routes that stand in the pages' own files, as <c>/Staff/Flags/{}</c>, and are walked by
    /// nobody.</summary>
    public static IReadOnlyList<string> Forgotten()
    {
        var pages = Path.Combine(Texts.Repository, "src/Wellbeing.Web/Pages");
        var routes = Directory
            .GetFiles(pages, "*.cshtml", SearchOption.AllDirectories)
            .Select(file => (File: file, Match: PageDirective().Match(System.IO.File.ReadAllText(file))))
            .Where(p => p.Match.Success)
            .Select(p =>
                p.Match.Groups["route"] is { Success: true } route
                    ? route.Value
                    : "/" + Path.ChangeExtension(Path.GetRelativePath(pages, p.File), null).Replace('\\', '/')
            )
            .Select(route => route is "/Index" ? "/" : Parameter().Replace(route, "{}"));
        var walked = Visitors
            .Concat(Own)
            .Concat(OnTheWay)
            .Concat(Nurses)
            .Concat(Administrators)
            .Concat(_elsewhere)
            .Select(p => p.Split('?')[0])
            .ToList();
        return
        [
            .. routes
                .Distinct()
                .Where(route =>
                    !walked.Exists(path =>
                        Regex.IsMatch(
                            path,
                            "^" + Regex.Escape(route).Replace(@"\{}", "[^/]+", StringComparison.Ordinal) + "$"
                        )
                    )
                ),
        ];
    }

    [GeneratedRegex("""^@page(\s+"(?<route>[^"]+)")?\s*$""", RegexOptions.Multiline)]
    private static partial Regex PageDirective();

    [GeneratedRegex(@"\{[^{}]*(\([^)]*\)\)?)?[^{}]*\}")]
    private static partial Regex Parameter();
}
