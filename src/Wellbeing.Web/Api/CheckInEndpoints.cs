using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Security.Claims;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Records;
using Wellbeing.App.Wording;
using Wellbeing.Detection;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Api;

/// <summary>A check-in. Every answer may be left out or null: "I would rather not say".</summary>
internal sealed record NewCheckIn(
    [property: Description("A UUID made once for each check-in: sent again, it returns the first result.")]
        Guid SubmissionId,
    [property: Description("Strength of distressing feelings, 0 (none) to 10 (the most imaginable)."), Range(0, 10)]
        int? Intensity = null,
    [property: Description("Impact on daily life, 0 (none) to 10 (cannot do usual things)."), Range(0, 10)]
        int? Functioning = null,
    [property: Description("Compared with last time.")] PerceivedChange? Change = null,
    [property: Description(
        "Feelings felt, by name, each with its strength 0 to 10, or null where the strength is not known."
    )]
        IReadOnlyDictionary<Emotion, int?>? Emotions = null,
    [property: Description("Free words."), MaxLength(CheckIn.MaximumWordsLength)] string? Words = null,
    [property: Description("\"I would like someone to contact me.\"")] bool ContactMe = false,
    [property:
        Description("Of GET /check-ins/questions: the version that extras answer; 0 where none are sent."),
        Range(0, int.MaxValue)
    ]
        int QuestionVersion = 0,
    [property: Description("Answers to questions that the organisation added: one for each that was asked.")]
        IReadOnlyList<NewExtraAnswer>? Extras = null,
    [property: Description(
        "How long feelings have been as strong as this. The pages ask it where the rating is 5 or more, or rising, and it is not known yet."
    )]
        PerceivedDuration? Duration = null
);

/// <summary>The answer to a question that the organisation added. With its number alone it says that the question was
/// passed by.</summary>
internal sealed record NewExtraAnswer(
    [property: Description("Which question.")] int Number,
    [property: Description("Of a scale, 0 to 10."), Range(0, 10)] int? Scale = null,
    [property: Description("Of a choice: what was chosen, counted from 1.")] IReadOnlyList<int>? Choices = null,
    [property: Description("Free words, of a text question."), MaxLength(CheckIn.MaximumWordsLength)]
        string? Words = null
);

/// <summary>What the organisation asks this participant besides.</summary>
/// <param name="Version">To be sent with the answers.</param>
internal sealed record MyQuestions(int Version, IReadOnlyList<MyExtraQuestion> Extras);

/// <param name="Language">Of the words: the one asked for, or English where it has none.</param>
/// <param name="Min">What 0 means, of a scale.</param>
/// <param name="Max">What 10 means.</param>
/// <param name="Choices">What can be chosen, the first is 1; empty unless it is a choice.</param>
internal sealed record MyExtraQuestion(
    int Number,
    ExtraKind Kind,
    string Language,
    string Legend,
    string? Hint,
    string? Min,
    string? Max,
    IReadOnlyList<string> Choices
);

/// <summary>What the person is told about a check-in that was stored.</summary>
/// <param name="SomeoneLooksByUtc">By when the team means to have looked, where somebody was told.</param>
/// <param name="Repeated">It was stored by an earlier request with the same submissionId.</param>
internal sealed record CheckInReceipt(
    Guid Id,
    Guid SubmissionId,
    DateTime SubmittedAtUtc,
    DateTime? SomeoneLooksByUtc,
    bool AskedForContact,
    bool Repeated
);

