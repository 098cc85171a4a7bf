namespace Wellbeing.App.Prompts;

internal static class PromptQueries
{
    /// <summary>Asked, and neither answered nor over: as <see cref="Prompt.IsOpen"/>.</summary>
    public static IQueryable<Prompt> Open(this IQueryable<Prompt> prompts) =>
        prompts.Where(p => p.State == PromptState.Sent || p.State == PromptState.Reminded);
}
