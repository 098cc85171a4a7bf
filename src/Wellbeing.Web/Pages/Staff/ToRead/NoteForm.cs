using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.Wording;

namespace Wellbeing.Web.Pages.Staff.ToRead;

/// <summary>The form of a note back about one check-in.</summary>
/// <param name="Language">The person's, as a tag.</param>
/// <param name="Sentences">Those that are offered.</param>
/// <param name="ShownAtUtc">When the check-in was drawn.</param>
/// <param name="Back">Page of ours that the nurse came from.</param>
public sealed record NoteForm(
    CheckInView CheckIn,
    string Name,
    string Language,
    IReadOnlyList<ReplySentenceView> Sentences,
    DateTime ShownAtUtc,
    string Back
)
{
    public const string Own = "own";

    /// <summary>Sent twice, the note is written once.</summary>
    public Guid ReplyId { get; init; } = Guid.CreateVersion7();

    /// <summary>The number of the sentence, or <see cref="Own"/>.</summary>
    public string? Chosen { get; init; }
    public string? OwnWords { get; init; }
    public string? Error { get; init; }

    public Language Theirs { get; } = App.Wording.Language.Closest(Language);

    /// <summary>False where what is offered is read in another language than it is offered in.</summary>
    public bool IsEnglish => Theirs == App.Wording.Language.English;

    public string Id(string field) => $"{field}-{CheckIn.Id:N}";
}
