namespace Wellbeing.App.Team;

public sealed record NewHoliday(DateOnly Date, string Name);
