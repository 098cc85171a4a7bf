using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Wellbeing.App.People;
using Wellbeing.App.Privacy;
using Wellbeing.App.Wording;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Api;

/// <summary>How a participant is reached and addressed, as it is.</summary>
/// <param name="Language">BCP 47: of their pages and e-mails.</param>
/// <param name="MayLeaveMessage">Null where they have not said; then nobody leaves one.</param>
/// <param name="SpokenLanguage">BCP 47: what they like to speak, where it is another language.</param>
/// <param name="PreferredName">What to call them, where it is another name.</param>
/// <param name="Pronouns">In their own words.</param>
internal sealed record ReachDetails(
    Guid ParticipantId,
    string Name,
    string Email,
    string? Phone,
    TimeToCall? BestTimeToCall,
    bool? MayLeaveMessage,
    bool NeedsInterpreter,
    string Language,
    string? SpokenLanguage,
    string? PreferredName,
    string? Pronouns
);

/// <summary>How a participant is reached and addressed, as it shall be: whatever is left out or null is taken
/// away.</summary>
internal sealed record NewReachDetails(
    [property:
        Description("With its area code; without a country's code it is Australian."),
        MaxLength(Telephone.MaximumLength)
    ]
        string? Phone = null,
    [property: Description("Where they live.")] TimeToCall? BestTimeToCall = null,
    [property: Description("Null where they have not said; then nobody leaves one.")] bool? MayLeaveMessage = null,
    [property: Description("On the telephone.")] bool NeedsInterpreter = false,
    [property: Description(
        "Where they like to speak another language than that of their pages: by its English name, such as Punjabi or Cantonese, or BCP 47, such as pa or yue. One that the pages offer."
    )]
        string? SpokenLanguage = null,
    [property:
        Description("What to call them, where it is another name. E-mails greet them by it."),
        MaxLength(Participant.MaximumNameLength)
    ]
        string? PreferredName = null,
    [property: Description("In their own words, such as she/her."), MaxLength(HowToAddress.MaximumPronounsLength)]
        string? Pronouns = null
);

/// <summary>What a participant keeps about themselves, as it is. The e-mail address is changed on the pages: the new
/// one is asked first.</summary>
/// <param name="Language">BCP 47: of pages and e-mails.</param>
/// <param name="TimeZone">IANA zone.</param>
internal sealed record OwnDetails(
    string Name,
    string Email,
    string Language,
    string TimeZone,
    string? Phone,
    TimeToCall? BestTimeToCall,
    bool? MayLeaveMessage,
    bool NeedsInterpreter,
    string? SpokenLanguage,
    string? PreferredName,
    string? Pronouns
);

/// <summary>What a participant keeps about themselves, as it shall be: whatever is left out or null is taken
/// away.</summary>
internal sealed record NewOwnDetails(
    [property: MaxLength(Participant.MaximumNameLength)] string Name,
    [property: Description("BCP 47: of pages and e-mails. One that the pages are written in, or the present one.")]
        string Language,
    [property: Description("IANA zone, such as Australia/Hobart.")] string TimeZone,
    [property:
        Description("With its area code; without a country's code it is Australian."),
        MaxLength(Telephone.MaximumLength)
    ]
        string? Phone = null,
    TimeToCall? BestTimeToCall = null,
    [property: Description("Null: not said, and then nobody leaves one.")] bool? MayLeaveMessage = null,
    [property: Description("On the telephone.")] bool NeedsInterpreter = false,
    [property: Description(
        "BCP 47, such as pa, yue or fil, where it is another language than that of the pages. One that the pages offer."
    )]
        string? SpokenLanguage = null,
    [property: Description("What to call them, where it is another name."), MaxLength(Participant.MaximumNameLength)]
        string? PreferredName = null,
    [property: Description("In their own words, such as she/her."), MaxLength(HowToAddress.MaximumPronounsLength)]
        string? Pronouns = null
);

