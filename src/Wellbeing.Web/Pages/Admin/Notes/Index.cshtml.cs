using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Flags;
using Wellbeing.App.Wording;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Notes;

/// <summary>The sentences that nurses can send back, in every language.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender), IShownAgain
{
    /// <summary>Number of the sentence that is being changed.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Change { get; set; }

    [BindProperty]
    public int BasedOn { get; set; }

    /// <summary>In the order of <see cref="Language.All"/>.</summary>
    [BindProperty]
    public List<string?> Text { get; set; } = [];

    /// <summary>Every place, offered or not.</summary>
    public IReadOnlyList<ReplySentenceView> Sentences { get; private set; } = [];

    public ReplySentenceView? Editing => Sentences.FirstOrDefault(s => s.Number == Change);

    /// <summary>A place for one more; null where all are taken.</summary>
    public int? Free => Sentences.FirstOrDefault(s => !s.IsOffered)?.Number;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Sentences = await Sender.Send(new GetReplySentences(Me), cancellationToken);
        BasedOn = Editing?.Version ?? 0;
        Text = [.. Language.All.Select(l => Editing?.Texts[l.Tag])];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Sentences = await Sender.Send(new GetReplySentences(Me), cancellationToken);
        if (Editing is not { } editing)
            return NotFound();
        while (Text.Count < Language.All.Count)
            Text.Add(null);
        var texts = Language.All.Select((l, i) => (l.Tag, Text: Text[i] ?? "")).ToDictionary(t => t.Tag, t => t.Text);
        if (
            await Sender.Send(new ChangeReplySentence(Me, editing.Number, texts, BasedOn), cancellationToken)
            is not ChangeReplySentenceResult.ChangedBy by
        )
        {
            Say("done", "It is saved", "Nurses choose from these sentences from now on.");
            return RedirectToPage(new { change = (int?)null });
        }

        ModelState.Remove(nameof(BasedOn)); // Sent again it replaces theirs, which was shown.
        BasedOn = editing.Version;
        ModelState.AddModelError(
            "Text[0]",
            $"{by.Name} changed this meanwhile: theirs stands above. Save again to put yours in its place."
        );

        return Page();
    }

    public string FieldOf(string property, string? handler)
    {
        var place = Language.All.Index().FirstOrDefault(l => property == $"text.{l.Item.Tag}").Index;
        return $"Text[{place}]";
    }
}
