using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.Hosting.Keys;
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
        await OfDatabase(faults, cancellationToken);
        return faults;
    }

    /// <summary>Lets nothing pass that cannot work. In Development the first start makes a key for itself here: whoever
    /// seals anything finds it.</summary>
    /// <exception cref="OptionsValidationException">With a line for each fault.</exception>
    public async Task Expect()
    {
        if (await Faults() is { Count: > 0 } faults)
            throw new OptionsValidationException(ProductionOptions.Section, typeof(ProductionOptions), faults);
        services.GetRequiredService<WrappingKeys>().MakeOwn();
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

    /// <summary>What the database itself says against a start: whether a demo was ever made in it, as the audit log says
    /// for good, and whether its keys can be opened. What cannot be asked says nothing as far as anybody
    /// knows.</summary>
    private async Task OfDatabase(List<string> faults, CancellationToken cancellationToken)
    {
        if (!IsRight<ProductionOptions>() || !IsRight<DatabaseOptions>())
            return;
        var database = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        // Who only looks leaves no empty file behind.
        if (
            database.Provider == DatabaseProvider.Sqlite
            && !File.Exists(
                ServerDatabase.SqliteFile(database, services.GetRequiredService<IHostEnvironment>().ContentRootPath)
            )
        )
            return;
        await using var scope = services.CreateAsyncScope();
        try
        {
            var connection = scope.ServiceProvider.GetRequiredService<WellbeingDb>().Database.GetDbConnection();
            await connection.OpenAsync(cancellationToken);
            if (services.GetRequiredService<ProductionRules>().RefusesDemo)
            {
                await using var command = connection.CreateCommand();
                // Of nobody and no flag: so much the indexes know.
                command.CommandText =
                    $"""SELECT 1 FROM "AuditRecords" WHERE "Action" = '{AuditActions.DemoSeeded}' AND "ActorId" IS NULL AND "ParticipantId" IS NULL AND "FlagId" IS NULL LIMIT 1""";
                if (await command.ExecuteScalarAsync(cancellationToken) is not null)
                    faults.Add(ProductionRules.DemoDatabase);
            }

            // Where nothing is set that opens them, that was said.
            if (IsRight<KeysOptions>())
                faults.AddRange(await services.GetRequiredService<KeyRings>().Faults(connection, cancellationToken));
        }
        catch (DbException)
        {
            // No database yet, or none that answers: whoever opens it next says which.
        }
    }
}
