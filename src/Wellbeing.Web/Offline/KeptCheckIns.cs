using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.Detection;
using Wellbeing.Web.Pages.CheckIns;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Offline;

/// <summary>A check-in that was written without a connection. Every answer may be null: "I would rather not
/// say".</summary>
/// <param name="SubmissionId">Made by the device when it was written: however often it is sent, it is stored
/// once.</param>
/// <param name="KeptSeconds">How long the device kept it, by its own clock.</param>
internal sealed record KeptCheckIn(
    Guid SubmissionId,
    double KeptSeconds,
    int? Intensity,
    int? Functioning,
    PerceivedChange? Change,
    IReadOnlyList<Emotion> Emotions,
    string? Words,
    bool ContactMe
)
{
    /// <summary>How long it has been like this.</summary>
    public PerceivedDuration? Duration { get; init; }

    /// <summary>Where to call, as typed; of use only with the wish to be contacted.</summary>
    public string? Phone { get; init; }

    /// <summary>When it is good to call: a name of <see cref="TimeToCall"/>.</summary>
    public string? BestTime { get; init; }

    /// <summary>The questions that the device showed; 0 for the product's own.</summary>
    public int QuestionVersion { get; init; }

    /// <summary>By key: what the form said to extra questions, as it would have sent it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extras { get; init; }
}

/// <summary>What the device needs before it sends.</summary>
/// <param name="Token">The anti-forgery token, for the header <c>RequestVerificationToken</c>.</param>
/// <param name="Person">Whose sign-in this is, in a form that says nothing: see
/// <see cref="KeptCheckIns.PersonOf"/>.</param>
internal sealed record KeptKey(string Token, string Person);

/// <param name="Href">The page that says what was saved.</param>
internal sealed record KeptReceipt(DateTime SubmittedAtUtc, string Href);

/// <summary>
/// Where a device sends check-ins that it kept. By cookie, as the pages: so with their anti-forgery token, which only a
/// page of ours can ask for. The API stays free of cookies.
/// </summary>
internal static class KeptCheckIns
{
    public const string Path = "/CheckIn/Kept";

    public static void MapKeptCheckIns(this WebApplication app)
    {
        var kept = app.MapGroup(Path).RequireAuthorization(Policies.Participant).ExcludeFromDescription();
        kept.MapGet("", Key);
        kept.MapPost("", Take);
    }

    /// <summary>
    /// The same for one person at every visit, and of use to nobody else: it keeps somebody's check-in on a shared
    /// phone from being sent under another sign-in.
    /// </summary>
    public static string PersonOf(ClaimsPrincipal user) =>
        user.FindFirstValue(AccountClaims.ParticipantId) is { } id
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("wellbeing-device|" + id)).AsSpan(0, 12))
            : "";

    private static Ok<KeptKey> Key(HttpContext http, IAntiforgery antiforgery) =>
        TypedResults.Ok(new KeptKey(antiforgery.GetAndStoreTokens(http).RequestToken!, PersonOf(http.User)));

    private static async Task<IResult> Take(
        KeptCheckIn body,
        HttpContext http,
        IAntiforgery antiforgery,
        ITempDataDictionaryFactory carried,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return TypedResults.BadRequest();
        // A version that the database no longer knows is read as the newest: its questions have kept their numbers.
        var asked = await sender.Send(
            new GetAskedQuestions(http.User.ToActor(), body.QuestionVersion),
            cancellationToken
        );
        var answers = new Answers(
            body.Intensity,
            body.Functioning,
            body.Change,
            body.Emotions.Distinct().ToDictionary(e => e, _ => (int?)null),
            body.Words,
            body.ContactMe
        )
        {
            Duration = body.Duration,
            QuestionVersion = asked.Version,
            Extras = Extras(body.Extras ?? new Dictionary<string, IReadOnlyList<string>>(), asked.Plan),
        };
        try
        {
            var submit = new SubmitCheckIn(http.User.ToActor(), body.SubmissionId, answers)
            {
                KeptFor = body.KeptSeconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(body.KeptSeconds) : null,
            };
            if (await sender.Send(submit, cancellationToken) is not SubmitCheckInResult.Saved saved)
                return TypedResults.StatusCode(StatusCodes.Status410Gone);
            if (body.ContactMe && (body.Phone ?? body.BestTime) is not null)
            {
                // After the check-in, which does not wait for it; what cannot be a number stands on the page that says
                // what was saved.
                var toNextPage = carried.GetTempData(http);
                await new ReachForm { Phone = body.Phone, BestTime = body.BestTime }.Take(
                    sender,
                    http.User.ToActor(),
                    toNextPage,
                    cancellationToken
                );
                toNextPage.Save();
            }

            return TypedResults.Ok(new KeptReceipt(saved.SubmittedAtUtc, $"/CheckIn/Done?id={body.SubmissionId:D}"));
        }
        catch (ValidationException)
        {
            return TypedResults.UnprocessableEntity();
        }
    }

    private static Dictionary<int, ExtraAnswer> Extras(
        IReadOnlyDictionary<string, IReadOnlyList<string>> said,
        QuestionPlan plan
    ) =>
        plan
            .Extras.Where(e => said.ContainsKey(e.Key))
            .ToDictionary(e => e.Number, e => ExtraForm.Read(e, said[e.Key] ?? []));
}
