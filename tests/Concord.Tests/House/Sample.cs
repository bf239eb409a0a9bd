namespace Concord.Tests.House.Sample;

// What RoomTests reads to prove that it sees into methods.

internal static class Called
{
    public static int Answer() => 42;
}

internal sealed class CalledGeneric<T>
{
    public T? Value { get; init; }
}

internal sealed class CalledLater
{
    public int Answer { get; init; } = 42;
}

internal sealed class Caller
{
    public object Now() => Called.Answer() + (new CalledGeneric<int>().Value);

    public async Task<object> Later()
    {
        await Task.Yield();
        return new CalledLater().Answer;
    }
}
