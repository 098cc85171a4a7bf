using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;

/// <summary>
/// Loaded into the real program by the runtime (<c>DOTNET_STARTUP_HOOKS</c>), not by the product, which has no such
/// switch: while the file that <c>WELLBEING_FAILPOINT</c> names says <c>before</c> or <c>after</c> and a piece of SQL,
/// the process kills itself at that side of the commit that makes the first such statement last.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("WELLBEING_FAILPOINT") is { Length: > 0 } file)
            DiagnosticListener.AllListeners.Subscribe(new Listeners(new Failpoint(file)));
    }

    private sealed class Listeners(Failpoint failpoint) : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
                value.Subscribe(failpoint);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }

    private sealed class Failpoint(string file) : IObserver<KeyValuePair<string, object?>>
    {
        // Transactions in which the statement ran.
        private readonly ConditionalWeakTable<DbTransaction, object> _marked = [];

        public void OnNext(KeyValuePair<string, object?> value)
        {
            const string database = "Microsoft.EntityFrameworkCore.Database.";
            if (!value.Key.StartsWith(database, StringComparison.Ordinal) || !File.Exists(file))
                return;
            dynamic data = value.Value!;
            switch (value.Key[database.Length..])
            {
                case "Command.CommandExecuting":
                    DbCommand command = data.Command;
                    if (!command.CommandText.Contains(Armed().Statement, StringComparison.Ordinal))
                        return;
                    if (command.Transaction is { } transaction)
                        _marked.AddOrUpdate(transaction, true);
                    else
                        Die("before"); // It commits by itself.
                    break;
                case "Command.CommandExecuted":
                    DbCommand done = data.Command;
                    if (
                        done.Transaction is null
                        && done.CommandText.Contains(Armed().Statement, StringComparison.Ordinal)
                    )
                        Die("after");
                    break;
                case "Transaction.TransactionCommitting":
                    if (_marked.TryGetValue((DbTransaction)data.Transaction, out _))
                        Die("before");
                    break;
                case "Transaction.TransactionCommitted":
                    if (_marked.TryGetValue((DbTransaction)data.Transaction, out _))
                        Die("after");
                    break;
            }
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        private (string Moment, string Statement) Armed() =>
            File.ReadAllLines(file) is [var moment, var statement, ..] ? (moment, statement) : ("", "\0");

        private void Die(string moment)
        {
            if (Armed().Moment == moment)
                Process.GetCurrentProcess().Kill(); // SIGKILL: no hook runs, no buffer is flushed.
        }
    }
}
