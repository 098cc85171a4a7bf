using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.Hosting;
using Wellbeing.Migrations.Sqlite;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>A copy of the database, or one backup, opens nobody's words and signs in as nobody: what opens it lies
/// outside.</summary>
public sealed partial class KeysAtRestTests : IDisposable
{
    private const string Ana = "ana@home.example";
    private const string Words = "Purple elephants at night";

    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-keys-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("certificate")]
    [InlineData("clear")]
    public async Task One_copy_of_the_database_opens_no_words_and_forges_no_cookie(string wrappedBy)
    {
        (string, string)[] settings = wrappedBy switch
        {
            "file" => [],
            "certificate" =>
            [
                (OperatorsKey.Variable, ""),
                ("Keys__Certificate", Certificate("keys.pfx")),
                ("Keys__CertificatePassword", "secret"),
            ],
            _ => [(OperatorsKey.Variable, ""), ("Production__AllowKeysInClear", "true")],
        };
        await using var server = await ServerUnderTest.Create(settings);
        await server.AddParticipant(Ana);
        await server.Start();
        await CheckIn(server);
        var copy = Copy(server);

        var (words, cookie) = await Attack(server, copy);

        // In clear both succeed: so the attack is one.
        Assert.Equal(wrappedBy == "clear" ? (true, true) : (false, false), (words, cookie));
        // With the key from outside the same copy opens.
        await using var owner = Owner(copy, server.Settings);
        Assert.Equal(Words, owner.GetRequiredService<SealedText>().Open(SealedWords(copy)));
        Assert.True(await IsLetIn(server, Forge(owner.GetRequiredService<IDataProtectionProvider>(), copy)));
        // What is for sign-ins opens no words.
        Assert.ThrowsAny<CryptographicException>(() =>
            owner
                .GetRequiredService<IDataProtectionProvider>()
                .CreateProtector("Wellbeing.FreeText.v1")
                .Unprotect(SealedWords(copy))
        );
        Assert.Equal(
            wrappedBy == "clear",
            server.Output.Contains("No XML encryptor configured", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_key_that_does_not_open_the_database_ends_the_start_in_one_line_and_makes_no_new_ones()
    {
        await using var server = await ServerUnderTest.Create();
        await server.AddParticipant(Ana);
        await server.Start();
        await CheckIn(server);
        await server.Kill();
        var before = Rows(server);
        var first = Regex.Match((await server.Cli("keys", "check")).Output, "key file [0-9a-f]{16}").Value;
        server.Set(OperatorsKey.Variable, OperatorsKey.Make(Path.Combine(_folder, "second.key")));

        var fault =
            $"The keys in the database are wrapped by {first}, which is neither set in Keys nor in Keys:Older. Set it there: without it nobody can read what people wrote.";
        Assert.Equal(fault, await Refused(server));
        var (code, said) = await server.Cli("check");
        Assert.Equal(1, code);
        Assert.Contains($"FAILED settings: {fault}\n", said, StringComparison.Ordinal);
        Assert.Equal(
            (2, $"wellbeing: {fault}\n"),
            await server.Cli("first-administrator", "--email", "r@team.example", "--name", "R") is var (c, o)
                ? (c == 1 ? 2 : c, o)
                : default
        );
        Assert.Equal((2, $"wellbeing: {fault}\n"), await server.Cli("keys", "rewrap"));
        Assert.Equal((2, $"wellbeing: {fault}\n"), await server.Cli("keys", "rotate"));
        Assert.Equal(before, Rows(server));

        // None at all is refused too, whatever is allowed.
        var second = server.Settings[OperatorsKey.Variable];
        server.Set(OperatorsKey.Variable, "");
        server.Set("Production__AllowKeysInClear", "true");
        Assert.Equal(fault, await Refused(server));
        server.Set(OperatorsKey.Variable, second);

        // The older one opens, and the newest wraps from now on, also while the server works.
        server.Set("Keys__Older__0__File", OperatorsKey.File);
        await server.Start();
        (code, said) = await server.Cli("check");
        Assert.Contains($"ok keys: all open; wrapped by {first}. ", said, StringComparison.Ordinal);
        Assert.Equal(0, code);
        (code, said) = await server.Cli("keys", "rewrap");
        Assert.Equal(0, code);
        Assert.StartsWith("Wrapped 2 keys anew: all are wrapped by key file ", said, StringComparison.Ordinal);
        await server.Kill();
        server.Set("Keys__Older__0__File", "");
        await server.Start();
        Assert.Contains(Words, await OwnCheckIns(server), StringComparison.Ordinal);
        (code, said) = await server.Cli("keys", "check");
        Assert.Equal(0, code);
        Assert.DoesNotContain(first, said, StringComparison.Ordinal);
        Assert.Equal(1, await Audited(server, AuditActions.KeysRewrapped));
    }

    [Fact]
    public async Task A_certificate_takes_over_from_a_file_and_another_certificate_from_it()
    {
        await using var server = await ServerUnderTest.Create();
        await server.AddParticipant(Ana);
        await server.Start();
        await CheckIn(server);
        await server.Kill();
        foreach (var (i, name) in new[] { "first.pfx", "second.pfx" }.Index())
        {
            server.Set("Keys__Older__0__File", i == 0 ? OperatorsKey.File : "");
            server.Set("Keys__Older__0__Certificate", i == 0 ? "" : server.Settings["Keys__Certificate"]);
            server.Set("Keys__Older__0__CertificatePassword", "secret");
            server.Set(OperatorsKey.Variable, "");
            server.Set("Keys__Certificate", Certificate(name));
            server.Set("Keys__CertificatePassword", "secret");
            var (code, said) = await server.Cli("keys", "rewrap");
            Assert.True(code == 0, said);
            Assert.Contains("all are wrapped by certificate ", said, StringComparison.Ordinal);
        }

        server.Set("Keys__Older__0__Certificate", "");
        await server.Start();
        Assert.Contains(Words, await OwnCheckIns(server), StringComparison.Ordinal);
        await server.Kill();
        server.Set("Keys__CertificatePassword", "wrong");
        Assert.StartsWith(
            $"Keys:Certificate is '{Path.Combine(_folder, "second.pfx")}', a certificate that cannot be opened (",
            await Refused(server),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Keys_that_lay_in_clear_are_wrapped_at_the_first_start_with_a_key_and_seal_nothing_new()
    {
        await using var server = await ServerUnderTest.Create(
            (OperatorsKey.Variable, ""),
            ("Production__AllowKeysInClear", "true")
        );
        await server.AddParticipant(Ana);
        await server.Start();
        await CheckIn(server);
        await server.Kill();
        var (code, said) = await server.Cli("keys", "check");
        Assert.Equal(1, code);
        Assert.Contains("FAILED words key ", said, StringComparison.Ordinal);
        Assert.Contains(": lies in clear, opens; sealed 1 text, ", said, StringComparison.Ordinal);
        var before = Copy(server);

        server.Set(OperatorsKey.Variable, OperatorsKey.File);
        server.Set("Production__AllowKeysInClear", "false");
        await server.Start();

        Assert.DoesNotContain(Rows(server), r => r.Contains("<value>", StringComparison.Ordinal));
        Assert.Equal((false, false), await Attack(server, Copy(server)));
        // Nor does the copy of before sign in as anybody any more: what lay in clear seals nothing new.
        Assert.Contains("run 'wellbeing keys reseal'", server.Output, StringComparison.Ordinal);
        Assert.Contains(Words, await OwnCheckIns(server), StringComparison.Ordinal);
        Assert.Equal(1, await Audited(server, AuditActions.KeysWrapped));
        await server.Kill();
        (code, said) = await server.Cli("keys", "reseal");
        Assert.Equal((0, "Sealed 1 text anew by the newest key.\n"), (code, said));
        Assert.Equal((0, "Sealed 0 texts anew by the newest key.\n"), await server.Cli("keys", "reseal"));
        await using (var old = Owner(before, new Dictionary<string, string>()))
        {
            Assert.ThrowsAny<CryptographicException>(() =>
                old.GetRequiredService<SealedText>().Open(SealedWords(Copy(server)))
            );
        }

        await server.Start();
        Assert.Contains(Words, await OwnCheckIns(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_keys_are_made_while_no_server_works_and_what_was_written_before_is_sealed_by_them()
    {
        await using var server = await ServerUnderTest.Create();
        await server.AddParticipant(Ana);
        await server.Start();
        await CheckIn(server);
        var cookie = await OwnCookie(server);
        Assert.True(await IsLetIn(server, cookie));
        var (code, said) = await server.Cli("keys", "rotate");
        Assert.Equal(2, code);
        await server.Kill();
        var before = SealedWords(Copy(server));

        Assert.Equal(
            (0, "Made new keys for words and sign-ins.\nSealed 1 text anew by the newest key.\n"),
            await server.Cli("keys", "rotate")
        );

        Assert.NotEqual(before[..26], SealedWords(Copy(server))[..26]);
        await server.Start();
        Assert.Contains(Words, await OwnCheckIns(server), StringComparison.Ordinal);
        Assert.True(await IsLetIn(server, cookie)); // Whoever is signed in stays so.
        await server.Kill();
        (code, said) = await server.Cli("keys", "rotate", "--end-sessions");
        Assert.True(code == 0, said);
        await server.Start();
        Assert.False(await IsLetIn(server, cookie));
        Assert.Contains(Words, await OwnCheckIns(server), StringComparison.Ordinal);
        Assert.Equal(1, await Audited(server, AuditActions.KeysRotated));
        Assert.Equal(1, await Audited(server, AuditActions.KeysSessionsEnded));
    }

    [Fact]
    public async Task Sealing_anew_goes_on_where_it_was_killed()
    {
        const int texts = 6000;
        await using var server = await ServerUnderTest.Create();
        var person = await server.AddParticipant(Ana);
        await server.Start();
        await CheckIn(server);
        await server.Kill();
        await using (var owner = Owner(server.FileBeside("wellbeing.db"), server.Settings))
        {
            var text = owner.GetRequiredService<SealedText>();
            await server.Db(async db =>
            {
                for (var i = 0; i < texts; i++)
                {
                    db.PersonNotes.Add(
                        new()
                        {
                            Id = Guid.CreateVersion7(),
                            ParticipantId = person,
                            SealedText = text.Seal($"note {i}")!,
                            FirstId = Guid.CreateVersion7(),
                            ByName = "Priya",
                            AtUtc = ServerUnderTest.Now,
                        }
                    );
                }

                await db.SaveChangesAsync();
            });
        }

        ServerUnderTest.Forget();
        var beginning = SealedWords(server.FileBeside("wellbeing.db"))[..26];
        using (
            var rotation = CliProgram.Start(
                typeof(KeysAtRestTests).Assembly,
                server.FileBeside(""),
                server.Settings,
                "keys",
                "rotate"
            )
        )
        {
            while (Left(server, beginning) == texts && !rotation.HasExited)
                await Task.Delay(1);
            rotation.Kill();
            await rotation.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        ServerUnderTest.Forget();
        Assert.InRange(Left(server, beginning), 1, texts - 1);

        var (code, said) = await server.Cli("keys", "reseal");

        Assert.True(code == 0, said);
        Assert.Equal(0, Left(server, beginning));
        await using var after = Owner(server.FileBeside("wellbeing.db"), server.Settings);
        var open = after.GetRequiredService<SealedText>();
        var notes = await server.Db(db => db.PersonNotes.Select(n => n.SealedText).ToListAsync());
        Assert.Equal(
            Enumerable.Range(0, texts).Select(i => $"note {i}").Order(StringComparer.Ordinal),
            notes.Select(n => open.Open(n)!).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_backup_says_which_key_it_needs_and_is_not_put_back_without_it()
    {
        await using var server = await ServerUnderTest.Create();
        await server.AddParticipant(Ana);
        await server.Start();
        await CheckIn(server);
        var backup = server.FileBeside("copy.db");
        var (code, said) = await server.Cli("backup", "--to", backup);
        Assert.Equal(0, code);
        var key = Regex.Match(said, "key file [0-9a-f]{16}").Value;
        Assert.Contains($"To be read it needs {key}, which is not in it", said, StringComparison.Ordinal);
        await server.Kill();
        ServerUnderTest.Forget();
        var before = File.ReadAllBytes(server.FileBeside("wellbeing.db"));
        server.Set(OperatorsKey.Variable, OperatorsKey.Make(Path.Combine(_folder, "other.key")));

        (code, said) = await server.Cli("restore", "--from", backup);

        Assert.Equal(2, code);
        Assert.StartsWith(
            $"wellbeing: The keys in the database are wrapped by {key}, ",
            Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
        Assert.Equal(before, File.ReadAllBytes(server.FileBeside("wellbeing.db")));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(server.FileBeside("")),
            f => f.EndsWith(".part", StringComparison.Ordinal)
        );
        server.Set(OperatorsKey.Variable, OperatorsKey.File);
        (code, said) = await server.Cli("restore", "--from", backup);
        Assert.Equal(0, code);
        Assert.Contains($"The backup is opened by {key}, which is here.", said, StringComparison.Ordinal);
        await server.Start();
        Assert.Contains(Words, await OwnCheckIns(server), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "Keys:File is '{0}', a file that cannot be read (")]
    [InlineData("short", "Keys:File is '{0}', which holds no key: 32 random bytes as base64 are wanted. ")]
    [InlineData("open", "Keys:File is '{0}', which everybody on this machine can open. ")]
    [InlineData("both", "Keys:File and Keys:Certificate are both set, and one of them wraps. ")]
    public async Task A_key_that_cannot_be_used_is_named_by_the_start_and_the_check_alike(string kind, string expected)
    {
        var file = Path.Combine(_folder, "wellbeing.key");
        await using var server = await ServerUnderTest.Create((OperatorsKey.Variable, file));
        if (kind != "none")
            OperatorsKey.Make(file);
        if (kind == "short")
            await File.WriteAllTextAsync(file, "c2hvcnQ=", TestContext.Current.CancellationToken);
        if (kind == "open" && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        if (kind == "both")
            server.Set("Keys__Certificate", Certificate("keys.pfx"));

        var fault = await Refused(server);

        Assert.StartsWith(expected.Replace("{0}", file, StringComparison.Ordinal), fault, StringComparison.Ordinal);
        var (code, said) = await server.Cli("check");
        Assert.Equal(1, code);
        Assert.Contains($"FAILED settings: {fault}\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_is_for_its_owner_alone_and_replaces_none()
    {
        var folder = Path.Combine(_folder, "etc", "wellbeing"); // Not there yet, as on a new machine.
        var file = Path.Combine(folder, "new.key");
        await using var server = await ServerUnderTest.Create((OperatorsKey.Variable, file));
        var (code, said) = await server.Cli("keys", "new", file);
        Assert.Equal(0, code);
        Assert.StartsWith($"Made {file}. ", said, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(own, File.GetUnixFileMode(file));
            Assert.Equal(own | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }

        Assert.Equal(
            32,
            Convert
                .FromBase64String((await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim())
                .Length
        );
        (code, said) = await server.Cli("keys", "new", file);
        Assert.Equal(2, code);
        Assert.StartsWith($"wellbeing: {file} exists. ", said, StringComparison.Ordinal);
        await server.Start();
    }

    [Fact]
    public async Task Development_makes_a_key_of_its_own()
    {
        await using var server = await ServerUnderTest.Create(
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Demo__Seed", "false"),
            (OperatorsKey.Variable, "")
        );
        await File.WriteAllTextAsync(
            server.FileBeside("appsettings.json"),
            "{}",
            TestContext.Current.CancellationToken
        );
        await server.AddParticipant(Ana);
        for (var start = 1; start <= 2; start++)
        {
            await server.Start();
            if (start == 1)
                await CheckIn(server);
            Assert.Contains(Words, await OwnCheckIns(server), StringComparison.Ordinal);
            Assert.Equal((false, false), await Attack(server, Copy(server)));
            await server.Kill();
        }

        Assert.True(File.Exists(server.FileBeside("App_Data/wellbeing.key")));
        Assert.Equal(0, (await server.Cli("keys", "check")).Code);
    }

    private static async Task CheckIn(ServerUnderTest server) =>
        Assert.Equal(
            HttpStatusCode.Created,
            await server.SubmitCheckIn(await server.LogIn(Ana), Guid.CreateVersion7(), Words)
        );

    private static async Task<string> OwnCheckIns(ServerUnderTest server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/check-ins");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await server.LogIn(Ana));
        using var answer = await server.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task<int> Audited(ServerUnderTest server, string action) =>
        server.Db(db => db.AuditRecords.CountAsync(a => a.Action == action));

    /// <summary>It does not start; its only line.</summary>
    private static async Task<string> Refused(ServerUnderTest server)
    {
        var said = (await Assert.ThrowsAsync<InvalidOperationException>(server.Start)).Message;
        var before = server.Output.LastIndexOf("Wellbeing answers at", StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said[Math.Max(0, before)..], StringComparison.Ordinal);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
    }

    private static List<string> Rows(ServerUnderTest server)
    {
        using var database = new SqliteConnection($"Data Source={server.FileBeside("wellbeing.db")};Pooling=False");
        return StoredKeys(database).ConvertAll(k => k.ToString());
    }

    /// <summary>The file of a server, and its log, as they lie on the disk.</summary>
    private string Copy(ServerUnderTest server)
    {
        var copy = Path.Combine(_folder, $"{Guid.CreateVersion7():N}.db");
        foreach (var ending in new[] { "", "-wal" })
        {
            if (File.Exists(server.FileBeside("wellbeing.db" + ending)))
                File.Copy(server.FileBeside("wellbeing.db" + ending), copy + ending);
        }

        return copy;
    }

    private string Certificate(string name)
    {
        var file = Path.Combine(_folder, name);
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=Wellbeing keys",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(ServerUnderTest.Now.AddDays(-1), ServerUnderTest.Now.AddYears(1));
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, "secret"));
        return file;
    }

    /// <summary>How many notes the key that texts begin with so still seals.</summary>
    private static int Left(ServerUnderTest server, string beginning)
    {
        using var database = new SqliteConnection($"Data Source={server.FileBeside("wellbeing.db")};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = """SELECT count(*) FROM "PersonNotes" WHERE substr("SealedText", 1, 26) = $b""";
        command.Parameters.AddWithValue("$b", beginning);
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string SealedWords(string copy)
    {
        using var database = new SqliteConnection($"Data Source={copy};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = """SELECT "SealedWords" FROM "CheckIns" WHERE "SealedWords" IS NOT NULL""";
        return (string)command.ExecuteScalar()!;
    }

    private static List<XElement> StoredKeys(SqliteConnection database)
    {
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = """SELECT "Xml" FROM "DataProtectionKeys" """;
        using var rows = command.ExecuteReader();
        var keys = new List<XElement>();
        while (rows.Read())
            keys.Add(XElement.Parse(rows.GetString(0)));
        return keys;
    }

    /// <summary>Everything that somebody with this file alone can try: each key in it, under each name, for the words
    /// and for a nurse's cookie.</summary>
    private static async Task<(bool Words, bool Cookie)> Attack(ServerUnderTest server, string copy)
    {
        List<XElement> keys;
        using (var database = new SqliteConnection($"Data Source={copy};Pooling=False"))
            keys = StoredKeys(database);
        var (words, cookie) = (false, false);
        foreach (var key in keys)
        {
            foreach (var name in new[] { "Wellbeing", "Wellbeing.SignIn", "Wellbeing.Web" })
            {
                var services = new ServiceCollection();
                services.AddDataProtection().SetApplicationName(name);
                services.Configure<KeyManagementOptions>(o => o.XmlRepository = new Stolen(key));
                await using var provider = services.BuildServiceProvider();
                var protection = provider.GetDataProtectionProvider();
                try
                {
                    words |= protection.CreateProtector("Wellbeing.FreeText.v1").Unprotect(SealedWords(copy)) == Words;
                }
                catch (CryptographicException)
                {
                    // Not with this one.
                }

                cookie |= await IsLetIn(server, Forge(protection, copy));
            }
        }

        return (words, cookie);
    }

    /// <summary>The cookie of the nurse, as a sign-in would have left it.</summary>
    private static string Forge(IDataProtectionProvider protection, string copy)
    {
        using var database = new SqliteConnection($"Data Source={copy};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = """SELECT "Id", "SecurityStamp" FROM "AspNetUsers" WHERE "Email" = $email""";
        command.Parameters.AddWithValue("$email", ServerUnderTest.NurseEmail);
        using var row = command.ExecuteReader();
        Assert.True(row.Read());
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(ClaimTypes.NameIdentifier, row.GetString(0)),
                        new Claim(ClaimTypes.Name, ServerUnderTest.NurseEmail),
                        new Claim("AspNet.Identity.SecurityStamp", row.GetString(1)),
                        new Claim(ClaimTypes.Role, "Nurse"),
                        new Claim("amr", "mfa"),
                    ],
                    "Identity.Application"
                )
            ),
            new AuthenticationProperties
            {
                IssuedUtc = ServerUnderTest.Now,
                ExpiresUtc = ServerUnderTest.Now.AddDays(1),
            },
            "Identity.Application"
        );
        return new TicketDataFormat(
            protection.CreateProtector(
                "Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware",
                "Identity.Application",
                "v2"
            )
        ).Protect(ticket);
    }

    private async Task<string> OwnCookie(ServerUnderTest server)
    {
        var copy = Copy(server);
        await using var owner = Owner(copy, server.Settings);
        return Forge(owner.GetRequiredService<IDataProtectionProvider>(), copy);
    }

    private static async Task<bool> IsLetIn(ServerUnderTest server, string cookie)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = server.Http.BaseAddress,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/Staff/Flags");
        request.Headers.Add("Cookie", $"__Host-wellbeing={cookie}; wellbeing={cookie}");
        using var answer = await client.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>A copy, with what the server's settings add to it.</summary>
    private ServiceProvider Owner(string copy, IReadOnlyDictionary<string, string> settings) =>
        new ServiceCollection()
            .AddLogging()
            .AddDbContext<WellbeingDb>(options => options.UseWellbeingSqlite($"Data Source={copy};Pooling=False"))
            .AddKeyRings(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        settings.Select(s =>
                            KeyValuePair.Create<string, string?>(
                                s.Key.Replace("__", ":", StringComparison.Ordinal),
                                s.Value
                            )
                        )
                    )
                    .Build(),
                _folder,
                isDevelopment: false,
                makesKeys: false
            )
            .BuildServiceProvider();

    private sealed class Stolen(XElement key) : IXmlRepository
    {
        private readonly List<XElement> _all = [key];

        public IReadOnlyCollection<XElement> GetAllElements() => [.. _all];

        public void StoreElement(XElement element, string friendlyName) => _all.Add(element);
    }
}
