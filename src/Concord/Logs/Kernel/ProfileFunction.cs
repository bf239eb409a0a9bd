using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Concord.Logs.Kernel;

/// <summary>
/// An aggregate function of ours inside the engine: <c>SELECT w, profile(…) … GROUP BY w</c> counts everything of every window in one pass, in as
/// many threads as the engine has. Its value is the place of the window's <see cref="WindowCounter"/> among the results.
/// </summary>
/// <remarks>
/// A state of the engine holds nothing but a handle to the counter. No exception may cross into the engine: it becomes the engine's error.
/// </remarks>
internal sealed unsafe class ProfileFunction : IDisposable
{
    private readonly CountingPlan plan;
    private readonly GCHandle self;
    private readonly ConcurrentDictionary<long, WindowCounter> finished = [];
    private long places;

    private ProfileFunction(CountingPlan plan)
    {
        this.plan = plan;
        self = GCHandle.Alloc(this);
    }

    /// <param name="name">Not used before on this connection.</param>
    public static ProfileFunction Register(DuckDbSession session, string name, CountingPlan plan)
    {
        var profile = new ProfileFunction(plan);
        var function = DuckDbAggregates.Create();
        try
        {
            DuckDbAggregates.SetName(function, name);
            DuckDBType[] arguments = [DuckDBType.Timestamp, DuckDBType.Double, DuckDBType.TinyInt, DuckDBType.TinyInt,
                .. Enumerable.Repeat(DuckDBType.Double, plan.Numeric.Count), .. Enumerable.Repeat(DuckDBType.Varchar, plan.Levels.Count)];
            foreach (var argument in arguments)
            {
                using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(argument);
                DuckDbAggregates.AddParameter(function, type.DangerousGetHandle());
            }
            using var place = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
            DuckDbAggregates.SetReturnType(function, place.DangerousGetHandle());
            DuckDbAggregates.SetSpecialHandling(function);
            DuckDbAggregates.SetExtraInfo(function, GCHandle.ToIntPtr(profile.self), 0);
            DuckDbAggregates.SetFunctions(function, &StateSize, &Start, &Update, &Combine, &Finish);
            DuckDbAggregates.SetDestructor(function, &Destroy);
            if (DuckDbAggregates.Register(session.Connection.NativeConnection.DangerousGetHandle(), function) != 0) throw new InvalidOperationException($"The engine did not take the function {name}.");
            return profile;
        }
        catch
        {
            profile.Dispose();
            throw;
        }
        finally
        {
            DuckDbAggregates.Destroy(&function);
        }
    }

    /// <summary>The counter of a window, once.</summary>
    public WindowCounter Take(long place) => finished.TryRemove(place, out var counter) ? counter : throw new InvalidOperationException("This window was taken before.");

    public void Dispose() => self.Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong StateSize(nint info) => (ulong)sizeof(nint);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Start(nint info, nint* state) => *state = 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Update(nint info, nint chunk, nint** states)
    {
        try
        {
            var length = (int)DuckDbAggregates.ChunkSize(chunk);
            var same = true;
            for (var row = 1; row < length && same; row++) same = states[row] == states[0];
            if (length == 0) return;
            if (same) Counter(info, states[0]).Add(new RowChunk(chunk, length, default, all: true));
            else UpdateEach(info, chunk, states, length);
        }
        catch (Exception problem)
        {
            DuckDbAggregates.SetError(info, problem.ToString());
        }
    }

    /// <summary>Rows of several windows in one chunk: window by window.</summary>
    private static void UpdateEach(nint info, nint chunk, nint** states, int length)
    {
        Span<ushort> rows = stackalloc ushort[length];
        Span<bool> done = stackalloc bool[length];
        for (var start = 0; start < length; start++)
        {
            if (done[start]) continue;
            var count = 0;
            for (var row = start; row < length; row++)
            {
                if (states[row] != states[start]) continue;
                done[row] = true;
                rows[count++] = (ushort)row;
            }
            Counter(info, states[start]).Add(new RowChunk(chunk, length, rows[..count], all: false));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Combine(nint info, nint** sources, nint** targets, ulong count)
    {
        try
        {
            for (var i = 0UL; i < count; i++)
            {
                if (*sources[i] == 0) continue;
                if (*targets[i] == 0) (*targets[i], *sources[i]) = (*sources[i], 0);
                else At(*targets[i]).Merge(At(*sources[i]));
            }
        }
        catch (Exception problem)
        {
            DuckDbAggregates.SetError(info, problem.ToString());
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Finish(nint info, nint** states, nint result, ulong count, ulong offset)
    {
        try
        {
            var function = Of(info);
            var answers = (long*)DuckDbAggregates.VectorData(result);
            for (var i = 0UL; i < count; i++)
            {
                var place = Interlocked.Increment(ref function.places);
                function.finished[place] = Counter(info, states[i]);
                answers[offset + i] = place;
            }
        }
        catch (Exception problem)
        {
            DuckDbAggregates.SetError(info, problem.ToString());
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Destroy(nint** states, ulong count)
    {
        for (var i = 0UL; i < count; i++)
        {
            if (*states[i] != 0) GCHandle.FromIntPtr(*states[i]).Free();
            *states[i] = 0;
        }
    }

    private static WindowCounter Counter(nint info, nint* state)
    {
        if (*state == 0) *state = GCHandle.ToIntPtr(GCHandle.Alloc(new WindowCounter(Of(info).plan)));
        return At(*state);
    }

    private static WindowCounter At(nint handle) => (WindowCounter)GCHandle.FromIntPtr(handle).Target!;

    private static ProfileFunction Of(nint info) => (ProfileFunction)GCHandle.FromIntPtr(DuckDbAggregates.GetExtraInfo(info)).Target!;
}
