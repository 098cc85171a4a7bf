using Bogus;
using Wellbeing.App.People;

namespace Wellbeing.Demo;

/// <summary>What people write in their own words. Many write nothing.</summary>
internal static class DemoWords
{
    private static readonly string[] _easy =
    [
        "A good week. I walked to the bakery and back without stopping.",
        "Bloods were fine. Slept well. Grateful for the small things.",
        "My granddaughter came to stay and we planted tomatoes.",
        "Feeling more like myself. I even cooked dinner on Sunday.",
        "Quiet week, which is just how I like it at the moment.",
        "Had a laugh with the nurses in day clinic. It helps.",
        "Back at choir for the first time. Tired after, but happy tired.",
        "Nothing much to report, and that is nice for a change.",
    ];

    private static readonly string[] _middling =
    [
        "Some days are fine and some I just want to stay in bed.",
        "I am tired of being tired, if that makes sense.",
        "Waiting for the next appointment always makes me a bit jumpy.",
        "I keep wondering how I will manage going back to work.",
        "Not too bad. The nights are longer than the days.",
        "People say I look well. I do not always feel it.",
        "The drive to the hospital is wearing us all out a little.",
        "A bit flat this week. Missing my usual routines.",
        "My hands tingle and it makes me cross, but I got some gardening done.",
    ];

    private static readonly string[] _hard =
    [
        "I cannot stop thinking about what comes next.",
        "I have not been sleeping. Everything feels heavy.",
        "I cried in the car after the appointment. I did not want the kids to see.",
        "I do not know how to talk to my family about this.",
        "I feel like I am holding everyone else up and there is nobody holding me.",
        "The treatment is taking more out of me than I expected. I struggle to get through the day.",
        "I am scared, and I do not quite know what of.",
        "It has been a rotten couple of weeks. I have stopped answering the phone.",
    ];

    private static readonly string[] _news =
    [
        "They changed my treatment plan this week. It was a lot to take in.",
        "Admitted for a few days with a temperature. It shook me.",
        "Found out I need another biopsy. Trying not to think ahead.",
        "First round of the new medicine. Rough few days.",
    ];

    private static readonly string[] _family =
    [
        "I look after everybody and forget to eat lunch.",
        "He is doing better, so I can breathe a bit.",
        "I do not want her to see me worry.",
        "Took an afternoon off and went to the beach. Felt guilty, then I did not.",
        "I keep my phone next to me all night in case.",
        "Work has been kind about it. That makes a difference.",
        "Some days I am angry and there is nobody to be angry at.",
    ];

    /// <summary>Something fitting, or null.</summary>
    public static string? For(DemoPerson person, int daysAgo, int intensity, bool news, Randomizer chance)
    {
        if (
            !chance.Bool(
                news ? 0.7f
                : intensity >= 6 ? 0.35f
                : 0.2f
            )
        )
            return null;
        var lines =
            news ? _news
            : person.Kind == ParticipantKind.FamilyMember && chance.Bool() ? _family
            : intensity <= 2 ? _easy
            : intensity <= 5 ? _middling
            : _hard;
        return lines[(person.Number + (daysAgo / 7)) % lines.Length]; // Moves on week by week: nobody repeats themselves.
    }
}
