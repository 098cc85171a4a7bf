namespace Wellbeing.Web.Pages.Admin.Guidance;

/// <summary>Some settings with their values, as a table.</summary>
public sealed record SettingTable(IReadOnlyList<Setting> Settings, Thresholds Values);
