using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.Detection;

namespace Wellbeing.Web.Pages.Guidance;

/// <summary>What a page says back to an answer, and the guidance that fits it. Keys of
/// <see cref="GuidanceText"/>.</summary>
/// <param name="Sentence">About what was said; never about how the person is doing.</param>
public sealed record Reply(string Sentence, Topic Topic)
{
    private const int Most = 2;

    /// <summary>At most two, the gravest first; none where nothing said calls for one.</summary>
    public static IReadOnlyList<Reply> To(CheckInView said, ParticipantKind kind)
    {
        bool Felt(params Emotion[] any) => any.Any(said.Emotions.ContainsKey);
        IEnumerable<Reply> fitting = new (bool Fits, Reply Reply)[]
        {
            (said.Change == PerceivedChange.Growing, new("Reply.Growing", Topics.ReachOut)),
            (said.Functioning >= 8, new("Reply.Days", Topics.ReachOut)),
            (Felt(Emotion.FearOfDying), new("Reply.Dying", Topics.FearOfDying)),
            (Felt(Emotion.Fear), new("Reply.Fear", Topics.Feelings)),
            (Felt(Emotion.WorryAhead, Emotion.WorryTreatment), new("Reply.Worry", Topics.Refractory)),
            (
                Felt(Emotion.Shock, Emotion.Disbelief, Emotion.Anger, Emotion.Disappointment, Emotion.Sadness),
                new("Reply.Disappointed", Topics.Feelings)
            ),
            (kind == ParticipantKind.FamilyMember && said.Intensity >= 4, new("Reply.Family", Topics.Families)),
        }
            .Where(r => r.Fits)
            .Select(r => r.Reply);
        return [.. fitting.DistinctBy(r => r.Topic).Take(Most)];
    }
}
