using MediatR;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.Shared;

/// <summary>
/// How to reach somebody who asks for contact, asked where they ask. Nothing waits for it: whatever it says, the team
/// is told first, and what cannot be a number is asked about again on the page that follows.
/// </summary>
public sealed class ReachForm
{
    /// <summary>What the form calls its fields.</summary>
    private const string PhoneField = "Reach.Phone";

    /// <summary>What was typed and cannot be a number, on its way to the next page: never in an address.</summary>
    private const string Kept = "reach-phone";

    public string? Phone { get; set; }
    public string? BestTime { get; set; }

    /// <summary>What is known already.</summary>
    [BindNever]
    public MyHowToCall Known { get; private set; } = new(null, null, null);

    /// <summary>There is something to correct.</summary>
    [BindNever]
    public bool Wrong { get; private set; }

    public static TimeToCall? TimeOf(string? value) =>
        Enum.GetNames<TimeToCall>().Contains(value) ? Enum.Parse<TimeToCall>(value!) : null;

    public static IReadOnlyList<Choice> Messages(IStringLocalizer text) =>
        [new("yes", text["Details.Message.Yes"]), new("no", text["Details.Message.No"])];

    public static bool? MayOf(string? value) =>
        value switch
        {
            "yes" => true,
            "no" => false,
            _ => null,
        };

    public static string? Of(bool? may) =>
        may switch
        {
            true => "yes",
            false => "no",
            _ => null,
        };

    /// <summary>Fills in what is known, and what the page before could not take.</summary>
    public async Task Fill(
        ISender sender,
        Actor by,
        ModelStateDictionary state,
        ITempDataDictionary kept,
        IStringLocalizer text,
        CancellationToken cancellationToken
    )
    {
        Known = await sender.Send(new GetMyHowToCall(by), cancellationToken);
        Phone ??= Known.Phone;
        BestTime ??= Known.BestTime?.ToString();
        if (kept[Kept] is string typed)
        {
            Phone = typed;
            state.AddModelError(PhoneField, text["Reach.Phone.Wrong"]);
        }

        Wrong = state.TryGetValue(PhoneField, out var field) && field.Errors.Count > 0;
    }

    /// <summary>Keeps what can be kept; a number that cannot be one goes on to the next page.</summary>
    public async Task Take(ISender sender, Actor by, ITempDataDictionary kept, CancellationToken cancellationToken)
    {
        if (!await Save(sender, by, cancellationToken))
            kept[Kept] = Phone!.Length > 80 ? Phone[..80] : Phone;
    }

    /// <summary>The same where the form stands alone: false with the message beside the field.</summary>
    public async Task<bool> Take(
        ISender sender,
        Actor by,
        ModelStateDictionary state,
        IStringLocalizer text,
        CancellationToken cancellationToken
    )
    {
        if (await Save(sender, by, cancellationToken))
            return true;
        state.AddModelError(PhoneField, text["Reach.Phone.Wrong"]);
        return false;
    }

    private async Task<bool> Save(ISender sender, Actor by, CancellationToken cancellationToken)
    {
        var good = Telephone.CanBe(Phone);
        await sender.Send(new GiveHowToCall(by, good ? Phone : null, TimeOf(BestTime)), cancellationToken);
        return good;
    }
}

/// <summary>The form's fields inside another form, shown once contact is wished for.</summary>
/// <param name="Told">The team was told and it was said what this is for: no hint says it again.</param>
public sealed record ReachFields(ReachForm Reach, bool Told = false);

/// <summary>The form by itself, after the team was told.</summary>
/// <param name="Saved">It was just sent.</param>
/// <param name="Post">Where it goes.</param>
public sealed record ReachCard(ReachForm Reach, bool Saved, string Post);
