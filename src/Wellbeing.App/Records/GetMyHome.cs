using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Team;
using Wellbeing.Detection;

namespace Wellbeing.App.Records;

/// <summary>A nurse's note back, with the day of the check-in it is about in the person's calendar.</summary>
public sealed record MyReply(Guid CheckInId, DateOnly About, ReplyView Reply);

/// <summary>How something that a person waited for ended.</summary>
public enum Ended
{
    /// <summary>Something was agreed on with them.</summary>
    Plan,

    /// <summary>The team tried, and could not get through.</summary>
    NotReached,

    /// <summary>They had been promised a call, and it was closed for another reason.</summary>
    NotCalled,
}

/// <summary>What the home page tells the participant.</summary>
/// <param name="NextPromptAtUtc">When the person is asked next, a pause taken into account.</param>
/// <param name="DueNow">A prompt waits for an answer.</param>
/// <param name="DraftBegun">A check-in was begun and not sent.</param>
/// <param name="SomeoneLooksByUtc">While a flag is open: by when somebody will have looked, by the rota and the working
/// hours.</param>
/// <param name="InTouch">A nurse has the person's flag in hand.</param>
/// <param name="AllOnOnePage">How the person likes to be asked.</param>
public sealed record MyHome(
    string Name,
    string TimeZone,
    CheckInView? Last,
    DateTime? NextPromptAtUtc,
    bool DueNow,
    bool DraftBegun,
    DateTime? SomeoneLooksByUtc,
    bool InTouch,
    bool AllOnOnePage
)
{
    public ParticipantKind Kind { get; init; }

    /// <summary>What to call them, where it is another name.</summary>
    public string? PreferredName { get; init; }

    /// <summary>What the person is told about time: of what the team was told, or of the last check-in; null where
    /// there is neither.</summary>
    public WhenSomebodyReads? Reads { get; init; }

    /// <summary>How what they waited for ended, until they check in again; null where nothing of it is news.</summary>
    public Ended? Ended { get; init; }

    /// <summary>They had said that they are not safe, and nobody has spoken with them since: the numbers stay in
    /// sight.</summary>
    public bool NotSafeUnanswered { get; init; }

    /// <summary>Nurses' notes back that the person has not seen, or that came in the last two weeks; newest
    /// first.</summary>
    public IReadOnlyList<MyReply> Replies { get; init; } = [];

    /// <summary>They agreed when nurses read more, or less, of what is sent than now: they are asked anew.</summary>
    public bool AgreedToOther { get; init; }

    /// <summary>How far they have come with support contacts.</summary>
    public ContactsChosen Contacts { get; init; }

    /// <summary>Somebody asks to be linked with them as family.</summary>
    public bool FamilyAsks { get; init; }

    /// <summary>How many questions a check-in begun now asks.</summary>
    public int Questions { get; init; }

    /// <summary>The organisation's words for the question that may be asked first, by language; where there are none,
    /// the product's own.</summary>
    public IReadOnlyDictionary<string, CoreWords> ComparedWords { get; init; } = new Dictionary<string, CoreWords>();
}

/// <summary>How far a participant has come with support contacts.</summary>
public enum ContactsChosen
{
    /// <summary>Nobody is named who may still answer or has agreed.</summary>
    None,

    /// <summary>Somebody is named, and has not answered yet.</summary>
    Asked,

    /// <summary>Somebody agreed.</summary>
    Confirmed,
}

