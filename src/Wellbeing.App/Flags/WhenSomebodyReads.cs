using Wellbeing.App.CheckIns;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>What is true at this moment of somebody reading what a person told us.</summary>
public enum ReadState
{
    /// <summary>A nurse has read it.</summary>
    Read,

    /// <summary>The team was told, and means to have read it by an instant that lies ahead.</summary>
    Planned,

    /// <summary>The instant that was promised has passed, and nobody has reached the person; a nurse may have it by
    /// now.</summary>
    Late,

    /// <summary>A nurse looks after what the person told us.</summary>
    InTouch,

    /// <summary>A nurse who has it tried to be in touch, and did not reach them.</summary>
    Tried,

    /// <summary>It waits its turn on working days.</summary>
    Waiting,

    /// <summary>It has waited longer than check-ins usually do.</summary>
    Longer,

    /// <summary>The team should have been told by now, and no message reached anybody of it. We go on trying.</summary>
    Unreached,

    /// <summary>No nurse has joined, or none takes mail: nobody could read it, and nothing is promised.</summary>
    Nobody,

    /// <summary>The organisation reads what stands out or where somebody asks, not every check-in.</summary>
    WhenNeeded,
}

/// <summary>
/// The one place that decides what a person is told about time, on every page and in every mail: what is true now, and
/// never the state of a machine. The words are made of it elsewhere.
/// </summary>
/// <param name="AtUtc">When it was read, or by when somebody will have: for <see cref="ReadState.Read"/>,
/// <see cref="ReadState.Planned"/> and <see cref="ReadState.Late"/>; of <see cref="ReadState.Tried"/> when they try
/// again, null where no time was chosen.</param>
/// <param name="ByName">Who read it, or tried, where that is known: the first name.</param>
/// <param name="AskedUs">The person asked us to call.</param>
/// <param name="NotSafe">The person said that they are not safe.</param>
/// <param name="InPerson">What is promised is not that somebody reads, but that somebody gets in touch.</param>
public sealed record WhenSomebodyReads(
    ReadState State,
    DateTime? AtUtc = null,
    string? ByName = null,
    bool AskedUs = false,
    bool NotSafe = false,
    bool InPerson = false
)
{
    /// <summary>From so long after the promise on a person is not told that the team was asked again: it was, many
    /// times, and that has not helped.</summary>
    private static readonly TimeSpan _forDays = TimeSpan.FromDays(2);

    /// <summary>Of <see cref="ReadState.Late"/>: for days.</summary>
    public bool ForDays { get; init; }

    /// <summary>Of <see cref="ReadState.Planned"/>: an older promise that has passed unanswered; the apology for it stands
    /// beside the new one. Null without.</summary>
    public DateTime? OlderUtc { get; init; }

    /// <summary>Of <see cref="ReadState.Late"/>: a nurse has it, and nobody has tried to reach the person yet.</summary>
    public bool SomebodyHasIt { get; init; }

    /// <summary>Where somebody tried: by a call.</summary>
    public bool Called { get; init; }

    /// <summary>When they tried, where that did not reach the person; else null. Of <see cref="ReadState.Late"/> with
    /// <see cref="ByName"/> as well: whoever reads that it is late reads who tried.</summary>
    public DateTime? TriedAtUtc { get; init; }

    /// <summary>Of <see cref="ReadState.Late"/>: when they try again; null where no time was chosen.</summary>
    public DateTime? AgainAtUtc { get; init; }

    /// <summary>Of <see cref="ReadState.Tried"/>: by when somebody was to be in touch; null where that was not
    /// promised.</summary>
    public DateTime? PromisedUtc { get; init; }

    /// <param name="looksByUtc">What was promised for the person's open flag, while nobody has taken it on; else
    /// null.</param>
    /// <param name="inTouch">A nurse has the person's flag.</param>
    /// <param name="told">What the person's open flag was raised for; none without one.</param>
    /// <param name="tried">The last try, where it did not reach the person; else null.</param>
    /// <param name="olderUtc">The first promise that has passed with nobody in touch; else null.</param>
    /// <param name="readAtUtc">When a nurse read it; else null.</param>
    /// <param name="readByName">Who read it, where that is known.</param>
    /// <param name="readDueAtUtc">By when it is read as promised; null where the organisation does not read every
    /// check-in.</param>
    public static WhenSomebodyReads Of(
        DateTime? looksByUtc,
        bool inTouch,
        IReadOnlyCollection<Rule> told,
        DateTime? readAtUtc,
        string? readByName,
        DateTime? readDueAtUtc,
        DateTime nowUtc,
        NotReached? tried = null,
        DateTime? olderUtc = null
    ) =>
        // Where only reading was promised, and it was read, the promise is kept, and nothing more is planned. An acute
        // rating that nobody took on is late all the same: that somebody read it helped nobody.
        looksByUtc is { } by
        && (
            readAtUtc is null
            || told.Any(rule => rule.Made() == Promise.Contact)
            || (by <= nowUtc && told.Contains(Rule.Acute))
        )
            ? by <= nowUtc
                ? Late(olderUtc ?? by, tried, told, nowUtc, inTouch)
                : tried is not null && olderUtc is null
                    ? InHand(tried, told, nowUtc) with
                    {
                        PromisedUtc = by,
                    }
                    : With(tried, Told(ReadState.Planned, by, told)) with
                    {
                        OlderUtc = olderUtc,
                        ForDays = nowUtc - olderUtc >= _forDays,
                    }
            // What was said last was read; what was said before it waits.
            : olderUtc is { } older
                ? Late(older, tried, told, nowUtc, inTouch)
                : inTouch && told.Any(rule => rule.Made() is not null)
                    ? InHand(tried, told, nowUtc)
                    : readAtUtc is { } read
                        ? new(ReadState.Read, read, readByName)
                        : readDueAtUtc is { } due
                            ? new(due > nowUtc ? ReadState.Waiting : ReadState.Longer)
                            : new(ReadState.WhenNeeded);

    /// <summary>True of a late promise that was made, and had passed, before this check-in.</summary>
    public bool IsOlderThan(CheckInView checkIn) => State == ReadState.Late && AtUtc < checkIn.SubmittedAtUtc;

    /// <summary>Of a check-in that led to nothing else.</summary>
    public static WhenSomebodyReads Of(CheckInView checkIn, DateTime nowUtc) =>
        Of(looksByUtc: null, inTouch: false, [], checkIn.ReadAtUtc, checkIn.ReadByName, checkIn.ReadDueAtUtc, nowUtc);

    private static WhenSomebodyReads InHand(NotReached? tried, IReadOnlyCollection<Rule> told, DateTime nowUtc) =>
        tried switch
        {
            null => Told(ReadState.InTouch, null, told),
            { AgainAtUtc: { } again } when again <= nowUtc => Late(again, tried, told, nowUtc),
            _ => With(tried, Told(ReadState.Tried, tried.AgainAtUtc, told)) with { AgainAtUtc = null },
        };

    private static WhenSomebodyReads Late(
        DateTime sinceUtc,
        NotReached? tried,
        IReadOnlyCollection<Rule> told,
        DateTime nowUtc,
        bool inHand = false
    ) =>
        With(tried, Told(ReadState.Late, sinceUtc, told)) with
        {
            SomebodyHasIt = inHand && tried is null,
            ForDays = nowUtc - sinceUtc >= _forDays,
            AgainAtUtc = tried?.AgainAtUtc > nowUtc ? tried.AgainAtUtc : null,
        };

    private static WhenSomebodyReads With(NotReached? tried, WhenSomebodyReads reads) =>
        tried is null
            ? reads
            : reads with
            {
                ByName = tried.ByName,
                Called = tried.Called,
                TriedAtUtc = tried.AtUtc,
                AgainAtUtc = tried.AgainAtUtc,
            };

    /// <summary>Of somebody whose flag has reached nobody yet.</summary>
    public static WhenSomebodyReads Unreached(IReadOnlyCollection<Rule> told) => Told(ReadState.Unreached, null, told);

    private static WhenSomebodyReads Told(ReadState state, DateTime? atUtc, IReadOnlyCollection<Rule> told) =>
        new(
            state,
            atUtc,
            AskedUs: told.Contains(Rule.ContactRequested),
            NotSafe: told.Contains(Rule.NotSafe),
            InPerson: told.Any(rule => rule.Made() == Promise.Contact)
        );
}

/// <summary>A try that did not reach the person.</summary>
/// <param name="ByName">The nurse's first name.</param>
/// <param name="Called">By a call.</param>
/// <param name="AgainAtUtc">When they try again; null where no time was chosen.</param>
/// <param name="AtUtc">When it was.</param>
public sealed record NotReached(string ByName, bool Called, DateTime? AgainAtUtc, DateTime AtUtc);
