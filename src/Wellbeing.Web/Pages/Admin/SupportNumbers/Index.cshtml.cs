using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Site;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;
using Lang = Wellbeing.App.Wording.Language;

namespace Wellbeing.Web.Pages.Admin.SupportNumbers;

/// <summary>Who to call: on every page, in every mail, and on the pages that browsers keep.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    /// <summary>Empty rows below those there are: each save makes room for more.</summary>
    private const int Spare = 2;

    /// <summary>As typed.</summary>
    public sealed class LineRow
    {
        public string? Key { get; set; }
        public string? Place { get; set; }
        public string? Name { get; set; }
        public string? Number { get; set; }
        public string? Note { get; set; }
        public string? Language { get; set; }
    }

    /// <inheritdoc cref="LineRow"/>
    public sealed class CountryRow
    {
        public string? Country { get; set; }
        public string? Emergency { get; set; }
        public string? Name { get; set; }
        public string? Number { get; set; }
    }

    public static IReadOnlyList<Choice> Languages { get; } =
    [.. Lang.All.Select(l => new Choice(l.Tag, $"Readers of {l.EnglishName}"))];

    public static IReadOnlyList<Choice> CountryChoices { get; } =
    [.. Countries.All.Select(c => new Choice(c.Code, c.Name))];

    [BindProperty]
    public int BasedOn { get; set; }

    [BindProperty]
    public string? Emergency { get; set; }

    [BindProperty]
    public LineRow Foundation { get; set; } = new();

    [BindProperty]
    public LineRow Interpreter { get; set; } = new();

    [BindProperty]
    public LineRow Relay { get; set; } = new();

    [BindProperty]
    public LineRow Text { get; set; } = new();

    [BindProperty]
    public List<LineRow> Crisis { get; set; } = [];

    [BindProperty]
    public List<CountryRow> Abroad { get; set; } = [];

    [BindProperty]
    public bool Checked { get; set; }

    /// <summary>An older edition that the form is filled with.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Edition { get; set; }

    public IReadOnlyList<NumberEdition> History { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var view = await Sender.Send(new GetSupportNumbers(Me, Edition), cancellationToken);
        (BasedOn, History) = (view.InForce, view.History);
        var set = view.Set;
        (Emergency, Foundation, Interpreter, Relay) = (
            set.Emergency,
            Row(set.Foundation),
            Row(set.Interpreter),
            Row(set.Relay)
        );
        Text = set.Text is { } text ? Row(text) : new LineRow();
        Crisis = [.. set.Crisis.Select(Row), .. Enumerable.Range(0, Spare).Select(_ => new LineRow())];
        for (var i = 0; i < set.Crisis.Count; i++)
            Crisis[i].Place = (i + 1).ToString(CultureInfo.InvariantCulture);
        Abroad =
        [
            .. set.Countries.Select(c => new CountryRow
            {
                Country = c.Country,
                Emergency = c.Emergency,
                Name = c.Name,
                Number = c.Number,
            }),
            .. Enumerable.Range(0, Spare).Select(_ => new CountryRow()),
        ];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // Rows keep their places in the form, so that what is wrong stands beside its field.
        var crisis = Crisis.Where(row => !IsEmpty(row.Name, row.Number)).ToList();
        var abroad = Abroad.Where(row => !IsEmpty(row.Country)).ToList();
        try
        {
            var set = new NumberSet(
                Trim(Emergency),
                Line(Foundation, "Foundation"),
                Line(Interpreter, "Interpreter"),
                Line(Relay, "Relay"),
                [
                    .. crisis
                        .OrderBy(row =>
                            int.TryParse(row.Place, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue
                        )
                        .Select(row => Line(row, row.Key)),
                ],
                [
                    .. abroad.Select(row => new CountryNumbers(
                        Trim(row.Country),
                        Trim(row.Emergency),
                        Null(row.Name),
                        Null(row.Number)
                    )),
                ]
            )
            {
                Text = Line(Text, "Text"),
            };
            if (
                await Sender.Send(new SaveSupportNumbers(Me, BasedOn, set, Checked), cancellationToken)
                == SaveSiteResult.Saved
            )
            {
                Say(
                    "done",
                    "The numbers are in force",
                    "Pages show them now. Phones that keep the help page fetch it anew when they are next online."
                );
                return RedirectToPage(new { edition = (int?)null });
            }

            ModelState.AddModelError(
                "",
                "Somebody else saved other numbers meanwhile. Open this page again to see theirs; what you typed stands below."
            );
        }
        catch (ValidationException refused)
        {
            Crisis =
            [
                .. crisis.OrderBy(row =>
                    int.TryParse(row.Place, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue
                ),
            ];
            Abroad = abroad;
            foreach (
                var key in ModelState
                    .Keys.Where(k =>
                        k.StartsWith("Crisis", StringComparison.Ordinal)
                        || k.StartsWith("Abroad", StringComparison.Ordinal)
                    )
                    .ToList()
            )
                ModelState.Remove(key);
            ModelState.AddFailures(refused);
            Crisis.AddRange(Enumerable.Range(0, Spare).Select(_ => new LineRow()));
            Abroad.AddRange(Enumerable.Range(0, Spare).Select(_ => new CountryRow()));
        }

        History = (await Sender.Send(new GetSupportNumbers(Me), cancellationToken)).History;
        return Page();
    }

    private static LineRow Row(NumberLine line) =>
        new()
        {
            Key = line.Key,
            Name = line.Name,
            Number = line.Number,
            Note = line.Note,
            Language = line.Language,
        };

    /// <summary>The product's words go with its own lines alone: a line renamed gets none that are not its
    /// own.</summary>
    private static NumberLine Line(LineRow row, string? key) =>
        new(key ?? "", Trim(row.Name), Trim(row.Number), Null(row.Note), Null(row.Language));

    private static bool IsEmpty(params string?[] fields) => fields.All(string.IsNullOrWhiteSpace);

    private static string Trim(string? text) => text?.Trim() ?? "";

    private static string? Null(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
