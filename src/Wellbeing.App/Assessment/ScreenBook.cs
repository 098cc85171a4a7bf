using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Assessment;

/// <summary>Finds, makes and tells of screens, whoever asked and whoever wrote the answers down.</summary>
internal sealed class ScreenBook(WellbeingDb db, MessageWriter messages, ThresholdsInForce thresholds, FlagRaiser flags)
{
    public static readonly TimeSpan MessageLives = TimeSpan.FromDays(7);

    /// <summary>
    /// A severe result never waits: it opens a flag, or raises the open one, as an urgent finding of its own. A raised
    /// one is a finding at Soon. Whatever was answered, the nurse who asked is told, where they did not take it down
    /// themselves.
    /// </summary>
    public async Task<Flag?> Tell(Participant person, Screen screen, DateTime now, CancellationToken cancellationToken)
    {
        if (screen.EnteredByName is null)
            await TellWhoAsked(screen, now, cancellationToken);
        if (screen.Answers is not { IsRaised: true } answers)
            return null;
        var settings = await thresholds.Settings(cancellationToken);
        var severity =
            answers.Band == ScreenBand.Severe ? settings.Detection.Severities.For(Rule.Screen) : Severity.Soon;
        db.InTurn(person); // Check-ins of this moment are looked at one after the other.
        return await flags.RaiseOrJoin(
            person,
            [
                new NewFinding(
                    Rule.Screen,
                    severity,
                    screen.Id,
                    new ScreenEvidence(answers.Total, answers.Anxiety, answers.Depression)
                ),
            ],
            settings,
            now,
            cancellationToken
        );
    }

    public async Task TellWhoAsked(Screen screen, DateTime now, CancellationToken cancellationToken)
    {
        var nurse = await db
            .Users.AsNoTracking()
            .SingleOrDefaultAsync(
                a => a.Id == screen.AskedBy && a.Enabled && a.Email != null && a.AddressRefusedAtUtc == null,
                cancellationToken
            );
        if (nurse is null)
            return; // A raised result is in a flag all the same.
        await messages.Write(
            new NewMessage(ScreenAnswered.Kind, nurse.ToRecipient(), $"screen-{screen.Id:N}", now, now + MessageLives)
            {
                ParticipantId = screen.ParticipantId,
            },
            cancellationToken
        );
    }

    public Task<Participant?> Person(Guid id, CancellationToken cancellationToken) =>
        db.Participants.TakingPart().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);

    public Task<Screen?> Open(Guid participantId, CancellationToken cancellationToken) =>
        db.Screens.SingleOrDefaultAsync(
            s => s.ParticipantId == participantId && s.State == ScreenState.Sent,
            cancellationToken
        );

    public static Screen Asked(Guid id, Guid participantId, Guid? flagId, Actor by, DateTime now) =>
        new()
        {
            Id = id,
            ParticipantId = participantId,
            FlagId = flagId,
            Instrument = Instrument.Phq4,
            AskedAtUtc = now,
            AskedBy = by.UserId!.Value,
            AskedByName = by.Name,
            ExpiresAtUtc = now + Screen.Lives,
        };
}
