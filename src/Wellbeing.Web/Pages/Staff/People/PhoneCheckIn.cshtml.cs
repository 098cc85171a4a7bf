using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.App.Wording;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.CheckIns;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>The same questions, asked by a nurse on the telephone and entered on the person's behalf.</summary>
[Authorize(Policy = Policies.Nurse)]
[KeepsWhatWasTyped("Words")]
public sealed class PhoneCheckInModel(ISender sender, IStringLocalizer<ParticipantText> text, TeamTime time)
    : AskingPage(sender, text),
        IShownAgain
{
    protected override bool BlankIsSkip => false;

    public PersonPage Person { get; private set; } = null!;

    /// <summary>Asked with the call they would like.</summary>
    [BindProperty]
    public CallForm Call { get; set; } = new();

    /// <summary>They said that they do not feel safe.</summary>
    [BindProperty]
    public bool NotSafe { get; set; }

    /// <summary>The question and its answers in the person's own language, to read to them or to an interpreter; null
    /// where that is English.</summary>
    public IReadOnlyList<string>? InTheirs(AskedQuestion question)
    {
        var language = Language.Closest(Person.Language);
        if (language == Language.English)
            return null;
        return language.Speak<IReadOnlyList<string>>(() =>
        {
            if (question.Extra is { } extra)
            {
                var own = extra.In(language).Words;
                return [own.Legend, .. own.Choices];
            }

            var core = question.Core!.Value;
            var answers = core switch
            {
                Question.Feelings => Questions.Feelings(Text),
                Question.Everyday => Questions.Everyday(Text),
                Question.Compared => Questions.Compared(Text),
                Question.Duration => Questions.HowLong(Text),
                _ => [],
            };
            return
            [
                Questions.WordsOf(core, Plan, Text, Stretch.First).Legend,
                .. answers.Select(answer => answer.Text),
            ];
        });
    }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Find(id, null, cancellationToken))
            return NotFound();
        DraftId = Guid.CreateVersion7();
        Call = new CallForm { Phone = Person.Phone, BestTime = Person.BestTimeToCall?.ToString() };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Find(id, QuestionVersion, cancellationToken))
            return NotFound();
        // Told at once, whatever else is missing; sent again, it is told once.
        var told = NotSafe ? await Sender.Send(new RaiseNotSafe(By, DraftId, OnBehalfOf: id), cancellationToken) : null;
        var good = Asked.Where(Check).ToList();
        if (ContactMe && !Telephone.CanBe(Call.Phone))
            ModelState.AddModelError("Call.Phone", ChangeHowToCall.PhoneIsWrong);
        if (good.Count < Asked.Count || !ModelState.IsValid)
            return Page();
        var answers = Asked.Aggregate(
            Answers.None with
            {
                QuestionVersion = QuestionVersion,
            },
            (all, question) => Put(question, all)
        );
        switch (await Sender.Send(new SubmitCheckIn(By, DraftId, answers, OnBehalfOf: id), cancellationToken))
        {
            case SubmitCheckInResult.Saved saved:
                if (ContactMe && !Person.HasLeft)
                    await KeepHowToCall(id, cancellationToken);
                StaffNote.Put(
                    TempData,
                    "done",
                    "The check-in is saved",
                    "It counts like any other, and shows that you entered it."
                        + (
                            told is not null
                                ? $" They do not feel safe, and a flag is open: tell them that a nurse plans to be in touch by {time.Moment(told.SomeoneLooksByUtc)}. If you look after them yourself, open the flag and acknowledge it."
                            : saved.FlagIsOpen ? " A flag is open for this person: see it below."
                            : ""
                        )
                        + Promised(saved)
                );
                break;
            default:
                StaffNote.Put(
                    TempData,
                    "warning",
                    "The check-in was not saved",
                    "This person's participation has ended."
                );
                break;
        }

        return RedirectToPage("/Staff/People/Person", new { id });
    }

    /// <summary>What the person is to be told while they are on the line: their own page says it, too.</summary>
    private string Promised(SubmitCheckInResult.Saved saved) =>
        !saved.AskedForContact ? ""
        : saved.SomeoneLooksByUtc is { } by
            ? $" They asked for a call. Tell them that a nurse plans to be in touch by {time.Moment(by)}."
        : " They asked for a call, and no time is promised now: say who calls, and when.";

    private Task<bool> KeepHowToCall(Guid id, CancellationToken cancellationToken) =>
        Sender.Send(
            new ChangeHowToCall(
                By,
                id,
                Call.Phone,
                ReachForm.TimeOf(Call.BestTime),
                Person.MayLeaveMessage,
                Person.NeedsInterpreter
            ),
            cancellationToken
        );

    private async Task<bool> Find(Guid id, int? version, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetPerson(By, id, 1), cancellationToken) is not { } person)
            return false;
        Person = person;
        var questions = await Sender.Send(new GetAskedQuestions(By, version), cancellationToken);
        (Plan, Asked, QuestionVersion) = (questions.Plan, questions.Plan.Asked(person.Kind), questions.Version);
        Stretch = await Sender.Send(new GetStrongStretch(By, id), cancellationToken);
        Asked = Stretch.Fit(Asked, withDuration: Stretch.AskedFrom is not null);
        return true;
    }

    /// <summary>Where and when the call they would like reaches them.</summary>
    public sealed class CallForm
    {
        public string? Phone { get; set; }
        public string? BestTime { get; set; }
    }
}
