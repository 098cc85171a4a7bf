using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Escalation;
using Wellbeing.App.Site;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.Rota;

/// <summary>Who is on call, my turns, and what colleagues offer.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class IndexModel(ISender sender, TeamTime time, IOptions<SiteOptions> site) : StaffPage(sender)
{
    private const int Weeks = 5;
    private const int WeeksOfTurns = 26;
    private const string Anybody = "anybody";

    /// <summary>The turn that is being offered, by when it begins; null while none is.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Offer { get; set; }

    [BindProperty]
    public string? To { get; set; }

    /// <summary>A turn of the colleague's: "account|from|to".</summary>
    [BindProperty]
    public string? Return { get; set; }

    public RotaView Rota { get; private set; } = null!;
    public RotaCalendar Calendar { get; private set; } = null!;
    public IReadOnlyList<RotaTurn> Mine { get; private set; } = [];
    public IReadOnlyList<Choice> ToChoices { get; private set; } = [];
    public IReadOnlyList<Choice> ReturnChoices { get; private set; } = [];

    /// <summary>The calendar link that was just made, shown this once; null while none was.</summary>
    public Uri? Made { get; private set; }

    public RotaFeed MadeFeed { get; private set; }

    /// <summary>Made with the form, so that a form sent twice makes one link.</summary>
    [BindProperty]
    public Guid LinkId { get; set; }

    public IReadOnlyList<RotaLinkView> Links { get; private set; } = [];

    public RotaLinkView? Link(RotaFeed feed) => Links.FirstOrDefault(l => l.Feed == feed);

    /// <summary>The same address as phones and computers offer to subscribe to it.</summary>
    public string Subscribe =>
        $"webcal:{Made!.AbsoluteUri[Made.AbsoluteUri.IndexOf("//", StringComparison.Ordinal)..]}";

    public Guid MyId => Me.UserId!.Value;
    public RotaTurn? Now => Rota.Turns.Count > 0 ? Rota.Turns[0] : null;
    public bool OnlyI => Now is { } now && now.IsOf(MyId) && now.Nurses.Count == 1;

    /// <summary>Whoever follows.</summary>
    public RotaTurn? Next => Rota.Turns.Skip(1).FirstOrDefault();

    public IEnumerable<SwapView> ForMe => Rota.Offers.Where(o => o.By.Id != MyId && (o.To is null || o.To.Id == MyId));
    public IEnumerable<SwapView> ByMe => Rota.Offers.Where(o => o.By.Id == MyId);
    public RotaTurn? Offering => Mine.FirstOrDefault(turn => turn.FromUtc.Ticks == Offer);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        To = Anybody;
    }

    public async Task<IActionResult> OnPostTakeOverAsync(CancellationToken cancellationToken)
    {
        if (await Sender.Send(new TakeOverOnCall(Me), cancellationToken) == RotaResult.Done)
            Say(
                "done",
                "You are on call now",
                "Whoever was on call is told. You are told first of flags, until the turn ends."
            );
        else
            Say("info", "You are on call already", "There is nobody to take over from.");
        return RedirectToPage(new { offer = (long?)null });
    }

    public async Task<IActionResult> OnPostOfferAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        if (Offering is not { } turn)
            return Tell(RotaResult.NotTheirs);
        var to =
            ToChoices.FirstOrDefault(c => c.Value == To) is not { } chosen ? null
            : chosen.Value == Anybody ? (Guid?)Guid.Empty
            : Guid.Parse(chosen.Value);
        if (to is null)
            ModelState.AddModelError(nameof(To), "Choose whom you ask.");
        var back = string.IsNullOrEmpty(Return) ? null : Read(Return);
        if (!string.IsNullOrEmpty(Return) && (back is not { } found || found.Account != to))
            ModelState.AddModelError(nameof(Return), "Choose a turn of the colleague you ask, or nothing in return.");
        if (!ModelState.IsValid)
            return Page();
        return Tell(
            await Sender.Send(
                new OfferSwap(Me, turn.FromUtc, turn.ToUtc, to == Guid.Empty ? null : to, back?.From, back?.To),
                cancellationToken
            ),
            "Your turn is offered",
            "It stays yours until somebody takes it. You get a mail when they answer."
        );
    }

    public async Task<IActionResult> OnPostAcceptAsync(Guid id, CancellationToken cancellationToken) =>
        Tell(
            await Sender.Send(new AnswerSwap(Me, id, Accept: true), cancellationToken),
            "The turn is yours",
            "The rota shows it, and your colleague is told."
        );

    public async Task<IActionResult> OnPostDeclineAsync(Guid id, CancellationToken cancellationToken) =>
        Tell(
            await Sender.Send(new AnswerSwap(Me, id, Accept: false), cancellationToken),
            "You declined",
            "Your colleague is told. Nothing changes on the rota."
        );

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken cancellationToken) =>
        Tell(
            await Sender.Send(new WithdrawSwap(Me, id), cancellationToken),
            "The turn stays yours",
            "Nobody can take it any more."
        );

    public async Task<IActionResult> OnPostLinkAsync(RotaFeed feed, CancellationToken cancellationToken)
    {
        if (LinkId == Guid.Empty || !Enum.IsDefined(feed))
            return BadRequest();
        if (
            await Sender.Send(new MakeRotaLink(Me, LinkId, feed), cancellationToken) is not MakeRotaLinkResult.Made made
        )
        {
            Say("info", "The link is made", "It was shown once. If it was lost, make a new one.");
            return RedirectToPage(null, null, new { offer = (long?)null }, "calendar");
        }

        (Made, MadeFeed) = (site.Value.Link(RotaCalendars.Path(made.Secret)), feed);
        Response.Headers.CacheControl = SecurityHeaders.NeverKept;
        await Draw(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostUnlinkAsync(RotaFeed feed, CancellationToken cancellationToken)
    {
        await Sender.Send(new WithdrawRotaLink(Me, feed), cancellationToken);
        Say(
            "done",
            "The calendar link is withdrawn",
            "Nothing is behind it any more. What a calendar fetched before may stay there until you remove it."
        );
        return RedirectToPage(null, null, new { offer = (long?)null }, "calendar");
    }

    /// <summary>"Tom Walker", "you", "Priya Nair and you"; nothing in a gap.</summary>
    public string Names(RotaTurn? turn) =>
        turn is null ? "" : string.Join(" and ", turn.Nurses.Select(n => n.Id == MyId ? "you" : n.Name));

    /// <summary>"Mon 23 Nov, 8:00 am to Mon 30 Nov, 8:00 am".</summary>
    public string Span(DateTime fromUtc, DateTime toUtc) => Span(fromUtc, toUtc, time);

    public static string Span(DateTime fromUtc, DateTime toUtc, TeamTime time) =>
        time.Day(fromUtc) == time.Day(toUtc)
            ? $"{time.Moment(fromUtc)} to {time.Clock(toUtc)}"
            : $"{time.Moment(fromUtc)} to {time.Moment(toUtc)}";

    private RedirectToPageResult Tell(RotaResult result, string title = "", string text = "")
    {
        switch (result)
        {
            case RotaResult.Done:
                Say("done", title, text);
                break;
            case RotaResult.Answered:
                Say(
                    "info",
                    "Somebody was faster",
                    "The offer was answered or withdrawn meanwhile. The rota below shows who has the turn."
                );
                break;
            case RotaResult.NotTheirs:
                Say(
                    "warning",
                    "Nothing was changed",
                    "The turn has changed hands meanwhile, or is over. Look at the rota below."
                );
                break;
            default:
                Say(
                    "warning",
                    "Nothing was changed",
                    "The offer is not there any more, or the colleague is no longer on the team."
                );
                break;
        }

        return RedirectToPage(new { offer = (long?)null });
    }

    private async Task Draw(CancellationToken cancellationToken)
    {
        Rota = await Sender.Send(new GetRota(Me, WeeksOfTurns), cancellationToken);
        Calendar = new RotaCalendar(RotaWeek.Of(Rota, RotaWeek.MondayOf(time.Today), Weeks, time), MyId);
        Mine = [.. Rota.Turns.Where(turn => turn.IsOf(MyId))];
        Links = await Sender.Send(new GetRotaLinks(Me), cancellationToken);
        LinkId = Guid.CreateVersion7(time.NowUtc);
        if (Offer is null)
            return;
        var colleagues = (await Sender.Send(new ListColleagues(Me), cancellationToken))
            .Where(c => c.IsNurse && c.Id != MyId)
            .ToList();
        ToChoices =
        [
            new Choice(Anybody, "Whoever takes it first"),
            .. colleagues.Select(c => new Choice(c.Id.ToString("D"), c.Name)),
        ];
        ReturnChoices =
        [
            .. from turn in Rota.Turns
            from nurse in turn.Nurses
            where nurse.Id != MyId && colleagues.Exists(c => c.Id == nurse.Id)
            orderby nurse.Name, turn.FromUtc
            select new Choice(
                string.Create(CultureInfo.InvariantCulture, $"{nurse.Id:D}|{turn.FromUtc.Ticks}|{turn.ToUtc.Ticks}"),
                $"{nurse.Name}: {Span(turn.FromUtc, turn.ToUtc)}"
            ),
        ];
    }

    /// <summary>Only what the page offered is taken.</summary>
    private (Guid Account, DateTime From, DateTime To)? Read(string value) =>
        ReturnChoices.Any(c => c.Value == value) && value.Split('|') is [var account, var from, var to]
            ? (Guid.Parse(account), Utc(from), Utc(to))
            : null;

    private static DateTime Utc(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
