namespace Concord.Logs;

/// <summary>The three fields of a page header that a checksum needs, read from Thrift's compact encoding; everything else is skipped.</summary>
internal readonly record struct ParquetPageHeader(int HeaderLength, long CompressedSize, int? Checksum)
{
    private const int CompressedSizeField = 3;
    private const int ChecksumField = 4;

    /// <summary>Null when the bytes are no page header.</summary>
    public static ParquetPageHeader? Read(ReadOnlySpan<byte> bytes)
    {
        Cursor cursor = new(bytes);
        long compressedSize = -1;
        int? checksum = null;
        int field = 0;
        while (cursor.Field(ref field) is > 0 and int type)
        {
            if (field == CompressedSizeField && type == Cursor.Int32)
                compressedSize = cursor.Number();
            else if (field == ChecksumField && type == Cursor.Int32)
                checksum = (int)cursor.Number();
            else
                cursor.Skip(type, 0);
        }
        return cursor.Damaged || compressedSize < 0 ? null : new ParquetPageHeader(cursor.Position, compressedSize, checksum);
    }

    private ref struct Cursor(ReadOnlySpan<byte> bytes)
    {
        public const int Int32 = 5;

        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Position { get; private set; }

        /// <summary>The bytes ended too early or mean nothing; every read then gives 0, which ends every structure.</summary>
        public bool Damaged { get; private set; }

        /// <summary>The type of the next field, with its id; 0 at the end of the structure.</summary>
        public int Field(ref int id)
        {
            int head = Byte();
            if (head == 0)
                return 0;
            id = head >> 4 == 0 ? (int)Number() : id + (head >> 4);
            return head & 0x0F;
        }

        public long Number()
        {
            ulong zigzag = Varint();
            return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        }

        public void Skip(int type, int depth)
        {
            Damaged |= depth > 8;
            if (Damaged)
                return;
            switch (type)
            {
                case 1 or 2:
                    break;
                case 3:
                    Byte();
                    break;
                case 4 or 5 or 6:
                    Varint();
                    break;
                case 7:
                    Advance(8);
                    break;
                case 8:
                    Advance(Varint());
                    break;
                case 9 or 10:
                    SkipList(depth);
                    break;
                case 12:
                    int field = 0;
                    while (Field(ref field) is > 0 and int inner)
                        Skip(inner, depth + 1);
                    break;
                default:
                    Damaged = true;
                    break;
            }
        }

        private void SkipList(int depth)
        {
            int head = Byte();
            ulong count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
            for (ulong i = 0; i < count && !Damaged; i++)
            {
                // Inside a list a truth value takes a byte of its own.
                if ((head & 0x0F) is 1 or 2)
                    Byte();
                else
                    Skip(head & 0x0F, depth + 1);
            }
        }

        private void Advance(ulong count)
        {
            Damaged |= count > (ulong)(_bytes.Length - Position);
            if (!Damaged)
                Position += (int)count;
        }

        private int Byte()
        {
            Damaged |= Position >= _bytes.Length;
            return Damaged ? 0 : _bytes[Position++];
        }

        private ulong Varint()
        {
            ulong value = 0;
            for (int shift = 0; shift < 64; shift += 7)
            {
                int b = Byte();
                value |= (ulong)(b & 0x7F) << shift;
                if ((b & 0x80) == 0)
                    return value;
            }
            Damaged = true;
            return 0;
        }
    }
}
