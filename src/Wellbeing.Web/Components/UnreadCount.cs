using System.Data.Common;
using System.Globalization;
using System.Security.Claims;
using MediatR;
using Wellbeing.App.Flags;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Components;

/// <summary>How many check-ins wait to be read, for the navigation and the front of the flags: asked once a
/// page.</summary>
public sealed class UnreadCount(ISender sender)
{
    private ToReadCount? _count;
    private bool _asked;

    /// <summary>"12", "999+"; null where nothing waits, or for somebody who is no nurse.</summary>
    public async Task<string?> Waiting(ClaimsPrincipal user) =>
        await Of(user) is { Unread: > 0 } count ? Shown(count.Unread) : null;

    /// <summary>As <see cref="Waiting"/>, of those that should have been read by now.</summary>
    public async Task<string?> Late(ClaimsPrincipal user) =>
        await Of(user) is { Overdue: > 0 } count ? Shown(count.Overdue) : null;

    /// <summary>As it stands in the navigation; "" for none.</summary>
    public static string Shown(int count) =>
        count == 0 ? ""
        : count >= ToReadCount.Most ? $"{ToReadCount.Most - 1}+"
        : count.ToString(CultureInfo.InvariantCulture);

    private async Task<ToReadCount?> Of(ClaimsPrincipal user)
    {
        if (_asked || !user.IsInRole("Nurse"))
            return _count;
        _asked = true;
        try
        {
            _count = await sender.Send(new CountToRead(user.ToActor()));
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
        {
            // The page that says the database is away has a navigation, too.
        }

        return _count;
    }
}
