using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

internal static class StaffQueries
{
    public static IQueryable<Account> EnabledIn(this WellbeingDb db, Roles role)
    {
        var name = role.ToString();
        return db
            .Users.AsNoTracking()
            .Where(a =>
                a.Enabled
                && db.UserRoles.Any(ur => ur.UserId == a.Id && db.Roles.Any(r => r.Id == ur.RoleId && r.Name == name))
            );
    }
}
