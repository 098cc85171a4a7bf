using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Wellbeing.App.Data;

/// <summary>Tells that the database could not do its part, whatever wraps its exception, from other faults.</summary>
public static class DatabaseFault
{
    public static bool Is(Exception? e) =>
        e is DbException or DbUpdateException || (e?.InnerException is { } inner && Is(inner));
}
