namespace Concord.Gaps.Reading;

/// <summary>Ends with a refusal when more comes out than a document may hold: what a package declares of itself is not believed.</summary>
internal sealed class CountedStream(Stream inner, long most) : Stream
{
    private long read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var got = inner.Read(buffer, offset, count);
        read += got;
        return read <= most ? got
            : throw new PolicyFileException("too-large-unpacked", FormattableString.Invariant($"A part of the document unpacks to more than {most >> 20} MiB. Take pictures and embedded files out, or hand in the policies it consists of one by one."));
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