/// <summary>How people are reached and addressed: by nurses, and by each participant for themselves.</summary>
internal static class PersonEndpoints
{
    public static void MapPeople(this RouteGroupBuilder api)
    {
        var one = api.MapGroup("/participants/{id:guid}/how-to-reach")
            .WithTags("People")
            .RequireAuthorization(Policies.ApiPrefix + Policies.Nurse)
            .ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", Get)
            .WithName("getHowToReach")
            .WithSummary("How a participant is reached and addressed. Recorded as a look at them.");
        one.MapPut("", Put)
            .WithName("changeHowToReach")
            .WithSummary(
                "Change it, as they asked on the telephone or on the ward. They are told by e-mail that it was changed."
            );

        var mine = api.MapGroup("/my-details")
            .WithTags("People")
            .RequireAuthorization(Policies.ApiPrefix + Policies.Participant);
        mine.MapGet("", Mine)
            .WithName("getMyDetails")
            .WithSummary("How the signed-in participant is addressed and reached.");
        mine.MapPut("", ChangeMine)
            .WithName("changeMyDetails")
            .WithSummary("Change how the signed-in participant is addressed and reached.");
    }

    private static async Task<Results<Ok<ReachDetails>, ProblemHttpResult>> Get(
        Guid id,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) =>
        await sender.Send(new GetHowToReach(user.ToActor(), id), cancellationToken) is { } p
            ? TypedResults.Ok(
                new ReachDetails(
                    p.Id,
                    p.Name,
                    p.Email,
                    p.Phone,
                    p.BestTimeToCall,
                    p.MayLeaveMessage,
                    p.NeedsInterpreter,
                    p.Language,
                    p.Address.SpokenLanguage,
                    p.Address.PreferredName,
                    p.Address.Pronouns
                )
            )
            : NoSuchPerson();

    private static async Task<Results<NoContent, ProblemHttpResult>> Put(
        Guid id,
        NewReachDetails body,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        var change = new ChangeHowToCall(
            user.ToActor(),
            id,
            body.Phone,
            body.BestTimeToCall,
            body.MayLeaveMessage,
            body.NeedsInterpreter
        )
        {
            Address = new HowToAddress(body.PreferredName, body.Pronouns, body.SpokenLanguage),
        };
        return await sender.Send(change, cancellationToken) ? TypedResults.NoContent() : NoSuchPerson();
    }

    private static async Task<Ok<OwnDetails>> Mine(
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        var my = await sender.Send(new GetMyDetails(user.ToActor()), cancellationToken);
        return TypedResults.Ok(
            new OwnDetails(
                my.Name,
                my.Email,
                my.Language,
                my.TimeZone,
                my.Phone,
                my.BestTimeToCall,
                my.MayLeaveMessage,
                my.NeedsInterpreter,
                my.Address.SpokenLanguage,
                my.Address.PreferredName,
                my.Address.Pronouns
            )
        );
    }

    private static async Task<NoContent> ChangeMine(
        NewOwnDetails body,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        var now = await sender.Send(new GetMyDetails(user.ToActor()), cancellationToken);
        if (Language.Find(body.Language) is null && body.Language != now.Language)
        {
            var tags = string.Join(", ", Language.All.Select(l => l.Tag));
            throw new FluentValidation.ValidationException([new ValidationFailure("language", $"Use one of {tags}.")]);
        }

        await sender.Send(
            new ChangeMyDetails(
                user.ToActor(),
                body.Name,
                body.Phone,
                body.BestTimeToCall,
                body.MayLeaveMessage,
                body.NeedsInterpreter,
                body.Language,
                body.TimeZone
            )
            {
                Address = new HowToAddress(body.PreferredName, body.Pronouns, body.SpokenLanguage),
            },
            cancellationToken
        );
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NoSuchPerson() => ApiProblem.NotFound("There is no such participant.");
}
