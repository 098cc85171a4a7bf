using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.Detection;

namespace Wellbeing.App.Tests.CheckIns;

/// <summary>"How long has it been like this?" is asked where it is not known, and nowhere else.</summary>
public sealed class StrongStretchTests
{
    private static readonly DateOnly _today = new(2026, 3, 2);

    /// <param name="history">Days ago, rating, and a mark: d for a duration answered, e for everyday things
    /// answered.</param>
    /// <param name="rating">What is chosen now.</param>
    [Theory]
    [InlineData("", 5, true)] // The very first check-in.
    [InlineData("", 4, false)]
    [InlineData("", null, false)] // Not said is not strong.
    [InlineData("7:2", 6, true)] // The first high one.
    [InlineData("7:2", 4, true)] // Rising.
    [InlineData("7:2", 3, false)]
    [InlineData("7:3", 4, false)] // One more than last time is no rise.
    [InlineData("7:6", 6, true)] // Passed by last time: still not known.
    [InlineData("7:6d", 6, false)] // Answered in this stretch.
    [InlineData("21:6d 14:7 7:6", 8, false)]
    [InlineData("7:4d", 6, false)] // Answered when it began to rise.
    [InlineData("14:6d 7:2", 6, true)] // It was easier in between: another stretch.
    [InlineData("21:6 14:6 7:6", 6, false)] // The check-ins themselves say that it is long.
    [InlineData("14:6 7:6", 6, true)]
    [InlineData("60:6d", 6, true)] // Nobody knows what was in between.
    public void It_is_asked_at_a_high_or_rising_rating_of_a_stretch_that_has_no_answer_yet(
        string history,
        int? rating,
        bool asked
    ) => Assert.Equal(asked, Of(history).WantsDuration(rating));

    [Theory]
    [InlineData("21:8 14:8 7:8", true)]
    [InlineData("21:8 14:8e 7:8", true)] // One answer in three weeks says too little.
    [InlineData("14:8e 7:8e", false)]
    [InlineData("21:8 14:8 7:2", false)] // Not strong any more.
    [InlineData("7:8", true)]
    [InlineData("60:8", false)] // Nobody knows what was in between.
    [InlineData("", false)]
    public void Daily_life_is_asked_first_where_feelings_are_strong_and_too_few_answers_say_how_it_is(
        string history,
        bool first
    )
    {
        var stretch = Of(history);
        Assert.Equal(first, stretch.EverydayFirst);
        var asked = stretch.Fit(QuestionPlan.Default.Asked(null), 8).Select(q => q.Core).ToList();
        Assert.Equal(first ? Question.Everyday : Question.Intensity, asked[0]);
        Assert.Equal(first, asked.IndexOf(Question.Everyday) < asked.IndexOf(Question.Feelings));
        Assert.Equal(QuestionPlan.Default.Order.Count + (stretch.WantsDuration(8) ? 1 : 0), asked.Count);
    }

    [Fact]
    public void It_follows_the_rating_wherever_that_stands_and_is_in_no_published_order()
    {
        Assert.DoesNotContain(nameof(Question.Duration), QuestionPlan.Default.Order);
        var moved = QuestionPlan.Default with
        {
            Order = ["Words", "Intensity", "Feelings", "Everyday", "Compared", "Contact"],
        };
        var asked = StrongStretch.None.Fit(moved.Asked(null), 7).Select(q => q.Key).ToList();
        Assert.Equal(["Words", "Intensity", "Duration", "Feelings", "Everyday", "Compared", "Contact"], asked);
        Assert.Equal(moved.Order, StrongStretch.None.Fit(moved.Asked(null), 4).Select(q => q.Key));
    }

    private static StrongStretch Of(string history) =>
        StrongStretch.Of(
            new Series(
                Cadence.Weekly,
                [
                    .. history
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(said =>
                        {
                            var (days, rating) = (int.Parse(said.Split(':')[0], null), said.Split(':')[1]);
                            var day = _today.AddDays(-days);
                            return new Observation(
                                day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
                                int.Parse(rating.TrimEnd('d', 'e'), null),
                                rating.EndsWith('e') ? 3 : null,
                                Day: day,
                                Duration: rating.EndsWith('d') ? PerceivedDuration.FewDays : null
                            );
                        }),
                ]
            ),
            DetectionSettings.Default,
            _today
        );
}
