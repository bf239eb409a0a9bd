using System.Runtime.CompilerServices;
using Concord.Logs;

namespace Concord.Tests.Logs;

public sealed class ReadAheadTests
{
    private readonly List<string> steps = [];

    [Fact]
    public async Task All_answers_come_in_order()
    {
        (await Answers(5).Ahead(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).ShouldBe([0, 1, 2, 3, 4]);
        steps.ShouldBe(["ended"]);
    }

    [Fact]
    public async Task The_next_answer_is_fetched_while_one_is_used()
    {
        using var second = new SemaphoreSlim(0);
        await foreach (var answer in Answers(2, fetched: number => { if (number == 1) second.Release(); }).Ahead(TestContext.Current.CancellationToken))
        {
            if (answer == 0) (await second.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).ShouldBeTrue("nobody fetched the second answer while the first was used");
        }
    }

    [Fact]
    public async Task Whoever_stops_half_way_finds_the_source_ended()
    {
        await foreach (var answer in Answers(1_000_000).Ahead(TestContext.Current.CancellationToken))
        {
            if (answer == 3) break;
        }
        steps.ShouldBe(["ended"]);
    }

    [Fact]
    public async Task A_fault_of_the_source_comes_after_the_answers_before_it()
    {
        var seen = new List<int>();
        var fault = await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await foreach (var answer in Answers(5, fetched: number => { if (number == 2) throw new InvalidOperationException("the log was cut short"); }).Ahead(TestContext.Current.CancellationToken))
                seen.Add(answer);
        });
        fault.Message.ShouldBe("the log was cut short");
        seen.ShouldBe([0, 1]);
        steps.ShouldBe(["ended"]);
    }

    [Fact]
    public async Task A_cancelled_question_ends_on_both_sides()
    {
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var answer in Answers(1_000_000).Ahead(stop.Token))
            {
                if (answer == 3) await stop.CancelAsync();
            }
        });
        steps.ShouldBe(["ended"]);
    }

    private async IAsyncEnumerable<int> Answers(int count, Action<int>? fetched = null, [EnumeratorCancellation] CancellationToken stop = default)
    {
        try
        {
            for (var number = 0; number < count; number++)
            {
                await Task.Yield();
                stop.ThrowIfCancellationRequested();
                fetched?.Invoke(number);
                yield return number;
            }
        }
        finally
        {
            steps.Add("ended");
        }
    }
}
