using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Accounts;

/// <summary>To a colleague: who invites them, how to reach them, and a link to join by.</summary>
public sealed class StaffInvitation : MessageKind
{
    public const string Kind = nameof(StaffInvitation);

    public override string Title => "Invitation to a colleague";

    public override int Priority => 1;

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var text = context.Text;
        var by = await Inviter(context, cancellationToken);
        var (site, organisation) = (context.Site.Name, context.Numbers.Foundation.Name);
        var mail = context.OneLink("StaffInvitation", LinkPurpose.StaffInvitation, "/SignIn/NewPassword");
        return mail with
        {
            Paragraphs =
            [
                by is { Name: var name }
                    ? text["StaffInvitation.By", name, site, organisation]
                    : text["StaffInvitation.Team", site, organisation],
                .. mail.Paragraphs,
            ],
            Closing =
            [
                text["ParticipantInvitation.Questions", organisation, context.Numbers.Foundation.Number],
                .. by is { Name: var named, Email: { } address }
                    ? [text["StaffInvitation.Write", named, address].Value]
                    : Array.Empty<string>(),
                .. mail.Closing,
            ],
        };
    }

    /// <summary>Who invited them last, by the log; null where no colleague did.</summary>
    private static async Task<(string Name, string? Email)?> Inviter(
        MessageContext context,
        CancellationToken cancellationToken
    )
    {
        var (account, written) = (context.Message.AccountId, context.Message.CreatedAtUtc);
        var invitations = await context
            .Db.AuditRecords.AsNoTracking()
            .Where(a =>
                (a.Action == AuditActions.AccountCreated || a.Action == AuditActions.AccountInvitedAgain)
                && a.ActorId != null
                && a.AtUtc <= written
            )
            .OrderByDescending(a => a.Sequence)
            .ToListAsync(cancellationToken); // As many as there are colleagues.
        var record = invitations.Find(a =>
            a.ReadDetail() switch
            {
                NewAccountDetail made => made.Account == account,
                AccountDetail again => again.Account == account,
                _ => false,
            }
        );
        return record is null
            ? null
            : (
                record.ActorName,
                await context
                    .Db.Users.Where(u => u.Id == record.ActorId && u.Enabled)
                    .Select(u => u.Email)
                    .SingleOrDefaultAsync(cancellationToken)
            );
    }
}
