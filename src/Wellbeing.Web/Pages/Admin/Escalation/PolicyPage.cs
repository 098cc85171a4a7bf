using MediatR;
using Wellbeing.App.Accounts;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Team;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Pages.Admin.Escalation;

/// <summary>What the pages about policies share: words, and what would happen at telling moments.</summary>
public abstract class PolicyPage(ISender sender, TeamTime time) : StaffPage(sender)
{
    private static readonly TimeOnly _evening = new(18, 0);
    private static readonly TimeOnly _morning = new(10, 0);

    public PolicyWords Words { get; private set; } = null!;

    protected CalendarView Calendar { get; private set; } = null!;

    protected async Task LoadWords(CancellationToken cancellationToken)
    {
        Calendar = await Sender.Send(new GetCalendar(Me), cancellationToken);
        Words = new PolicyWords(
            await Sender.Send(new ListColleagues(Me), cancellationToken),
            Calendar.Mailboxes,
            await Sender.Send(new ListWebhooks(Me), cancellationToken)
        );
    }

    /// <summary>Raised now, on Friday evening, on the next holiday.</summary>
    protected async Task<IReadOnlyList<(string Title, PolicyPreview Preview)>> Preview(
        Severity severity,
        EscalationPlan plan,
        CancellationToken cancellationToken
    )
    {
        var friday = time.Today;
        while (friday.DayOfWeek != DayOfWeek.Friday || time.Utc(friday, _evening) <= time.NowUtc)
            friday = friday.AddDays(1);
        var moments = new List<(string Title, DateTime AtUtc)>
        {
            ("Raised now", time.NowUtc),
            ("Raised on Friday evening", time.Utc(friday, _evening)),
        };
        if (Calendar.Holidays.FirstOrDefault(h => time.Utc(h.Date, _morning) > time.NowUtc) is { } holiday)
            moments.Add(($"Raised on a holiday ({holiday.Name})", time.Utc(holiday.Date, _morning)));
        var previews = new List<(string, PolicyPreview)>();
        foreach (var (title, at) in moments)
            previews.Add((title, await Sender.Send(new PreviewPolicy(Me, severity, plan, at), cancellationToken)));
        return previews;
    }
}
