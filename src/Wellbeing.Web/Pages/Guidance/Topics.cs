namespace Wellbeing.Web.Pages.Guidance;

/// <summary>What a part of a guidance page is.</summary>
public enum PartKind
{
    Paragraph,
    Heading,
    Item,

    /// <summary>Leads to the help page.</summary>
    Help,
}

/// <param name="Key">Of <see cref="GuidanceText"/>; <c>{0}</c> in it is the foundation's number.</param>
public sealed record Part(PartKind Kind, string Key);

/// <summary>One guidance page, in the order it is read.</summary>
/// <param name="Name">The last part of its address.</param>
/// <param name="Summary">One line about it, in lists.</param>
public sealed record Topic(string Name, string Title, string Summary, string Lead, IReadOnlyList<Part> Parts);

/// <summary>The guidance pages. Their words follow the Leukaemia Foundation's page; beyond it they only say what to
/// ask, and where to find help here.</summary>
public static class Topics
{
    public static Topic Refractory { get; } =
        new(
            "Refractory",
            "Refractory.Title",
            "Refractory.Summary",
            "Refractory.Lead",
            [
                P("Refractory.When"),
                P("Refractory.NotYou"),
                H("Refractory.Next.Title"),
                P("Refractory.Next"),
                P("Refractory.Differ"),
                P("Refractory.Trials"),
                P("Refractory.Research"),
                H("Refractory.Ask.Title"),
                I("Refractory.Ask.Options"),
                I("Refractory.Ask.Aim"),
                I("Refractory.Ask.Effects"),
                I("Refractory.Ask.Trial"),
                I("Refractory.Ask.Who"),
            ]
        );

    public static Topic Feelings { get; } =
        new(
            "Feelings",
            "Feelings.Title",
            "Feelings.Summary",
            "Feelings.Lead",
            [
                P("Feelings.List"),
                I("Feelings.Shock"),
                I("Feelings.Anger"),
                I("Feelings.Fear"),
                I("Feelings.Ahead"),
                I("Feelings.Treatment"),
                I("Feelings.Disappointment"),
                I("Feelings.Death"),
                H("Feelings.Stronger.Title"),
                P("Feelings.Stronger"),
                H("Feelings.Ways.Title"),
                P("Feelings.Ways"),
            ]
        );

    public static Topic ReachOut { get; } =
        new(
            "ReachOut",
            "ReachOut.Title",
            "ReachOut.Summary",
            "ReachOut.Lead",
            [
                I("ReachOut.Long"),
                I("ReachOut.Growing"),
                Help("ReachOut.Now"),
                H("ReachOut.Who.Title"),
                I("ReachOut.Team"),
                I("ReachOut.Foundation"),
                I("ReachOut.Here"),
                H("ReachOut.How.Title"),
                P("ReachOut.How"),
            ]
        );

    public static Topic Families { get; } =
        new(
            "Families",
            "Families.Title",
            "Families.Summary",
            "Families.Lead",
            [
                P("Families.Normal"),
                H("Families.Own.Title"),
                P("Families.Own"),
                P("Families.Tell"),
                P("Families.CheckIn"),
                P("Families.Link"),
            ]
        );

    public static Topic FearOfDying { get; } =
        new(
            "FearOfDying",
            "FearOfDying.Title",
            "FearOfDying.Summary",
            "FearOfDying.Lead",
            [
                P("FearOfDying.Normal"),
                P("FearOfDying.Ways"),
                Help("FearOfDying.Harm"),
                H("FearOfDying.Talk.Title"),
                P("FearOfDying.Talk"),
                P("FearOfDying.Ask"),
            ]
        );

    public static Topic PalliativeCare { get; } =
        new(
            "PalliativeCare",
            "Palliative.Title",
            "Palliative.Summary",
            "Palliative.Lead",
            [
                H("Palliative.What.Title"),
                I("Palliative.Body"),
                I("Palliative.Feelings"),
                I("Palliative.Spirit"),
                H("Palliative.When.Title"),
                P("Palliative.When"),
                P("Palliative.Family"),
                P("Palliative.Ask"),
            ]
        );

    public static IReadOnlyList<Topic> All { get; } =
    [Refractory, Feelings, ReachOut, Families, FearOfDying, PalliativeCare];

    public static Topic? Find(string? name) =>
        All.SingleOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static Part P(string key) => new(PartKind.Paragraph, key);

    private static Part H(string key) => new(PartKind.Heading, key);

    private static Part I(string key) => new(PartKind.Item, key);

    private static Part Help(string key) => new(PartKind.Help, key);
}
