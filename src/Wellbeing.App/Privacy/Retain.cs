using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Privacy;

/// <summary>Removes what has been kept long enough, or with <paramref name="DryRun"/> only counts it. May run at any
/// time, twice, or late.</summary>
[AllowedTo(Roles.System | Roles.Administrator)]
public sealed record Retain(Actor By, bool DryRun) : IRequest<IReadOnlyList<Retained>>, IActed;

/// <summary>One kind of thing.</summary>
/// <param name="Setting">How long it is kept: name of the setting, and its value.</param>
/// <param name="Count">How many went, or would go.</param>
public sealed record Retained(string What, string Setting, int Count);

internal sealed class RetainHandler(WellbeingDb db, IOptions<RetentionOptions> retention, TimeProvider clock)
    : IRequestHandler<Retain, IReadOnlyList<Retained>>
{
    private const string Erased = "erased";

    public async Task<IReadOnlyList<Retained>> Handle(Retain request, CancellationToken cancellationToken)
    {
        var (now, keep) = (clock.GetUtcNow().UtcDateTime, retention.Value);
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        List<Retained> done = [];

        var oldWords = Before(now.AddMonths(-keep.FreeTextMonths), keep.FreeTextMonths);
        await Do(
            "Own words of check-ins",
            $"Retention:FreeTextMonths = {keep.FreeTextMonths}",
            db.CheckIns.Where(c =>
                (c.SealedWords != null || c.SealedExtraWords != null) && c.SubmittedAtUtc < oldWords
            ),
            rows =>
                rows.ExecuteUpdateAsync(
                    c =>
                        c.SetProperty(x => x.SealedWords, (string?)null)
                            .SetProperty(x => x.SealedExtraWords, (string?)null),
                    cancellationToken
                )
        );
        await Do(
            "Notes back about those check-ins",
            $"Retention:FreeTextMonths = {keep.FreeTextMonths}",
            db.CheckInReplies.IgnoreQueryFilters()
                .Where(r => db.CheckIns.Any(c => c.Id == r.CheckInId && c.SubmittedAtUtc < oldWords)),
            rows => rows.ExecuteDeleteAsync(cancellationToken)
        );
        await Do(
            "Answers as they were before a correction",
            $"Retention:FreeTextMonths = {keep.FreeTextMonths}",
            db.CheckInOriginals.Where(o => o.ReplacedAtUtc < oldWords),
            rows => rows.ExecuteDeleteAsync(cancellationToken)
        );

        await Do(
            "Mails to return addresses that nobody has decided about",
            $"Retention:FreeTextMonths = {keep.FreeTextMonths}",
            db.Bounces.Where(b => b.SealedText != null && b.AtUtc < oldWords),
            rows => rows.ExecuteUpdateAsync(b => b.SetProperty(x => x.SealedText, (string?)null), cancellationToken)
        );

        var oldMessages = Before(now.AddMonths(-keep.MessageAddressMonths), keep.MessageAddressMonths);
        await Do(
            "Addresses of old messages",
            $"Retention:MessageAddressMonths = {keep.MessageAddressMonths}",
            db.Messages.Where(n =>
                n.CreatedAtUtc < oldMessages
                && n.Address != Erased
                && n.State != MessageState.Pending
                && n.State != MessageState.Sending
                && n.State != MessageState.RetryWait
            ),
            rows =>
                rows.ExecuteUpdateAsync(
                    n =>
                        n.SetProperty(x => x.Address, Erased)
                            .SetProperty(x => x.RecipientName, "")
                            .SetProperty(x => x.SealedSecret, (string?)null),
                    cancellationToken
                )
        );

        await Do(
            "Reports about old messages that did not arrive",
            $"Retention:MessageAddressMonths = {keep.MessageAddressMonths}",
            db.Bounces.Where(b => b.AtUtc < oldMessages),
            rows => rows.ExecuteDeleteAsync(cancellationToken)
        );

        var oldLinks = Before(now.AddDays(-keep.LinkDays), keep.LinkDays);
        await Do(
            "Links that ended",
            $"Retention:LinkDays = {keep.LinkDays}",
            db.LinkTokens.Where(t => t.ExpiresAtUtc < oldLinks),
            rows => rows.ExecuteDeleteAsync(cancellationToken)
        );
        var invited = oldLinks == DateTime.MinValue ? oldLinks : oldLinks - Invitation.Lives;
        await Do(
            "Invitations long past",
            $"Retention:LinkDays = {keep.LinkDays}",
            db.Invitations.Where(i => i.InvitedAtUtc < invited),
            rows => rows.ExecuteDeleteAsync(cancellationToken)
        );
        var asked = oldLinks == DateTime.MinValue ? oldLinks : oldLinks - FamilyLink.AskLives;
        await Do(
            "Questions to family that nobody answered",
            $"Retention:LinkDays = {keep.LinkDays}",
            db.FamilyLinks.Where(l => l.AgreedAtUtc == null && l.AskedAtUtc < asked),
            rows => rows.ExecuteDeleteAsync(cancellationToken)
        );
        await Do(
            "Address changes nobody confirmed",
            $"Retention:LinkDays = {keep.LinkDays}",
            db.EmailChanges.Where(e => e.AskedAtUtc < oldLinks),
            rows => rows.ExecuteDeleteAsync(cancellationToken)
        );

        var closed = Before(now.AddYears(-keep.ClosedAccountYears), keep.ClosedAccountYears);
        var people = await db
            .Participants.Where(p => p.ClosedAtUtc < closed && p.Email != Erased)
            .Select(p => p.Id)
            .ToListAsync(cancellationToken);
        if (!request.DryRun)
        {
            foreach (var id in people)
                await Erase(id, now, cancellationToken);
        }

        done.Add(
            new Retained(
                "People who closed their account: name, addresses, words, contacts",
                $"Retention:ClosedAccountYears = {keep.ClosedAccountYears}",
                people.Count
            )
        );

        if (!request.DryRun && done.Sum(d => d.Count) is > 0 and var total)
        {
            db.Audit(request.By, AuditActions.RetentionRan, now, detail: new RetentionDetail(total));
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitIfOwn(cancellationToken);
        return done;

        async Task Do<T>(string what, string setting, IQueryable<T> rows, Func<IQueryable<T>, Task<int>> remove) =>
            done.Add(
                new Retained(
                    what,
                    setting,
                    request.DryRun ? await rows.CountAsync(cancellationToken) : await remove(rows)
                )
            );

        static DateTime Before(DateTime at, int keptFor) =>
            keptFor == 0 ? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc) : at;
    }

    /// <summary>Ratings and flags stay, for the counts of past years; nothing is left that says whose they were. The
    /// audit log names no participant.</summary>
    private async Task Erase(Guid participantId, DateTime now, CancellationToken cancellationToken)
    {
        var participant = await db.Participants.SingleAsync(p => p.Id == participantId, cancellationToken);
        var accountId = participant.AccountId;
        participant.Name = Erased;
        participant.Address(HowToAddress.NotSaid);
        participant.Email = Erased;
        participant.Phone = null;
        participant.BestTimeToCall = null;
        participant.MayLeaveMessage = null;
        participant.AccountId = null;
        db.Audit(Actor.System, AuditActions.ParticipantErased, now, participantId);
        await db.SaveChangesAsync(cancellationToken);
        // What an organisation asks besides may say who somebody is: extra answers go altogether.
        await db
            .CheckIns.Where(c => c.ParticipantId == participantId)
            .ExecuteUpdateAsync(
                c =>
                    c.SetProperty(x => x.SealedWords, (string?)null)
                        .SetProperty(x => x.SealedExtras, (string?)null)
                        .SetProperty(x => x.SealedExtraWords, (string?)null),
                cancellationToken
            );
        await db
            .Bounces.Where(b =>
                b.SealedText != null && db.Messages.Any(n => n.Id == b.MessageId && n.ParticipantId == participantId)
            )
            .ExecuteUpdateAsync(b => b.SetProperty(x => x.SealedText, (string?)null), cancellationToken);
        await db.CheckInReplies.Where(r => r.ParticipantId == participantId).ExecuteDeleteAsync(cancellationToken);
        await db.CheckInOriginals.Where(o => o.ParticipantId == participantId).ExecuteDeleteAsync(cancellationToken);
        await db.CheckInDrafts.Where(d => d.ParticipantId == participantId).ExecuteDeleteAsync(cancellationToken);
        await db
            .Flags.Where(f => f.ParticipantId == participantId)
            .ExecuteUpdateAsync(f => f.SetProperty(x => x.SealedNote, (string?)null), cancellationToken);
        await db
            .ContactAttempts.Where(a => db.Flags.Any(f => f.Id == a.FlagId && f.ParticipantId == participantId))
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.SealedNote, (string?)null), cancellationToken);
        await db
            .ThresholdOverrides.Where(o => o.ParticipantId == participantId)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.SealedReason, (string?)null), cancellationToken);
        await db
            .UsualForPeople.Where(u => u.ParticipantId == participantId)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.SealedReason, (string?)null), cancellationToken);
        await db.PersonNotes.Where(n => n.ParticipantId == participantId).ExecuteDeleteAsync(cancellationToken);
        await db
            .FlagSnoozes.Where(s => db.Flags.Any(f => f.Id == s.FlagId && f.ParticipantId == participantId))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.SealedReason, (string?)null), cancellationToken);
        await db
            .FlagFindings.Where(f => f.ParticipantId == participantId)
            .ExecuteUpdateAsync(f => f.SetProperty(x => x.SealedReason, (string?)null), cancellationToken);
        await db
            .SupportContacts.Where(c => c.ParticipantId == participantId)
            .ExecuteUpdateAsync(
                c =>
                    c.SetProperty(x => x.Name, Erased)
                        .SetProperty(x => x.Email, Erased)
                        .SetProperty(x => x.Phone, (string?)null)
                        .SetProperty(x => x.Relation, Erased),
                cancellationToken
            );
        await db
            .Bounces.Where(b =>
                db.Messages.Any(n =>
                    n.Id == b.MessageId
                    && (n.ParticipantId == participantId || n.AccountId == accountId && accountId != null)
                )
            )
            .ExecuteDeleteAsync(cancellationToken);
        await db
            .Messages.Where(n => n.ParticipantId == participantId || n.AccountId == accountId && accountId != null)
            .ExecuteUpdateAsync(
                n =>
                    n.SetProperty(x => x.Address, Erased)
                        .SetProperty(x => x.RecipientName, "")
                        .SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );
        if (accountId is not null)
            await db.Users.Where(a => a.Id == accountId).ExecuteDeleteAsync(cancellationToken);
    }
}
