using System.Runtime.InteropServices;

namespace Concord.Logs.Kernel;

/// <summary>
/// The part of DuckDB's C interface that DuckDB.NET does not wrap: aggregate functions of our own. It is the same native library, so
/// connections and types made there can be used here.
/// </summary>
internal static unsafe partial class DuckDbAggregates
{
    private const string Library = "duckdb";

    [LibraryImport(Library, EntryPoint = "duckdb_create_aggregate_function")]
    public static partial nint Create();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_aggregate_function")]
    public static partial void Destroy(nint* function);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetName(nint function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_add_parameter")]
    public static partial void AddParameter(nint function, nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_return_type")]
    public static partial void SetReturnType(nint function, nint type);

    /// <summary>Rows with missing arguments are passed too.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_special_handling")]
    public static partial void SetSpecialHandling(nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_functions")]
    public static partial void SetFunctions(
        nint function,
        delegate* unmanaged[Cdecl]<nint, ulong> stateSize,
        delegate* unmanaged[Cdecl]<nint, nint*, void> start,
        delegate* unmanaged[Cdecl]<nint, nint, nint**, void> update,
        delegate* unmanaged[Cdecl]<nint, nint**, nint**, ulong, void> combine,
        delegate* unmanaged[Cdecl]<nint, nint**, nint, ulong, ulong, void> finish);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_destructor")]
    public static partial void SetDestructor(nint function, delegate* unmanaged[Cdecl]<nint**, ulong, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_extra_info")]
    public static partial void SetExtraInfo(nint function, nint extra, nint destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_get_extra_info")]
    public static partial nint GetExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetError(nint info, string message);

    /// <returns>0 when it was registered.</returns>
    [LibraryImport(Library, EntryPoint = "duckdb_register_aggregate_function")]
    public static partial int Register(nint connection, nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_size")]
    public static partial ulong ChunkSize(nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static partial nint ChunkVector(nint chunk, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_data")]
    public static partial void* VectorData(nint vector);

    /// <returns>One bit per row, or null when every row is valid.</returns>
    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_validity")]
    public static partial ulong* VectorValidity(nint vector);
}
