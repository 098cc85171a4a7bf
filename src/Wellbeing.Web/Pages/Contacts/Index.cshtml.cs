using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;
using Wellbeing.App.SupportContacts;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>The people the participant trusts: who they are, what they answered, in which order; one more.</summary>
[Authorize(Policy = Policies.Participant)]
[KeepsWhatWasTyped("Name", "Email", "Phone")]
public sealed class IndexModel(ISender sender, IStringLocalizer<ParticipantText> text) : ContactForm(text), IShownAgain
{
    private readonly IStringLocalizer<ParticipantText> _text = text;

    public IReadOnlyList<MyContact> Mine { get; private set; } = [];

    /// <summary>The participant's own: in it they read when a question leaves.</summary>
    public string TimeZone { get; private set; } = "";

    public ContactMails Mails { get; private set; } = null!;

    /// <summary>What was just done: kind, title and, if there is more to say, a sentence.</summary>
    public (string Kind, string Title, string? Body)? Note { get; private set; }

    /// <param name="done">What was done before the redirect, and <paramref name="who"/> it was about.</param>
    public async Task OnGetAsync(string? done, Guid? who, CancellationToken cancellationToken)
    {
        Scope = nameof(ContactScope.Call);
        Fill(await UsualHours(cancellationToken));
        await Load(cancellationToken);
        var name = Mine.FirstOrDefault(c => c.Id == who)?.Name;
        Note = (done, name) switch
        {
            ("added", { } n) => ("done", _text["Contacts.Added", n].Value, _text["Contacts.Added.Body"].Value),
            ("asked-again", { } n) => (
                "done",
                _text["Contacts.Added", n].Value,
                _text["Contacts.AskedAgain.Body"].Value
            ),
            ("changed", { } n) => ("done", _text["Contacts.Changed", n].Value, null),
            ("tested", { } n) => ("done", _text["Contacts.Tested", n].Value, _text["Contacts.Tested.Body"].Value),
            ("tested-today", { } n) => ("info", _text["Contacts.TestedToday", n].Value, null),
            ("test-unconfirmed", { } n) => ("info", _text["Contacts.TestUnconfirmed", n].Value, null),
            ("withdrawn", _) => ("done", _text["Contacts.Withdrawn"].Value, null),
            ("moved", _) => ("done", _text["Contacts.Moved"].Value, null),
            _ => null,
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        CheckFields();
        CheckHours((await UsualHours(cancellationToken)).TimeZone);
        if (ModelState.IsValid)
        {
            var id = await sender.Send(
                new NominateContact(
                    User.ToActor(),
                    Name!,
                    Email!.Trim(),
                    PhoneOrNone,
                    Relation!,
                    ConsentChosen,
                    LanguageChosen,
                    ScopeChosen
                )
                {
                    Hours = HoursChosen,
                },
                cancellationToken
            );
            return Done("added", id);
        }

        return await ShowAgain(cancellationToken);
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostMoveAsync(Guid id, bool up, CancellationToken cancellationToken) =>
        Done(await sender.Send(new MoveContact(User.ToActor(), id, up), cancellationToken) ? "moved" : "", id);

    public async Task<IActionResult> OnPostTestAsync(Guid id, CancellationToken cancellationToken) =>
        Done(
            await sender.Send(new SendContactTest(User.ToActor(), id), cancellationToken) switch
            {
                SendContactTestResult.Sent => "tested",
                SendContactTestResult.AlreadyToday => "tested-today",
                SendContactTestResult.NotConfirmed => "test-unconfirmed",
                _ => "",
            },
            id
        );

    private RedirectToPageResult Done(string done, Guid id) =>
        RedirectToPage("/Contacts/Index", new { done, who = id });

    /// <summary>From 8 to 20 where the participant lives: so most of those they trust do too.</summary>
    private async Task<ContactHours> UsualHours(CancellationToken cancellationToken) =>
        ContactHours.Usual((await sender.Send(new GetMySettings(User.ToActor()), cancellationToken)).TimeZone);

    private async Task Load(CancellationToken cancellationToken)
    {
        var by = User.ToActor();
        TimeZone = (await sender.Send(new GetMySettings(by), cancellationToken)).TimeZone;
        Mine = await sender.Send(new GetMyContacts(by), cancellationToken);
        var scope = Enum.TryParse<ContactScope>(Scope, out var chosen) ? chosen : ContactScope.Call;
        Mails = await sender.Send(
            new PreviewContactMails(by, string.IsNullOrWhiteSpace(Name) ? _text["Contacts.Preview.Name"] : Name, scope),
            cancellationToken
        );
    }
}
