namespace Wellbeing.Web;

/// <summary>Words of the guidance pages, by key, in <c>Resources/GuidanceText.*.resx</c>.</summary>
public sealed class GuidanceText;