/// <summary>A participant's own check-ins.</summary>
internal static class CheckInEndpoints
{
    public static void MapCheckIns(this RouteGroupBuilder api)
    {
        var checkIns = api.MapGroup("/check-ins")
            .WithTags("Check-ins")
            .RequireAuthorization(Policies.ApiPrefix + Policies.Participant);
        checkIns
            .MapPost("", Submit)
            .WithName("submitCheckIn")
            .WithSummary(
                "Store a check-in of the signed-in participant: 201, or 200 where this submissionId was stored before."
            )
            .ProducesProblem(StatusCodes.Status409Conflict);
        checkIns
            .MapGet("", Mine)
            .WithName("listMyCheckIns")
            .WithSummary("The signed-in participant's check-ins, newest first.");
        checkIns
            .MapGet("/questions", Questions)
            .WithName("getMyQuestions")
            .WithSummary(
                "Questions that the organisation asks the signed-in participant besides, in the order asked. Each may be passed by."
            );
        checkIns
            .MapGet("/{id:guid}", One)
            .WithName("getMyCheckIn")
            .WithSummary("One check-in of the signed-in participant.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<CheckInReceipt>, Ok<CheckInReceipt>, ProblemHttpResult>> Submit(
        NewCheckIn body,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        var answers = new Answers(
            body.Intensity,
            body.Functioning,
            body.Change,
            body.Emotions ?? Answers.None.Emotions,
            body.Words,
            body.ContactMe
        )
        {
            Duration = body.Duration,
            QuestionVersion = body.QuestionVersion,
            Extras = await Extras(body, user, sender, cancellationToken),
        };
        switch (await sender.Send(new SubmitCheckIn(user.ToActor(), body.SubmissionId, answers), cancellationToken))
        {
            case SubmitCheckInResult.Saved saved:
                var receipt = new CheckInReceipt(
                    saved.CheckInId,
                    body.SubmissionId,
                    saved.SubmittedAtUtc,
                    saved.SomeoneLooksByUtc,
                    saved.AskedForContact,
                    saved.Repeated
                );
                return saved.Repeated
                    ? TypedResults.Ok(receipt)
                    : TypedResults.Created($"{WellbeingApi.Root}/check-ins/{saved.CheckInId:D}", receipt);
            case SubmitCheckInResult.Closed:
                return ApiProblem.Conflict(
                    "participationClosed",
                    "Your participation has ended.",
                    "Nothing was stored. Contact the team if this is a surprise."
                );
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Nothing that answers no question is taken in silence.</summary>
    private static async Task<IReadOnlyDictionary<int, ExtraAnswer>> Extras(
        NewCheckIn body,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        if (body is { QuestionVersion: 0, Extras: null or { Count: 0 } })
            return Answers.None.Extras;
        var asked = await sender.Send(new GetAskedQuestions(user.ToActor(), body.QuestionVersion), cancellationToken);
        if (asked.Version != body.QuestionVersion)
            throw Refused(
                "questionVersion",
                $"There is no version {body.QuestionVersion} of the questions. The one in force is {asked.Version}."
            );
        Dictionary<int, ExtraAnswer> extras = [];
        foreach (var sent in body.Extras ?? [])
        {
            if (asked.Plan.Extras.SingleOrDefault(e => e.Number == sent.Number) is not { } question)
                throw Refused("extras", $"Version {asked.Version} of the questions has no question {sent.Number}.");
            var answer = new ExtraAnswer(
                sent.Scale,
                sent.Choices is { Count: > 0 } chosen ? [.. chosen.Order()] : null,
                string.IsNullOrWhiteSpace(sent.Words) ? null : sent.Words.Trim()
            );
            if (!question.Normalize(answer).SaysTheSameAs(answer))
                throw Refused("extras", $"Question {sent.Number} takes {Takes(question)}, or nothing.");
            if (!extras.TryAdd(sent.Number, answer))
                throw Refused("extras", $"Question {sent.Number} is answered twice.");
        }

        return extras;

        static FluentValidation.ValidationException Refused(string field, string message) =>
            new([new ValidationFailure(field, message)]);
    }

    private static string Takes(ExtraQuestion question) =>
        question.Kind switch
        {
            ExtraKind.Scale => "scale, a whole number from 0 to 10",
            ExtraKind.Choice => $"choices, with one whole number from 1 to {question.English.Choices.Count}",
            ExtraKind.Choices =>
                $"choices, each a whole number from 1 to {question.English.Choices.Count} and there once",
            _ => "words",
        };

    private static async Task<Ok<MyQuestions>> Questions(
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken,
        [Description("A language tag such as ar; English unless said, and where the question has no words in it.")]
            string? language = null
    )
    {
        var me = user.ToActor();
        var asked = await sender.Send(new GetAskedQuestions(me), cancellationToken);
        var kind = (await sender.Send(new GetMyHome(me), cancellationToken)).Kind;
        var wanted =
            Language.All.FirstOrDefault(l => l.Tag.Equals(language, StringComparison.OrdinalIgnoreCase))
            ?? Language.English;
        return TypedResults.Ok(
            new MyQuestions(
                asked.Version,
                [
                    .. asked
                        .Plan.Asked(kind)
                        .Select(q => q.Extra)
                        .OfType<ExtraQuestion>()
                        .Select(extra =>
                        {
                            var (words, spoken) = extra.In(wanted);
                            return new MyExtraQuestion(
                                extra.Number,
                                extra.Kind,
                                spoken.Tag,
                                words.Legend,
                                words.Hint,
                                words.Min,
                                words.Max,
                                words.Choices
                            );
                        }),
                ]
            )
        );
    }

    private static async Task<Ok<IReadOnlyList<CheckInView>>> Mine(
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken,
        [Description("An instant, such as 2026-02-02T00:00:00Z; check-ins at or after it.")]
            DateTimeOffset? since = null,
        [Description("At most this many, 1 to 1000.")] int take = 200
    ) =>
        TypedResults.Ok(
            await sender.Send(new GetMyCheckIns(user.ToActor(), since?.UtcDateTime, take), cancellationToken)
        );

    private static async Task<Results<Ok<CheckInView>, ProblemHttpResult>> One(
        Guid id,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) =>
        await sender.Send(new GetMyCheckInById(user.ToActor(), id), cancellationToken) is { } checkIn
            ? TypedResults.Ok(checkIn)
            : ApiProblem.NotFound("You have no such check-in.");
}
