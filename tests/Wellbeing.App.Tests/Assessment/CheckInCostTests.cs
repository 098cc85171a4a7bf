using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Wellbeing.App.Data;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Assessment;

/// <summary>What one check-in asks of the database. Its time is measured by the benchmark <c>checkins</c>.</summary>
public abstract class CheckInCostTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : CheckInCostTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : CheckInCostTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_calm_check_in_asks_fifteen_times_and_opens_one_connection()
    {
        await using var app = await AppFixture.Create(provider);
        for (var week = 0; week < 5; week++)
        {
            await app.Send(app.Cast.Ana.CheckIn(3, 2));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        using var counted = new Counted();
        await app.Send(app.Cast.Ana.CheckIn(3, 2));

        Assert.InRange(counted.Statements, 1, 15);
        if (provider == DatabaseProvider.Sqlite) // PostgreSQL's come from a pool, at no cost.
            Assert.Equal(1, counted.Connections);
    }

    /// <summary>Counts what this test asks: others run beside it.</summary>
    private sealed class Counted : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private static readonly AsyncLocal<Counted?> _mine = new();
        private readonly List<IDisposable> _listened = [];

        public Counted()
        {
            _mine.Value = this;
            _listened.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public int Statements { get; private set; }
        public int Connections { get; private set; }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
                _listened.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (_mine.Value != this)
                return;
            if (value.Key == RelationalEventId.CommandExecuted.Name)
                Statements++;
            else if (value.Key == RelationalEventId.ConnectionOpened.Name)
                Connections++;
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose()
        {
            _mine.Value = null;
            _listened.ForEach(l => l.Dispose());
        }
    }
}
