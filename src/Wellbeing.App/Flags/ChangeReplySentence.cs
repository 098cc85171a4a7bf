using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Flags;

/// <summary>An administrator writes one of the sentences; left empty it is not offered any more.</summary>
/// <param name="Number">1 to <see cref="ReplySentence.Most"/>.</param>
/// <param name="BasedOn">The version that was shown.</param>
[AllowedTo(Roles.Administrator)]
public sealed record ChangeReplySentence(Actor By, int Number, IReadOnlyDictionary<string, string> Texts, int BasedOn)
    : IRequest<ChangeReplySentenceResult>,
        IActed;

public abstract record ChangeReplySentenceResult
{
    public sealed record Changed : ChangeReplySentenceResult;

    /// <summary>Somebody else changed it meanwhile.</summary>
    public sealed record ChangedBy(string Name) : ChangeReplySentenceResult;
}

internal sealed class ChangeReplySentenceValidator : AbstractValidator<ChangeReplySentence>
{
    public ChangeReplySentenceValidator()
    {
        RuleFor(r => r.Number).InclusiveBetween(1, ReplySentence.Most);
        RuleFor(r => r.Texts)
            .Custom(
                (texts, context) =>
                {
                    var said = Language.All.ToDictionary(l => l.Tag, l => texts.GetValueOrDefault(l.Tag)?.Trim() ?? "");
                    foreach (var language in Language.All)
                    {
                        if (said[language.Tag].Length > ReplySentence.MaximumLength)
                            context.AddFailure(
                                $"text.{language.Tag}",
                                $"Shorten it to {ReplySentence.MaximumLength} characters."
                            );
                        // Nobody is sent a language they do not read because a translation was forgotten.
                        else if (said[language.Tag].Length == 0 && said.Values.Any(t => t.Length > 0))
                            context.AddFailure(
                                $"text.{language.Tag}",
                                $"Write it in {language.EnglishName}, too, or leave every language empty."
                            );
                    }
                }
            );
    }
}

internal sealed class ChangeReplySentenceHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ChangeReplySentence, ChangeReplySentenceResult>
{
    public async Task<ChangeReplySentenceResult> Handle(
        ChangeReplySentence request,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var sentence = await db.ReplySentences.SingleOrDefaultAsync(s => s.Number == request.Number, cancellationToken);
        if ((sentence?.Version ?? 0) != request.BasedOn)
            return new ChangeReplySentenceResult.ChangedBy(sentence!.ChangedByName);
        if (sentence is null)
            db.ReplySentences.Add(
                sentence = new ReplySentence
                {
                    Number = request.Number,
                    Texts = new Dictionary<string, string>(),
                    ChangedByName = "",
                    Version = 1,
                }
            );
        sentence.Texts = Language.All.ToDictionary(
            l => l.Tag,
            l => request.Texts.GetValueOrDefault(l.Tag)?.Trim() ?? ""
        );
        (sentence.ChangedByName, sentence.ChangedAtUtc) = (request.By.Name, now);
        db.Audit(request.By, AuditActions.ReplySentenceChanged, now, detail: new ReplySentenceDetail(request.Number));
        await db.SaveChangesAsync(cancellationToken);
        return new ChangeReplySentenceResult.Changed();
    }
}
