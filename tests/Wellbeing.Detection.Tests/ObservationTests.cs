namespace Wellbeing.Detection.Tests;

public sealed class ObservationTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void A_rating_outside_0_to_10_is_refused(int rating)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Observation(Given.Start, rating, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Observation(Given.Start, null, rating));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Observation(Given.Start, 5, 5) with
            {
                Intensity = rating,
            }
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(null)]
    public void The_ends_of_the_scale_and_a_skipped_answer_are_fine(int? rating)
    {
        var observation = new Observation(Given.Start, rating, rating);
        Assert.Equal((rating, rating), (observation.Intensity, observation.Functioning));
    }

    [Fact]
    public void An_unspecified_instant_is_read_as_UTC_and_local_time_is_refused()
    {
        var unspecified = DateTime.SpecifyKind(Given.Start, DateTimeKind.Unspecified);
        Assert.Equal(DateTimeKind.Utc, new Observation(unspecified, 1, 1).AtUtc.Kind);
        Assert.Throws<ArgumentException>(() =>
            new Observation(DateTime.SpecifyKind(Given.Start, DateTimeKind.Local), 1, 1)
        );
    }

    [Fact]
    public void A_series_orders_itself_and_keeps_the_order_of_the_input_out_of_it()
    {
        var (early, late) = (new Observation(Given.Day(0), 1, 1), new Observation(Given.Day(7), 2, 2));
        Assert.Equal([early, late], new Series(Cadence.Weekly, [late, early]).Observations);
        Assert.Equal([early, late], new Series(Cadence.Weekly, [late]).With(early).Observations);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(10.1)]
    [InlineData(double.NaN)]
    public void A_level_at_diagnosis_outside_the_scale_is_refused(double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Series(Cadence.Weekly, [], levelAtDiagnosis: level));
}
