using System.Globalization;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;
using Wellbeing.App.Thresholds;
using Wellbeing.App.Wording;
using Wellbeing.Detection;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.Staff;

/// <summary>How staff read what the product stores.</summary>
public static class StaffWords
{
    /// <summary>An answer to a question that the organisation added; words are the person's own, and written by the
    /// page.</summary>
    public static string Of(ExtraSaid said) =>
        said switch
        {
            { Scale: { } points } => string.Create(
                CultureInfo.InvariantCulture,
                $"{points} of 10 (0 = {said.Question.English.Min}, 10 = {said.Question.English.Max})"
            ),
            { Choices: { Count: > 0 } chosen } => string.Join("; ", chosen),
            _ => said.Words ?? "not said",
        };

    /// <summary>Whether checking in helps, in the person's own view.</summary>
    public static string Of(ExperienceAnswer? answer) =>
        answer switch
        {
            ExperienceAnswer.Better => "better",
            ExperienceAnswer.NoDifferent => "no different",
            ExperienceAnswer.Worse => "worse",
            _ => "(would rather not say)",
        };

    /// <summary>"In the morning"; null where they have not said.</summary>
    public static string? Of(TimeToCall? time) =>
        time switch
        {
            TimeToCall.Any => "Any time",
            TimeToCall.Morning => "In the morning",
            TimeToCall.Afternoon => "In the afternoon",
            TimeToCall.Evening => "In the evening",
            _ => null,
        };

    /// <summary>Somebody else's words, as a sentence that another one follows.</summary>
    public static string Sentence(string said) =>
        said.TrimEnd() is { Length: > 0 } words
            ? words[^1] is '.' or '!' or '?'
                ? words
                : words + "."
            : "(no words).";

    /// <summary>Whether a message may be left for who does not answer.</summary>
    public static string MayLeaveMessage(bool? may) =>
        may switch
        {
            true => "A message may be left",
            false => "Leave no message",
            _ => "Not asked about messages: leave none",
        };

    /// <summary>"Best in the morning. A message may be left." Beside the number.</summary>
    public static string HowToCall(TimeToCall? best, bool? message) =>
        $"{(Of(best) is { } time ? best == TimeToCall.Any ? "Any time suits. " : $"Best {char.ToLowerInvariant(time[0])}{time[1..]}. " : "")}{(message == true ? "A message may be left." : "Leave no message.")}";

    public static IReadOnlyList<Choice> Messages { get; } =
    [new("yes", MayLeaveMessage(true)), new("no", MayLeaveMessage(false))];

    /// <summary>"Ana changed how they are reached: phone number, best time to call".</summary>
    public static string HowToCallChanged(string who, HowToCallParts changed)
    {
        var parts = Enum.GetValues<HowToCallParts>()
            .Where(part => part != HowToCallParts.None && changed.HasFlag(part))
            .Select(part =>
                part switch
                {
                    HowToCallParts.Phone => "phone number",
                    HowToCallParts.BestTime => "best time to call",
                    HowToCallParts.Message => "whether a message may be left",
                    HowToCallParts.Interpreter => "need of an interpreter",
                    HowToCallParts.SpokenLanguage => "language they speak",
                    HowToCallParts.PreferredName => "what to call them",
                    HowToCallParts.Pronouns => "pronouns",
                    _ => throw new ArgumentOutOfRangeException(nameof(changed)),
                }
            );
        return $"{who} changed how they are reached: {string.Join(", ", parts)}";
    }

    public static string Of(ParticipantKind kind) => kind == ParticipantKind.Patient ? "Patient" : "Family member";

    /// <summary>"Family of Ana and Omar".</summary>
    public static string FamilyOf(IReadOnlyList<Relative> family) =>
        $"Family of {string.Join(" and ", family.Select(r => r.Name))}";

    /// <summary>What stands beside a name: "called Peg, she/her"; null for nothing.</summary>
    public static string? Called(string? preferredName, string? pronouns = null) =>
        string.Join(", ", new[] { preferredName is null ? null : $"called {preferredName}", pronouns }.OfType<string>())
            is { Length: > 0 } called
            ? called
            : null;

    /// <summary>For forms of staff: by their English names.</summary>
    public static IReadOnlyList<Choice> SpokenLanguages { get; } =
    [.. SpokenLanguage.All.Select(l => new Choice(l.Tag, l.EnglishName))];

