using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Accounts;

/// <summary>Programs that use the API, known by their keys.</summary>
public abstract class ApiClientsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ApiClientsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ApiClientsTests(DatabaseProvider.Postgres);

    private static readonly Actor _reader = new(null, "Somebody", Roles.LinkHolder);

    [Fact]
    public async Task A_key_is_recognised_until_it_was_rotated_out_its_client_ended_or_it_was_revoked()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var (ward, lab) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var old = await Created(app, ward, "Ward");
        var ends = await Created(app, lab, "Lab", app.Now.AddDays(3));

        var acts = (await app.Send(new RecogniseApiKey(_reader, old)))!;
        Assert.Equal((ward, "Ward (API)"), (acts.UserId, acts.Name));
        Assert.True(acts.Is(Roles.ClientWorksOnFlags));
        Assert.Null(await app.Send(new RecogniseApiKey(_reader, old + "x")));

        var rotated = Assert.IsType<RotateApiKeyResult.Rotated>(
            await app.Send(new RotateApiKey(ruth, ward, Guid.CreateVersion7(), TimeSpan.FromHours(1)))
        );
        Assert.NotNull(await app.Send(new RecogniseApiKey(_reader, old))); // Both, for an hour.
        Assert.NotNull(await app.Send(new RecogniseApiKey(_reader, rotated.Secret)));
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await app.Send(new RecogniseApiKey(_reader, old)));
        Assert.NotNull(await app.Send(new RecogniseApiKey(_reader, rotated.Secret)));

        Assert.NotNull(await app.Send(new RecogniseApiKey(_reader, ends)));
        app.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Null(await app.Send(new RecogniseApiKey(_reader, ends)));

        await app.Send(new RevokeApiClient(ruth, ward));
        Assert.Null(await app.Send(new RecogniseApiKey(_reader, rotated.Secret)));
    }

    [Fact]
    public async Task They_are_listed_with_their_keys_and_last_use_the_open_ones_first()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var (ward, lab) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var secret = await Created(app, ward, "Ward");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Created(app, lab, "Lab");
        await app.Send(new RevokeApiClient(ruth, lab));
        var used = app.Now;
        await app.Send(new RecogniseApiKey(_reader, secret));
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await app.Send(new RecogniseApiKey(_reader, secret)); // Noted to the minute.

        var rows = await app.Send(new ListApiClients(ruth));

        Assert.Equal([ward, lab], rows.Select(r => r.Id));
        Assert.Equal((true, "Ruth Cohen", used), (rows[0].Open, rows[0].CreatedByName, rows[0].LastUsedAtUtc));
        Assert.Equal([ApiScope.WorkOnFlags], rows[0].Scopes);
        Assert.StartsWith(Assert.Single(rows[0].Keys).Start, secret, StringComparison.Ordinal);
        Assert.Equal((false, "Ruth Cohen", null), (rows[1].Open, rows[1].RevokedByName, rows[1].LastUsedAtUtc));
        Assert.Empty(rows[1].Keys); // None of them opens anything.
    }

    private static async Task<string> Created(AppFixture app, Guid id, string name, DateTime? ends = null) =>
        Assert
            .IsType<CreateApiClientResult.Created>(
                await app.Send(new CreateApiClient(app.Cast.Ruth.Actor, id, name, [ApiScope.WorkOnFlags], ends))
            )
            .Secret;
}
