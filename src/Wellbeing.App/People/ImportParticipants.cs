using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;

namespace Wellbeing.App.People;

/// <summary>
/// Invites everybody in a file, or nobody: one field that is wrong, and nothing happens. Whoever is here already is
/// left alone. Nobody is enrolled: each gets the same invitation as anybody else, and decides.
/// </summary>
/// <param name="Really">False to see what would happen.</param>
[AllowedTo(Roles.Administrator)]
public sealed record ImportParticipants(Actor By, byte[] File, bool Really) : IRequest<ImportResult>, IActed;

/// <param name="Done">The invitations are written.</param>
/// <param name="Errors">Any of them: nobody is invited.</param>
public sealed record ImportResult(bool Done, IReadOnlyList<ImportRow> Rows, IReadOnlyList<ImportError> Errors)
{
    public int Invited => Rows.Count(row => row.Fate == ImportFate.Invite);
}

public sealed record ImportRow(
    int Line,
    string Name,
    string Email,
    ParticipantKind Kind,
    string Language,
    string TimeZone,
    string? Cohort,
    ImportFate Fate
)
{
    public string? Phone { get; init; }
    public TimeToCall? BestTimeToCall { get; init; }
    public bool? MayLeaveMessage { get; init; }
    public bool NeedsInterpreter { get; init; }

    /// <summary>How they like to be spoken to, as far as the file says.</summary>
    public HowToAddress Address { get; init; } = HowToAddress.NotSaid;
}

public enum ImportFate
{
    Invite,

    /// <summary>Somebody has an account with this address.</summary>
    HasAccount,

    /// <summary>An invitation to this address waits for its answer.</summary>
    Invited,
}

/// <param name="Line">As a text editor counts; 0 for the file as a whole.</param>
/// <param name="Column">Its name; empty for the whole line.</param>
/// <param name="Found">What stands there, shortened.</param>
public sealed record ImportError(int Line, string Column, string Found, string Expected);

internal sealed class ImportParticipantsHandler(
    WellbeingDb db,
    MessageWriter messages,
    TeamZone team,
    TimeProvider clock
) : IRequestHandler<ImportParticipants, ImportResult>
{
    public async Task<ImportResult> Handle(ImportParticipants request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var cohorts = (await db.Cohorts.AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(
            c => c.Name,
            StringComparer.OrdinalIgnoreCase
        );
        var (lines, errors) = ImportFile.Read(
            request.File,
            team.Id,
            cohorts.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase)
        );
        if (errors.Count > 0)
            return new ImportResult(false, [], errors);

        var addresses = lines.Select(l => l.Email.ToUpperInvariant()).ToList();
        var accounts = (
            await db
                .Users.Where(u => addresses.Contains(u.NormalizedEmail!))
                .Select(u => u.NormalizedEmail!)
                .ToListAsync(cancellationToken)
        ).ToHashSet();
        var waiting = await db.WaitingInvitations(now).InvitedAddresses(cancellationToken);
        var rows = lines
            .Select(l => new ImportRow(
                l.Line,
                l.Name,
                l.Email,
                l.Kind,
                l.Language,
                l.TimeZone,
                l.Cohort,
                accounts.Contains(l.Email.ToUpperInvariant()) ? ImportFate.HasAccount
                    : waiting.Contains(l.Email) ? ImportFate.Invited
                    : ImportFate.Invite
            )
            {
                Phone = l.Phone,
                BestTimeToCall = l.BestTimeToCall,
                MayLeaveMessage = l.MayLeaveMessage,
                NeedsInterpreter = l.NeedsInterpreter,
                Address = l.Address,
            })
            .ToList();
        if (!request.Really)
            return new ImportResult(false, rows, []);

        foreach (var row in rows.Where(row => row.Fate == ImportFate.Invite))
        {
            await db.Invite(
                messages,
                request.By,
                new Invitation
                {
                    Id = Guid.CreateVersion7(now),
                    Kind = row.Kind,
                    Name = row.Name,
                    Email = row.Email,
                    Language = row.Language,
                    TimeZone = row.TimeZone,
                    Phone = row.Phone,
                    BestTimeToCall = row.BestTimeToCall,
                    MayLeaveMessage = row.MayLeaveMessage,
                    NeedsInterpreter = row.NeedsInterpreter,
                    Address = row.Address,
                    CohortId = row.Cohort is null ? null : cohorts[row.Cohort].Id,
                    InvitedBy = request.By.UserId,
                    InvitedAtUtc = now,
                },
                cancellationToken
            );
        }

        var result = new ImportResult(true, rows, []);
        db.Audit(
            request.By,
            AuditActions.ParticipantsImported,
            now,
            detail: new ImportDetail(result.Invited, rows.Count - result.Invited)
        );
        await db.SaveChangesAsync(cancellationToken);
        return result;
    }
}
