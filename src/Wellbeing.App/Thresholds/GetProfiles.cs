using MediatR;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.App.Thresholds;

/// <summary>The profiles that there are to choose from, each with what it does, and what the settings in force are
/// called.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record GetProfiles(Actor By) : IRequest<ProfileChoice>, IActed;

/// <param name="InForce">What the settings in force are called.</param>
/// <param name="FiguresInForce">What the settings in force do.</param>
/// <param name="Profiles">The one that new installations start with first.</param>
public sealed record ProfileChoice(
    NamedProfile InForce,
    ProfileFigures FiguresInForce,
    IReadOnlyList<ProfileView> Profiles
);

/// <summary>A profile and what it does, by simulation.</summary>
public sealed record ProfileView(Profile Profile, ProfileFigures Figures);

internal sealed class GetProfilesHandler(ThresholdsInForce thresholds) : IRequestHandler<GetProfiles, ProfileChoice>
{
    private static readonly Profile[] _inOrder =
    [
        .. Enum.GetValues<Profile>()
            .OrderByDescending(profile => DetectionSettings.For(profile).Equals(DetectionSettings.Default)),
    ];

    public async Task<ProfileChoice> Handle(GetProfiles request, CancellationToken cancellationToken)
    {
        var inForce = (await thresholds.Settings(cancellationToken)).Detection;
        return new ProfileChoice(
            NamedProfile.Of(inForce),
            Calibrations.Figures(inForce, cancellationToken),
            [
                .. _inOrder.Select(profile => new ProfileView(
                    profile,
                    Calibrations.Figures(DetectionSettings.For(profile), cancellationToken)
                )),
            ]
        );
    }
}
