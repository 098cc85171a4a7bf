using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Wellbeing.App.Data;

namespace Wellbeing.Migrations.Postgres;

/// <summary>How the product uses PostgreSQL.</summary>
public static class PostgresDatabase
{
    public static DbContextOptionsBuilder UseWellbeingPostgres(
        this DbContextOptionsBuilder options,
        string connectionString
    ) =>
        options.UseNpgsql(
            connectionString,
            npgsql => npgsql.MigrationsAssembly(typeof(PostgresDatabase).Assembly.GetName().Name)
        );
}

internal sealed class DesignTime : IDesignTimeDbContextFactory<WellbeingDb>
{
    public WellbeingDb CreateDbContext(string[] args) =>
        new(
            (DbContextOptions<WellbeingDb>)
                new DbContextOptionsBuilder<WellbeingDb>()
                    .UseIdentitySchema()
                    .UseWellbeingPostgres("Host=design")
                    .Options
        );
}
