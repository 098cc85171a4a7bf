using FluentValidation;
using Wellbeing.Detection;

namespace Wellbeing.App.CheckIns;

/// <summary>What answers may be, whichever request brings them.</summary>
internal static class AnswersValidation
{
    public static void AnswerRules<T>(this AbstractValidator<T> validator, Func<T, Answers> answers)
    {
        validator
            .RuleFor(r => answers(r).Intensity)
            .Must(BeRating)
            .OverridePropertyName("intensity")
            .WithMessage("Choose a number from 0 to 10, or choose \"I would rather not say\".");
        validator
            .RuleFor(r => answers(r).Functioning)
            .Must(BeRating)
            .OverridePropertyName("functioning")
            .WithMessage("Choose a number from 0 to 10, or choose \"I would rather not say\".");
        validator
            .RuleFor(r => answers(r).Change)
            .Must(c => c is null || Enum.IsDefined(c.Value))
            .OverridePropertyName("change")
            .WithMessage("Choose easing, same or growing.");
        validator
            .RuleFor(r => answers(r).Duration)
            .Must(d => d is null || Enum.IsDefined(d.Value))
            .OverridePropertyName("duration")
            .WithMessage("Choose fewDays, oneOrTwoWeeks or longer.");
        validator
            .RuleFor(r => answers(r).Emotions)
            .Must(e => e is not null && e.All(pair => Enum.IsDefined(pair.Key) && BeRating(pair.Value)))
            .OverridePropertyName("emotions")
            .WithMessage("Give each feeling a number from 0 to 10, or none.");
        validator
            .RuleFor(r => answers(r).Words)
            .MaximumLength(CheckIn.MaximumWordsLength)
            .OverridePropertyName("words")
            .WithMessage($"Use at most {CheckIn.MaximumWordsLength:N0} characters.");
        validator
            .RuleFor(r => answers(r).Extras)
            .Custom(
                (extras, check) =>
                {
                    foreach (var (number, answer) in extras)
                    {
                        if (!BeRating(answer.Scale))
                            check.AddFailure(ExtraQuestion.KeyOf(number), "Choose a number from 0 to 10, or none.");
                        if (answer.Words?.Length > CheckIn.MaximumWordsLength)
                            check.AddFailure(
                                ExtraQuestion.KeyOf(number),
                                $"Use at most {CheckIn.MaximumWordsLength:N0} characters."
                            );
                    }
                }
            );
    }

    private static bool BeRating(int? value) =>
        value is null or (>= Observation.LowestRating and <= Observation.HighestRating);
}
