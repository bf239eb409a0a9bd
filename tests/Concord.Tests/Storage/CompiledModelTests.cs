using Concord.Foundation;
using Concord.Storage;
using Concord.Storage.CompiledModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Concord.Tests.Storage;

/// <summary>The model that is written out as code says what the mapping says, with the filters that no tool can write out.</summary>
public sealed class CompiledModelTests
{
    [Fact]
    public void The_compiled_model_is_the_mapping_of_this_version()
    {
        using var db = Open();
        db.Model.ShouldBeSameAs(SqliteConcordDbModel.Instance);

        var (compiled, mapped) = (Lines(db.Model), Lines(Mapped(db)));

        mapped.Except(compiled).ShouldBeEmpty("run ./dev model");
        compiled.Except(mapped).ShouldBeEmpty("run ./dev model");
    }

    [Fact]
    public void What_is_scoped_is_filtered_and_nothing_else()
    {
        using var db = Open();
        var mapped = Mapped(db);

        var filtered = db.Model.GetEntityTypes().Where(entity => entity.GetDeclaredQueryFilters().Count > 0).ToList();

        filtered.Select(entity => entity.Name).ShouldBe(db.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(IScoped))).Select(entity => entity.Name));
        filtered.ShouldNotBeEmpty();
        foreach (var entity in filtered)
            Filter(entity).ShouldBe(Filter(mapped.FindEntityType(entity.Name)!), entity.Name);
    }

    private static SqliteConcordDb Open() => new(new DbContextOptionsBuilder<SqliteConcordDb>().UseSqlite("Data Source=:memory:").Options, TimeProvider.System);

    /// <summary>What the context would work out if nothing were compiled.</summary>
    private static IModel Mapped(DbContext db) => db.GetService<IModelSource>().GetModel(db, db.GetService<ModelCreationDependencies>(), designTime: false);

    private static string Filter(IReadOnlyEntityType entity) => string.Join("; ", entity.GetDeclaredQueryFilters().Select(filter => $"{filter.Key}: {filter.Expression}"));

    /// <summary>Each entity type with its properties, keys, indexes, converters and annotations; each line under the names of what it belongs to.</summary>
    private static List<string> Lines(IModel model)
    {
        var lines = new List<string>();
        foreach (var entity in model.GetEntityTypes())
        {
            var member = "";
            foreach (var line in entity.ToDebugString(MetadataDebugStringOptions.LongDefault).Split('\n').Select(line => line.TrimEnd()))
            {
                if (!line.StartsWith("      ", StringComparison.Ordinal)) member = line.Trim();
                lines.Add($"{entity.Name} | {member} | {line.Trim()}");
            }
            lines.AddRange(entity.GetProperties().Select(property =>
                $"{entity.Name}.{property.Name} {property.GetColumnName()} {property.GetColumnType()} {property.GetTypeMapping().Converter?.GetType()} {property.GetTypeMapping().Comparer.GetType()}"));
        }
        return lines;
    }
}
