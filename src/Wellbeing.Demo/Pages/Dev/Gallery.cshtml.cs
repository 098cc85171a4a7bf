using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Wording;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.Dev;

/// <summary>Every part a page can be made of, in all its states. Development only;
/// <c>?as=Nurse&amp;culture-look=ar&amp;state=errors</c>.</summary>
[AllowAnonymous]
[GalleryLook]
public sealed class GalleryModel : PageModel
{
    public static readonly Choice[] Hardness =
    [
        new("0", "Not hard"),
        new("3", "A little hard"),
        new("5", "Quite hard"),
        new("8", "Very hard"),
        new("10", "I could not do them"),
    ];

    public static readonly Choice[] Feelings =
    [
        new("shock", "Shock"),
        new("disbelief", "Disbelief"),
        new("anger", "Anger"),
        new("fear", "Fear"),
        new("ahead", "Worry about what is ahead"),
        new("coping", "Worry about coping with treatment"),
        new("dying", "Fear about dying"),
        new("sadness", "Sadness"),
        new("hope", "Hope"),
        new("calm", "Calm"),
        new("none", "None of these", Exclusive: true),
    ];

    [BindProperty]
    public string? Intensity { get; set; }

    [BindProperty]
    public string? Functioning { get; set; }

    [BindProperty]
    public List<string> Felt { get; set; } = [];

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Days { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public bool ContactMe { get; set; }

    public TrendChart Chart { get; } = Sample();

    public void OnGet(string? state)
    {
        if (state == "errors")
            Check();
        else if (state == "filled")
            (Intensity, Functioning, Felt, Words, ContactMe) = (
                "6",
                "5",
                ["fear", "hope"],
                "The nights are the hardest.",
                true
            );
    }

    public void OnPost() => Check();

    private void Check()
    {
        if (Intensity is null)
            ModelState.AddModelError(
                nameof(Intensity),
                "Choose a number from 0 to 10, or choose “I would rather not say”."
            );
        if (Functioning is null)
            ModelState.AddModelError(nameof(Functioning), "Choose how hard everyday things were.");
        if (Email is not { Length: > 3 })
            ModelState.AddModelError(nameof(Email), "Enter an email address, like name@example.org.");
        if (Outcome is not { Length: > 0 })
            ModelState.AddModelError(nameof(Outcome), "Choose how this ended.");
    }

    private static TrendChart Sample()
    {
        double?[] first = [3, 4, 4, 5, null, 6, 7, 8, 7, 7, 8, 8],
            second = [3, 3, 3, 5, null, 5, 5, 8, 8, 8, 8, 8];
        var start = new DateOnly(2026, 9, 7);
        return new TrendChart
        {
            Title = "Your check-ins over 12 weeks",
            Summary = "Your distress went from 3 to 8. You missed 1 week, and that is OK.",
            FirstName = "Distress",
            SecondName = "Daily life affected",
            BandFrom = 7,
            BandName = "7 or more",
            Baseline = 3.5,
            BaselineName = "Usual level",
            MarkedName = "Part of this flag",
            Points =
            [
                .. first.Select(
                    (value, week) => new TrendPoint(start.AddDays(7 * week), value, second[week], week >= 10)
                ),
            ],
        };
    }
}

/// <summary>Shows the gallery as somebody else would see it, and hides it outside Development.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GalleryLookAttribute : Attribute, IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (!http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            context.Result = new NotFoundResult();
            return;
        }
        if (http.Request.Query["as"] is [{ Length: > 0 } role])
            http.User = new ClaimsPrincipal(
                new ClaimsIdentity([new(ClaimTypes.Name, "Priya Nair"), new(ClaimTypes.Role, role)], "gallery")
            );
        if (http.Request.Query["culture-look"] is [{ Length: > 0 } culture])
            Reading.In(Language.Closest(culture), reviewed: http.Request.Query.ContainsKey("reviewed"));
        await next();
    }
}
