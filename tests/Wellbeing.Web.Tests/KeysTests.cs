using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.SupportContacts;
using Wellbeing.Hosting.Keys;
using Wellbeing.Web.Tests.Hosting;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Tests;

/// <summary>New keys for what was written before, on both databases; and what administrators are told of the
/// keys.</summary>
public abstract partial class KeysTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : KeysTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : KeysTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Every_column_that_is_sealed_is_sealed_by_the_newest_key_and_opens_as_before()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var (ana, priya) = (web.Cast.Ana, web.Cast.Priya.Actor);
        await web.Send(ana.CheckIn(intensity: 9, words: "Purple elephants"));
        await web.Send(new NominateContact(ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon));
        await web.Send(new WriteNote(priya, ana.Id, Guid.CreateVersion7(), "Rings on Tuesdays"));
        await web.Send(new SaveWebhook(web.Cast.Ruth.Actor, null, "Pager", "https://pager.example.org/in", true));
        var flag = (await web.Send(new ListFlags(priya))).Rows.Single().Id;
        await web.Send(new AcknowledgeFlag(priya, flag));
        var columns = await Columns(web);
        var before = await Beginnings(web, columns);
        Assert.True(columns.Count >= 18, string.Join(", ", columns));
        Assert.True(before.Count(c => c.Value.Count > 0) >= 5, string.Join(", ", before));
        var old = Assert.Single(before.Values.SelectMany(b => b).Distinct());

        var rings = web.Services.GetRequiredService<KeyRings>();
        rings.Rotate(endSessions: false);
        var (done, left) = await web.Db(db => SealedColumns.Reseal(db, rings));

        var after = await Beginnings(web, columns);
        Assert.NotEqual(old, Assert.Single(after.Values.SelectMany(b => b).Distinct()));
        Assert.Equal(
            before.Where(c => c.Value.Count > 0).Select(c => c.Key),
            after.Where(c => c.Value.Count > 0).Select(c => c.Key)
        );
        Assert.Equal(0, left);
        Assert.True(done >= 5);
        Assert.Equal((0, 0), await web.Db(db => SealedColumns.Reseal(db, rings)));
        Assert.Equal(done, (await web.Db(db => SealedColumns.Count(db, rings))).Values.Single());
        using var nurse = await web.SignedInByPage(web.Cast.Priya.Email); // With the code of her app.
        var page = await nurse.GetStringAsync($"/Staff/People/{ana.Id}");
        Assert.Contains("Purple elephants", page, StringComparison.Ordinal);
        Assert.Contains("Rings on Tuesdays", page, StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Administrators_read_what_wraps_the_keys_and_the_log_has_no_complaint_about_them()
    {
        var log = new LogLines();
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider, Log = log });
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var by = web.Services.GetRequiredService<KeyRings>().Newest;
        foreach (var page in new[] { "/Admin", "/Admin/Operations" })
            Assert.Contains(
                $"The keys in the database are wrapped by {by} since ",
                await ruth.GetStringAsync(page),
                StringComparison.Ordinal
            );
        Assert.DoesNotContain(
            "Keys lie in clear",
            await ruth.GetStringAsync("/Admin/Readiness"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            log.All,
            l => l.Level >= LogLevel.Warning && l.Category.Contains("DataProtection", StringComparison.Ordinal)
        );

        // The evening before by Greenwich, and the morning where the team is.
        await web.Db(async db =>
        {
            foreach (var key in await db.DataProtectionKeys.ToListAsync())
                key.Xml = WrappedAt().Replace(key.Xml!, "wrappedAt=\"2026-01-31T20:00:00Z\"");
            return await db.SaveChangesAsync();
        });
        foreach (var page in new[] { "/Admin", "/Admin/Operations" })
            Assert.Contains(
                $"wrapped by {by} since 1 February 2026",
                await ruth.GetStringAsync(page),
                StringComparison.Ordinal
            );

        // As a database of before has them.
        await web.Db(db =>
            db.DataProtectionKeys.ExecuteUpdateAsync(k =>
                k.SetProperty(x => x.Xml, "<key id='0198c0de-0000-7000-8000-000000000000'/>")
            )
        );
        Assert.Contains("The keys lie in clear", await ruth.GetStringAsync("/Admin"), StringComparison.Ordinal);
        Assert.Contains(
            "Keys lie in clear in the database",
            await ruth.GetStringAsync("/Admin/Readiness"),
            StringComparison.Ordinal
        );
    }

    [GeneratedRegex("wrappedAt=\"[^\"]*\"")]
    private static partial Regex WrappedAt();

    /// <summary>As the database itself has them, whatever the model says.</summary>
    private async Task<IReadOnlyList<(string Table, string Name)>> Columns(WebFixture web)
    {
        var found = await Rows(
            web,
            provider == DatabaseProvider.Sqlite
                ? "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND p.name LIKE 'Sealed%' ORDER BY 1, 2"
                : "SELECT table_name, column_name FROM information_schema.columns WHERE column_name LIKE 'Sealed%' ORDER BY 1, 2"
        );
        return [.. found.Append(("AspNetUserTokens", "Value"))];
    }

    /// <summary>How the texts of each column begin, which tells the key.</summary>
    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> Beginnings(
        WebFixture web,
        IReadOnlyList<(string Table, string Name)> columns
    )
    {
        var all = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (table, name) in columns)
        {
            var begins = table == "AspNetUserTokens" ? "sealed:".Length + 1 : 1;
            all[$"{table}.{name}"] =
            [
                .. (
                    await Rows(
                        web,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"SELECT DISTINCT substr(\"{name}\", {begins}, 26), '' FROM \"{table}\" WHERE \"{name}\" IS NOT NULL"
                        )
                    )
                ).Select(r => r.Item1),
            ];
        }

        return all;
    }

    private static Task<List<(string, string)>> Rows(WebFixture web, string sql) =>
        web.Db(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            await using var rows = await command.ExecuteReaderAsync();
            var read = new List<(string, string)>();
            while (await rows.ReadAsync())
                read.Add((rows.GetString(0), rows.GetString(1)));
            return read;
        });
}
