using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.Hosting.Settings;
using Wellbeing.Hosting.Trying;

namespace Wellbeing.Hosting;

/// <summary>
/// Whether a server can work with its settings. The server asks before it writes anything and does not start with a
/// fault;
/// <c>wellbeing check</c> asks the same and goes on to try things.
/// </summary>
/// <param name="types">The classes of settings: see <see cref="TypesOf"/>.</param>
public sealed class Judgement(IServiceProvider services, IReadOnlyList<Type> types)
{
    /// <summary>Every class of settings of ours that was registered, so that none is forgotten here.</summary>
    internal static IReadOnlyList<Type> TypesOf(IServiceCollection services) =>
        [
            .. services
                .Select(s => s.ServiceType)
                .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IConfigureOptions<>))
                .Select(t => t.GetGenericArguments()[0])
                .Where(t => t.Assembly.GetName().Name!.StartsWith("Wellbeing.", StringComparison.Ordinal))
                .Distinct(),
        ];

    /// <summary>All that is wrong, each in one line that names the setting and the fix; empty where nothing
    /// is.</summary>
    public async Task<IReadOnlyList<string>> Faults(CancellationToken cancellationToken = default)
    {
        var faults = types.SelectMany(FaultsOf).Distinct().ToList();
        faults.AddRange(
            ListeningAddresses.CertificateFaults(
                services.GetRequiredService<IConfiguration>(),
                services.GetRequiredService<IHostEnvironment>().ContentRootPath
            )
        );
        if (await HeldDemo(cancellationToken))
            faults.Add(ProductionRules.DemoDatabase);
        return faults;
    }

    /// <summary>Lets nothing pass that cannot work.</summary>
    /// <exception cref="OptionsValidationException">With a line for each fault.</exception>
    public async Task Expect()
    {
        if (await Faults() is { Count: > 0 } faults)
            throw new OptionsValidationException(ProductionOptions.Section, typeof(ProductionOptions), faults);
    }

    /// <summary>Whether the settings of one class can be used.</summary>
    public bool IsRight<T>() => FaultsOf(typeof(T)).Count == 0;

    /// <summary>Settings that nothing reads, a line each: most are misspelt. They keep no server from starting, which
    /// an old name in a file must not do; whoever starts it is told.</summary>
    public IReadOnlyList<string> UnknownNames() =>
        [.. SettingNames.Unknown(services.GetRequiredService<IConfiguration>(), types)];

    private IReadOnlyList<string> FaultsOf(Type type)
    {
        // Made anew: what administrators change while the server runs must not be fixed by having been looked at.
        var factory = typeof(IOptionsFactory<>).MakeGenericType(type);
        try
        {
            _ = factory
                .GetMethod(nameof(IOptionsFactory<>.Create))!
                .Invoke(
                    services.GetRequiredService(factory),
                    BindingFlags.DoNotWrapExceptions,
                    null,
                    [Options.DefaultName],
                    null
                );
            return [];
        }
        catch (OptionsValidationException invalid)
        {
            return [.. invalid.Failures];
        }
        // Rules may stand on settings that cannot be read themselves: those are named for what they are, once.
        catch (InvalidOperationException unreadable) when (OperatorFault.Explain(unreadable) is { } line)
        {
            return [line];
        }
    }

    /// <summary>The audit log says so for good, whatever was removed since. What cannot be asked has held none as far
    /// as anybody knows.</summary>
    private async Task<bool> HeldDemo(CancellationToken cancellationToken)
    {
        if (
            !IsRight<ProductionOptions>()
            || !services.GetRequiredService<ProductionRules>().RefusesDemo
            || !IsRight<DatabaseOptions>()
        )
            return false;
        var database = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        // Who only looks leaves no empty file behind.
        if (
            database.Provider == DatabaseProvider.Sqlite
            && !File.Exists(
                ServerDatabase.SqliteFile(database, services.GetRequiredService<IHostEnvironment>().ContentRootPath)
            )
        )
            return false;
        await using var scope = services.CreateAsyncScope();
        try
        {
            var connection = scope.ServiceProvider.GetRequiredService<WellbeingDb>().Database.GetDbConnection();
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            // Of nobody and no flag: so much the indexes know.
            command.CommandText =
                $"""SELECT 1 FROM "AuditRecords" WHERE "Action" = '{AuditActions.DemoSeeded}' AND "ActorId" IS NULL AND "ParticipantId" IS NULL AND "FlagId" IS NULL LIMIT 1""";
            return await command.ExecuteScalarAsync(cancellationToken) is not null;
        }
        catch (DbException)
        {
            return false; // No database yet, or none that answers: whoever opens it next says which.
        }
    }
}
