using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>What a nurse may say and ask, by severity: a suggestion a line. Administrators change it; without a row the
/// product's own words stand.</summary>
public sealed class TalkGuide : IVersioned
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaximumLength = 4000;

    public Severity Severity { get; init; }

    /// <summary>One suggestion a line.</summary>
    public required string Text { get; set; }
    public DateTime ChangedAtUtc { get; set; }
    public required string ChangedByName { get; set; }
    public int Version { get; set; }

    /// <summary>The product's own words, after the guidance on refractory blood cancer.</summary>
    public static string Default(Severity severity) =>
        severity switch
        {
            Severity.Urgent => """
                “I am calling because of what you told us. Is now a good moment, and are you somewhere you can talk?”
                “Are you safe right now? Is somebody with you?” If not: stay on the line, and have a colleague ring the emergency number.
                Ask directly whether they have thoughts of harming themselves. Asking does not put the thought there.
                Let them tell it in their order. Silence is fine; you do not have to mend it.
                “What would make the next few hours easier?” Agree on who is with them tonight and whom they ring.
                Fever of 38 °C or chills during treatment: they call their treatment team now, whatever else is said.
                Before you hang up: say when you call again, and write it down here.
                """,
            Severity.Soon => """
                “You wrote that it has been hard lately. How has it been since then?”
                Shock, anger, fear and disappointment are normal when treatment does not work as hoped, and can be stronger than at the first diagnosis. Say so.
                “What is it keeping you from doing?” Sleep, eating, seeing people, getting to appointments.
                “What worries you most about what comes next?” Write down questions for the specialist together.
                “Who knows how you are?” Ask about family: their feelings are often as strong, and they can check in for themselves.
                Offer what there is: a talk with us, a psychologist, the medical team, palliative care. Turning to palliative care is not giving up.
                Agree on the next step and its day.
                """,
            _ => """
                “Thank you for telling us how it is. How are things today?”
                Numbers and gaps say little by themselves: ask before you conclude. “How long has it been like this? What does it keep you from doing?”
                “Is there something you would like to ask or tell us?”
                Remind them that they can check in at any time and ask for a call, whatever the numbers say.
                Ask whether the questions come at a good time, and change it or pause them if not.
                """,
        };
}
