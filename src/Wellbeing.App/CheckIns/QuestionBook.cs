using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Team;

namespace Wellbeing.App.CheckIns;

/// <summary>Finds the questions of a version, reads check-ins with the questions they answer, and seals answers to be
/// kept.</summary>
public sealed class QuestionBook(WellbeingDb db, SealedText text, ReadingPromises promises)
{
    private static readonly JsonSerializerOptions _json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    // A version never changes, so each is read once a request.
    private readonly Dictionary<int, QuestionPlan> _plans = new() { [0] = QuestionPlan.Default };

    /// <summary>The newest version, which check-ins begun now are asked under; 0 for the product's own
    /// questions.</summary>
    public async Task<int> VersionInForce(CancellationToken cancellationToken) =>
        await db.QuestionSets.MaxAsync(s => (int?)s.Version, cancellationToken) ?? 0;

    /// <summary>The questions of a version; null when there never was one.</summary>
    public async Task<QuestionPlan?> Find(int version, CancellationToken cancellationToken)
    {
        if (!_plans.TryGetValue(version, out var plan))
        {
            plan = (
                await db.QuestionSets.AsNoTracking().SingleOrDefaultAsync(s => s.Version == version, cancellationToken)
            )?.Plan;
            if (plan is not null)
                _plans[version] = plan;
        }

        return plan;
    }

    /// <summary>As <see cref="Find"/>, of a version that something stored names.</summary>
    public async Task<QuestionPlan> Of(int version, CancellationToken cancellationToken) =>
        await Find(version, cancellationToken)
        ?? throw new InvalidOperationException($"There is no version {version} of the questions.");

    /// <summary>
    /// Answers as they can be stored: extra ones that belong to no question of the version are left out. A version
    /// nobody published (a phone that knew one the database has lost) loses the extra answers, and never the others.
    /// </summary>
    public async Task<Answers> DropUnknownAnswers(Answers answers, CancellationToken cancellationToken) =>
        await Find(answers.QuestionVersion, cancellationToken) is { } plan
            ? answers with
            {
                Extras = plan.DropUnknownAnswers(answers.Extras),
            }
            : answers with
            {
                QuestionVersion = 0,
                Extras = Answers.None.Extras,
            };

    public SealedAnswers Seal(Answers answers)
    {
        var words = answers.Extras.Where(e => e.Value.Words is not null).ToDictionary(e => e.Key, e => e.Value.Words);
        var others = answers.Extras.ToDictionary(e => e.Key, e => e.Value with { Words = null });
        return new SealedAnswers(
            text.Seal(string.IsNullOrWhiteSpace(answers.Words) ? null : answers.Words.Trim()),
            text.Seal(others.Count == 0 ? null : JsonSerializer.Serialize(others, _json)),
            text.Seal(words.Count == 0 ? null : JsonSerializer.Serialize(words, _json))
        );
    }

    public IReadOnlyDictionary<int, ExtraAnswer> Open(CheckIn checkIn)
    {
        if (text.Open(checkIn.SealedExtras) is not { } others)
            return Answers.None.Extras;
        var words = text.Open(checkIn.SealedExtraWords) is { } said
            ? JsonSerializer.Deserialize<Dictionary<int, string>>(said, _json)!
            : [];
        return JsonSerializer
            .Deserialize<Dictionary<int, ExtraAnswer>>(others, _json)!
            .ToDictionary(e => e.Key, e => e.Value with { Words = words.GetValueOrDefault(e.Key) });
    }

    /// <summary>Answers without their words, which nobody counts.</summary>
    public IReadOnlyDictionary<int, ExtraAnswer> OpenCountable(string? sealedExtras) =>
        text.Open(sealedExtras) is { } others
            ? JsonSerializer.Deserialize<Dictionary<int, ExtraAnswer>>(others, _json)!
            : Answers.None.Extras;

