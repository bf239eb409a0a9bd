using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Concord.Bench.Ingest;

/// <summary>One client on one connection that costs little: a request made once, of which only the numbers of the predictions change.</summary>
internal sealed class IngestClient : IDisposable
{
    private const int Digits = 12;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] request;
    private readonly List<int> places = [];
    private readonly byte[] answer = new byte[1 << 16];

    /// <param name="rows">In one request; 0: asks whether the server lives, and hands in nothing.</param>
    public IngestClient(Uri server, string key, int rows)
    {
        var body = rows == 0 ? [] : Encoding.UTF8.GetBytes(Body(rows));
        var head = Encoding.ASCII.GetBytes(rows == 0
            ? $"GET /health/live HTTP/1.1\r\nHost: {server.Authority}\r\n\r\n"
            : string.Create(CultureInfo.InvariantCulture, $"POST /api/v1/models/MODEL-0001/log HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/x-ndjson\r\nContent-Length: {body.Length}\r\n\r\n"));
        request = [.. head, .. body];
        var mark = Encoding.ASCII.GetBytes(new string('#', Digits));
        for (var at = request.AsSpan().IndexOf(mark); at >= 0;)
        {
            places.Add(at);
            var next = request.AsSpan(at + Digits).IndexOf(mark);
            at = next < 0 ? -1 : at + Digits + next;
        }
        socket.Connect(IPAddress.Parse(server.Host), server.Port);
    }

    /// <summary>An event of ten columns, about 230 bytes, with the number of its prediction left open.</summary>
    public static string Event(int i) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"prediction_id":"{{new string('#', Digits)}}","timestamp":"2026-10-{{1 + (i % 28):00}}T10:{{i % 60:00}}:00Z","age":{{20 + (i % 50)}},"income":{{30_000 + (i * 37 % 40_000)}}.5,"debt":{{i * 53 % 9_000}},"region":"{{(i % 3 == 0 ? "north" : "south")}}","sex":"{{(i % 2 == 0 ? "f" : "m")}}","score":0.{{100 + (i * 7 % 900)}},"decision":{{i % 2}}}""");

    /// <summary>Sends the request with new predictions and waits for the answer.</summary>
    /// <param name="first">Number of the first prediction.</param>
    public void Send(long first)
    {
        foreach (var place in places)
        {
            var number = first++;
            for (var digit = Digits - 1; digit >= 0; digit--, number /= 10) request[place + digit] = (byte)('0' + (number % 10));
        }
        for (var sent = 0; sent < request.Length;) sent += socket.Send(request.AsSpan(sent));
        var read = 0;
        while (!IsWhole(answer.AsSpan(0, read)))
        {
            var got = socket.Receive(answer.AsSpan(read));
            if (got == 0) throw new IOException("The server closed the connection.");
            read += got;
        }
        if (!answer.AsSpan(0, read).StartsWith("HTTP/1.1 20"u8)) throw new IOException(Encoding.UTF8.GetString(answer, 0, read));
    }

    public void Dispose() => socket.Dispose();

    private static string Body(int rows) => string.Join('\n', Enumerable.Range(0, rows).Select(Event));

    private static bool IsWhole(ReadOnlySpan<byte> text)
    {
        var head = text.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        var length = text[..head].IndexOf("Content-Length: "u8);
        if (length < 0) return text.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = text[(length + 16)..head];
        var end = digits.IndexOf((byte)'\r');
        return text.Length >= head + 4 + int.Parse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture);
    }
}
