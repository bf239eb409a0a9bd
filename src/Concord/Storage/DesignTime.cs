using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Concord.Storage;

// `./dev migration NAME` reads the model through these. No database is opened, so the addresses lead nowhere.

internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteConcordDb>
{
    public SqliteConcordDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteConcordDb>().UseSqlite("Data Source=design-time").Options, TimeProvider.System);
}

internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresConcordDb>
{
    public PostgresConcordDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresConcordDb>().UseNpgsql("Host=design-time").Options, TimeProvider.System);
}
