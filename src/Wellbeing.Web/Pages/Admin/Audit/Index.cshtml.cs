using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Operations;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Audit;

/// <summary>Who did what and looked at what, when.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender), IShownAgain
{
    private const string Participants = "participants";
    private const string Product = "product";

    // A demo is made where nobody works in earnest.
    private static readonly IReadOnlyList<string> _searched =
    [
        .. AuditWords.Verbs.Where(action => action != AuditActions.DemoSeeded),
    ];

    /// <summary>Areas first, then each verb.</summary>
    public static IReadOnlyList<Choice> Verbs { get; } =
    [
        .. _searched
            .Select(AuditActions.AreaOf)
            .Distinct()
            .Select(area => new Choice(area, $"Anything: {area.Replace('-', ' ')}")),
        .. _searched.Select(action => new Choice(action, AuditWords.Of(action))),
    ];

    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? What { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>What stands in the field: a link to somebody's records has their number, and shows their
    /// name.</summary>
    public string? PersonShown => Guid.TryParse(Person, out _) && List?.About is { } name ? name : Person;

    public IReadOnlyList<Choice> Actors { get; private set; } = [];

    /// <summary>Null where the search was refused.</summary>
    public AuditPage? List { get; private set; }

    public VerifyAuditResult? Chain { get; private set; }

    public int Pages => List is null ? 1 : Math.Max(1, (int)Math.Ceiling(List.Total / (double)List.PageSize));

    public string? RefusedPerson => Refusal(nameof(Person));
    public string? RefusedTo => Refusal(nameof(To)) ?? Refusal(nameof(From));

    public bool IsNarrowed =>
        Who is not null || Person is not null || What is not null || From is not null || To is not null;

    public string CsvHref =>
        "/Admin/Audit" + QueryString.Create(Query().Append(KeyValuePair.Create("handler", (string?)"Csv")));

    public Task OnGetAsync(CancellationToken cancellationToken) => Draw(cancellationToken);

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancellationToken)
    {
        if (ModelState.IsValid)
        {
            var rows = await Sender.Send(new ExportAudit(Me, Filter()), cancellationToken);
            return await CsvFile.Of(
                rows.Select(row => new
                {
                    row.Sequence,
                    AtUtc = row.AtUtc.ToString("O", CultureInfo.InvariantCulture),
                    row.ActorName,
                    row.ActorId,
                    row.Action,
                    row.ParticipantId,
                    row.ParticipantName,
                    row.FlagId,
                    row.Detail,
                    row.Hash,
                }),
                "audit.csv",
                cancellationToken
            );
        }

        return await ShowAgain(cancellationToken);
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        return Page();
    }

    /// <summary>Walks the whole chain: on a long log that takes a while, so only when asked.</summary>
    public async Task OnPostVerifyAsync(CancellationToken cancellationToken)
    {
        Chain = await Sender.Send(new VerifyAudit(Me), cancellationToken);
        await Draw(cancellationToken);
    }

    /// <summary>The same page for one person.</summary>
    public static string AboutHref(Guid participantId) => $"/Admin/Audit?person={participantId:D}";

    private async Task Draw(CancellationToken cancellationToken)
    {
        Actors =
        [
            new(Participants, "Participants"),
            new(Product, "The product by itself"),
            .. (await Sender.Send(new ListStaff(Me), cancellationToken)).Select(person => new Choice(
                person.Id.ToString("D"),
                person.Name
            )),
        ];
        if (!ModelState.IsValid)
            return;
        List = await Sender.Send(new SearchAudit(Me, Filter(), PageNumber), cancellationToken);
    }

    private AuditFilter Filter() =>
        Who switch
        {
            Participants => new(AuditActorKind.Participants, null, Person, What, From, To),
            Product => new(AuditActorKind.Product, null, Person, What, From, To),
            _ when Guid.TryParse(Who, out var account) => new(AuditActorKind.Account, account, Person, What, From, To),
            _ => new(AuditActorKind.Anybody, null, Person, What, From, To),
        };

    private IEnumerable<KeyValuePair<string, string?>> Query() =>
        new[]
        {
            KeyValuePair.Create("who", Who),
            KeyValuePair.Create("person", Person),
            KeyValuePair.Create("what", What),
            KeyValuePair.Create("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            KeyValuePair.Create("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        }.Where(pair => !string.IsNullOrEmpty(pair.Value));

    private string? Refusal(string field) =>
        ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0
            ? entry.Errors[0].ErrorMessage is { Length: > 0 } message
                ? message
                : "Enter a day."
            : null;
}
