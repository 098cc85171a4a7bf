namespace Wellbeing.App.Wording;

/// <summary>
/// The sentences that safety hangs on: how to get help, that nobody watches around the clock, and what somebody agrees
/// to before they rely on it. A translator's mistake here could cost a life, so the English stands beside each until
/// somebody has reviewed the translation.
/// </summary>
public static class SafetyCritical
{
    /// <summary>Keys of the pages' and the messages' texts.</summary>
    public static IReadOnlySet<string> Keys { get; } =
        new HashSet<string>
        {
            // On every page
            "Footer.NotWatched",
            "Safety.Lead",
            "Safety.NotSafe",
            "Error.Help",
            // Whom to call, and when
            "Care.Emergency.Title",
            "Care.Emergency.Harm",
            "Care.Emergency.Body",
            "Care.Fever.Title",
            "Care.Fever.Temperature",
            "Care.Fever.Chills",
            "Care.Fever.Why",
            "Care.Talk.Title",
            "Help.Lead",
            "Help.Reach.Lead",
            "Help.Reach.Long",
            "Help.Reach.Growing",
            // "I don't feel safe"
            "NotSafe.Title",
            "NotSafe.Lead",
            "NotSafe.Team.Body",
            "NotSafe.Team.Wait",
            "NotSafe.Team.Button",
            "NotSafe.Told.Meanwhile",
            // Not an emergency service
            "Home.Public.Watch",
            "Who.NotEmergency",
            "Home.Told.Now",
            "Reads.Late",
            "Reads.Late.Days",
            "Reads.Late.InHand",
            "SignIn.NotTold.Body",
            "Reads.Late.Planned",
            "Reads.Late.Tried",
            "Reads.Late.Tried.Other",
            "Reads.Planned.Also",
            "Reads.Touch.Also",
            "Reads.Nobody",
            "Reads.Unreached",
            "CheckIn.Done.Emergency",
            // What somebody agrees to
            "Consent.NotWatched",
            "Consent.What.Ask",
            "Consent.What.Read",
            "Consent.What.Read.Needed",
            "Consent.What.Told",
            "Consent.Not.Emergency",
            "Consent.Not.Treatment",
            "Consent.Data.Kept",
            "Consent.Data.Yours",
            "Consent.Data.Stop",
            "Consent.Data.Stop.Now",
            "Kept.Record",
            "Kept.RecordForGood",
            "Kept.Words",
            "Kept.Log",
            "Consent.Agree",
            "Consent.OldEnough",
            "CheckIn.Stop.Title",
            "CheckIn.Stop.NotSeen",
            "CheckIn.Stop.NotSafe",
            "CheckIn.Done.Hard",
            "Answer.Means.Emergency",
            "Kept.Kept.NotSeen",
            "Kept.Offline",
            // Guidance
            "ReachOut.Long",
            "ReachOut.Growing",
            "ReachOut.Now",
            "FearOfDying.Harm",
            // In messages
            "CheckInInvitation.NotWatched",
            "FlagToSupportContact.Emergency",
        };
}
