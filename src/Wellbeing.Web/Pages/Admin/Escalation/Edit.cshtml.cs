using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Pages.Admin.Escalation;

/// <summary>Writes a severity's next version in two steps: type, then read what changes and would happen, and publish
/// it.</summary>
[Authorize(Policy = Policies.Administrator)]
[RequestFormLimits(ValueCountLimit = 4096)]
public sealed class EditModel(ISender sender, TeamTime time) : PolicyPage(sender, time), IShownAgain
{
    private const int LongestReason = 1000;

    [BindProperty]
    public List<StepForm> Steps { get; set; } = [];

    [BindProperty]
    public string? Clock { get; set; }

    [BindProperty]
    public string? Repeat { get; set; }

    [BindProperty]
    public string? RepeatUnit { get; set; }

    [BindProperty]
    public string? Held { get; set; }

    [BindProperty]
    public string? HeldUnit { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The version the form was drawn from.</summary>
    [BindProperty]
    public int BasedOn { get; set; }

    public PolicyHistory History { get; private set; } = null!;
    public Severity Severity => History.Severity;

    /// <summary>The second step: what changes and what would happen, before it is published.</summary>
    public bool Reviewing { get; private set; }

    public IReadOnlyList<PlanChange> Changes { get; private set; } = [];
    public IReadOnlyList<(string Title, PolicyPreview Preview)> Previews { get; private set; } = [];

    /// <summary>Published by somebody else while this form was open.</summary>
    public EscalationPolicy? Meanwhile { get; private set; }

    public bool MayAdd => Steps.Count < PlanRules.MostSteps;

    public IEnumerable<EscalationTarget> InUse =>
        Steps.SelectMany(s => s.Told).Concat(History.InForce.Plan.Steps.SelectMany(s => s.Tell));

    public async Task<IActionResult> OnGetAsync(string severity, int? from, CancellationToken cancellationToken)
    {
        if (!await Load(severity, cancellationToken))
            return NotFound();
        var shown = from is { } number ? History.Versions.FirstOrDefault(v => v.Number == number) : History.InForce;
        if (shown is null)
            return NotFound();
        Fill(shown.Plan);
        BasedOn = History.InForce.Number;
        if (shown != History.InForce)
            Reason = $"Back to version {shown.Number}: ";
        return Page();
    }

    public async Task<IActionResult> OnPostAddAsync(string severity, CancellationToken cancellationToken)
    {
        if (!await Load(severity, cancellationToken))
            return NotFound();
        ModelState.Clear(); // Places move: what was typed is drawn from the form itself.
        if (MayAdd)
            Steps.Add(new StepForm { Unit = "hours" });
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(string severity, int step, CancellationToken cancellationToken)
    {
        if (!await Load(severity, cancellationToken))
            return NotFound();
        ModelState.Clear();
        if (step >= 0 && step < Steps.Count)
            Steps.RemoveAt(step);
        return Page();
    }

    /// <summary>Back from the review to the fields.</summary>
    public async Task<IActionResult> OnPostChangeAsync(string severity, CancellationToken cancellationToken) =>
        await Load(severity, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostReviewAsync(string severity, CancellationToken cancellationToken)
    {
        if (!await Load(severity, cancellationToken))
            return NotFound();
        await Review(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostPublishAsync(string severity, CancellationToken cancellationToken)
    {
        if (!await Load(severity, cancellationToken))
            return NotFound();
        if (await Review(cancellationToken) is not { } plan)
            return Page();
        switch (await Sender.Send(new PublishPolicy(Me, Severity, BasedOn, plan, Reason ?? ""), cancellationToken))
        {
            case PublishPolicyResult.Published published:
                Say(
                    "done",
                    $"Version {published.Number} for {Severity.ToString().ToLowerInvariant()} flags is in force",
                    "Flags raised from now on follow it. Flags that are open keep their steps."
                );
                return Redirect("/Admin/Policies");
            case PublishPolicyResult.Outdated:
                // Published between our look and theirs.
                await Load(severity, cancellationToken);
                await Review(cancellationToken);
                break;
            case PublishPolicyResult.Unchanged:
                NothingChanged();
                break;
        }

        return Page();
    }

    /// <summary>Back to the fields.</summary>
    public Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        Reviewing = false;
        return Task.FromResult<IActionResult>(Page());
    }

    private async Task<bool> Load(string severity, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<Severity>(severity, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted))
            return false;
        await LoadWords(cancellationToken);
        History = (await Sender.Send(new GetPolicies(Me), cancellationToken)).Single(h => h.Severity == wanted);
        return true;
    }

    private void Fill(EscalationPlan plan)
    {
        Steps =
        [
            .. plan.Steps.Select(step =>
            {
                var (amount, unit) = PolicyWords.Split(step.After);
                return new StepForm
                {
                    After = amount,
                    Unit = unit,
                    Tell = [.. step.Tell.Where(t => t.Kind != TargetKind.NamedUser).Select(t => t.ToString())],
                    Named = [.. step.Tell.Where(t => t.Kind == TargetKind.NamedUser).Select(t => t.ToString())],
                };
            }),
        ];
        Clock = plan.Clock.ToString();
        (Repeat, RepeatUnit) = PolicyWords.Split(plan.RepeatEvery);
        (Held, HeldUnit) = PolicyWords.Split(plan.AcknowledgementLasts);
    }

    /// <returns>The plan to publish, or null when the fields must be looked at again.</returns>
    private async Task<EscalationPlan?> Review(CancellationToken cancellationToken)
    {
        if (BasedOn != History.InForce.Number)
        {
            Meanwhile = History.InForce;
            BasedOn = History.InForce.Number;
            ModelState.Remove(nameof(BasedOn)); // What was sent must not win over what is now true.
        }

        var plan = Read();
        if ((Reason ?? "").Trim().Length is < 5 or > LongestReason)
            ModelState.AddModelError(nameof(Reason), "Say why you are changing the policy, in 5 to 1,000 characters.");
        if (plan is null || !ModelState.IsValid)
            return null;

        Changes = Words.Changes(History.InForce.Plan, plan);
        if (Changes.Count == 0)
        {
            NothingChanged();
            return null;
        }

        Reviewing = true;
        Previews = await Preview(Severity, plan, cancellationToken);
        return Meanwhile is null ? plan : null;
    }

    private EscalationPlan? Read()
    {
        var steps = new List<EscalationStep>();
        for (var i = 0; i < Steps.Count; i++)
        {
            // The first step has no field: it is taken at once.
            var after = i == 0 ? TimeSpan.Zero : PolicyWords.Read(Steps[i].After, Steps[i].Unit);
            if (after is null)
                ModelState.AddModelError(Field(i, "After"), "Enter a whole number, such as 15.");
            steps.Add(new EscalationStep(after ?? TimeSpan.Zero, [.. Steps[i].Told]));
        }

        var repeat = PolicyWords.Read(Repeat, RepeatUnit);
        if (repeat is null)
            ModelState.AddModelError(nameof(Repeat), "Enter a whole number, such as 60.");
        var held = PolicyWords.Read(Held, HeldUnit);
        if (held is null)
            ModelState.AddModelError(nameof(Held), "Enter a whole number, such as 4.");
        if (!Enum.TryParse<EscalationClock>(Clock, out var clock))
            ModelState.AddModelError(nameof(Clock), "Choose how the time counts.");
        if (!ModelState.IsValid)
            return null;

        var plan = new EscalationPlan(clock, steps, repeat!.Value, held!.Value);
        foreach (var (field, message) in PlanRules.Problems(Severity, plan))
            ModelState.AddModelError(FieldOf(field, null), message);
        return ModelState.IsValid ? plan : null;
    }

    private void NothingChanged()
    {
        Reviewing = false;
        ModelState.AddModelError(
            "",
            "Nothing is changed yet: every step is as in the version in force. Change something, or go back."
        );
    }

    private static string Field(int step, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"Steps[{step}].{name}");

    /// <summary>The page's name of what the rules speak about: "steps[1].after" is <c>Steps[1].After</c>.</summary>
    public string FieldOf(string property, string? handler) =>
        property switch
        {
            "steps" => Field(0, "Tell"),
            "repeatEvery" => nameof(Repeat),
            "acknowledgementLasts" => nameof(Held),
            _ => ModelStateExtensions.FieldOf(property),
        };

    public sealed class StepForm
    {
        public string? After { get; set; }
        public string? Unit { get; set; }

        /// <summary>Roles and mailboxes, as <see cref="Tell"/> writes them.</summary>
        public List<string>? Tell { get; set; }

        /// <summary>Colleagues by name, likewise.</summary>
        public List<string>? Named { get; set; }

        public IEnumerable<EscalationTarget> Told =>
            (Tell ?? [])
                .Concat(Named ?? [])
                .Select(App.Escalation.EscalationTarget.Parse)
                .OfType<EscalationTarget>()
                .Distinct();
    }
}
