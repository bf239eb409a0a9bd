using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tests.Logs;

/// <summary>Real files with changed bytes: each is read or refused, and the program that asked is there afterwards.</summary>
public sealed class DamagedParquetTests
{
    private const int FilesPerBatch = 10;
    private const int Batches = 10;

    /// <summary>A file whose description is damaged is refused before its rows are touched, so rows and descriptions are damaged in separate batches.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hundred_damaged_files_neither_stop_nor_hang_the_program(bool description)
    {
        using LogFolder folder = new();
        byte[] sound = await File.ReadAllBytesAsync(LogFolder.Sample("german_reference.parquet"), TestContext.Current.CancellationToken);
        int rows = sound.Length - 8 - BitConverter.ToInt32(sound, sound.Length - 8);
        (int from, int to) = description ? (rows, sound.Length) : (4, rows);
        LogColumns columns = new() { Numeric = ["age", "credit_amount"], Categorical = ["sex", "purpose"] };
        ulong state = 42;
        int refused = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            string[] files = [.. Enumerable.Range(0, FilesPerBatch).Select(i => folder.Write($"damaged-{batch}-{i}.parquet", Damaged(sound, from, to, ref state)))];
            try
            {
                await folder.Stage(files, columns, limits: new LogLimits { Time = TimeSpan.FromSeconds(60), MemoryBytes = 512 << 20 });
            }
            catch (FindingsException exception)
            {
                refused++;
                exception.Findings.ShouldAllBe(finding => finding.Message.Length > 20);
                exception.Findings.ShouldNotContain(finding => finding.Code == "time-limit" || finding.Code == "reader-ended");
            }
        }
        // With ten damaged files in a batch, many batches without any finding would mean that nobody looks.
        refused.ShouldBeGreaterThan(Batches / 2);
    }

    [Fact]
    public async Task A_file_cut_short_anywhere_is_refused()
    {
        using LogFolder folder = new();
        byte[] sound = await File.ReadAllBytesAsync(LogFolder.Sample("german_reference.parquet"), TestContext.Current.CancellationToken);
        LogColumns columns = new() { Numeric = ["age"] };
        string[] files = [.. Enumerable.Range(0, 20).Select(i => folder.Write($"cut-{i}.parquet", sound[..(4 + (i * (sound.Length - 5) / 19))]))];
        FindingsException refused = await Should.ThrowAsync<FindingsException>(() => folder.Stage(files, columns));
        refused.Findings.Select(finding => finding.Place).Distinct().Count().ShouldBe(files.Length);
        refused.Findings.ShouldAllBe(finding => finding.Code == "damaged-file");
    }

    /// <summary>One to eight bytes changed.</summary>
    private static byte[] Damaged(byte[] sound, int from, int to, ref ulong state)
    {
        byte[] bytes = [.. sound];
        int changes = 1 + (int)(Next(ref state) % 8);
        for (int i = 0; i < changes; i++)
            bytes[from + (int)(Next(ref state) % (ulong)(to - from))] ^= (byte)(1 + (Next(ref state) % 255));
        // The mark at the front stays, or the file would be no Parquet file to begin with.
        "PAR1"u8.CopyTo(bytes);
        return bytes;
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
