using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Flags;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.ToRead;

/// <summary>A short note to a person about a check-in: from the list To read, or from their own or their flag's
/// page.</summary>
[Authorize(Policy = Policies.Nurse)]
[KeepsWhatWasTyped("words")]
public sealed class NoteModel(ISender sender) : StaffPage(sender)
{
    /// <summary>Where a nurse is taken afterwards.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    public NoteForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) =>
        await Draw(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(
        Guid id,
        Guid replyId,
        long shown,
        string? sentence,
        string? words,
        CancellationToken cancellationToken
    )
    {
        var number = int.TryParse(sentence, CultureInfo.InvariantCulture, out var chosen) ? chosen : (int?)null;
        if (shown < 0 || shown > DateTime.MaxValue.Ticks)
            return BadRequest();
        try
        {
            // Somebody who wrote words and chose nothing meant the words.
            switch (
                await Sender.Send(
                    new SendReply(Me, replyId, id, new DateTime(shown, DateTimeKind.Utc), number, words),
                    cancellationToken
                )
            )
            {
                case SendReplyResult.Sent:
                    Say("done", "The note is sent", "They read it on their page. The check-in counts as read.");
                    return LocalRedirect(Home);
                case SendReplyResult.NotFound:
                    Say(
                        "warning",
                        "The note was not sent",
                        "The check-in is not there any more, or the person has left."
                    );
                    return LocalRedirect(Home);
                case SendReplyResult.AnsweredMeanwhile:
                    return await Draw(
                        id,
                        cancellationToken,
                        sentence,
                        words,
                        "A colleague answered this check-in meanwhile. Their note stands above; send yours if something is missing."
                    )
                        ? Page()
                        : NotFound();
                default:
                    return await Draw(
                        id,
                        cancellationToken,
                        sentence,
                        words,
                        "They corrected this check-in meanwhile. Read it again, then send your note."
                    )
                        ? Page()
                        : NotFound();
            }
        }
        catch (ValidationException refused)
        {
            return await Draw(id, cancellationToken, sentence, words, refused.Errors.First().ErrorMessage)
                ? Page()
                : NotFound();
        }
    }

    private string Home =>
        Back is { } back && Url.IsLocalUrl(back) && back.StartsWith("/Staff/", StringComparison.OrdinalIgnoreCase)
            ? back
            : "/Staff/ToRead";

    private async Task<bool> Draw(
        Guid id,
        CancellationToken cancellationToken,
        string? chosen = null,
        string? words = null,
        string? error = null
    )
    {
        if (await Sender.Send(new GetToReply(Me, id), cancellationToken) is not { } about)
            return false;
        var sentences = (await Sender.Send(new GetReplySentences(Me), cancellationToken))
            .Where(s => s.IsOffered)
            .ToList();
        Form = new NoteForm(about.CheckIn, about.Name, about.Language, sentences, about.AtUtc, Home)
        {
            Chosen = chosen,
            OwnWords = words,
            Error = error,
        };
        return true;
    }
}
