namespace Wellbeing.Detection.Tests;

public sealed class HowSureTests
{
    [Theory]
    [InlineData(1.0, Sureness.Clear)]
    [InlineData(0.9, Sureness.Clear)]
    [InlineData(0.899, Sureness.Likely)]
    [InlineData(0.6, Sureness.Likely)]
    [InlineData(0.599, Sureness.WorthALook)]
    [InlineData(0.0, Sureness.WorthALook)]
    [InlineData(null, Sureness.WorthALook)]
    public void A_share_of_right_findings_has_one_of_three_words(double? share, Sureness word)
    {
        Assert.Equal(word, HowSure.Of(share));
        Assert.Equal(word, HowSure.Of(Rule.Worsening, share, default));
    }

    [Theory]
    [InlineData(29, 29, 0.95, Sureness.Clear)] // Too few to count, however they ended.
    [InlineData(30, 3, 0.1, Sureness.Clear)]
    [InlineData(30, 4, 0.95, Sureness.Likely)]
    [InlineData(30, 12, 0.95, Sureness.Likely)]
    [InlineData(30, 13, 0.95, Sureness.WorthALook)]
    public void From_thirty_outcomes_on_the_teams_own_record_counts(
        int closed,
        int inError,
        double simulated,
        Sureness word
    ) => Assert.Equal(word, HowSure.Of(Rule.Persistent, simulated, new RuleOutcomes(closed, inError)));

    [Fact]
    public void What_a_person_says_asks_for_or_leaves_unsaid_has_no_word()
    {
        var inferred = new[] { Rule.Worsening, Rule.Persistent, Rule.PersistentImpactUnknown, Rule.PersistentReported };
        Assert.All(
            Enum.GetValues<Rule>(),
            rule => Assert.Equal(inferred.Contains(rule), HowSure.Of(rule, 1, new RuleOutcomes(40, 0)) is not null)
        );
    }

    [Fact]
    public void The_record_of_a_rule_that_nobody_closed_is_unknown()
    {
        Assert.Null(default(RuleOutcomes).Precision);
        Assert.Equal(0.75, new RuleOutcomes(4, 1).Precision);
    }
}
