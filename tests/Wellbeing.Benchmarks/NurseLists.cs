using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Testing;
using Wellbeing.Testing.Postgres;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Benchmarks;

/// <summary>
/// The lists a nurse opens all day, over <see cref="ManyFlags"/>: the server's whole answer, from the real program over
/// HTTP, and the application's part of it alone. Each case is asked so many times in a row; the table says how long the
/// median and the 95th percentile took, and how much of a processor the server spent on one.
/// </summary>
internal static class NurseLists
{
    private const int WarmUps = 40;

    public static async Task Measure(DatabaseProvider provider, int times, TextWriter to)
    {
        await using var app = await AppFixture.Create(provider);
        app.Clock.SetUtcNow(TimeProvider.System.GetUtcNow()); // The program has the real time.
        var nurse = app.Cast.Priya;
        var words = app.Seal("Tired, and the days are long. My sister comes on Sundays.");
        var began = Stopwatch.StartNew();
        await app.Db(db => ManyFlags.Write(db, nurse.Id, nurse.Name, words, app.Now));
        await app.Db(async db =>
        {
            await db.OnCallShifts.ExecuteDeleteAsync();
            if (provider == DatabaseProvider.Postgres)
                await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE"); // As autovacuum does within minutes.
        });
        to.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{provider}: written in {began.Elapsed.TotalSeconds:0} s; load {Load()} on {Environment.ProcessorCount} processors."
            )
        );
        to.WriteLine();
        to.WriteLine(
            "| list | whole answer: median | 95th percentile | processor | application alone: median | 95th percentile |"
        );
        to.WriteLine("| --- | --- | --- | --- | --- | --- |");

        var folder = Directory.CreateTempSubdirectory("wellbeing-lists-").FullName;
        await using var web = new WebProcess(
            typeof(NurseLists).Assembly,
            folder,
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development", // Its cookies need no https; the demo is not seeded.
                ["Demo__Seed"] = "false",
                ["Jobs__Enabled"] = "false",
                ["Logging__LogLevel__Default"] = "Warning",
                ["Database__Provider"] = provider.ToString(),
                ["Database__ConnectionString"] = await ConnectionString(app, provider),
                ["Mail__Folder"] = folder,
            }
        );
        try
        {
            await web.Start();
            using var client = await SignIn(web, nurse);
            var cohort = await app.Db(db => db.Cohorts.Where(c => c.Name == "Hobart").Select(c => c.Id).SingleAsync());
            foreach (var list in Lists(nurse.Actor, cohort))
            {
                var answers = await Time(times, () => list.Http(client), () => web.ProcessorTime);
                var alone = await Time(times, () => list.App(app));
                to.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {list.Name} | {answers.Median:0.0} ms | {answers.P95:0.0} ms | {answers.Processor:0.0} ms | {alone.Median:0.0} ms | {alone.P95:0.0} ms |"
                    )
                );
            }

            to.WriteLine();
            to.WriteLine($"Load at the end: {Load()}.");
        }
        finally
        {
            await web.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record List(string Name, Func<HttpClient, Task> Http, Func<AppFixture, Task> App);

    private static IEnumerable<List> Lists(Actor me, Guid cohort)
    {
        yield return Flags("flags", "", new ListFlags(me));
        yield return Flags("flags, last page", "?p=20", new ListFlags(me, Page: 20));
        foreach (
            var filter in new[]
            {
                FlagFilter.Overdue,
                FlagFilter.Open,
                FlagFilter.Mine,
                FlagFilter.Acknowledged,
                FlagFilter.Resolved,
            }
        )
            yield return Flags(
                $"flags: {filter.ToString().ToLowerInvariant()}",
                $"?show={filter.ToString().ToLowerInvariant()}",
                new ListFlags(me, filter)
            );
        yield return Flags(
            "flags: severity",
            "?severity=urgent",
            new ListFlags(me, Narrow: new FlagNarrowing(Severity.Urgent))
        );
        yield return Flags(
            "flags: who",
            "?kind=familymember",
            new ListFlags(me, Narrow: new FlagNarrowing(Kind: ParticipantKind.FamilyMember))
        );
        yield return Flags(
            "flags: cohort",
            $"?cohort={cohort:D}",
            new ListFlags(me, Narrow: new FlagNarrowing(CohortId: cohort))
        );
        yield return Flags(
            "flags: language",
            "?language=ar",
            new ListFlags(me, Narrow: new FlagNarrowing(Language: "ar"))
        );
        yield return Search(
            "flags: name, few letters",
            "/Staff/Flags",
            "ma",
            app => app.Send(new ListFlags(me, PageSize: 100, Narrow: new FlagNarrowing(Name: "ma")))
        );
        yield return Search(
            "flags: name, whole",
            "/Staff/Flags",
            "Sofia Rossi",
            app => app.Send(new ListFlags(me, PageSize: 100, Narrow: new FlagNarrowing(Name: "Sofia Rossi")))
        );
        var drawn = TimeProvider.System.GetUtcNow().UtcDateTime;
        yield return new List(
            "flags: anything new?",
            client =>
                Get(
                    client,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"/Staff/Flags?handler=Since&since={drawn.Ticks}&known=0"
                    )
                ),
            app => app.Send(new FindNewFlags(me, drawn, 0))
        );
        yield return new List("to read", client => Get(client, "/Staff/ToRead"), app => app.Send(new ListToRead(me)));
        yield return new List(
            "to read: how many",
            client => Get(client, "/Staff/LookAgain"),
            app => app.Send(new CountToRead(me))
        );
        yield return new List(
            "not heard from",
            client => Get(client, "/Staff/NotHeard"),
            app => app.Send(new ListNotHeardFrom(me))
        );
        foreach (var state in Enum.GetValues<NotHeardState>())
            yield return new List(
                $"not heard from: {state.ToString().ToLowerInvariant()}",
                client => Get(client, $"/Staff/NotHeard?show={state}"),
                app => app.Send(new ListNotHeardFrom(me, state))
            );
        yield return new List("people", client => Get(client, "/Staff/People"), app => app.Send(new ListPeople(me)));
        yield return Search(
            "people: name, few letters",
            "/Staff/People",
            "ma",
            app => app.Send(new ListPeople(me, "ma", 1, 100))
        );
        yield return Search(
            "people: name, whole",
            "/Staff/People",
            "Sofia Rossi",
            app => app.Send(new ListPeople(me, "Sofia Rossi", 1, 100))
        );
    }

    private static List Flags(string name, string query, ListFlags request) =>
        new(name, client => Get(client, "/Staff/Flags" + query), app => app.Send(request));

    // The form is fetched once; only its answer is timed.
    private static List Search(string name, string page, string text, Func<AppFixture, Task> app)
    {
        HtmlForm? form = null;
        return new List(
            name,
            async client =>
            {
                form ??= HtmlForm.In(await client.GetStringAsync(page), "name=\"Name\"").With(("Name", text));
                using var answer = await form.Submit(client, page);
                await Whole(answer);
            },
            app
        );
    }

    private static async Task Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        await Whole(answer);
    }

    private static async Task Whole(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NoContent))
            throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode}");
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<(double Median, double P95, double Processor)> Time(
        int times,
        Func<Task> ask,
        Func<TimeSpan>? processor = null
    )
    {
        // What takes long is asked less often: alone, the application's clock stands still, and "not heard from" is
        // found out anew each time.
        var first = Stopwatch.GetTimestamp();
        await ask();
        var quick = Stopwatch.GetElapsedTime(first) < TimeSpan.FromMilliseconds(400);
        times = quick ? times : Math.Min(times, 20);
        for (var i = 0; i < (quick ? WarmUps : 3); i++)
            await ask();
        var spent = processor?.Invoke() ?? TimeSpan.Zero;
        var took = new double[times];
        for (var i = 0; i < times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask();
            took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        spent = (processor?.Invoke() ?? TimeSpan.Zero) - spent;
        Array.Sort(took);
        return (took[times / 2], took[(int)Math.Ceiling(times * 0.95) - 1], spent.TotalMilliseconds / times);
    }

    private static async Task<HttpClient> SignIn(WebProcess web, StaffMember nurse)
    {
        var client = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }
        )
        {
            BaseAddress = web.Address,
        };
        using var password = await HtmlForm
            .In(await client.GetStringAsync("/SignIn"), "Password")
            .With(("Email", nurse.Email), ("Password", Cast.Password))
            .Submit(client, "/SignIn");
        if (
            password.Headers.Location?.OriginalString is { } next
            && next.StartsWith("/SignIn/Code", StringComparison.Ordinal)
        )
        {
            using var code = await HtmlForm
                .In(await client.GetStringAsync(next), "name=\"Code\"")
                .With(("Code", Totp.Now()))
                .Submit(client, next);
            if (code.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther))
                throw new InvalidOperationException("The code was refused.");
        }

        return client;
    }

    private static Task<string> ConnectionString(AppFixture app, DatabaseProvider provider) =>
        app.Db(db => Task.FromResult(ConnectionString(db.Database.GetDbConnection(), provider)));

    /// <summary>What a program opens the same database with.</summary>
    public static string ConnectionString(System.Data.Common.DbConnection connection, DatabaseProvider provider) =>
        provider == DatabaseProvider.Postgres
            ? new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString)
            {
                Database = connection.Database,
            }.ConnectionString
            : $"Data Source={connection.DataSource}";

    private static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
