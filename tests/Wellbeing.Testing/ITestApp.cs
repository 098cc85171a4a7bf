using MediatR;
using Wellbeing.App.Data;

namespace Wellbeing.Testing;

/// <summary>An application under test, below the web or behind it.</summary>
public interface ITestApp
{
    DateTime Now { get; }

    /// <summary>Sends a request through the whole pipeline, in a scope of its own.</summary>
    Task<T> Send<T>(IRequest<T> request);

    /// <summary>Reads from, or arranges, the database.</summary>
    Task<T> Db<T>(Func<WellbeingDb, Task<T>> use);

    /// <inheritdoc cref="Db{T}"/>
    Task Db(Func<WellbeingDb, Task> use);
}
