using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Thresholds;

namespace Wellbeing.App.Privacy;

/// <summary>Everything held about the participant, written row by row as JSON. The team's own notes are the
/// team's.</summary>
[AllowedTo(Roles.Participant)]
public sealed record ExportMyData(Actor By, Stream To) : IRequest, IActed;

/// <summary>Which tables hold something about a person, and what becomes of it in an export. A test compares this with
/// the model.</summary>
public static class Exported
{
    /// <summary>By entity: the name of its list in the export.</summary>
    public static IReadOnlyDictionary<Type, string> Lists { get; } =
        new Dictionary<Type, string>
        {
            [typeof(Participant)] = "person",
            [typeof(CheckIn)] = "checkIns",
            [typeof(CheckInOriginal)] = "checkInsBeforeCorrection",
            [typeof(CheckInReply)] = "notesBack",
            [typeof(Experience)] = "whetherItHelps",
            [typeof(CheckInDraft)] = "checkInBegun",
            [typeof(Prompt)] = "prompts",
            [typeof(TreatmentEvent)] = "treatmentEvents",
            [typeof(PromptCall)] = "calls",
            [typeof(PersonNote)] = "teamNotes",
            [typeof(ThresholdOverride)] = "ownThresholds",
            [typeof(Recheck)] = "lookAgain",
            [typeof(Screen)] = "screens",
            [typeof(Flag)] = "flags",
            [typeof(FlagFinding)] = "findings",
            [typeof(FindingRepeat)] = "findingsAgain",
            [typeof(UsualForPerson)] = "usualLevels",
            [typeof(SupportContact)] = "supportContacts",
            [typeof(FamilyLink)] = "family",
            [typeof(Message)] = "messages",
            [typeof(Consent)] = "consents",
            [typeof(AuditRecord)] = "whatHappened",
            [typeof(EmailChange)] = "addressChanges",
        };
}

