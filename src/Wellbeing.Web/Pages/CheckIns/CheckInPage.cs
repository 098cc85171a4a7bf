using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>What the pages of a check-in share: whose it is, which one, and how it is sent.</summary>
public abstract class CheckInPage(ISender sender) : PageModel
{
    /// <summary>Carried in every form: a tab left open says which check-in it belongs to.</summary>
    [BindProperty]
    public Guid DraftId { get; set; }

    /// <summary>Asked beside the wish to be contacted.</summary>
    [BindProperty]
    public ReachForm? Reach { get; set; }

    protected ISender Sender => sender;

    protected Actor By => User.ToActor();

    /// <summary>Fills in what is known about how to reach them.</summary>
    protected Task FillReach(IStringLocalizer<ParticipantText> text, CancellationToken cancellationToken) =>
        (Reach ??= new()).Fill(sender, By, ModelState, TempData, text, cancellationToken);

    /// <summary>Keeps what was said about how to reach them: after the check-in itself, which does not wait for
    /// it.</summary>
    protected Task TakeReach(bool contactMe, CancellationToken cancellationToken) =>
        contactMe && Reach is { } reach ? reach.Take(sender, By, TempData, cancellationToken) : Task.CompletedTask;

    protected async Task<IActionResult> Send(
        Guid draftId,
        Answers answers,
        CancellationToken cancellationToken,
        Guid? confirmedFrom = null
    ) =>
        await sender.Send(
            new SubmitCheckIn(By, draftId, answers) { ConfirmedFromId = confirmedFrom },
            cancellationToken
        ) is SubmitCheckInResult.Saved
            ? RedirectToPage("/CheckIns/Done", new { id = draftId })
            : RedirectToPage("/CheckIns/Start", new { ended = true });

    /// <summary>Where a check-in begun goes on.</summary>
    protected async Task<IActionResult> GoOn(Draft draft, CancellationToken cancellationToken) =>
        Questions.SaysOnlyTheSame(draft) && await sender.Send(new GetLastTime(By), cancellationToken) is not null
            ? RedirectToPage("/CheckIns/Same")
        : draft.AllOnOnePage ? RedirectToPage("/CheckIns/All")
        : Questions.FirstOpen(draft) is { } next ? RedirectToPage("/CheckIns/Step", new { step = next.Key })
        : RedirectToPage("/CheckIns/Submit");
}

/// <summary>A page that asks: takes answers from the form, checks them, and puts them into the draft.</summary>
public abstract class AskingPage(ISender sender, IStringLocalizer<ParticipantText> text) : CheckInPage(sender)
{
    /// <summary>The texts of the page's own reader, or of whatever language is asked for meanwhile.</summary>
    protected IStringLocalizer<ParticipantText> Text => text;

    [BindProperty]
    public string? Intensity { get; set; }

    [BindProperty]
    public List<string>? Emotions { get; set; }

    [BindProperty]
    public string? Functioning { get; set; }

    [BindProperty]
    public string? Change { get; set; }