    /// <summary>What these people answered when they were last asked extra questions, without what they passed
    /// by.</summary>
    public async Task<IReadOnlyDictionary<Guid, LastExtras>> LastOf(
        IReadOnlyCollection<Guid> people,
        DateTime sinceUtc,
        CancellationToken cancellationToken
    )
    {
        var asked = await db
            .CheckIns.Where(c =>
                people.Contains(c.ParticipantId) && c.SubmittedAtUtc > sinceUtc && c.SealedExtras != null
            )
            .Select(c => new
            {
                c.Id,
                c.ParticipantId,
                c.SubmittedAtUtc,
            })
            .ToListAsync(cancellationToken);
        var newest = asked.GroupBy(c => c.ParticipantId).Select(g => g.MaxBy(c => c.SubmittedAtUtc)!.Id).ToList();
        Dictionary<Guid, LastExtras> last = [];
        foreach (
            var checkIn in await db
                .CheckIns.AsNoTracking()
                .Where(c => newest.Contains(c.Id))
                .ToListAsync(cancellationToken)
        )
        {
            var said = (await Of(checkIn.QuestionVersion, cancellationToken))
                .Said(Open(checkIn))
                .Where(e => !e.Answer.IsSkip)
                .ToList();
            if (said.Count > 0)
                last[checkIn.ParticipantId] = new LastExtras(checkIn.LocalDate, said);
        }

        return last;
    }

    public async Task<CheckInView> View(CheckIn c, CancellationToken cancellationToken) =>
        (await Views([c], cancellationToken))[0];

    private async Task<CheckInView> View(
        CheckIn c,
        IEnumerable<CheckInReply> replies,
        ReadingPromise promise,
        CancellationToken cancellationToken
    )
    {
        var (plan, extras) = (await Of(c.QuestionVersion, cancellationToken), Open(c));
        return new CheckInView(
            c.Id,
            c.SubmissionId,
            c.SubmittedAtUtc,
            c.LocalDate,
            c.Intensity,
            c.Functioning,
            c.Change,
            c.Emotions.ToDictionary(e => e.Emotion, e => e.Strength),
            text.Open(c.SealedWords),
            c.ContactMe,
            c.ReadAtUtc,
            c.EnteredByName
        )
        {
            Duration = c.Duration,
            ConfirmedUnchanged = c.ConfirmedFromId is not null && c.CorrectedAtUtc is null,
            WrittenAtUtc = c.WrittenAtUtc,
            CorrectedAtUtc = c.CorrectedAtUtc,
            QuestionVersion = c.QuestionVersion,
            Extras = plan.Said(extras),
            ReadByName = c.ReadByName,
            ReadDueAtUtc = promise.ReadDueAt(c),
            Replies =
            [
                .. replies
                    .OrderBy(r => r.AtUtc)
                    .Select(r => new ReplyView(r.Id, text.Open(r.SealedText)!, r.ByName, r.AtUtc, r.SeenAtUtc)),
            ],
        };
    }

    public async Task<IReadOnlyList<CheckInView>> Views(
        IEnumerable<CheckIn> checkIns,
        CancellationToken cancellationToken
    )
    {
        var wanted = checkIns.ToList();
        if (wanted.Count == 0)
            return [];
        var ids = wanted.Select(c => c.Id).ToList();
        var replies = (
            await db.CheckInReplies.AsNoTracking().Where(r => ids.Contains(r.CheckInId)).ToListAsync(cancellationToken)
        ).ToLookup(r => r.CheckInId);
        var promise = await promises.Get(cancellationToken);
        List<CheckInView> views = [];
        foreach (var checkIn in wanted)
            views.Add(await View(checkIn, replies[checkIn.Id], promise, cancellationToken));
        return views;
    }
}

/// <summary>Answers to extra questions, with the day they were given in the person's calendar.</summary>
public sealed record LastExtras(DateOnly On, IReadOnlyList<ExtraSaid> Said)
{
    /// <summary>Older ones say little about now.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromDays(84);
}
