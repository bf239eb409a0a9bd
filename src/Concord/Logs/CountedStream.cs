namespace Concord.Logs;

/// <summary>Ends with a refusal when more comes out than a document may hold: what a package declares of itself is not believed.</summary>
/// <param name="refused">What is thrown beyond the most.</param>
internal sealed class CountedStream(Stream inner, long most, Func<long, Exception> refused) : Stream
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
        return read <= most ? got : throw refused(most);
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
