using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Security.Claims;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Wellbeing.App.Accounts;
using Wellbeing.App.People;
using Wellbeing.App.Team;
using Wellbeing.App.Wording;
using Wellbeing.Web.SignIn;
using ValidationException = FluentValidation.ValidationException;

namespace Wellbeing.Web.Api;

/// <summary>Whom to invite. Whatever is left out, they say themselves when they join; all of it they may
/// change.</summary>
internal sealed record NewInvitation(
    [property: MaxLength(Participant.MaximumNameLength)] string Name,
    [property: Description("One that only they read. The invitation goes there."), MaxLength(254)] string Email,
    ParticipantKind Kind,
    [property: Description(
        "BCP 47, of the invitation, pages and e-mails: one that the pages are written in; en unless said."
    )]
        string? Language = null,
    [property: Description("IANA zone, such as Australia/Hobart; the team's unless said.")] string? TimeZone = null,
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
        Description("What to call them, where it is another name. The invitation greets them by it."),
        MaxLength(Participant.MaximumNameLength)
    ]
        string? PreferredName = null,
    [property: Description("In their own words, such as she/her."), MaxLength(HowToAddress.MaximumPronounsLength)]
        string? Pronouns = null,
    [property:
        Description("By name. They are placed there once they agree, and offered its rhythm of check-ins."),
        MaxLength(App.People.Cohort.MaximumNameLength)
    ]
        string? Cohort = null,
    [property: Description("A UUID made once for each invitation: sent again, it invites nobody a second time.")]
        Guid? RequestId = null
);

/// <param name="Repeated">An earlier request with the same requestId did it.</param>
internal sealed record SentInvitation(Guid Id, bool Repeated);

/// <summary>Asking people to take part, as the form on the pages does.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this RouteGroupBuilder api) =>
        api.MapPost("/invitations", Invite)
            .WithTags("People")
            .AlsoForClients(ApiScope.InvitePeople)
            .WithName("inviteParticipant")
            .WithSummary(
                "Invite somebody to take part: they get an e-mail and decide. 201, or 200 where this requestId invited them before; 409 where the address has an account or an invitation, or where this requestId invited another address."
            )
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Created<SentInvitation>, Ok<SentInvitation>, ProblemHttpResult>> Invite(
        NewInvitation body,
        ClaimsPrincipal user,
        ISender sender,
        TeamZone team,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var language = body.Language is null ? Language.English : Language.Find(body.Language);
        var id = body.RequestId ?? Guid.CreateVersion7(clock.GetUtcNow());
        var invite = new InviteParticipant(
            user.ToActor(),
            body.Kind,
            body.Name,
            body.Email,
            language is null ? ""
                : language == Language.English ? "en"
                : language.Tag,
            body.TimeZone ?? team.Id
        )
        {
            Phone = body.Phone,
            BestTimeToCall = body.BestTimeToCall,
            MayLeaveMessage = body.MayLeaveMessage,
            NeedsInterpreter = body.NeedsInterpreter,
            Address = new HowToAddress(body.PreferredName, body.Pronouns, body.SpokenLanguage),
            Cohort = body.Cohort,
            RequestId = id,
        };
        return await sender.Send(invite, cancellationToken) switch
        {
            InviteResult.Invited => TypedResults.Created((string?)null, new SentInvitation(id, Repeated: false)),
            InviteResult.Repeated => TypedResults.Ok(new SentInvitation(id, Repeated: true)),
            InviteResult.AddressTaken => ApiProblem.Conflict(
                "addressTaken",
                "Somebody has an account with this address."
            ),
            InviteResult.InvitedAlready => ApiProblem.Conflict(
                "invitedAlready",
                "This address was invited already, and its link still works.",
                "A colleague can send it again or take it back on the page where people are invited."
            ),
            InviteResult.RequestIdOfAnother => ApiProblem.Conflict(
                "requestIdUsed",
                "This requestId invited another address. Nobody was invited now.",
                "Send this invitation with a requestId of its own."
            ),
            InviteResult.NoSuchCohort => throw Refused("cohort", "There is no cohort of this name."),
            InviteResult.RequestIdTaken => throw Refused("requestId", "Send another requestId: this one was used."),
            _ => throw new UnreachableException(),
        };
    }

    private static ValidationException Refused(string field, string message) =>
        new([new ValidationFailure(field, message)]);
}
