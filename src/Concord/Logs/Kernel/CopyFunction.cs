using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Concord.Logs.Plain;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Concord.Logs.Kernel;

/// <summary>
/// An aggregate function of ours that takes all rows of a query into a file: <c>SELECT copy(…) FROM …</c>. Rows keep their order, so the engine must not use
/// more than one thread.
/// </summary>
/// <remarks>No exception may cross into the engine: it becomes the engine's error and is thrown on this side of it.</remarks>
internal sealed unsafe class CopyFunction : IDisposable
{
    private readonly GCHandle self;
    private readonly PlainParquet file;
    private Exception? problem;

    private CopyFunction(PlainParquet file) => (this.file, self) = (file, GCHandle.Alloc(this));

    /// <param name="name">Not used before on this connection.</param>
    /// <param name="columns">Name and type of each.</param>
    /// <param name="values">An expression for each column, of its type.</param>
    /// <param name="from">The query from its word FROM on.</param>
    /// <param name="bind">Sets what the query leaves open.</param>
    /// <param name="groupRows">Rows that wait in memory until they are written.</param>
    /// <returns>How many rows were written.</returns>
    public static long Copy(DuckDbSession session, string name, IReadOnlyList<(string Name, string Type)> columns, IEnumerable<string> values, string from, Action<DuckDBCommand>? bind, string path, int groupRows)
    {
        using var written = new PlainParquet(path, columns.Select(column => PlainColumn.Of(column.Name, column.Type, groupRows)), groupRows);
        using var function = new CopyFunction(written);
        function.Register(session, name, columns);
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT {name}({string.Join(", ", values)}) {from}";
        bind?.Invoke(command);
        try
        {
            var rows = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
            written.Complete();
            return rows;
        }
        catch (DuckDBException) when (function.problem is not null)
        {
            throw function.problem;
        }
    }

    public void Dispose() => self.Free();

    private void Register(DuckDbSession session, string name, IEnumerable<(string Name, string Type)> columns)
    {
        var function = DuckDbAggregates.Create();
        try
        {
            DuckDbAggregates.SetName(function, name);
            foreach (var (_, argument) in columns)
            {
                using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(TypeOf(argument));
                DuckDbAggregates.AddParameter(function, type.DangerousGetHandle());
            }
            using var count = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
            DuckDbAggregates.SetReturnType(function, count.DangerousGetHandle());
            DuckDbAggregates.SetSpecialHandling(function);
            DuckDbAggregates.SetExtraInfo(function, GCHandle.ToIntPtr(self), 0);
            DuckDbAggregates.SetFunctions(function, &StateSize, &Start, &Update, &Combine, &Finish);
            if (DuckDbAggregates.Register(session.Connection.NativeConnection.DangerousGetHandle(), function) != 0) throw new InvalidOperationException($"The engine did not take the function {name}.");
        }
        finally
        {
            DuckDbAggregates.Destroy(&function);
        }
    }

    private static DuckDBType TypeOf(string type) => type switch
    {
        "TIMESTAMP" => DuckDBType.Timestamp,
        "DOUBLE" => DuckDBType.Double,
        "TINYINT" => DuckDBType.TinyInt,
        _ => DuckDBType.Varchar,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong StateSize(nint info) => (ulong)sizeof(nint);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Start(nint info, nint* state) => *state = 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Update(nint info, nint chunk, nint** states)
    {
        var function = Of(info);
        try
        {
            function.file.Append(chunk);
        }
        catch (Exception thrown)
        {
            function.problem = thrown;
            DuckDbAggregates.SetError(info, thrown.Message);
        }
    }

    /// <summary>All rows are in the file already.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Combine(nint info, nint** sources, nint** targets, ulong count)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Finish(nint info, nint** states, nint result, ulong count, ulong offset)
    {
        for (var i = 0UL; i < count; i++) ((long*)DuckDbAggregates.VectorData(result))[offset + i] = Of(info).file.Rows;
    }

    private static CopyFunction Of(nint info) => (CopyFunction)GCHandle.FromIntPtr(DuckDbAggregates.GetExtraInfo(info)).Target!;
}
