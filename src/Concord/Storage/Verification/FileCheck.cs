using System.Security.Cryptography;

namespace Concord.Storage.Verification;

/// <summary>Hashes every file the manifest names.</summary>
internal sealed class FileCheck(DataLocation location, DamageList damage)
{
    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Files whose rows were deleted on schedule, as the record tells.</summary>
    public int Expired { get; private set; }

    public async Task Run(ManifestFile file, CancellationToken stop)
    {
        if (file.IsExpired)
        {
            Expired++;
            if (File.Exists(location.Absolute(file.Path)))
                damage.Add(new(DamageKind.File, $"{file.Path} of {file.Ref}", "still there although the record tells that its rows were deleted on schedule; concord log expire deletes it"));
            return;
        }
        Count++;
        try
        {
            await using var content = File.OpenRead(location.Absolute(file.Path));
            Bytes += content.Length;
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop)) != file.Sha256)
                damage.Add(new(DamageKind.File, $"{file.Path} of {file.Ref}", "changed: its SHA-256 is not that of the manifest"));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            damage.Add(new(DamageKind.File, $"{file.Path} of {file.Ref}", "missing"));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            damage.Add(new(DamageKind.File, $"{file.Path} of {file.Ref}", $"cannot be read: {unreadable.Message}"));
        }
    }
}
