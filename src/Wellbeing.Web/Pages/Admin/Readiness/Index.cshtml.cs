using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Pages.Admin.Readiness;

/// <summary>Whether the next flag would reach somebody, and where to mend what keeps it from that.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender, TeamTime time) : StaffPage(sender)
{
    public ReadinessView View { get; private set; } = null!;

    /// <summary>What is left, though it keeps no flag from anybody.</summary>
    public IReadOnlyList<Preparation> Preparations { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        View = await Sender.Send(new GetReadiness(Me), cancellationToken);
        Preparations = await Sender.Send(new GetPreparations(Me), cancellationToken);
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new TryAddressAgain(Me, AddressOwner.Staff, id), cancellationToken))
            Say(
                "done",
                "They are told by mail again",
                "Should the mail server refuse the address once more, it shows here."
            );
        else
            Say("info", "The address was cleared already");
        return RedirectToPage();
    }

    public ProblemLine Line(ReadinessProblem problem) =>
        problem switch
        {
            ReadinessProblem.PolicyReachesNobody p => new(
                $"{Of(p.Severity)} flags reach nobody of the team",
                "No step of the policy has anybody to tell.",
                $"/Admin/Policies/{p.Severity}",
                "Change the policy",
                Grave: true
            ),
            ReadinessProblem.OnlyMachinesTold p => new(
                $"{Of(p.Severity)} flags tell no person by mail, only other systems",
                "Should such a system take the call and tell nobody, nobody here would know. Let one step tell a nurse, the team or a mailbox too.",
                $"/Admin/Policies/{p.Severity}",
                "Change the policy",
                Grave: true
            ),
            ReadinessProblem.BouncesUnread p => new(
                "Mails that come back are not read",
                $"Since {time.Moment(p.SinceUtc)}, so that nobody learns which mails did not arrive. {p.Problem}",
                "/Admin/Mail#back",
                "See what to mend"
            ),
            ReadinessProblem.UnknownMails p => new(
                $"{StaffWords.Count(p.Count, "answer", "answers")} to our emails could not be read by the system",
                "An email may not have arrived. Read what came back, and decide.",
                "/Admin/Mail/Unknown",
                "Read and decide"
            ),
            ReadinessProblem.MailRefused p => new(
                "Our mail is refused, and nobody’s address is to blame",
                $"Since {time.Moment(p.SinceUtc)} the mail server says: “{p.Reply}”. {Fix(p.Reply)} It is tried again until it is taken.",
                "/Admin/Mail",
                "Send a test mail"
            ),
            ReadinessProblem.NothingLeaves { Way: var w } => new(
                w.Name is null ? "No mail leaves" : $"The webhook {w.Name} takes nothing",
                $"Since {time.Moment(w.FailingSinceUtc!.Value)}, on every try: “{w.Words}”. {StaffWords.Count(w.Waiting, "message waits", "messages wait")}, and {(w.Waiting == 1 ? "is" : "are")} tried again until taken or too late. {(w.Name is null ? Fix(w.Words ?? "") : "Look at the system that it calls.")}",
                w.Name is null ? "/Admin/Mail" : "/Admin/Webhooks",
                w.Name is null ? "Send a test mail" : "Test it",
                Grave: w.Name is null
            ),
            ReadinessProblem.NoNurses => new(
                "There is no nurse",
                "No enabled account is a support nurse: nobody can answer a flag.",
                "/Admin/Staff",
                "Invite a nurse",
                Grave: true
            ),
            ReadinessProblem.NoNurseJoined => new(
                "No nurse has joined",
                "Nurses were invited, but none can sign in and has an address that takes mail: nobody can answer a flag.",
                "/Admin/Staff",
                "Look at the invitations",
                Grave: true
            ),
            ReadinessProblem.InvitationRefused p => new(
                $"The invitation to {p.Name} did not arrive",
                $"Refused {time.Moment(p.AtUtc)}. The mail server said: {StaffWords.Sentence(p.Reply)}",
                "/Admin/Staff",
                "Mend the address"
            ),
            ReadinessProblem.NotJoined p => new(
                $"{p.Name} is on the rota, but has not joined yet",
                $"From {time.Moment(p.FromUtc)}. They cannot sign in, so it counts as a gap.",
                "/Admin/Staff",
                "Look at the invitation"
            ),
            ReadinessProblem.NoAdministrators => new(
                "No administrator can be told",
                "No enabled administrator can sign in and has an address that takes mail, so that alarms reach nobody.",
                "/Admin/Staff",
                "Look at the accounts",
                Grave: true
            ),
            ReadinessProblem.StepReachesNobody p => new(
                $"Step {p.Step} for {Of(p.Severity).ToLowerInvariant()} flags reaches nobody",
                "The next step is taken at once instead.",
                $"/Admin/Policies/{p.Severity}",
                "Change the policy"
            ),
            ReadinessProblem.WebhookOff p => new(
                p.Name.Length == 0
                    ? $"Step {p.Step} for {Of(p.Severity).ToLowerInvariant()} flags tells a webhook that is not there"
                    : $"The webhook {p.Name} is switched off",
                $"Step {p.Step} for {Of(p.Severity).ToLowerInvariant()} flags does not tell it.",
                p.Name.Length == 0 ? $"/Admin/Policies/{p.Severity}" : "/Admin/Webhooks",
                p.Name.Length == 0 ? "Change the policy" : "Switch it on"
            ),
            ReadinessProblem.RotaGap p => new(
                $"Nobody is on call {(p.FromUtc <= time.NowUtc ? "now" : $"from {time.Moment(p.FromUtc)}")}",
                $"Until {time.Moment(p.ToUtc)}. Steps that tell the nurse on call tell nobody then.",
                $"/Admin/Rota?from={DateOnly.FromDateTime(time.Local(p.FromUtc)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
                "Fill the gap",
                Grave: p.FromUtc <= time.NowUtc
            ),
            ReadinessProblem.NotANurse p => new(
                p.Disabled
                    ? $"{p.Name} is on the rota, but their account is disabled"
                    : $"{p.Name} is on the rota, but is not a nurse any more",
                $"From {time.Moment(p.FromUtc)}. It counts as a gap.",
                $"/Admin/Rota?from={DateOnly.FromDateTime(time.Local(p.FromUtc)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
                "Plan somebody else"
            ),
            ReadinessProblem.NoAddress p => new(
                $"{p.Name} has no mail address",
                "They cannot be told of a flag.",
                "/Admin/Staff",
                "Look at the accounts"
            ),
            ReadinessProblem.AddressRefused p => new(
                $"Mail to {p.Name} is refused",
                $"Since {time.Moment(p.AtUtc)}. They are not told until it works again.",
                "#refused",
                "See what the mail server said"
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The setting that most likely mends it.</summary>
    private static string Fix(string reply) =>
        reply.Contains("helo", StringComparison.OrdinalIgnoreCase) ? "Set Mail:HelloName to this server’s full name."
        : reply.Contains("sender", StringComparison.OrdinalIgnoreCase)
        || reply.Contains("5.1.8", StringComparison.Ordinal)
        || reply.Contains("5.1.7", StringComparison.Ordinal)
            ? "Set Mail:From to an address that this mail server sends for."
        : reply.Contains("relay", StringComparison.OrdinalIgnoreCase)
        || reply.Contains("authenticat", StringComparison.OrdinalIgnoreCase)
            ? "Check Mail:Host, Mail:User and Mail:Password."
        : reply.Contains("certificate", StringComparison.OrdinalIgnoreCase)
            ? "Its certificate does not hold: have it renewed, or set Mail:Host to the name that stands in it."
        : !char.IsAsciiDigit(reply.FirstOrDefault())
            ? "See whether the mail server runs, and whether Mail:Host and Mail:Port lead to it."
        : "Ask whoever runs it.";

    public ProblemLine Line(Preparation preparation) =>
        preparation switch
        {
            Preparation.NumbersUnverified { LastUtc: null } => new(
                "Nobody has verified the numbers for help",
                "People are shown the product’s own, for Australia. Call each of them, correct what is wrong, and publish.",
                "/Admin/SupportNumbers",
                "Verify the numbers"
            ),
            Preparation.NumberChanged => new(
                "A number for help was changed, and nobody said that they rang it",
                "It was changed under Who we are, and people are shown it. Call it, then publish the numbers.",
                "/Admin/SupportNumbers",
                "Verify the numbers"
            ),
            Preparation.NumbersUnverified p => new(
                "The numbers for help were not verified for a year",
                $"Last {time.Moment(p.LastUtc!.Value)}. Call each of them, correct what is wrong, and publish.",
                "/Admin/SupportNumbers",
                "Verify the numbers"
            ),
            Preparation.MailNeverTested => new(
                "No test mail has left",
                "Send one to yourself, and see that it arrives.",
                "/Admin/Mail",
                "Send a test mail"
            ),
            Preparation.NoBackup p => new(
                p.LastUtc is { } last ? $"No backup since {time.Moment(last)}" : "No backup is on record",
                "One a day is needed: wellbeing backup makes and records it; after another tool made it, wellbeing backup --mark records it.",
                "/Admin/Operations",
                "Look at operations"
            ),
            Preparation.KeysInClear => new(
                "Keys lie in clear in the database",
                "A copy of the database, or one backup, opens what people wrote and signs in as anybody. Have whoever runs the server set Keys:File.",
                "/Admin/Operations#backup",
                "Look at operations"
            ),
            Preparation.NoPing => new(
                "Nobody notices when this server is gone",
                "Watch:PingUrl is empty. Have whoever runs the server set it to a monitor elsewhere that raises the alarm when it is not called.",
                "/Admin/Operations",
                "Look at operations"
            ),
            Preparation.OneAdministrator => new(
                "New thresholds need two administrators",
                "Whoever drafts them does not publish them, and only one administrator can sign in and takes mail.",
                "/Admin/Staff",
                "Invite another"
            ),
            Preparation.NoHolidays p => new(
                string.Create(CultureInfo.InvariantCulture, $"No holiday in {p.Year}"),
                "Days on which nobody works count as working days: people are promised answers then.",
                "/Admin/Hours",
                "Add holidays"
            ),
            Preparation.UnreviewedLanguage p => new(
                $"{p.Language.EnglishName} is not reviewed",
                $"{StaffWords.Count(p.People, "person reads", "people read")} it. Nobody who knows the language has said that its words are right.",
                "/Admin/Languages",
                "Look at the languages"
            ),
            Preparation.NoTelephone p => new(
                $"{StaffWords.Count(p.People, "person has", "people have")} no telephone number",
                User.IsInRole(Policies.Nurse)
                    ? "They cannot be called when they ask for it. Ask them, and enter it on the person’s page."
                    : "They cannot be called when they ask for it. Nurses see who they are under People, without a telephone number, and enter it on the person’s page.",
                User.IsInRole(Policies.Nurse) ? "/Staff/People?without=phone" : null, // Who takes part is for nurses to see.
                "Show who they are"
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string Of(Severity severity) => severity.ToString();
}

/// <summary>One problem, and the page that mends it; null where no page of an administrator does.</summary>
public sealed record ProblemLine(string Title, string Text, string? Href, string Link, bool Grave = false);
