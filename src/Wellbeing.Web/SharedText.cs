namespace Wellbeing.Web;

/// <summary>Names the texts in <c>Resources/SharedText*.resx</c>: <c>IStringLocalizer&lt;SharedText&gt;</c>.</summary>
public sealed class SharedText;
