using Wellbeing.App.People;

namespace Wellbeing.App.Assessment;

/// <summary>An answer as the team sees it.</summary>
public sealed record ExperienceView(DateTime AnsweredAtUtc, ExperienceAnswer? Answer);
