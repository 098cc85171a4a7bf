using Wellbeing.App.Engine;
using Wellbeing.App.Operations;
using Wellbeing.Web.Pages.Staff;

namespace Wellbeing.Web.Pages.Admin;

/// <summary>One step as it is shown: what it is for, how far it is, and where it is done.</summary>
/// <param name="State">How far it is, where the product can tell more than done or not.</param>
/// <param name="Confirm">On the button by which an administrator says that it is right as it is; null where the product
/// sees for itself.</param>
public sealed record SetUpLine(
    string Title,
    string What,
    string Href,
    string Link,
    string? State = null,
    string? Confirm = null
);

/// <summary>The words of setting up.</summary>
public static class SetUpWords
{
    /// <summary>How the keys lie in the database.</summary>
    /// <param name="day">How a date is written in the team's zone.</param>
    public static string Of(KeysAtRest keys, Func<DateTime, string> day) =>
        keys switch
        {
            { InClear: true } =>
                "The keys lie in clear in the database: a copy of it opens what people write. Have whoever runs the server set Keys:File.",
            { By: null } => "There are no keys yet.",
            { SinceUtc: { } since } =>
                $"The keys in the database are wrapped by {keys.By} since {day(since)}. A copy of the database alone opens nothing.",
            _ =>
                $"The keys in the database are wrapped, the newest by {keys.By}, others by an older one. A copy of the database alone opens nothing.",
        };

    /// <param name="moment">How an instant is written in the team's zone.</param>
    /// <param name="day">How a date is written.</param>
    public static SetUpLine Of(
        SetUpStep step,
        SettingUpView view,
        Func<DateTime, string> moment,
        Func<DateTime, string> day
    ) =>
        step switch
        {
            SetUpStep.WhoWeAre => new(
                "Who we are",
                "Your name, organisation and telephone, colours and logo, as pages, emails and letters show them.",
                "/Admin/Branding",
                "Name, telephone, logo",
                Confirm: "It is right as it is"
            ),
            SetUpStep.Numbers => new(
                "Numbers for help",
                "Your own line with its hours, crisis lines, interpreter. Ring each of them, then say that you did.",
                "/Admin/SupportNumbers",
                "Check the numbers"
            ),
            SetUpStep.Mail => new(
                "Email, sent and received",
                "Send yourself a test email, and type its code: a mail server that takes an email has not delivered it yet.",
                "/Admin/Mail#test",
                "Send a test email"
            ),
            SetUpStep.Safekeeping => new(
                "Backup and keys",
                "Whoever runs the server makes a backup every day, keeps it on another machine, and restores one once. The key that opens what people write lies apart from the backups: without it no backup can be read.",
                "/Admin/Operations#backup",
                "When the last backup was",
                State: $"{OnRecord(view, day)} {Of(view.Keys, day)}".Trim(),
                Confirm: "Restored elsewhere"
            ),
            SetUpStep.Hours => new(
                "Time zone and working hours",
                "By these hours people are told when somebody answers.",
                "/Admin/Hours",
                "Working hours",
                Confirm: "They are right as they are"
            ),
            SetUpStep.Holidays => new(
                "Public holidays",
                "On these days nobody is promised an answer. A state’s days are added in two clicks.",
                "/Admin/Hours#holidays",
                "Add holidays"
            ),
            SetUpStep.Nurses => new(
                "Nurses who have joined",
                "Each chooses a password or passkey and a second factor. An invitation alone answers no flag.",
                "/Admin/Staff#invite",
                "Invite a nurse",
                State: $"{StaffWords.Count(view.NursesJoined, "has joined", "have joined")}{(view.NursesInvited > 0 ? $", {StaffWords.Count(view.NursesInvited, "has not yet", "have not yet")}" : "")}."
            ),
            SetUpStep.OnCall => new(
                "Somebody on call",
                "Urgent flags tell whoever is on call first, at any hour.",
                "/Admin/Rota",
                "Plan the rota",
                State: view.FirstGapUtc is { } gap
                    ? $"Nobody is on call {moment(gap)}."
                    : $"Somebody is on call for all of the next {GetReadiness.Days} days."
            ),
            SetUpStep.WhoIsTold => new(
                "Who is told, and when",
                "For each severity the steps that follow until somebody answers, with a preview of real names and times.",
                "/Admin/Policies",
                "Look at the steps",
                Confirm: "They are right as they are"
            ),
            SetUpStep.Thresholds => new(
                "Thresholds",
                "What raises a flag, and how soon somebody should answer.",
                "/Admin/Thresholds",
                "Look at the thresholds",
                Confirm: "They are right as they are"
            ),
            SetUpStep.Languages => new(
                "Languages",
                "Have somebody who speaks it read each language that your people use. Until then its pages say that nobody has.",
                "/Admin/Languages",
                "Look at the languages",
                Confirm: "They are right as they are"
            ),
            SetUpStep.FirstPeople => new(
                "The first people",
                "Invite somebody, import a list, or print a leaflet. Each of them decides.",
                "/Staff/Invite",
                "Invite somebody",
                State: view.NursesJoined == 0
                    ? "No nurse has joined: whoever checks in is told that nobody can answer. Invite nurses first."
                    : null
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };

    /// <summary>What the product knows of backups; that one was tried elsewhere it can only be told.</summary>
    private static string OnRecord(SettingUpView view, Func<DateTime, string> day)
    {
        var backup = view.BackupAtUtc is { } made ? $"Last backup: {day(made)}." : "No backup is on record.";
        var restored = view.RestoredAtUtc is { } at
            ? $"Restored here on {day(at)}."
            : "No restore here is on record; that one worked on another machine, you say yourself.";
        return $"{backup} {restored}";
    }
}
