using System.Diagnostics;
using System.Text.Json;

namespace Concord.Tests.Gaps;

/// <summary><c>concord policy assess</c> as others call it: its streams and exit codes.</summary>
public sealed class PolicyAssessCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-assess-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task JSON_has_the_shape_of_the_contract_and_nothing_else()
    {
        var run = await Run(Write("ai.md", PolicyTexts.AiPolicy), Write("supplier.txt", PolicyTexts.SupplierPolicy), "--format", "json");
        run.Code.ShouldBe(0);
        run.Errors.ShouldBeEmpty();
        var report = JsonDocument.Parse(run.Output).RootElement;
        report.EnumerateObject().Select(property => property.Name).ShouldBe(["requirements"]);
        var requirements = report.GetProperty("requirements").EnumerateArray().ToList();
        requirements.Count.ShouldBe(70);
        foreach (var requirement in requirements)
        {
            requirement.EnumerateObject().Select(property => property.Name).ShouldBe(["requirement", "level", "passages", "general"]);
            requirement.GetProperty("level").GetString().ShouldBeOneOf("covered", "mentioned", "weak", "absent");
            foreach (var passage in requirement.GetProperty("passages").EnumerateArray()) passage.EnumerateObject().Select(property => property.Name).ShouldBe(["file", "section", "text"]);
            foreach (var place in requirement.GetProperty("general").EnumerateArray()) place.EnumerateObject().Select(property => property.Name).ShouldBe(["file", "section", "text", "why"]);
        }
        requirements.Single(one => one.GetProperty("requirement").GetString() == "ISO42001:6.1.2").GetProperty("level").GetString().ShouldBe("covered");
    }

    [Fact]
    public async Task The_table_says_each_level_and_counts_them()
    {
        var run = await Run(Write("ai.md", PolicyTexts.AiPolicy), Write("copy.md", PolicyTexts.AiPolicy));
        run.Code.ShouldBe(0);
        run.Errors.Trim().ShouldBe("copy.md: the same text as ai.md; it counts once.");
        run.Output.ShouldContain("A.10.3");
        run.Output.ShouldContain("70 requirements: ");
    }

    [Fact]
    public async Task Bad_input_ends_with_2_and_every_finding_on_the_error_output()
    {
        var run = await Run(Write("empty.md", ""), Write("picture.png", "x"), Write("good.md", PolicyTexts.AiPolicy));
        run.Code.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Errors.ShouldContain("empty.md");
        run.Errors.ShouldContain("picture.png");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Concord.Cli.dll"), "policy", "assess", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
