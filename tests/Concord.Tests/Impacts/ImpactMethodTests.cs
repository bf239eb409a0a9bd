using Concord.Foundation;
using Concord.Standards;
using Concord.Tests.Classification;

namespace Concord.Tests.Impacts;

/// <summary>A method that people edit: every fault with its place, all at once.</summary>
public sealed class ImpactMethodTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("impact").FullName;

    public ImpactMethodTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "impact"));
        foreach (var file in Directory.GetFiles(Path.Combine(StandardsLibrary.DefaultFolder, "impact"))) File.Copy(file, Path.Combine(folder, "impact", Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_shipped_method_has_ten_sections_thirteen_dimensions_and_fills_every_item_of_the_law()
    {
        var method = GivenImpact.Method;
        (method.Sections.Count, method.Dimensions.Count, method.Rights.Count, method.FriaItems.Count, method.Screening.Count, method.Triggers.Count).ShouldBe((10, 13, 33, 6, 6, 6));
        (method.Severity.Count, method.People.Count, method.Reversibility.Count, method.Score.Cap, method.Score.CandidateFrom).ShouldBe((5, 5, 4, 5, 3));
        (method.Cadence.For("high"), method.Cadence.For("limited")).ShouldBe((12, 24));
        method.Dimensions.Select(dimension => dimension.Level).Distinct().ShouldBe(["individuals", "groups", "society"], ignoreOrder: true);
        method.Sections.SelectMany(section => section.Fields).Where(field => field.Kind == ImpactFieldKind.Text).ShouldAllBe(field => field.Help.Length > 10);
    }

    [Fact]
    public void Slips_in_every_file_are_named_with_their_places_at_once()
    {
        Edit("method.yaml", "required_for: [high]", "required_for: high");
        Edit("method.yaml", "scale: reversibility, steps", "scale: time, steps");
        Edit("sections.yaml", "kind: groups", "kind: crowds");
        Edit("sections.yaml", "fria: [FRIA-b]}", "fria: [FRIA-e]}");
        Edit("dimensions.csv", "CHARTER:37", "CHARTER:99");
        Edit("dimensions.csv", ",society,CHARTER:16", ",planet,CHARTER:16");
        Edit("charter-rights.csv", "CHARTER:48,48,Presumption of innocence and right of defence,Justice", "CHARTER:48,48,,Justice");
        Edit("fria-items.csv", "id,letter,item,citation", "id,letter,item,source");
        Places().ShouldBe(["impact/charter-rights.csv", "impact/dimensions.csv", "impact/dimensions.csv", "impact/fria-items.csv", "impact/fria-items.csv", "impact/method.yaml", "impact/method.yaml", "impact/sections.yaml", "impact/sections.yaml"]);
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_named()
    {
        Edit("method.yaml", "steps: [hard, irreversible]", "steps: [hard, forever]");
        Edit("method.yaml", "required_for: [high]", "required_for: [grave]");
        Edit("method.yaml", "flag: fria_required", "flag: fria_wanted");
        Edit("method.yaml", "cap: 5", "cap: 9");
        Edit("sections.yaml", "ISO42001:A.5.2", "ISO42001:A.99");
        Edit("sections.yaml", "{id: scope, kind", "{id: system, kind");
        Places().Distinct().ShouldBe(["impact/method.yaml", "impact/method.yaml, key fria.flag", "impact/method.yaml, key score", "impact/method.yaml, key score.rises", "impact/sections.yaml", "impact/sections.yaml, section IA-01"]);
    }

    [Fact]
    public void Any_edit_gives_another_hash_and_line_ends_do_not()
    {
        var before = GivenImpact.Method.Sha256;
        var path = Path.Combine(folder, "impact", "method.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\n", "\r\n", StringComparison.Ordinal));
        Read().Sha256.ShouldBe(before);
        Edit("sections.yaml", "What it is for, and", "What it is for and");
        Read().Sha256.ShouldNotBe(before);
    }

    private ImpactMethod Read() => ImpactMethodReader.Read(folder, StandardsLibrary.Load(StandardsLibrary.DefaultFolder), ClassificationCaseTests.Pack);

    private List<string> Places() => [.. Should.Throw<FindingsException>(Read).Findings.Select(finding => finding.Place.Split(", row")[0].Split(", key")[0] is var file && finding.Place.Contains(", key ", StringComparison.Ordinal) && !finding.Place.Contains(", row", StringComparison.Ordinal) ? finding.Place : file).Order(StringComparer.Ordinal)];

    private void Edit(string file, string from, string to)
    {
        var path = Path.Combine(folder, "impact", file);
        var text = File.ReadAllText(path);
        text.ShouldContain(from);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(path, string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));
    }
}