[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GetMyHome(Actor By) : IRequest<MyHome>, IActed;

internal sealed class GetMyHomeHandler(WellbeingDb db, QuestionBook questions, WhenRead whenRead, TimeProvider clock)
    : IRequestHandler<GetMyHome, MyHome>
{
    private static readonly TimeSpan _repliesAreNews = TimeSpan.FromDays(14);
    private static readonly TimeSpan _planIsNews = TimeSpan.FromDays(28);

    public async Task<MyHome> Handle(GetMyHome request, CancellationToken cancellationToken)
    {
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        var last = await db
            .CheckIns.AsNoTracking()
            .Where(c => c.ParticipantId == participant.Id)
            .OrderByDescending(c => c.SubmittedAtUtc)
            .FirstOrDefaultAsync(cancellationToken);
        var flag = await whenRead.OpenFlagOf(participant.Id, cancellationToken);
        var plan = await questions.Of(await questions.VersionInForce(cancellationToken), cancellationToken);
        var askedSince = clock.GetUtcNow().UtcDateTime - FamilyLink.AskLives;
        var view = last is null ? null : (await questions.View(last, cancellationToken)).For(request.By);
        var looksBy = await db.PromisedBy(flag, cancellationToken);
        var (ended, notSafe) = flag is null
            ? await HowItEnded(participant.Id, last?.SubmittedAtUtc, cancellationToken)
            : (null, false);
        return new MyHome(
            participant.Name,
            participant.TimeZone,
            view,
            participant.NextAskedAtUtc(),
            await db.Prompts.Open().AnyAsync(p => p.ParticipantId == participant.Id, cancellationToken),
            await db.CheckInDrafts.AnyAsync(d => d.ParticipantId == participant.Id, cancellationToken),
            looksBy,
            flag?.State == FlagState.Acknowledged,
            participant.AllQuestionsOnOnePage
        )
        {
            Kind = participant.Kind,
            PreferredName = participant.PreferredName,
            Ended = ended,
            NotSafeUnanswered = notSafe && ended is not null,
            Reads = flag is null && view is null ? null : await whenRead.Reads(flag, looksBy, view, cancellationToken),
            Replies = request.By.Is(Roles.Participant)
                ? await RepliesTo(request.By, participant.Id, cancellationToken)
                : [],
            Questions = plan.Asked(participant.Kind).Count,
            ComparedWords = plan.Wording.GetValueOrDefault(Question.Compared) ?? new Dictionary<string, CoreWords>(),
            AgreedToOther =
                request.By.Is(Roles.Participant)
                && await db.LastConsentOf(participant.Id, cancellationToken) is { TextVersion: var agreed }
                && Consent.SaysReadWhenNeeded(agreed) == await ReadingPromises.ReadsEveryCheckIn(db, cancellationToken),
            Contacts = request.By.Is(Roles.Participant)
                ? await ContactsOf(participant.Id, cancellationToken)
                : ContactsChosen.None,
            FamilyAsks = await db.FamilyLinks.AnyAsync(
                l => l.OtherId == participant.Id && l.AgreedAtUtc == null && l.AskedAtUtc > askedSince,
                cancellationToken
            ),
        };
    }

    /// <summary>Who said no, or cannot be reached, leaves the person with nobody: they are asked to choose.</summary>
    private async Task<ContactsChosen> ContactsOf(Guid participantId, CancellationToken cancellationToken)
    {
        var states = await db
            .SupportContacts.Where(c => c.ParticipantId == participantId)
            .Select(c => c.State)
            .Distinct()
            .ToListAsync(cancellationToken);
        return states.Contains(SupportContactState.Confirmed) ? ContactsChosen.Confirmed
            : states.Contains(SupportContactState.Pending) ? ContactsChosen.Asked
            : ContactsChosen.None;
    }

    /// <summary>A promised call that nobody made must not just vanish, nor what was agreed on.</summary>
    private async Task<(Ended?, bool NotSafe)> HowItEnded(
        Guid participantId,
        DateTime? lastSaidUtc,
        CancellationToken cancellationToken
    )
    {
        var closed = await db
            .Flags.AsNoTracking()
            .Where(f => f.ParticipantId == participantId)
            .OrderByDescending(f => f.ResolvedAtUtc)
            .Select(f => new
            {
                f.Outcome,
                f.ResolvedAtUtc,
                Reached = f.ContactAttempts.Any(a => a.Reached && a.AtUtc >= f.RaisedAtUtc),
                Tried = f.ContactAttempts.Any(a => a.AtUtc >= f.RaisedAtUtc),
                Asked = f.Findings.Any(x => Promises.OfContact.Contains(x.Rule)),
                NotSafe = f.Findings.Any(x => x.Rule == Rule.NotSafe),
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (closed is null || lastSaidUtc > closed.ResolvedAtUtc)
            return (null, false);
        if (closed.Outcome?.IsPlan() == true)
            return (closed.ResolvedAtUtc > clock.GetUtcNow().UtcDateTime - _planIsNews ? Ended.Plan : null, false);
        return (
            closed.Reached ? null
            : closed.Outcome == FlagOutcome.UnableToReach || closed.Tried ? Ended.NotReached
            : closed.Asked ? Ended.NotCalled
            : null,
            closed.NotSafe
        );
    }

    private async Task<IReadOnlyList<MyReply>> RepliesTo(
        Actor by,
        Guid participantId,
        CancellationToken cancellationToken
    )
    {
        var since = clock.GetUtcNow().UtcDateTime - _repliesAreNews;
        var about = await db
            .CheckIns.AsNoTracking()
            .Where(c =>
                db.CheckInReplies.Any(r =>
                    r.CheckInId == c.Id && r.ParticipantId == participantId && (r.SeenAtUtc == null || r.AtUtc > since)
                )
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. (await questions.Views(about, cancellationToken))
                .Select(c => c.For(by))
                .SelectMany(c =>
                    c.Replies.Where(r => r.SeenAtUtc is null || r.AtUtc > since)
                        .Select(r => new MyReply(c.Id, c.LocalDate, r))
                )
                .OrderByDescending(r => r.Reply.AtUtc),
        ];
    }
}
