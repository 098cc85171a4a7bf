using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Audit;

/// <summary>Audit records are written when a transaction ends, and go with it where it is rolled back.</summary>
public abstract class AuditAtCommitTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : AuditAtCommitTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AuditAtCommitTests(DatabaseProvider.Postgres);

    // More than one statement takes.
    private const int Records = 1_100;

    [Fact]
    public async Task What_is_rolled_back_leaves_no_audit_record_and_the_chain_goes_on()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Db(async db =>
        {
            await using (await db.Database.BeginTransactionAsync())
            {
                db.Audit(
                    app.Cast.Ruth.Actor,
                    AuditActions.AuditExported,
                    app.Now,
                    detail: new AuditAskedDetail(Rows: 0)
                );
                await db.SaveChangesAsync();
            }

            await using var kept = await db.Database.BeginTransactionAsync();
            db.Audit(app.Cast.Ruth.Actor, AuditActions.AuditExported, app.Now, detail: new AuditAskedDetail(Rows: 1));
            await db.SaveChangesAsync();
            db.StartOver(); // As between the parts of a longer unit of work.
            for (var more = 2; more <= Records; more++)
                db.Audit(
                    app.Cast.Ruth.Actor,
                    AuditActions.AuditExported,
                    app.Now,
                    detail: new AuditAskedDetail(Rows: more)
                );
            await db.SaveChangesAsync();
            await kept.CommitAsync();
        });

        var written = await app.Db(db =>
            db.AuditRecords.Where(a => a.Action == AuditActions.AuditExported).OrderBy(a => a.Sequence).ToListAsync()
        );
        Assert.Equal(
            Enumerable.Range(1, Records).Select(n => new AuditAskedDetail(Rows: n)),
            written.Select(a => a.ReadDetail())
        );
        Assert.Null((await app.Send(new VerifyAudit(app.Cast.Ruth.Actor))).Problem);
    }
}
