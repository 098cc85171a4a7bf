using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Site;

/// <summary>The branding in force.</summary>
internal static class BrandingQueries
{
    public static Task<Branding?> LastBranding(this WellbeingDb db, CancellationToken cancellationToken) =>
        db.Brandings.AsNoTracking().OrderByDescending(b => b.Version).FirstOrDefaultAsync(cancellationToken);
}
