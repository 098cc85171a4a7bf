using Wellbeing.App.CheckIns;

namespace Wellbeing.Web.Pages.Admin.Questions;

/// <summary>What a question costs whoever answers it, one question a page: reckoned, not measured.</summary>
/// <param name="Taps">To answer it and go on.</param>
/// <param name="Seconds">To read and answer it, on a bad day.</param>
public sealed record Burden(int Taps, int Seconds)
{
    public static Burden Of(ExtraKind kind) =>
        kind switch
        {
            ExtraKind.Scale => new(2, 8),
            ExtraKind.Choice => new(2, 10),
            ExtraKind.Choices => new(3, 15),
            ExtraKind.Text => new(1, 30),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static Burden Of(QuestionPlan plan) =>
        plan
            .Extras.Where(e => !e.Retired)
            .Select(e => Of(e.Kind))
            .Aggregate(new Burden(0, 0), (all, one) => new Burden(all.Taps + one.Taps, all.Seconds + one.Seconds));

    public override string ToString() => $"about {Taps} {(Taps == 1 ? "tap" : "taps")} and {Seconds} seconds";
}
