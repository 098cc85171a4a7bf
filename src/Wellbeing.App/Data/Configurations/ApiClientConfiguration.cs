using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wellbeing.App.Accounts;

namespace Wellbeing.App.Data.Configurations;

internal sealed class ApiClientConfiguration : IEntityTypeConfiguration<ApiClient>
{
    public void Configure(EntityTypeBuilder<ApiClient> builder)
    {
        builder.Property(c => c.Name).HasMaxLength(ApiClient.MaximumNameLength);
        builder.Property(c => c.Scopes).HasJson();
        builder.Property(c => c.CreatedByName).HasMaxLength(100);
        builder.Property(c => c.RevokedByName).HasMaxLength(100);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.Roles);
        builder.HasMany(c => c.Keys).WithOne().HasForeignKey(k => k.ClientId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.Property(k => k.Id).ValueGeneratedNever(); // Made here: a key joining a client is an insert.
        builder.Property(k => k.Hash).HasMaxLength(32);
        builder.Property(k => k.Start).HasMaxLength(20);
        builder.HasIndex(k => k.Hash).IsUnique();
    }
}
