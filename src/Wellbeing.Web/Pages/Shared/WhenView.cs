using Wellbeing.App.Flags;

namespace Wellbeing.Web.Pages.Shared;

/// <summary>The one sentence about time, to be written into a page.</summary>
/// <param name="TimeZone">The person's own.</param>
/// <param name="Have">It is said first that we have it; not where the page says so already.</param>
/// <param name="Numbers">Where it is late: the numbers to call stand with it. Not on pages that have them
/// anyway.</param>
/// <param name="SentUtc">When the check-in was sent; null for what is sent now.</param>
public sealed record WhenView(
    WhenSomebodyReads When,
    string TimeZone,
    bool Have = true,
    bool Numbers = true,
    DateTime? SentUtc = null
);