    public static string Language(string tag)
    {
        if (SpokenLanguage.Find(tag) is { } spoken)
            return spoken.EnglishName;
        try
        {
            return CultureInfo.GetCultureInfo(tag).EnglishName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    /// <summary>"Chinese" of "Chinese (Simplified)": for one line of a list.</summary>
    public static string LanguageShort(string tag) =>
        Language(tag) is var name && name.IndexOf(" (", StringComparison.Ordinal) is var at and > 0 ? name[..at] : name;

    public static bool IsEnglish(string tag) => tag.StartsWith("en", StringComparison.OrdinalIgnoreCase);

    /// <summary>"Speaks Arabic, needs an interpreter"; null where there is nothing to prepare for.</summary>
    public static string? Interpreter(string language, bool needed) =>
        (IsEnglish(language), needed) switch
        {
            (true, false) => null,
            (true, true) => "Needs an interpreter",
            (false, true) => $"Speaks {Language(language)}, needs an interpreter",
            _ => $"Speaks {Language(language)}",
        };

    public static string Of(ScreenBand band) =>
        band switch
        {
            ScreenBand.Normal => "Normal",
            ScreenBand.Mild => "Mild",
            ScreenBand.Moderate => "Moderate",
            _ => "Severe",
        };

    public static string Of(ReferralKind kind) =>
        kind switch
        {
            ReferralKind.Psychology => "Psychology",
            ReferralKind.MedicalTeam => "Medical team",
            ReferralKind.PalliativeCare => "Palliative care",
            _ => "The foundation’s line",
        };

    public static string Of(OwnThreshold threshold) =>
        threshold switch
        {
            OwnThreshold.StrongFrom => "Strong from",
            OwnThreshold.ImpactFrom => "Daily life affected from",
            OwnThreshold.Rise => "Growing: rise above usual",
            _ => "Growing: rating at least",
        };

    public static IReadOnlyList<Choice> OwnThresholds { get; } =
    [.. Enum.GetValues<OwnThreshold>().Select(threshold => new Choice(threshold.ToString(), Of(threshold)))];

    /// <summary>
    /// A reason in as few words as a line of a list has room for: the whole of it stands on the flag's page. What is
    /// gravest of each comes first.
    /// </summary>
    public static string Brief(ReasonNow reason)
    {
        if (reason.AnsweredOn is { } on)
            return $"Checked in again {Short(on)}";
        var brief = reason.Evidence switch
        {
            AcuteEvidence e => $"Rated {e.LastIntensity}",
            PersistentEvidence e => $"Strong {For(e.SpanDays, e.Since)}, affects daily life",
            PersistentImpactUnknownEvidence e => $"Strong {For(e.SpanDays, e.Since)}, impact unknown",
            PersistentReportedEvidence e => $"Strong ({e.LastIntensity}), they say for long",
            WorseningEvidence e => string.Create(TeamTime.English, $"Growing, {e.Baseline:0.#} to {e.Recent:0.#}"),
            SilenceEvidence e => $"No check-in {For(e.DaysSilent, e.Since)}",
            ContactRequestedEvidence => "Asked for contact",
            NotSafeEvidence => "Does not feel safe",
            ScreenEvidence e => $"PHQ-4 {e.Total} of 12",
            HarmReportedEvidence => "Checking in makes it worse",
            _ => Of(reason.Rule),
        };
        return reason.NoLonger ? $"Not at the last rating: {char.ToLowerInvariant(brief[0])}{brief[1..]}" : brief;

        static string For(double days, DateOnly? since) =>
            since is { } from ? $"since {Short(from)}" : $"for {Count((int)Math.Round(days), "day")}";
        static string Short(DateOnly on) => on.ToString("d MMM", TeamTime.English);
    }

    public static string OpenedAgain(string lastWith) =>
        lastWith.Length == 0 ? "Opened again" : $"Opened again, last with {lastWith}";

    public static string Of(FlagState state) =>
        state switch
        {
            FlagState.Open => "Nobody has it yet",
            FlagState.Acknowledged => "Acknowledged",
            _ => "Resolved",
        };

    public static string Of(FlagOutcome outcome) =>
        outcome switch
        {
            FlagOutcome.Supported => "Supported",
            FlagOutcome.ReferredPsychology => "Referred to psychology",
            FlagOutcome.ReferredMedicalTeam => "Referred to the medical team",
            FlagOutcome.ReferredPalliativeCare => "Referred to palliative care",
            FlagOutcome.ReferredOther => "Referred elsewhere",
            FlagOutcome.NoLongerDistressed => "No longer distressed",
            FlagOutcome.UnableToReach => "Unable to reach",
            FlagOutcome.RaisedInError => "Raised in error",
            FlagOutcome.NotNeeded => "Not needed",
            _ => outcome.ToString(),
        };

    public static IReadOnlyList<Choice> Outcomes { get; } =
    [
        .. Enum.GetValues<FlagOutcome>()
            .Select(outcome => new Choice(
                outcome.ToString(),
                outcome == FlagOutcome.NotNeeded ? "Not needed, because (write why)" : Of(outcome)
            )),
    ];

    public static string Of(UsualEnd? end) =>
        end switch
        {
            UsualEnd.RatingWorse => "Ended by itself: a worse rating",
            UsualEnd.DailyLifeWorse => "Ended by itself: daily life was worse",
            UsualEnd.WordsWritten => "Ended by itself: they wrote words",
            UsualEnd.ContactAsked => "Ended by itself: they asked for contact",
            UsualEnd.NotSafe => "Ended by itself: they did not feel safe",
            UsualEnd.ByNurse => "Ended by a nurse",
            UsualEnd.Replaced => "Said anew on another flag",
            _ => "Its time is over",
        };

    public static string Of(TreatmentEventKind kind) =>
        kind switch
        {
            TreatmentEventKind.ToldRefractory => "Told that treatment does not work (refractory)",
            TreatmentEventKind.NewLineOfTreatment => "New line of treatment",
            TreatmentEventKind.Scan => "Scan, or its result",
            TreatmentEventKind.Other => "Something else",
            _ => kind.ToString(),
        };

    public static IReadOnlyList<Choice> TreatmentEvents { get; } =
    [.. Enum.GetValues<TreatmentEventKind>().Select(kind => new Choice(kind.ToString(), Of(kind)))];

    public static IReadOnlyList<Choice> Ratings { get; } =
    [.. Enumerable.Range(0, 11).Select(n => n.ToString(CultureInfo.InvariantCulture)).Select(n => new Choice(n, n))];

    public static string Of(ContactChannel channel) =>
        channel switch
        {
            ContactChannel.Phone => "Phone call",
            ContactChannel.Email => "Email",
            ContactChannel.TextMessage => "Text message",
            ContactChannel.InPerson => "In person",
            ContactChannel.VideoCall => "Video call",
            ContactChannel.TheirMessage => "They told us by message",
            _ => channel.ToString(),
        };

    public static IReadOnlyList<Choice> Channels { get; } =
    [.. Enum.GetValues<ContactChannel>().Select(channel => new Choice(channel.ToString(), Of(channel)))];

    public static string Of(Emotion emotion) =>
        emotion switch
        {
            Emotion.WorryAhead => "Worry about what is ahead",
            Emotion.WorryTreatment => "Worry about coping with treatment",
            Emotion.FearOfDying => "Fear about dying",
            _ => emotion.ToString(),
        };

    /// <summary>Daily life as the person answered it: 0, 3, 5, 8 and 10 have words of their own.</summary>
    /// <summary>"everyday things very hard", "could not do everyday things".</summary>
    public static string EverydayThings(int value) =>
        value >= Observation.HighestRating ? "could not do everyday things" : $"everyday things {Impact(value)}";

    public static string Impact(int value) =>
        value switch
        {
            <= 1 => "not hard",
            <= 3 => "a little hard",
            <= 6 => "quite hard",
            <= 9 => "very hard",
            _ => "could not do them",
        };

    public static string Of(PerceivedChange change) =>
        change switch
        {
            PerceivedChange.Easing => "Easing",
            PerceivedChange.Growing => "Growing",
            _ => "About the same",
        };

    /// <summary>How long it has been like this, in the person's account.</summary>
    public static string Of(PerceivedDuration howLong) =>
        howLong switch
        {
            PerceivedDuration.FewDays => "a few days",
            PerceivedDuration.OneOrTwoWeeks => "one or two weeks",
            _ => "longer than two weeks",
        };

    /// <summary>"Growing, like this for a few days": how feelings compare, and how long it has been like this where
    /// that was said.</summary>
    public static string Course(CheckInView said) =>
        string.Join(
            ", ",
            new[]
            {
                said.Change is { } change ? Of(change) : "not said",
                said.Duration is { } howLong ? $"like this for {Of(howLong)}" : null,
            }.OfType<string>()
        );

    public static string Of(Rule rule) =>
        rule switch
        {
            Rule.Worsening => "Growing stronger",
            Rule.Persistent => "Strong and lasting",
            Rule.Acute => "One very high rating",
            Rule.Silence => "Silence after distress",
            Rule.ContactRequested => "Asked for contact",
            Rule.NotSafe => "Does not feel safe",
            Rule.RaisedByNurse => "Raised by a nurse",
            Rule.Screen => "The four questions (PHQ-4)",
            Rule.HarmReported => "Checking in makes things worse",
            Rule.PersistentImpactUnknown => "Strong and lasting, daily life not known",
            Rule.PersistentReported => "Strong, and lasting by their own account",
            _ => rule.ToString(),
        };

    public static string Icon(Severity severity) =>
        severity switch
        {
            Severity.Urgent => "alert",
            Severity.Soon => "diamond",
            _ => "circle",
        };

    public static string Of(SupportContactState state) =>
        state switch
        {
            SupportContactState.Pending => "Asked, no answer yet",
            SupportContactState.Confirmed => "Said yes",
            SupportContactState.Declined => "Said no",
            SupportContactState.Unreachable => "Email does not arrive",
            _ => "Withdrawn",
        };

    public static string Of(Cadence cadence) =>
        cadence switch
        {
            Cadence.Daily => "Daily",
            Cadence.Weekly => "Weekly",
            Cadence.Fortnightly => "Every two weeks",
            _ => "Monthly",
        };

    public static string Of(CheckInSchedule schedule)
    {
        var at = schedule.At.ToString("h:mm tt", TeamTime.English);
        return schedule.Cadence switch
        {
            Cadence.Daily => $"Every day at {at}",
            Cadence.Weekly => $"Every {schedule.Weekday} at {at}",
            Cadence.Fortnightly => $"Every second {schedule.Weekday} at {at}",
            _ => $"The first {schedule.Weekday} of the month at {at}",
        };
    }

    public static string Of(PromptState? state) =>
        state switch
        {
            PromptState.Sent or PromptState.Reminded => "Asked, not answered yet",
            PromptState.Answered => "Answered",
            PromptState.Missed => "Missed",
            PromptState.NotDelivered => "Not delivered",
            PromptState.Paused => "Paused",
            _ => "Not asked yet",
        };

    /// <summary>A date of somebody's own calendar.</summary>
    public static string Date(DateOnly date) => date.ToString("ddd d MMM", TeamTime.English);

    /// <summary>"2 flags", "1 flag".</summary>
    public static string Count(int count, string one, string? many = null) =>
        $"{count} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>How long a flag waits against its target: what a nurse looks for first.</summary>
    public static Wait WaitOf(
        FlagState state,
        DateTime raisedAtUtc,
        DateTime respondByUtc,
        TeamTime time,
        DateTime nowUtc
    )
    {
        if (state != FlagState.Open)
            return new Wait("", false);
        if (respondByUtc < nowUtc)
            return new Wait($"Overdue by {TeamTime.Span(nowUtc - respondByUtc)}", true);
        var (waited, target) = (nowUtc - raisedAtUtc, respondByUtc - raisedAtUtc);
        return target <= TimeSpan.FromHours(12)
            ? new Wait($"Waiting {TeamTime.Span(waited)} of {TeamTime.Span(target)}", false)
            : new Wait($"Answer by {time.Moment(respondByUtc)}", false);
    }

    /// <summary>The same in one line of a list: "25 min left", "Overdue by 5 days", "Snoozed until 3:12 pm"; of a
    /// resolved flag, when.</summary>
    public static Wait LeftOf(FlagRow row, TeamTime time, DateTime nowUtc) =>
        row switch
        {
            { State: FlagState.Resolved, ResolvedAtUtc: { } at } => new Wait($"Resolved {time.Day(at)}", false),
            { State: FlagState.Resolved } => new Wait("Resolved", false),
            { SnoozedUntilUtc: { } until } => new Wait(
                $"Snoozed until {(time.Date(until) == time.Today ? time.Clock(until) : time.Day(until))}",
                false
            ),
            { State: FlagState.Acknowledged } => new Wait("Acknowledged", false),
            { Overdue: true, NewDueUtc: { } due } when due > nowUtc => new Wait(
                $"Overdue by {Roughly(nowUtc - row.RespondByUtc)}, new: {Roughly(due - nowUtc)} left",
                true
            ),
            { Overdue: true, TryAgainSinceUtc: { } again } => new Wait(
                $"Overdue by {Roughly(nowUtc - row.RespondByUtc)}, to try again since {(time.Date(again) == time.Today ? time.Clock(again) : time.Day(again))}",
                true
            ),
            { Overdue: true } => new Wait($"Overdue by {Roughly(nowUtc - row.RespondByUtc)}", true),
            _ => new Wait($"{Roughly(row.RespondByUtc - nowUtc)} left", false),
        };

    /// <summary>"Reached 2 days ago"; "Tried 3 h ago" where they were not; "Not tried yet".</summary>
    public static string Of(LastContact? last, DateTime nowUtc) =>
        last is null ? "Not tried yet" : $"{(last.Reached ? "Reached" : "Tried")} {Roughly(nowUtc - last.AtUtc)} ago";

    /// <summary>"12 min", "5 h", "3 days": as much as a line of a list has room for.</summary>
    private static string Roughly(TimeSpan span) =>
        span.TotalHours switch
        {
            < 1 => $"{Math.Max(1, (int)span.TotalMinutes)} min",
            < 48 => $"{(int)span.TotalHours} h",
            _ => $"{(int)span.TotalDays} days",
        };
}

/// <param name="Late">The target has passed.</param>
public sealed record Wait(string Text, bool Late);
