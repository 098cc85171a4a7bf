using MediatR;
using Microsoft.AspNetCore.Authorization;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Admin;

/// <summary>Where administrators start: a card for each of their pages.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender);
