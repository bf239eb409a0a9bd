using System.Reflection;
using System.Runtime.CompilerServices;

namespace Concord.Measures.Tests;

public sealed class PublicApiTests
{
    /// <summary>A changed signature is a visible difference. CONCORD_APPROVE=1 writes the new one, to be reviewed like any change.</summary>
    [Fact, Trait("Approval", "yes")]
    public void The_public_surface_is_the_approved_one()
    {
        var lines = typeof(Measured).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(type => type
            .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => (member is not MethodBase { IsSpecialName: true } || member is ConstructorInfo) && !member.Name.Contains('<', StringComparison.Ordinal))
            .Select(member => $"    {member}").Order(StringComparer.Ordinal).Prepend(type.FullName!));
        var received = string.Join('\n', lines) + '\n';
        if (Environment.GetEnvironmentVariable("CONCORD_APPROVE") == "1")
            File.WriteAllText(Approved(), received);
        received.ShouldBe(File.ReadAllText(Approved()));
    }

    private static string Approved([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "public-api.txt");
}
