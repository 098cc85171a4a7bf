using System.Data;
using System.Data.Common;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wellbeing.App;
using Wellbeing.App.Data;
using Wellbeing.Hosting.Settings;

namespace Wellbeing.Hosting.Keys;

/// <summary>
/// The two rings of keys that lie in the database, wrapped by a key from outside of it: one for sign-ins, which is the
/// framework's own, and one for words.
/// </summary>
public sealed class KeyRings : IDisposable
{
    private static readonly TimeSpan _seals = TimeSpan.FromDays(90); // As the framework has it.

    private readonly WrappingKeys _keys;
    private readonly IServiceProvider _product;
    private readonly bool _makesKeys;
    private readonly List<ServiceProvider> _former = [];
    private ServiceProvider _words;

    internal KeyRings(IServiceProvider product, WrappingKeys keys, bool makesKeys)
    {
        (_product, _keys, _makesKeys) = (product, keys, makesKeys);
        _words = OfWords();
    }

    /// <summary>For what people wrote, and for secrets at rest.</summary>
    public IDataProtectionProvider Words => _words.GetDataProtectionProvider();

    /// <summary>Adds both rings, and <see cref="SealedText"/> by the one for words.</summary>
    /// <param name="root">The server's folder.</param>
    /// <param name="makesKeys">False for who only uses the keys that are there.</param>
    internal static IServiceCollection Add(
        IServiceCollection services,
        IConfiguration configuration,
        string root,
        bool isDevelopment,
        bool makesKeys
    )
    {
        var keys = WrappingKeys.Read(configuration, root, isDevelopment);
        services.AddOptions<KeysOptions>().Bind(configuration.GetSection(KeysOptions.Section)).ValidateOnStart();
        services.AddSingleton(keys);
        services.AddSingleton<IValidateOptions<KeysOptions>>(keys);
        services.AddSingleton(provider => new KeyRings(provider, keys, makesKeys));
        services.Replace(
            ServiceDescriptor.Singleton(provider => new SealedText(provider.GetRequiredService<KeyRings>().Words))
        );
        Lies(
            services.AddDataProtection(),
            Ring.SignIn,
            keys,
            makesKeys,
            provider => provider.GetRequiredService<IServiceScopeFactory>()
        );
        return services;
    }

    /// <summary>
    /// Before the first request: keys that lie in clear are wrapped, and the first ones are made. A key is stored through
    /// a connection of its own, which must not wait for somebody's transaction.
    /// </summary>
    /// <returns>How many lay in clear.</returns>
    public async Task<int> Prepare(WellbeingDb db, CancellationToken cancellationToken = default)
    {
        var wrapped = 0;
        if (_keys.Newest is { } newest)
        {
            var clear = (await Stored(db, cancellationToken)).Where(k => k.WrappedBy is null).ToList();
            foreach (var key in clear)
                await Replace(db, key, StoredKey.Wrap(key.Xml, key.Ring, newest), cancellationToken);
            wrapped = clear.Count;
            // What lay in clear is in copies of the database: nothing new is sealed by it.
            foreach (var ring in clear.Select(k => k.Ring).Distinct())
                MakeKey(ring);
        }

        foreach (var ring in Ring.All)
            Provider(ring).CreateProtector("first").Protect(Array.Empty<byte>());
        return wrapped;
    }

    /// <summary>Why the keys of a database cannot be opened, a line each; none where all can.</summary>
    /// <param name="open">Of whatever version; one without the table has no keys yet.</param>
    public async Task<IReadOnlyList<string>> Faults(DbConnection open, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<StoredKey> stored;
        try
        {
            stored = await StoredKey.Read(open, cancellationToken);
        }
        catch (Exception e) when (e is XmlException or FormatException)
        {
            return ["A key in the database is damaged. Restore the database from a backup."];
        }

        return _keys.Faults.Count > 0
            ? _keys.Faults
            : [.. stored.Select(k => k.Fault(_keys)).OfType<string>().Distinct()];
    }