internal sealed class ExportMyDataHandler(
    WellbeingDb db,
    QuestionBook questions,
    SealedText text,
    MessageKinds kinds,
    ISender sender,
    TimeProvider clock
) : IRequestHandler<ExportMyData>
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        // For people to read, and never placed into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task Handle(ExportMyData request, CancellationToken cancellationToken)
    {
        try
        {
            await Write(request, cancellationToken);
        }
        catch (Exception e)
        {
            await sender.Send(new RecordMyExport(request.By, Whole: false), CancellationToken.None);
            // What has left cannot be taken back: whatever broke it off, it is not written a second time behind the
            // first.
            throw new IOException("The export was broken off.", e);
        }

        await sender.Send(new RecordMyExport(request.By, Whole: true), CancellationToken.None);
    }

    private async Task Write(ExportMyData request, CancellationToken cancellationToken)
    {
        var id = request.By.ParticipantId!.Value;
        var toColleagues = kinds.ToColleagues;
        var now = clock.GetUtcNow().UtcDateTime;
        var accountId = await db
            .Participants.Where(p => p.Id == id)
            .Select(p => p.AccountId)
            .SingleAsync(cancellationToken);
        var plans = new Dictionary<int, QuestionPlan>();
        foreach (
            var version in await db
                .CheckIns.Where(c => c.ParticipantId == id)
                .Select(c => c.QuestionVersion)
                .Distinct()
                .ToListAsync(cancellationToken)
        )
            plans[version] = await questions.Of(version, cancellationToken);
        // A server's answer takes nothing but asynchronous writes; serializing into a stream flushes synchronously,
        // into a pipe it does not.
        var pipe = PipeWriter.Create(request.To, new StreamPipeWriterOptions(leaveOpen: true));
        await using var json = new Utf8JsonWriter(
            pipe,
            new JsonWriterOptions { Indented = true, Encoder = _json.Encoder }
        );
        json.WriteStartObject();
        json.WriteString("madeAtUtc", now);
        await Rows(
            db.Participants.Where(p => p.Id == id),
            p => new
            {
                p.Id,
                p.Kind,
                p.Name,
                p.PreferredName,
                p.Pronouns,
                p.Email,
                p.Phone,
                p.BestTimeToCall,
                p.MayLeaveMessage,
                p.Language,
                p.NeedsInterpreter,
                p.SpokenLanguage,
                p.TimeZone,
                p.CohortId,
                p.CreatedAtUtc,
                p.ClosedAtUtc,
                p.Schedule,
                p.NextPromptAtUtc,
                p.PausedFromUtc,
                p.PausedUntilUtc,
                p.AskingStoppedAtUtc,
                p.PromptMails,
                p.ReplyMails,
                p.AllQuestionsOnOnePage,
            }
        );
        // Of a removed one, when it was sent and removed is all that is left.
        await Rows(
            db.CheckIns.IgnoreQueryFilters().Where(c => c.ParticipantId == id).OrderBy(c => c.SubmittedAtUtc),
            c => new
            {
                c.Id,
                c.SubmissionId,
                c.SubmittedAtUtc,
                c.LocalDate,
                c.Intensity,
                c.Functioning,
                c.Change,
                c.Duration,
                Emotions = c.Emotions.Select(e => new { e.Emotion, e.Strength }),
                Words = text.Open(c.SealedWords),
                c.ContactMe,
                c.QuestionVersion,
                ExtraQuestions = plans.TryGetValue(c.QuestionVersion, out var plan) ? plan.Said(questions.Open(c)) : [],
                c.ThresholdsVersion,
                c.ReadAtUtc,
                c.ReadByName,
                c.EnteredByName,
                c.ConfirmedFromId,
                c.WrittenAtUtc,
                c.CorrectedAtUtc,
                c.RemovedAtUtc,
            }
        );
        await Rows(
            db.CheckInOriginals.Where(o => o.ParticipantId == id).OrderBy(o => o.ReplacedAtUtc),
            o => new
            {
                o.Id,
                o.CheckInId,
                o.ReplacedAtUtc,
                o.Removed,
                Answers = JsonDocument.Parse(text.Open(o.SealedAnswers)!),
            }
        );
        await Rows(
            db.CheckInReplies.Where(r => r.ParticipantId == id).OrderBy(r => r.AtUtc),
            r => new
            {
                r.Id,
                r.CheckInId,
                r.AtUtc,
                r.ByName,
                Text = text.Open(r.SealedText),
                r.SeenAtUtc,
            }
        );
        await Rows(
            db.Experiences.Where(e => e.ParticipantId == id).OrderBy(e => e.AnsweredAtUtc),
            e => new
            {
                e.Id,
                e.AnsweredAtUtc,
                e.Answer,
            }
        );
        await Rows(
            db.CheckInDrafts.Where(d => d.ParticipantId == id),
            d => new
            {
                d.Id,
                d.StartedAtUtc,
                Answers = JsonDocument.Parse(text.Open(d.SealedAnswers)!),
            }
        );
        await Rows(
            db.Prompts.Where(p => p.ParticipantId == id).OrderBy(p => p.DueAtUtc),
            p => new
            {
                p.Id,
                p.DueAtUtc,
                p.DueLocalDate,
                p.OpenedAtUtc,
                p.RemindAtUtc,
                p.MissedAtUtc,
                p.State,
                p.CheckInId,
            }
        );
        await Rows(
            db.TreatmentEvents.Where(e => e.ParticipantId == id).OrderBy(e => e.On),
            e => new
            {
                e.Id,
                e.Kind,
                e.On,
                e.StartsNewPhase,
                e.LevelThen,
                e.RecordedByName,
                e.RecordedAtUtc,
                e.RemovedAtUtc,
            }
        );
        await Rows(
            db.PromptCalls.Where(c => c.ParticipantId == id).OrderBy(c => c.AtUtc),
            c => new
            {
                c.Id,
                c.PromptId,
                c.AtUtc,
                c.ByName,
                c.Outcome,
            }
        );
        // The words are the team's; that and when they wrote is the person's to know.
        await Rows(
            db.PersonNotes.Where(n => n.ParticipantId == id).OrderBy(n => n.AtUtc),
            n => new
            {
                n.Id,
                n.AtUtc,
                n.ByName,
                n.CorrectsId,
            }
        );
        await Rows(
            db.ThresholdOverrides.Where(o => o.ParticipantId == id).OrderBy(o => o.FromUtc),
            o => new
            {
                o.Id,
                o.Threshold,
                o.Value,
                o.InsteadOf,
                o.FromUtc,
                o.UntilUtc,
                o.SetByName,
            }
        );
        await Rows(
            db.Screens.Where(s => s.ParticipantId == id).OrderBy(s => s.AskedAtUtc),
            s => new
            {
                s.Id,
                s.Instrument,
                s.State,
                s.AskedAtUtc,
                s.AskedByName,
                s.AnsweredAtUtc,
                s.EnteredByName,
                s.Answers,
            }
        );
        await Rows(
            db.Rechecks.Where(r => r.ParticipantId == id).OrderBy(r => r.On),
            r => new
            {
                r.Id,
                r.FlagId,
                r.On,
                r.SetByName,
                r.SetAtUtc,
                r.State,
                r.DoneAtUtc,
            }
        );
        await Rows(
            db.Flags.Include(f => f.ContactAttempts).Where(f => f.ParticipantId == id).OrderBy(f => f.RaisedAtUtc),
            f => new
            {
                f.Id,
                f.Severity,
                f.State,
                f.RaisedAtUtc,
                f.RespondByUtc,
                f.Outcome,
                Contacts = f
                    .ContactAttempts.OrderBy(a => a.AtUtc)
                    .Select(a => new
                    {
                        a.AtUtc,
                        a.ByName,
                        a.Channel,
                        a.Reached,
                    }),
            }
        );
        await Rows(
            db.FindingRepeats.Where(r => r.ParticipantId == id).OrderBy(r => r.AtUtc),
            r => new
            {
                r.Id,
                r.FlagId,
                r.Rule,
                r.Severity,
                r.Reason,
                r.AtUtc,
                r.ThresholdsVersion,
            }
        );
        await Rows(
            db.UsualForPeople.Where(u => u.ParticipantId == id).OrderBy(u => u.FromUtc),
            u => new
            {
                u.Id,
                u.Rating,
                u.Functioning,
                u.FromUtc,
                u.UntilUtc,
                u.SaidByName,
                u.EndedAtUtc,
            }
        );
        await Rows(
            db.FlagFindings.Where(f => f.ParticipantId == id).OrderBy(f => f.FoundAtUtc),
            f => new
            {
                f.Id,
                f.FlagId,
                f.Rule,
                f.Severity,
                f.FoundAtUtc,
                f.ThresholdsVersion,
            }
        );
        await Rows(
            db.SupportContacts.Where(c => c.ParticipantId == id).OrderBy(c => c.Order),
            c => new
            {
                c.Id,
                c.Name,
                c.Email,
                c.Phone,
                c.Relation,
                c.Language,
                c.Order,
                c.ConsentFrom,
                c.MailsFrom,
                c.MailsUntil,
                c.TimeZone,
                c.State,
                c.NominatedAtUtc,
                c.AnsweredAtUtc,
            }
        );
        var family = (
            await db
                .FamilyLinks.Where(l => l.AskerId == id || l.OtherId == id)
                .Join(
                    db.Participants,
                    l => l.AskerId == id ? l.OtherId : l.AskerId,
                    p => (Guid?)p.Id,
                    (l, p) => new { l.Id, p.Name }
                )
                .ToListAsync(cancellationToken)
        ).ToDictionary(l => l.Id, l => l.Name);
        await Rows(
            db.FamilyLinks.Where(l => l.AskerId == id || l.OtherId == id).OrderBy(l => l.AskedAtUtc),
            l => new
            {
                l.Id,
                IAsked = l.AskerId == id,
                // Whom the address belongs to is not the asker's to know before they agreed.
                Name = l.AskerId == id && l.AgreedAtUtc is null ? l.TypedName : family.GetValueOrDefault(l.Id),
                Email = l.AskerId == id ? l.TypedEmail : null,
                l.AskedAtUtc,
                l.AgreedAtUtc,
            }
        );
        await Rows(
            db.Messages.Where(n => n.ParticipantId == id && !toColleagues.Contains(n.Kind))
                .OrderBy(n => n.CreatedAtUtc),
            n => new
            {
                n.Id,
                n.Kind,
                n.Address,
                n.RecipientName,
                n.Language,
                n.CreatedAtUtc,
                n.State,
                n.AcceptedAtUtc,
            }
        );
        await Rows(
            db.Consents.Where(c => c.ParticipantId == id).OrderBy(c => c.GivenAtUtc),
            c => new
            {
                c.Id,
                c.TextVersion,
                c.GivenAtUtc,
                c.AtLeastYears,
                c.WithdrawnAtUtc,
            }
        );
        await Rows(
            db.EmailChanges.Where(e => e.AccountId == accountId),
            e => new
            {
                e.Id,
                e.NewEmail,
                e.AskedAtUtc,
            }
        );
        await Rows(
            db.AuditRecords.Where(a => a.ParticipantId == id).OrderBy(a => a.Sequence),
            a => new
            {
                a.Sequence,
                a.AtUtc,
                a.ActorName,
                a.Action,
            }
        );
        json.WriteEndObject();
        json.Flush();
        await pipe.CompleteAsync();

        async Task Rows<T>(IQueryable<T> rows, Func<T, object> of)
            where T : class
        {
            json.WriteStartArray(Exported.Lists[typeof(T)]);
            await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                JsonSerializer.Serialize(json, of(row), _json);
                json.Flush();
                await pipe.FlushAsync(cancellationToken); // One row in memory, however many there are.
            }

            json.WriteEndArray();
        }
    }
}
