using Concord.Foundation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Concord.Storage.Verification;

/// <summary>How a value is stored; the hash is taken of the value, not of its stored form.</summary>
internal enum ColumnKind
{
    Text,
    State,
    Truth,
    Integer,
    LongInteger,
    Number,
    Identity,
    Instant,
    Day,
    Bytes,
    Texts,
}

/// <param name="Property">The name under which the journal knows the value.</param>
internal sealed record ColumnShape(string Property, string Column, ColumnKind Kind, bool IsPersonal, RelationalTypeMapping Mapping)
{
    /// <summary>Of <see cref="ColumnKind.Texts"/> where the database keeps a list as text.</summary>
    public ValueConverter? Converter => Mapping.Converter;

    public static ColumnShape Of(IProperty property) => new(property.Name, property.GetColumnName(), KindOf(property), property.IsPersonal(), property.GetRelationalTypeMapping());

    private static ColumnKind KindOf(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type.IsEnum) return ColumnKind.State;
        if (type == typeof(string)) return ColumnKind.Text;
        if (type == typeof(bool)) return ColumnKind.Truth;
        if (type == typeof(int)) return ColumnKind.Integer;
        if (type == typeof(long)) return ColumnKind.LongInteger;
        if (type == typeof(double)) return ColumnKind.Number;
        if (type == typeof(DateTimeOffset)) return ColumnKind.Instant;
        if (type == typeof(DateOnly)) return ColumnKind.Day;
        if (type == typeof(byte[])) return ColumnKind.Bytes;
        if (type.IsAssignableTo(typeof(IEnumerable<string>))) return ColumnKind.Texts;
        if (type == typeof(Guid) || type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IId<>))) return ColumnKind.Identity;
        throw new NotSupportedException($"{property.DeclaringType.DisplayName()}.{property.Name} is of a type the verification cannot read: {type.Name}.");
    }
}

/// <summary>What is read of a table, in the order in which its values are hashed.</summary>
internal sealed record TableShape(string Table, IReadOnlyList<ColumnShape> Columns, IReadOnlyList<int> Keys)
{
    /// <summary>Column of the key of personal hashes; it follows the hashed columns.</summary>
    public int? Salt { get; private init; }

    /// <summary>Columns that are hashed; what follows is only read.</summary>
    public int Hashed { get; private init; } = Columns.Count;

    public static TableShape Of(IEntityType entity)
    {
        var columns = RowState.Columns(entity).Select(ColumnShape.Of).ToList();
        var hashed = columns.Count;
        int? salt = null;
        if (columns.Exists(column => column.IsPersonal))
        {
            salt = columns.Count;
            columns.Add(ColumnShape.Of(entity.FindProperty(nameof(IHoldsPersonalValues.Salt)) ?? throw new NotSupportedException($"{entity.DisplayName()} has personal values but no salt.")));
        }
        var keys = entity.FindPrimaryKey()!.Properties.Select(key => columns.FindIndex(column => column.Property == key.Name)).ToList();
        return new(RowState.TableOf(entity), columns, keys) { Salt = salt, Hashed = hashed };
    }

    public int? Find(string property)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Property == property) return i;
        }
        return null;
    }
}
