namespace Wellbeing.Detection.Tests.Rules;

public sealed class ContactRequestedTests
{
    [Fact]
    public void Every_request_is_a_finding_whatever_the_ratings()
    {
        var series = new Series(
            Cadence.Weekly,
            [
                new(Given.Day(0), 0, 0, ContactMe: true),
                new(Given.Day(0.1), null, null, ContactMe: true),
                new(Given.Day(7), 1, 0),
            ]
        );
        Assert.Equal([0, 1], Given.Where(Rule.ContactRequested, series));
        Assert.Equal(
            [new ContactRequestedEvidence(0), new ContactRequestedEvidence(null)],
            Detector.Replay(series, DetectionSettings.Default).Select(finding => finding.Evidence)
        );
    }
}