    /// <summary>What wraps the keys of a database, by name, such as "key file 3f9a…"; empty where they lie in
    /// clear.</summary>
    public static async Task<IReadOnlyList<string>> WrappedBy(
        DbConnection open,
        CancellationToken cancellationToken = default
    ) =>
        [
            .. (await StoredKey.Read(open, cancellationToken))
                .Select(k => k.WrappedBy)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Why a key from outside cannot be read, a line each.</summary>
    public IReadOnlyList<string> Unread => _keys.Faults;

    /// <summary>A new key from outside, in a file that only its owner can read.</summary>
    /// <exception cref="IOException">There is such a file.</exception>
    public static void MakeFile(string file) => WrappingKeys.Make(file);

    /// <summary>What wraps from now on; null where nothing does.</summary>
    public string? Newest => _keys.Newest?.Name;

    /// <summary>One line for each key in the database.</summary>
    public async Task<IReadOnlyList<KeyLine>> Lines(WellbeingDb db, CancellationToken cancellationToken = default) =>
        [
            .. (await Stored(db, cancellationToken)).Select(k => new KeyLine(
                k.Ring.Name,
                k.Id,
                k.MadeAt.UtcDateTime,
                k.WrappedBy,
                k.Fault(_keys)
            )),
        ];

    /// <summary>Wraps all by the newest key from outside.</summary>
    /// <returns>How many were wrapped by another, or lay in clear.</returns>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public async Task<int> Rewrap(WellbeingDb db, CancellationToken cancellationToken = default)
    {
        var newest = _keys.Newest ?? throw new InvalidOperationException("Nothing is set that wraps.");
        var others = (await Stored(db, cancellationToken)).Where(k => k.WrappedBy != newest.Name).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var key in others)
        {
            await Replace(db, key, StoredKey.Wrap(_keys.Open(key.Xml, key.Ring), key.Ring, newest), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return others.Count;
    }

    /// <summary>A new key for each ring, by which everything new is sealed.</summary>
    /// <param name="endSessions">What the older ones of sign-ins sealed counts no longer.</param>
    public void Rotate(bool endSessions)
    {
        if (endSessions)
            Manager(Ring.SignIn).RevokeAllKeys(TimeProvider.System.GetUtcNow(), "Every session was ended.");
        foreach (var ring in Ring.All)
            MakeKey(ring);
    }

    /// <summary>What words are sealed by now.</summary>
    internal Guid NewestOfWords =>
        SealedBy.KeyOf(new SealedText(Words).Seal("")!) ?? throw new InvalidOperationException("Nothing seals.");

    public void Dispose()
    {
        _words.Dispose();
        foreach (var former in _former)
            former.Dispose();
    }

    private ServiceProvider OfWords()
    {
        var services = new ServiceCollection();
        if (_product.GetService<ILoggerFactory>() is { } logs)
            services.AddSingleton(logs);
        Lies(
            services.AddDataProtection(),
            Ring.Words,
            _keys,
            _makesKeys,
            _ => _product.GetRequiredService<IServiceScopeFactory>()
        );
        return services.BuildServiceProvider();
    }

    private void MakeKey(Ring ring)
    {
        var now = TimeProvider.System.GetUtcNow();
        Manager(ring).CreateNewKey(now, now + _seals);
        if (ring != Ring.Words)
            return;
        // A ring that was read already goes on with the keys it knows for a while.
        _former.Add(_words);
        _words = OfWords();
    }

    private IKeyManager Manager(Ring ring) => Services(ring).GetRequiredService<IKeyManager>();

    private IDataProtectionProvider Provider(Ring ring) => Services(ring).GetDataProtectionProvider();

    private IServiceProvider Services(Ring ring) => ring == Ring.Words ? _words : _product;

    private static async Task<IReadOnlyList<StoredKey>> Stored(WellbeingDb db, CancellationToken cancellationToken)
    {
        var connection = db.Database.GetDbConnection();
        var opened = connection.State != ConnectionState.Open;
        if (opened)
            await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            return await StoredKey.Read(connection, cancellationToken);
        }
        finally
        {
            if (opened)
                await db.Database.CloseConnectionAsync();
        }
    }

    private static Task<int> Replace(WellbeingDb db, StoredKey key, XElement xml, CancellationToken cancellationToken)
    {
        var text = xml.ToString(SaveOptions.DisableFormatting);
        return db
            .DataProtectionKeys.Where(k => k.Id == key.Row)
            .ExecuteUpdateAsync(k => k.SetProperty(x => x.Xml, text), cancellationToken);
    }

    private static void Lies(
        IDataProtectionBuilder protection,
        Ring ring,
        WrappingKeys keys,
        bool makesKeys,
        Func<IServiceProvider, IServiceScopeFactory> scopes
    )
    {
        protection.SetApplicationName(ring.Application).UnprotectKeysWithAnyCertificate([.. keys.Certificates]);
        protection.Services.AddSingleton(new RingOpener(ring, keys));
        protection.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(
            provider => new ConfigureOptions<KeyManagementOptions>(options =>
            {
                options.XmlRepository = new Rows(scopes(provider), ring);
                options.XmlEncryptor = keys.Newest?.For(ring);
                options.AutoGenerateKeys = makesKeys;
            })
        );
    }

    /// <summary>The rows of one ring.</summary>
    private sealed class Rows(IServiceScopeFactory scopes, Ring ring) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements()
        {
            using var scope = scopes.CreateScope();
            return
            [
                .. scope
                    .ServiceProvider.GetRequiredService<WellbeingDb>()
                    .DataProtectionKeys.AsNoTracking()
                    .OrderBy(k => k.Id)
                    .ToList()
                    .Where(k => Ring.Of(k.FriendlyName) == ring && !string.IsNullOrEmpty(k.Xml))
                    .Select(k => XElement.Parse(k.Xml!)),
            ];
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<WellbeingDb>();
            db.DataProtectionKeys.Add(
                new DataProtectionKey
                {
                    FriendlyName = ring.Prefix + friendlyName,
                    Xml = StoredKey.Marked(new XElement(element)).ToString(SaveOptions.DisableFormatting),
                }
            );
            db.SaveChanges();
        }
    }
}

/// <summary>One key in the database.</summary>
/// <param name="Ring">"words" or "sign-in".</param>
/// <param name="WrappedBy">Null where it lies in clear.</param>
/// <param name="Fault">Why it cannot be opened; null where it can.</param>
public sealed record KeyLine(string Ring, Guid Id, DateTime MadeAtUtc, string? WrappedBy, string? Fault);