    [BindProperty]
    public string? Duration { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public bool ContactMe { get; set; }

    /// <summary>The questions that the form shows: carried in it, so that a tab left open says what it
    /// answers.</summary>
    [BindProperty]
    public int QuestionVersion { get; set; }

    public QuestionPlan Plan { get; protected set; } = QuestionPlan.Default;

    /// <summary>What the form asks, in order.</summary>
    public IReadOnlyList<AskedQuestion> Asked { get; protected set; } = [];

    /// <summary>Decides whether a rating is followed by the question how long it has been like this.</summary>
    public StrongStretch Stretch { get; protected set; } = StrongStretch.None;

    private IReadOnlyDictionary<int, ExtraAnswer> _extras = Answers.None.Extras;

    /// <summary>A family member is reminded whose feelings are meant.</summary>
    public bool ForFamily { get; protected set; }

    /// <summary>One question, to be drawn with what was answered.</summary>
    public AskView Ask(AskedQuestion question, AskPlace place) =>
        new(question, Plan, place)
        {
            First = Stretch.First,
            Intensity = Intensity,
            Emotions = Emotions,
            Functioning = Functioning,
            Change = Change,
            Duration = Duration,
            ShownFrom = place == AskPlace.Step ? null : Stretch.AskedFrom,
            Words = Words,
            ContactMe = ContactMe,
            Reach = place == AskPlace.Phone ? null : Reach,
            Extra = question.Extra is { } extra
                ? Request.HasFormContentType
                    ? Typed(extra)
                    : FieldsOf(extra, _extras)
                : [],
        };

    /// <summary>Takes over whose questions these are.</summary>
    /// <param name="all">They stand on one page.</param>
    protected void AskAs(Draft draft, bool all = false)
    {
        (Plan, Asked, QuestionVersion) = (
            draft.Plan,
            all ? draft.AllQuestions : draft.Questions,
            draft.Answers.QuestionVersion
        );
        Stretch = draft.Stretch;
        ForFamily = draft.Kind == ParticipantKind.FamilyMember;
    }

    /// <summary>Shows what the draft holds. A skipped question shows as skipped, one not reached shows nothing
    /// chosen.</summary>
    protected void Fill(Draft draft)
    {
        string? Skipped(Question question) =>
            draft.Answered.Contains(question.ToString()) ? Questions.RatherNotSay : null;
        var answers = draft.Answers;
        (DraftId, _extras) = (draft.Id, answers.Extras);
        Intensity = answers.Intensity?.ToString(CultureInfo.InvariantCulture) ?? Skipped(Question.Intensity);
        Emotions = [.. answers.Emotions.Keys.Select(e => e.ToString())];
        Functioning = answers.Functioning?.ToString(CultureInfo.InvariantCulture) ?? Skipped(Question.Everyday);
        Change = answers.Change?.ToString() ?? Skipped(Question.Compared);
        Duration = answers.Duration?.ToString() ?? Skipped(Question.Duration);
        Words = answers.Words;
        ContactMe = answers.ContactMe;
    }

    /// <summary>False when the question needs another look; the message stands at its field.</summary>
    protected bool Check(AskedQuestion question)
    {
        var (field, message) = question.Core switch
        {
            null => Problem(question.Extra!),
            // Any question can be skipped, and going on without an answer is the shortest way to say so.
            Question.Intensity or Question.Everyday or Question.Compared when BlankIsSkip && SaysNothing(question) => (
                "",
                ""
            ),
            Question.Intensity when Intensity != Questions.RatherNotSay && Number(Intensity) is not (>= 0 and <= 10) =>
                (nameof(Intensity), text["CheckIn.Intensity.Missing"].Value),
            Question.Feelings when Emotions is { Count: > 1 } && Emotions.Contains(Questions.RatherNotSay) => (
                nameof(Emotions),
                text["CheckIn.Emotions.Both"]
            ),
            Question.Feelings
                when Emotions?.Exists(e => e != Questions.RatherNotSay && Named<Emotion>(e) is null) == true => (
                nameof(Emotions),
                text["CheckIn.Emotions.Unknown"]
            ),
            Question.Everyday
                when Functioning != Questions.RatherNotSay
                    && !(Number(Functioning) is { } n && Questions.IsEveryday(n)) => (
                nameof(Functioning),
                text["CheckIn.Functioning.Missing"]
            ),
            Question.Compared when Change != Questions.RatherNotSay && Named<PerceivedChange>(Change) is null => (
                nameof(Change),
                text["CheckIn.Change.Missing"]
            ),
            Question.Words when Said() is { Length: > CheckIn.MaximumWordsLength } words => (
                nameof(Words),
                text["CheckIn.Words.TooLong", words.Length, CheckIn.MaximumWordsLength]
            ),
            _ => ("", ""),
        };
        if (field.Length == 0)
            return true;
        ModelState.AddModelError(field, message);
        return false;
    }

    /// <summary>Whether a question left blank was skipped. Where somebody else fills in the form, it was
    /// forgotten.</summary>
    protected virtual bool BlankIsSkip => true;

    /// <summary>Nothing was chosen or written: not even that they would rather not say.</summary>
    protected bool SaysNothing(AskedQuestion question) =>
        question.Core switch
        {
            Question.Intensity => string.IsNullOrWhiteSpace(Intensity),
            Question.Feelings => Emotions is null or [],
            Question.Everyday => string.IsNullOrWhiteSpace(Functioning),
            Question.Compared => string.IsNullOrWhiteSpace(Change),
            Question.Duration => string.IsNullOrWhiteSpace(Duration),
            Question.Words => string.IsNullOrWhiteSpace(Words),
            Question.Contact => !ContactMe,
            _ => Typed(question.Extra!).All(string.IsNullOrWhiteSpace),
        };

    /// <summary>False on a page with all questions where nothing at all was said: there is nothing to send.</summary>
    protected bool SaysSomething()
    {
        if (Asked.Any(question => !SaysNothing(question)))
            return true;
        ModelState.AddModelError(FieldOf(Asked[0]), text["CheckIn.Finish.Nothing"]);
        return false;
    }

    /// <summary>The form's field of a question.</summary>
    protected static string FieldOf(AskedQuestion question) =>
        question.Core switch
        {
            Question.Intensity => nameof(Intensity),
            Question.Feelings => nameof(Emotions),
            Question.Everyday => nameof(Functioning),
            Question.Compared => nameof(Change),
            Question.Duration => nameof(Duration),
            Question.Words => nameof(Words),
            Question.Contact => nameof(ContactMe),
            _ => question.Key,
        };

    /// <summary>The answers with this question's taken from the form.</summary>
    protected Answers Put(AskedQuestion question, Answers answers) =>
        question.Core switch
        {
            null => answers with
            {
                Extras = new Dictionary<int, ExtraAnswer>(answers.Extras)
                {
                    [question.Extra!.Number] = Given(question.Extra),
                },
            },
            // Who lowers the rating takes back what was said about a higher one.
            Question.Intensity => answers with
            {
                Intensity = Number(Intensity),
                Duration = WantsDuration(Number(Intensity), answers.Change) ? answers.Duration : null,
            },
            // Nothing chosen is a skip, and what is no longer seen says nothing.
            Question.Duration => answers with
            {
                Duration = WantsDuration(answers.Intensity, answers.Change) ? Named<PerceivedDuration>(Duration) : null,
            },
            Question.Feelings => answers with
            {
                Emotions = (Emotions ?? [])
                    .Select(Named<Emotion>)
                    .OfType<Emotion>()
                    .Distinct()
                    .ToDictionary(e => e, _ => (int?)null),
            },
            Question.Everyday => answers with { Functioning = Number(Functioning) },
            Question.Compared => answers with
            {
                Change = Named<PerceivedChange>(Change),
                Duration = Stretch.WantsDuration(answers.Intensity, Named<PerceivedChange>(Change))
                    ? answers.Duration
                    : null,
            },
            Question.Words => answers with { Words = Said() },
            Question.Contact => answers with { ContactMe = ContactMe },
            _ => throw new ArgumentOutOfRangeException(nameof(question)),
        };

    // On a page with all of them, what grows may stand below.
    private bool WantsDuration(int? intensity, PerceivedChange? change) =>
        Stretch.WantsDuration(intensity, Named<PerceivedChange>(Change) ?? change);

    /// <summary>
    /// A tab that was left open: its check-in is sent, or was put away. What it says anew, a wish to be contacted above
    /// all, is kept in the check-in begun next, and the person is told.
    /// </summary>
    /// <param name="key">The question of the page; null where all of them stand on it.</param>
    protected async Task<IActionResult> FromAnotherTime(string? key, CancellationToken cancellationToken)
    {
        var plan = (await Sender.Send(new GetAskedQuestions(By, QuestionVersion), cancellationToken)).Plan;
        // All of one page: only what the form had fields for says anything.
        var asked =
            key is null ? plan.Order.Select(plan.Find).OfType<AskedQuestion>()
            : plan.Find(key) is { } one ? [one]
            : [];
        var sent = await Sender.Send(new GetMyCheckIn(By, DraftId), cancellationToken);
        var before = sent is null ? Answers.None : AnswersRead.Of(sent.CheckIn).Answers;
        var anew = asked
            .Where(q =>
                !Questions.Same(q, Put(q, Answers.None), before)
                && !Questions.Same(q, Put(q, Answers.None), Answers.None)
            )
            .ToList();
        if (anew.Count > 0)
        {
            var draft = await Sender.Send(
                new StartCheckIn(By) { QuestionVersion = QuestionVersion },
                cancellationToken
            );
            var answers = anew.Aggregate(draft.Answers, (all, question) => Put(question, all));
            await Sender.Send(
                new SaveDraft(By, draft.Id, answers, draft.Answered.Union(anew.Select(q => q.Key)).ToHashSet()),
                cancellationToken
            );
        }

        return sent is null
            ? RedirectToPage("/CheckIns/Start")
            : RedirectToPage("/CheckIns/Done", new { id = DraftId, kept = anew.Count > 0 ? true : (bool?)null });
    }

    /// <summary>Sends, or shows beside the field what the application refuses.</summary>
    protected async Task<IActionResult> SendOrExplain(Answers answers, CancellationToken cancellationToken)
    {
        try
        {
            return await Send(DraftId, answers, cancellationToken);
        }
        catch (ValidationException refused)
        {
            ModelState.AddFailures(refused);
            return Page();
        }
    }

    // A line break is one character to the person who typed it, and two in what a browser sends.
    private string? Said() => Tidied(Words);

    private static string? Tidied(string? words) =>
        string.IsNullOrWhiteSpace(words) ? null : words.ReplaceLineEndings("\n").Trim();

    /// <summary>What the form says to an extra question.</summary>
    protected IReadOnlyList<string> Typed(ExtraQuestion extra) => [.. Request.Form[extra.Key].OfType<string>()];

    /// <summary>The answer in the form. Nothing chosen is a skip: an extra question is never in the way.</summary>
    private ExtraAnswer Given(ExtraQuestion extra) => ExtraForm.Read(extra, Typed(extra));

    private (string Field, string Message) Problem(ExtraQuestion extra) =>
        Typed(extra) switch
        {
            { Count: > 1 } both when extra.Kind == ExtraKind.Choices && both.Contains(Questions.RatherNotSay) => (
                extra.Key,
                text["CheckIn.Extra.Both"]
            ),
            [var words]
                when extra.Kind == ExtraKind.Text && Tidied(words) is { Length: > CheckIn.MaximumWordsLength } said => (
                extra.Key,
                text["CheckIn.Words.TooLong", said.Length, CheckIn.MaximumWordsLength]
            ),
            _ => ("", ""),
        };

    private static IReadOnlyList<string> FieldsOf(ExtraQuestion extra, IReadOnlyDictionary<int, ExtraAnswer> answers) =>
        answers.TryGetValue(extra.Number, out var answer) ? ExtraForm.Write(extra, answer) : [];

    private static int? Number(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TEnum? Named<TEnum>(string? value)
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Contains(value) ? Enum.Parse<TEnum>(value!) : null;
}
