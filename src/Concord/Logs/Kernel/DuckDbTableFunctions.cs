using System.Runtime.InteropServices;

namespace Concord.Logs.Kernel;

/// <summary>Tables whose rows we make while the engine asks for them: DuckDB's C interface without the copies of its wrapper.</summary>
internal static unsafe partial class DuckDbTableFunctions
{
    private const string Library = "duckdb";

    /// <param name="extra">What <see cref="GetExtraInfo"/> gives back.</param>
    /// <param name="bind">Names the columns.</param>
    /// <param name="fill">Fills the next chunk.</param>
    public static void Register(DuckDbSession session, string name, nint extra, delegate* unmanaged[Cdecl]<nint, void> bind, delegate* unmanaged[Cdecl]<nint, nint, void> fill)
    {
        var function = Create();
        SetName(function, name);
        SetExtraInfo(function, extra, 0);
        SetBind(function, bind);
        SetInit(function, &Init);
        SetFunction(function, fill);
        var state = Register(session.Connection.NativeConnection.DangerousGetHandle(), function);
        Destroy(&function);
        if (state != 0)
            throw new InvalidOperationException($"The engine did not take the table {name}.");
    }

    [LibraryImport(Library, EntryPoint = "duckdb_bind_add_result_column", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddResultColumn(nint info, string name, nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_get_extra_info")]
    public static partial nint GetBindInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_extra_info")]
    public static partial nint GetExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetError(nint info, string message);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_set_size")]
    public static partial void SetSize(nint chunk, ulong rows);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static partial void EnsureValidityWritable(nint vector);

    /// <summary>Copies a text the vector cannot hold within itself.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_vector_assign_string_element_len")]
    public static partial void AssignText(nint vector, ulong row, byte* text, ulong length);

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static void Init(nint info)
    {
    }

    [LibraryImport(Library, EntryPoint = "duckdb_create_table_function")]
    private static partial nint Create();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_table_function")]
    private static partial void Destroy(nint* function);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void SetName(nint function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_extra_info")]
    private static partial void SetExtraInfo(nint function, nint extra, nint destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_bind")]
    private static partial void SetBind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_init")]
    private static partial void SetInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_function")]
    private static partial void SetFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, void> fill);

    [LibraryImport(Library, EntryPoint = "duckdb_register_table_function")]
    private static partial int Register(nint connection, nint function);
}
