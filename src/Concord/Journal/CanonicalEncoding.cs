using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;

namespace Concord.Journal;

/// <summary>
/// Writes values in one byte form only: a type tag, then a fixed width or a length and the bytes. Two different lists of values never share
/// an encoding, whatever they contain, so that a hash of it speaks for exactly these values. Independent of database and of JSON.
/// </summary>
internal sealed class CanonicalEncoding
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>Instants are kept to the microsecond: the finest that every supported database stores.</summary>
    public static DateTimeOffset ToMicrosecond(DateTimeOffset at) => new(at.UtcTicks / 10 * 10, TimeSpan.Zero);

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    /// <summary>The hash of what was added, and an empty encoding again: long rows of hashes need no new memory.</summary>
    public byte[] TakeHash()
    {
        var hash = SHA256.HashData(bytes.WrittenSpan);
        bytes.ResetWrittenCount();
        return hash;
    }

    /// <summary>A state known by its name only, as it is read back from a database.</summary>
    public CanonicalEncoding AddState(string name)
    {
        Text('e', name);
        return this;
    }

    public CanonicalEncoding Add(object? value)
    {
        switch (value)
        {
            case null: Tag('0'); break;
            case string text: Text('s', text); break;
            case bool truth: Tag('b'); bytes.Write([truth ? (byte)1 : (byte)0]); break;
            case int number: Number('i', number); break;
            case long number: Number('i', number); break;
            case double number: Number('d', BitConverter.DoubleToInt64Bits(number)); break;
            case Guid guid: Tag('g'); bytes.Write(guid.ToByteArray(bigEndian: true)); break;
            case DateTimeOffset at: Number('t', ToMicrosecond(at).UtcTicks / 10); break;
            case DateOnly day: Number('y', day.DayNumber); break;
            case byte[] raw: Bytes('x', raw); break;
            case Enum state: Text('e', state.ToString()); break;
            case IEnumerable list: List(list); break;
            default: AddId(value); break;
        }
        return this;
    }

    private void AddId(object value)
    {
        if (value.GetType().GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IId<>))
            && value.GetType().GetProperty(nameof(IId<PersonId>.Value))?.GetValue(value) is Guid guid)
            Add(guid);
        else
            throw new ArgumentException($"{value.GetType()} has no canonical encoding.", nameof(value));
    }

    private void List(IEnumerable list)
    {
        var items = list.Cast<object?>().ToArray();
        Number('l', items.Length);
        foreach (var item in items) Add(item);
    }

    private void Tag(char tag) => bytes.Write([(byte)tag]);

    private void Text(char tag, string text) => Bytes(tag, Encoding.UTF8.GetBytes(text));

    private void Bytes(char tag, byte[] raw)
    {
        Number(tag, raw.Length);
        bytes.Write(raw);
    }

    private void Number(char tag, long number)
    {
        Tag(tag);
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, number);
        bytes.Write(eight);
    }
}
