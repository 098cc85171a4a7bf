using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Wellbeing.App.Thresholds;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Thresholds;

/// <summary>
/// Changes the thresholds in two steps: type, then read what exactly changes. Then it is published, or kept as a draft
/// to try out and to hand over.
/// </summary>
[Authorize(Policy = Policies.Administrator)]
[RequestFormLimits(ValueCountLimit = 2048)]
public sealed class EditModel(ISender sender, IOptions<ThresholdOptions> options, TeamTime time)
    : PublishingPage(sender),
        IShownAgain
{
    /// <summary>What the fields hold, by the settings' keys.</summary>
    private readonly Dictionary<string, string> _typed = [];

    /// <summary>The version the form was drawn from.</summary>
    [BindProperty]
    public int BasedOn { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The draft that is changed; null while there is none.</summary>
    [BindProperty]
    public Guid? DraftId { get; set; }

    /// <summary>The draft's version that was read.</summary>
    [BindProperty]
    public int Seen { get; set; }

    /// <summary>Whoever writes it does not publish it.</summary>
    public bool NeedsSecond => options.Value.SecondAdministrator;

    public ThresholdSettings InForce { get; private set; } = null!;

    /// <summary>The second step: what changes, before it is published.</summary>
    public bool Reviewing { get; private set; }

    public IReadOnlyList<Difference> Changes { get; private set; } = [];

    /// <summary>Published by somebody else while this form was open.</summary>
    public ThresholdSettings? Meanwhile { get; private set; }

    public IReadOnlyDictionary<string, string> Typed => _typed;

    /// <param name="draft">A draft to go on with.</param>
    /// <param name="from">An earlier version to go back to.</param>
    public async Task<IActionResult> OnGetAsync(Guid? draft, int? from, CancellationToken cancellationToken)
    {
        var history = await Load(cancellationToken);
        if (draft is { } id)
        {
            if ((await Sender.Send(new GetThresholdDraft(Me, id), cancellationToken))?.Draft is not { } kept)
                return Gone();
            (DraftId, Seen, Reason) = (kept.Id, kept.Version, kept.Reason);
            Fill(ThresholdValues.Of(kept), kept.BasedOn);
        }
        else if (from is { } number)
        {
            if (history.FirstOrDefault(v => v.Version == number) is not { } version)
                return NotFound();
            Reason = $"Back to version {number}: ";
            Fill(ThresholdValues.Of(version), InForce.Version);
        }
        else
        {
            Fill(ThresholdValues.Of(InForce), InForce.Version);
        }

        return Page();
    }

    /// <summary>Back from the review to the fields.</summary>
    public async Task OnPostChangeAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        ReadForm();
    }

    public async Task OnPostReviewAsync(CancellationToken cancellationToken) =>
        await Review(await Load(cancellationToken));

    /// <summary>Keeps what was typed as a draft, reason or not, and shows it.</summary>
    public async Task<IActionResult> OnPostDraftAsync(CancellationToken cancellationToken)
    {
        var wanted = Read(await Load(cancellationToken));
        if (ModelState.IsValid && Changes.Count == 0)
            NothingChanged();
        if (!ModelState.IsValid)
            return Page();
        switch (
            await Sender.Send(
                new SaveThresholdDraft(Me, DraftId, Seen, BasedOn, wanted.Detection, wanted.Respond, Reason),
                cancellationToken
            )
        )
        {
            case SaveThresholdDraftResult.Saved saved:
                Say("done", "The draft is saved", "Nothing is in force yet. Every administrator can read it here.");
                return Redirect($"/Admin/Thresholds/Drafts/{saved.DraftId:D}");
            case SaveThresholdDraftResult.ChangedBy by:
                ModelState.AddModelError(
                    "",
                    $"{by.Name} changed this draft meanwhile. Save yours as a draft of its own, or open theirs."
                );
                ForgetDraft();
                break;
            default:
                ModelState.AddModelError(
                    "",
                    "This draft is gone: it was published or thrown away meanwhile. Save yours as a new one."
                );
                ForgetDraft();
                break;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostPublishAsync(CancellationToken cancellationToken)
    {
        var history = await Load(cancellationToken);
        if (await Review(history) is not { } wanted)
            return Page();
        switch (
            await Sender.Send(
                new PublishThresholds(Me, BasedOn, wanted.Detection, wanted.Respond, Reason ?? ""),
                cancellationToken
            )
        )
        {
            case PublishThresholdsResult.Published published:
                if (DraftId is { } draft)
                    await Sender.Send(new DiscardThresholdDraft(Me, draft), cancellationToken);
                return NowInForce(published);
            case PublishThresholdsResult.NeedsSomebodyElse:
                ModelState.AddModelError("", "Another administrator must publish this. Save it as a draft.");
                break;
            case PublishThresholdsResult.Outdated:
                // Published between our look and theirs.
                await Review(await Load(cancellationToken));
                break;
            case PublishThresholdsResult.Unchanged:
                NothingChanged();
                break;
        }

        return Page();
    }

    /// <summary>Back to the fields.</summary>
    public Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        Reviewing = false;
        return Task.FromResult<IActionResult>(Page());
    }

    public string FieldOf(string property, string? handler) => property;

    /// <summary>A field for its partial, known to the error summary.</summary>
    public QuestionView Field(Setting setting)
    {
        var id = setting.Key.Replace('.', '-');
        FieldOrder.Of(HttpContext).Add(setting.Key, id);
        var text = _typed.GetValueOrDefault(setting.Key) ?? setting.Write(setting.Get(ThresholdValues.Of(InForce)));
        return new QuestionView
        {
            Id = id,
            Name = setting.Key,
            Legend = setting.Label,
            Hint = setting.Hint,
            Error =
                ModelState.TryGetValue(setting.Key, out var entry) && entry.Errors.Count > 0
                    ? entry.Errors[0].ErrorMessage
                    : null,
            Size = "s",
            InputMode = setting.Step == 1 ? "numeric" : "decimal",
            Autocomplete = "off",
            Width = "5",
            Rows = 1,
            Text = text,
            Chosen = new HashSet<string> { text },
            Choices = setting.Choices,
        };
    }

    /// <summary>True where a fold must stand open: something in it is wrong, or was changed.</summary>
    public bool NeedsAttention(IEnumerable<Setting> settings) =>
        settings.Any(s =>
            ModelState.TryGetValue(s.Key, out var entry) && entry.Errors.Count > 0
            || _typed.TryGetValue(s.Key, out var text) && text != s.Write(s.Get(ThresholdValues.Of(InForce)))
        );

    private async Task<IReadOnlyList<ThresholdSettings>> Load(CancellationToken cancellationToken)
    {
        var thresholds = await Sender.Send(new GetThresholds(Me), cancellationToken);
        InForce = thresholds.InForce;
        return thresholds.History;
    }

    private void Fill(ThresholdValues values, int basedOn)
    {
        BasedOn = basedOn;
        foreach (var setting in Setting.All)
            _typed[setting.Key] = setting.Write(setting.Get(values));
    }

    private RedirectResult Gone()
    {
        Say("warning", "This draft is gone", "It was published or thrown away.");
        return Redirect("/Admin/Thresholds");
    }

    private void ForgetDraft()
    {
        (DraftId, Seen) = (null, 0);
        ModelState.Remove(nameof(DraftId));
        ModelState.Remove(nameof(Seen));
    }

    private void ReadForm()
    {
        _typed.Clear();
        foreach (var setting in Setting.All)
        {
            // A field that was not sent keeps its value; one that was emptied is asked for.
            if (Request.Form.TryGetValue(setting.Key, out var sent))
                _typed[setting.Key] = sent.ToString();
        }
    }

    /// <returns>The settings to publish, or null when the fields must be looked at again.</returns>
    private Task<ThresholdValues?> Review(IReadOnlyList<ThresholdSettings> history)
    {
        var wanted = Read(history);
        if ((Reason ?? "").Trim().Length is < 5 or > ThresholdDraft.LongestReason)
            ModelState.AddModelError(
                nameof(Reason),
                "Say why you are changing the settings, in 5 to 1,000 characters."
            );
        if (ModelState.IsValid && Changes.Count == 0)
            NothingChanged();
        // After somebody else's version the new sum of both is read before it is published.
        Reviewing = ModelState.IsValid;
        return Task.FromResult(Reviewing && Meanwhile is null ? wanted : null);
    }

    /// <summary>The version in force with what was typed, and what that changes; errors stand at their
    /// fields.</summary>
    private ThresholdValues Read(IReadOnlyList<ThresholdSettings> history)
    {
        ReadForm();
        if (BasedOn != InForce.Version)
            TakeOver(history);

        var wanted = ThresholdValues.Of(InForce);
        foreach (var setting in Setting.All)
        {
            if (!_typed.TryGetValue(setting.Key, out var text) || text.Trim() == setting.Write(setting.Get(wanted)))
                continue;
            if (setting.Read(text, out var value) is { } problem)
                ModelState.AddModelError(setting.Key, problem);
            else
                wanted = setting.With(wanted, value);
        }

        Changes = Difference.Between(ThresholdValues.Of(InForce), wanted);
        return wanted;
    }

    /// <summary>Somebody published first: what was typed here stays, what was not takes their value.</summary>
    private void TakeOver(IReadOnlyList<ThresholdSettings> history)
    {
        Meanwhile = InForce;
        if (history.FirstOrDefault(v => v.Version == BasedOn) is { } seen)
        {
            foreach (var setting in Setting.All)
            {
                if (
                    _typed.TryGetValue(setting.Key, out var text)
                    && text.Trim() == setting.Write(setting.Get(ThresholdValues.Of(seen)))
                )
                    _typed[setting.Key] = setting.Write(setting.Get(ThresholdValues.Of(InForce)));
            }
        }

        BasedOn = InForce.Version;
        ModelState.Remove(nameof(BasedOn)); // What was sent must not win over what is now true.
    }

    private void NothingChanged()
    {
        Reviewing = false;
        ModelState.AddModelError(
            "",
            "Nothing is changed yet: every value is the one in force. Change a value, or go back."
        );
    }

    public string When(DateTime utc) => TeamTime.Capital(time.Moment(utc));
}
