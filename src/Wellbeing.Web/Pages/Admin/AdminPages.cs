namespace Wellbeing.Web.Pages.Admin;

/// <summary>One card of the index.</summary>
/// <param name="Text">What it is for, in one line.</param>
/// <param name="Also">Other words by which somebody may look for it.</param>
public sealed record AdminCard(string Title, string Href, string Text, string Also = "");

/// <summary>Every administrator's page, in groups, in the order shown.</summary>
public static class AdminPages
{
    public static IReadOnlyList<(string Group, IReadOnlyList<AdminCard> Cards)> All { get; } =
    [
        (
            "When the team is told",
            [
                new(
                    "Thresholds",
                    "/Admin/Thresholds",
                    "What raises a flag, and how soon somebody should answer. Try changes out on past check-ins.",
                    string.Join(' ', Thresholds.Setting.All.Select(s => s.Label).Distinct())
                ),
                new(
                    "Who is told",
                    "/Admin/Policies",
                    "The steps for each severity: who, after how long, and again until somebody answers."
                ),
                new("Rota", "/Admin/Rota", "Who is on call, week by week: plan turns, put covers on."),
                new(
                    "Working hours",
                    "/Admin/Hours",
                    "Time zone, weekly hours, holidays, and the mailboxes that the team shares.",
                    "what nurses read every check-in shared mailbox state"
                ),
                new(
                    "What to say, where to refer",
                    "/Admin/Support",
                    "What nurses read beside a flag, and the services they write letters to."
                ),
            ]
        ),
        (
            "People",
            [
                new(
                    "Staff",
                    "/Admin/Staff",
                    "Who works here, what they may do, second factors.",
                    "nurse administrator invite role password disable"
                ),
                new(
                    "Invite somebody to check in",
                    "/Staff/Invite",
                    "A patient or a family member, by mail. They decide."
                ),
                new("Import", "/Admin/Import", "Invite many people at once, from a spreadsheet. Each of them decides."),
                new(
                    "Leaflets",
                    "/Admin/Leaflets",
                    "Codes by which people ask to take part themselves, and their leaflets."
                ),
                new("Cohorts", "/Admin/Cohorts", "Hospitals, studies, regions: for filters and reports."),
            ]
        ),
        (
            "What participants read",
            [
                new(
                    "Who we are",
                    "/Admin/Branding",
                    "How pages, mails and letters show whose service this is.",
                    "name organisation telephone colours logo address branding"
                ),
                new("Questions", "/Admin/Questions", "What a check-in asks: words, order, and questions of your own."),
                new(
                    "Notes back",
                    "/Admin/Notes",
                    "The sentences that nurses can send back with one tap, in every language."
                ),
                new(
                    "Support numbers",
                    "/Admin/SupportNumbers",
                    "Who to call, on every page and in every mail.",
                    "numbers for help crisis emergency interpreter telephone lifeline"
                ),
                new("Languages", "/Admin/Languages", "Which translations somebody has reviewed, and what they lack."),
            ]
        ),
        (
            "Privacy",
            [
                new("Retention", "/Admin/Retention", "What is kept for how long, and what would go now."),
                new("Audit log", "/Admin/Audit", "Who did what and looked at what, when. Search it, and export it."),
                new(
                    "API clients",
                    "/Admin/ApiClients",
                    "Programs with a key of their own: what each may do, when it last did."
                ),
            ]
        ),
        (
            "Is everything running",
            [
                new(
                    "Readiness",
                    "/Admin/Readiness",
                    "Whether the next flag would reach somebody: gaps, addresses, policies."
                ),
                new(
                    "Reports",
                    "/Staff/Reports",
                    "Whether flags are answered and closed in time, and what came of them."
                ),
                new(
                    "Operations",
                    "/Admin/Operations",
                    "Whether ladders, prompts and messages move on, and the last beat of each server."
                ),
                new(
                    "Mail",
                    "/Admin/Mail",
                    "The mail settings, a test mail to yourself, and addresses that refuse our mail."
                ),
                new(
                    "Webhooks",
                    "/Admin/Webhooks",
                    "Other systems that are told of a flag: an SMS gateway, a pager, a chat."
                ),
                new(
                    "Messages",
                    "/Admin/Messages",
                    "Every mail that waits, failed or left, with the mail server’s reply."
                ),
            ]
        ),
    ];

    /// <summary>The cards in which each of the words stands; all without any.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<AdminCard> Cards)> Find(string? query)
    {
        var words = (query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. All.Select(g =>
                    (
                        g.Group,
                        Cards: (IReadOnlyList<AdminCard>)
                            [
                                .. g.Cards.Where(card =>
                                    words.All(word =>
                                        $"{g.Group} {card.Title} {card.Text} {card.Also}".Contains(
                                            word,
                                            StringComparison.OrdinalIgnoreCase
                                        )
                                    )
                                ),
                            ]
                    )
                )
                .Where(g => g.Cards.Count > 0),
        ];
    }
}
