using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Flags;

/// <summary>What to say, by severity, and where to refer: as it stands, or in the product's own words.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record GetSupport(Actor By) : IRequest<SupportForNurses>, IActed;

public sealed record SupportForNurses(IReadOnlyList<TalkGuideView> Guides, IReadOnlyList<ReferralView> Referrals)
{
    public TalkGuideView GuideFor(Severity severity) => Guides.Single(g => g.Severity == severity);
}

/// <param name="Version">0 while nobody changed it.</param>
public sealed record TalkGuideView(
    Severity Severity,
    string Text,
    string? ChangedByName,
    DateTime? ChangedAtUtc,
    int Version
)
{
    public IReadOnlyList<string> Lines =>
        Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <param name="Version">0 while nobody changed it.</param>
public sealed record ReferralView(
    ReferralKind Kind,
    string Name,
    string? Address,
    string? Phone,
    string? Email,
    string? ChangedByName,
    DateTime? ChangedAtUtc,
    int Version
);

internal sealed class GetSupportHandler(WellbeingDb db, IOptions<SupportNumbersOptions> numbers)
    : IRequestHandler<GetSupport, SupportForNurses>
{
    public async Task<SupportForNurses> Handle(GetSupport request, CancellationToken cancellationToken)
    {
        var guides = await db.TalkGuides.AsNoTracking().ToDictionaryAsync(g => g.Severity, cancellationToken);
        var options = await db.ReferralOptions.AsNoTracking().ToDictionaryAsync(o => o.Kind, cancellationToken);
        return new SupportForNurses(
            [
                .. Enum.GetValues<Severity>()
                    .OrderDescending()
                    .Select(s =>
                        guides.TryGetValue(s, out var g)
                            ? new TalkGuideView(s, g.Text, g.ChangedByName, g.ChangedAtUtc, g.Version)
                            : new TalkGuideView(s, TalkGuide.Default(s), null, null, 0)
                    ),
            ],
            [
                .. Enum.GetValues<ReferralKind>()
                    .Select(k =>
                        options.TryGetValue(k, out var o)
                            ? new ReferralView(
                                k,
                                o.Name,
                                o.Address,
                                o.Phone,
                                o.Email,
                                o.ChangedByName,
                                o.ChangedAtUtc,
                                o.Version
                            )
                            : Default(k)
                    ),
            ]
        );
    }

    private ReferralView Default(ReferralKind kind) =>
        kind switch
        {
            ReferralKind.Psychology => new(kind, "Psycho-oncology service", null, null, null, null, null, 0),
            ReferralKind.MedicalTeam => new(kind, "Treating medical team", null, null, null, null, null, 0),
            ReferralKind.PalliativeCare => new(kind, "Palliative care service", null, null, null, null, null, 0),
            _ => new(kind, numbers.Value.Foundation.Name, null, numbers.Value.Foundation.Number, null, null, null, 0),
        };
}
