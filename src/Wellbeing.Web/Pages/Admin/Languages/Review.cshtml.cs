using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Site;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Languages;

/// <summary>Records that somebody vouches for a translation, or takes that back.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class ReviewModel(ISender sender) : StaffPage(sender), IShownAgain
{
    [BindProperty]
    public string? ReviewedBy { get; set; }

    [BindProperty]
    public string? ReviewedOn { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public LanguageView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string language, CancellationToken cancellationToken)
    {
        if (!await Load(language, cancellationToken))
            return NotFound();
        (ReviewedBy, ReviewedOn) = (
            View.ReviewedBy,
            View.ReviewedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        );
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        string language,
        ReviewState state,
        CancellationToken cancellationToken
    )
    {
        if (!await Load(language, cancellationToken))
            return NotFound();
        DateOnly? on = DateOnly.TryParseExact(
            ReviewedOn,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;
        switch (
            await Sender.Send(new RecordLanguageReview(Me, language, state, ReviewedBy, on, Version), cancellationToken)
        )
        {
            case RecordLanguageReviewResult.Outdated { ByName: var name }:
                Say(
                    "warning",
                    "Nothing was recorded",
                    $"{name} recorded something about this language meanwhile. Look at it, then decide again."
                );
                break;
            default:
                Say(
                    "done",
                    state == ReviewState.Reviewed
                        ? $"{View.Language.EnglishName} is reviewed"
                        : $"{View.Language.EnglishName} is a draft again"
                );
                break;
        }

        return Redirect("/Admin/Languages");
    }

    private async Task<bool> Load(string language, CancellationToken cancellationToken)
    {
        var view = (await Sender.Send(new GetLanguages(Me), cancellationToken)).SingleOrDefault(v =>
            v.Language.Tag == language
        );
        if (view is null)
            return false;
        View = view;
        return true;
    }
}
