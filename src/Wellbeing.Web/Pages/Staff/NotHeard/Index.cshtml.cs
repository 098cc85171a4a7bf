using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.NotHeard;

/// <summary>The second list: who was asked and did not answer, and whether to ring them.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public static IReadOnlyList<(NotHeardState State, string Text)> States { get; } =
    [
        (NotHeardState.MissedAfterHigh, "Missed after distress"),
        (NotHeardState.Missed, "Missed"),
        (NotHeardState.NotDelivered, "Not delivered"),
        (NotHeardState.Reminded, "Reminded"),
        (NotHeardState.Due, "Asked"),
    ];

    public static IReadOnlyList<(NotHeardMail Mail, string Text)> Mails { get; } =
    [
        (NotHeardMail.NotDelivered, "Email not delivered"),
        (NotHeardMail.NotOpened, "Delivered, not opened"),
        (NotHeardMail.Opened, "Opened, not begun"),
        (NotHeardMail.Begun, "Begun, not finished"),
        (NotHeardMail.NoMail, "No email sent"),
    ];

    /// <summary>A word that is no state means everybody.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    public NotHeardState? Only =>
        Enum.TryParse<NotHeardState>(Show, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    /// <summary>How far the check-in got with them; another word means everybody.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Mail { get; set; }

    public NotHeardMail? OnlyMail =>
        Enum.TryParse<NotHeardMail>(Mail, ignoreCase: true, out var mail) && Enum.IsDefined(mail) ? mail : null;

    public NotHeardPage List { get; private set; } = null!;

    public int Pages => Math.Max(1, (int)Math.Ceiling(List.Total / (double)List.PageSize));

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListNotHeardFrom(Me, Only, PageNumber, Mail: OnlyMail), cancellationToken);

    public async Task<IActionResult> OnPostCallAsync(
        Guid promptId,
        Guid callId,
        string outcome,
        CancellationToken cancellationToken
    )
    {
        if (!Enum.TryParse<PromptCallOutcome>(outcome, out var what) || !Enum.IsDefined(what))
            return BadRequest();
        if (await Sender.Send(new RecordPromptCall(Me, callId, promptId, what), cancellationToken))
            Say("done", "The call is noted", "Colleagues see who rang, and when.");
        else
            Say("warning", "This check-in is not there", "The list below is up to date.");
        return Redirect(Href(Only, OnlyMail));
    }

    public static string Href(NotHeardState? state, NotHeardMail? mail = null)
    {
        string?[] asked = [state is null ? null : $"show={state}", mail is null ? null : $"mail={mail}"];
        var query = string.Join('&', asked.OfType<string>()).ToLowerInvariant();
        return "/Staff/NotHeard" + (query.Length > 0 ? "?" + query : "");
    }

    public static string Of(NotHeardMail mail) => Mails.First(m => m.Mail == mail).Text;

    /// <summary>What it means for the nurse who rings; null where the words say it all.</summary>
    public static string? Advice(NotHeardRow row) =>
        row.Mail switch
        {
            NotHeardMail.NotDelivered when row.AddressRefused =>
                "They may not know that they were asked. When you ring, ask for an email address that works.",
            NotHeardMail.NotDelivered =>
                "They may not know that they were asked: our mail did not leave in time. Their address may well be right.",
            NotHeardMail.Begun => "They started and stopped. Something may have been hard to answer, or hard to use.",
            _ => null,
        };

    public static string Of(NotHeardState state) => States.First(s => s.State == state).Text;

    /// <summary>What they said that makes their silence matter.</summary>
    public static string Of(SilenceAfter said) =>
        said switch
        {
            SilenceAfter.NotSafe => "Said “not safe”",
            SilenceAfter.ContactRequested => "Asked for contact",
            _ => "Something urgent was found",
        };

    public static string Icon(NotHeardState state) =>
        state switch
        {
            NotHeardState.MissedAfterHigh => "alert",
            NotHeardState.Missed => "diamond",
            NotHeardState.NotDelivered => "info",
            _ => "circle",
        };
}
