using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>What became of the administrator's own test mails, newest first.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListTestMails(Actor By) : IRequest<IReadOnlyList<TestMail>>, IActed
{
    public const int Most = 3;
}

/// <param name="Attempts">Oldest first, with the mail server's replies.</param>
public sealed record TestMail(
    string Address,
    DateTime AtUtc,
    MessageState State,
    IReadOnlyList<MessageAttemptView> Attempts
);

internal sealed class ListTestMailsHandler(WellbeingDb db) : IRequestHandler<ListTestMails, IReadOnlyList<TestMail>>
{
    public async Task<IReadOnlyList<TestMail>> Handle(ListTestMails request, CancellationToken cancellationToken)
    {
        var mails = await db
            .Messages.AsNoTracking()
            .Where(n => n.Kind == MailTest.Kind && n.AccountId == request.By.UserId)
            .OrderByDescending(n => n.CreatedAtUtc)
            .ThenByDescending(n => n.Id)
            .Take(ListTestMails.Most)
            .ToListAsync(cancellationToken);
        var ids = mails.ConvertAll(n => n.Id);
        var attempts = (
            await db
                .MessageAttempts.AsNoTracking()
                .Where(a => ids.Contains(a.MessageId))
                .OrderBy(a => a.Number)
                .ToListAsync(cancellationToken)
        ).ToLookup(
            a => a.MessageId,
            a => new MessageAttemptView(a.Number, a.BeganAtUtc, a.Outcome, a.Phase, a.ReplyCode, a.Detail)
        );
        return [.. mails.Select(n => new TestMail(n.Address, n.CreatedAtUtc, n.State, [.. attempts[n.Id]]))];
    }
}
