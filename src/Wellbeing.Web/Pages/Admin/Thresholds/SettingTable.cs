namespace Wellbeing.Web.Pages.Admin.Thresholds;

/// <summary>Some settings with their values, as a table.</summary>
public sealed record SettingTable(IReadOnlyList<Setting> Settings, ThresholdValues Values);
