using Wellbeing.App.CheckIns;
using Wellbeing.Web.Components.Charts;

namespace Wellbeing.Web.Pages.Staff;

/// <summary>Chart and table of somebody's check-ins.</summary>
public sealed record CheckInsView(IReadOnlyList<CheckInView> CheckIns, TrendChart Chart, int Weeks);
