using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff;

/// <summary>What pages for staff share: who acts, and a message that outlives the redirect after a post.</summary>
public abstract class StaffPage(ISender sender) : PageModel
{
    protected ISender Sender { get; } = sender;

    protected Actor Me => User.ToActor();

    /// <summary>Of a long list the part that is asked for, from 1.</summary>
    [FromQuery(Name = "p")]
    public int PageNumber { get; set; } = 1;

    /// <summary>Says it on the next page drawn. Never anything about anybody's health: it travels in a
    /// cookie.</summary>
    protected void Say(string kind, string title, string text = "") => StaffNote.Put(TempData, kind, title, text);

    /// <summary>What was said, once.</summary>
    public StaffNote? TakeNote() => StaffNote.Take(TempData);

    /// <summary>Tells why an act on a flag had no effect.</summary>
    protected void Say(FlagChangeResult refused, TeamTime time)
    {
        switch (refused)
        {
            case FlagChangeResult.TakenBy by:
                Say(
                    "info",
                    $"{by.Name} already has this flag",
                    $"Taken {time.Moment(by.AtUtc)}. There is nothing you need to do, unless you agree otherwise."
                );
                break;
            case FlagChangeResult.AlreadyResolved by:
                Say("info", $"{by.ByName} already resolved this flag", $"Resolved {time.Moment(by.AtUtc)}.");
                break;
            case FlagChangeResult.NotFound:
                Say("warning", "This flag is not there", "It may have been a wrong link.");
                break;
        }
    }
}

public sealed record StaffNote(string Kind, string Title, string Text)
{
    private const string Key = "staff.note";

    public static void Put(ITempDataDictionary kept, string kind, string title, string text) =>
        kept[Key] = new[] { kind, title, text };

    public static StaffNote? Take(ITempDataDictionary kept) =>
        kept[Key] is string[] and [var kind, var title, var text] ? new StaffNote(kind, title, text) : null;
}
