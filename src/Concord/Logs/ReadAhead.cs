using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Concord.Logs;

internal static class ReadAhead
{
    /// <summary>The next answers are fetched while one is used: processors that would wait for each other in one are busy with the other.</summary>
    /// <param name="answers">Asked by one caller at a time, as ever.</param>
    public static async IAsyncEnumerable<T> Ahead<T>(this IAsyncEnumerable<T> answers, [EnumeratorCancellation] CancellationToken stop)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var fetched = Channel.CreateBounded<T>(1);
        var fetching = Task.Run(() => Fetch(answers, fetched.Writer, left.Token), CancellationToken.None);
        try
        {
            await foreach (var answer in fetched.Reader.ReadAllAsync(stop)) yield return answer;
        }
        finally
        {
            // Whoever stops listening half way must not leave a question open on a log that is about to be closed.
            await left.CancelAsync();
            await fetching;
        }
    }

    private static async Task Fetch<T>(IAsyncEnumerable<T> answers, ChannelWriter<T> fetched, CancellationToken stop)
    {
        try
        {
            await foreach (var answer in answers.WithCancellation(stop)) await fetched.WriteAsync(answer, stop);
            fetched.Complete();
        }
        catch (Exception failed)
        {
            fetched.Complete(failed);
        }
    }
}
