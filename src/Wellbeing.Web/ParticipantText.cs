namespace Wellbeing.Web;

/// <summary>Names the texts of the participants' pages in <c>Resources/ParticipantText*.resx</c>.</summary>
public sealed class ParticipantText;
