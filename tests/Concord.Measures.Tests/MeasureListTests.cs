using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;

namespace Concord.Measures.Tests;

/// <summary>docs/measures.md is written from the library itself, and no measure goes without vectors, properties and a source.</summary>
public sealed class MeasureListTests
{
    private const string OwnSource = "own definition";

    private static readonly string[] PropertyFiles = ["PropertyTests.cs", "UglySampleTests.cs", "StreamTests.cs", "CompatibilityTests.cs"];

    private static readonly char[] NoPartOfNames = [.. Enumerable.Range(0, 128).Select(code => (char)code).Where(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_')];

    /// <summary>Every measure: its family, its id in results or for reference, and the vector files that hold it to another implementation.</summary>
    private static readonly (string Family, string Id, Type Type, string Vectors)[] Measures =
    [
        ("Drift of numeric columns and of levels", "psi", typeof(PopulationStabilityIndex), "PopulationStabilityIndex"),
        ("Drift of numeric columns and of levels", "js", typeof(JensenShannonDistance), "JensenShannonDistance"),
        ("Drift of numeric columns and of levels", "hellinger", typeof(HellingerDistance), "HellingerDistance"),
        ("Drift of numeric columns and of levels", "missingShareTest", typeof(MissingShareTest), "MissingShareTest"),
        ("Drift of numeric columns", "ks", typeof(KolmogorovSmirnov), "KolmogorovSmirnov KolmogorovSmirnovExact BinnedBounds"),
        ("Drift of numeric columns", "wasserstein", typeof(Wasserstein), "Wasserstein BinnedBounds"),
        ("Drift of numeric columns", "cramerVonMises", typeof(CramerVonMises), "CramerVonMises"),
        ("Drift of numeric columns", "andersonDarling", typeof(AndersonDarling), "AndersonDarling"),
        ("Drift of levels", "chi2", typeof(ChiSquareTwoSample), "ChiSquareTwoSample"),
        ("Drift of levels", "cramersV", typeof(CramersV), "CramersV"),
        ("Drift of levels", "totalVariation", typeof(TotalVariation), "TotalVariation"),
        ("Drift of levels", "lInfinity", typeof(LInfinityDistance), "LInfinityDistance"),
        ("Drift of levels", "newCategories", typeof(CategoryCounts), "CategoryCounts"),
        ("Drift of columns together", "pcaReconstruction", typeof(PrincipalComponentReconstruction), "PrincipalComponentReconstruction CoMoments"),
        ("Drift of columns together", "joint", typeof(ReconstructionShift), "ReconstructionShift"),
        ("Drift of columns together", "domainClassifier", typeof(DomainClassifier), "DomainClassifier"),
        ("Streams", "adwin", typeof(Adwin), "Adwin"),
        ("Streams", "pageHinkley", typeof(PageHinkley), "PageHinkley"),
        ("Streams", "ddm", typeof(DriftDetectionMethod), "DriftDetectionMethod"),
        ("Streams", "kswin", typeof(KolmogorovSmirnovWindow), "KolmogorovSmirnovWindow"),
        ("Streams", "ewma", typeof(ExponentiallyWeightedChart), "ExponentiallyWeightedChart"),
        ("Performance", "accuracy", typeof(Confusion), "Confusion"),
        ("Performance", "auc", typeof(RocAuc), "RocAuc PerformanceDifference BinnedBounds"),
        ("Performance", "gini", typeof(Gini), "RocAuc"),
        ("Performance", "averagePrecision", typeof(AveragePrecision), "AveragePrecision"),
        ("Performance", "brier", typeof(BrierScore), "BrierScore PerformanceDifference"),
        ("Performance", "logLoss", typeof(LogLoss), "LogLoss"),
        ("Performance", "ece", typeof(ExpectedCalibrationError), "ExpectedCalibrationError"),
        ("Performance", "ksSeparation", typeof(ScoreSeparation), "ScoreSeparation"),
        ("Performance", "precisionAtTop", typeof(PrecisionAtTop), "PrecisionAtTop"),
        ("Performance", "regressionErrors", typeof(RegressionErrors), "RegressionErrors"),
        ("Without labels", "estimated", typeof(EstimatedPerformance), "EstimatedPerformance"),
        ("Without labels", "cbpe", typeof(ConfidenceBasedPerformance), "ConfidenceBasedPerformance IsotonicCalibration"),
        ("Without labels", "cbpeCheck", typeof(EstimateCheck), "ConfidenceBasedPerformance"),
        ("Without labels", "importanceWeighted", typeof(ImportanceWeightedPerformance), "ImportanceWeightedPerformance"),
        ("Late and missing labels", "labelMaturity", typeof(LabelMaturity), "LabelMaturity"),
        ("Late and missing labels", "selectiveLabels", typeof(SelectiveLabels), "GroupComparison"),
        ("Late and missing labels", "selectiveLabelBounds", typeof(SelectiveLabelBounds), "SelectiveLabelBounds"),
        ("Fairness", "groups", typeof(GroupTable), "GroupTable"),
        ("Fairness", "demographicParityDifference", typeof(DemographicParity), "GroupComparison"),
        ("Fairness", "equalOpportunityDifference", typeof(EqualOpportunity), "GroupComparison"),
        ("Fairness", "equalizedOddsDifference", typeof(EqualizedOdds), "GroupComparison"),
        ("Fairness", "disparateImpact", typeof(DisparateImpact), "DisparateImpact"),
        ("Fairness", "rateDifference", typeof(RateDifference), "RateDifference"),
        ("Fairness", "trend", typeof(WeightedTrend), "WeightedTrend"),
        ("Data quality", "range", typeof(OutOfRange), "OutOfRange FaultProbabilities"),
        ("Data quality", "unitChange", typeof(UnitChange), "UnitChange"),
        ("Data quality", "duplicate", typeof(Duplicates), "Duplicates"),
        ("Data quality", "constant", typeof(ConstantColumn), "ConstantColumn FaultProbabilities"),
        ("Data quality", "lostCategory", typeof(LostLevels), "FaultProbabilities"),
        ("Data quality", "unseenLevels", typeof(UnseenLevels), "UnseenLevels"),
        ("Data quality", "typeChange", typeof(ValueKinds), "ValueKinds"),
        ("Data quality", "freshness", typeof(Freshness), "Freshness"),
        ("Data quality", "volume", typeof(Volume), "Volume"),
        ("Intervals, tests and limits", "rate", typeof(Proportion), "Proportion"),
        ("Intervals, tests and limits", "twoProportionTest", typeof(TwoProportionTest), "TwoProportionTest"),
        ("Intervals, tests and limits", "cohenKappa", typeof(CohenKappa), "CohenKappa"),
        ("Intervals, tests and limits", "differenceTest", typeof(DifferenceTest), "PerformanceDifference"),
        ("Intervals, tests and limits", "comparedEstimates", typeof(ComparedEstimates), "ComparedEstimates"),
        ("Intervals, tests and limits", "bootstrap", typeof(Bootstrap), "Bootstrap"),
        ("Intervals, tests and limits", "benjaminiHochberg", typeof(BenjaminiHochberg), "BenjaminiHochberg"),
        ("Intervals, tests and limits", "controlLimits", typeof(ControlLimits), "ControlLimits"),
        ("Compatibility with other tools", "evidently", typeof(EvidentlyDefinitions), "EvidentlyNumeric EvidentlyCategorical"),
        ("Compatibility with other tools", "evidentlyPermutation", typeof(TotalVariationPermutation), "TotalVariationPermutation"),
        ("Compatibility with other tools", "chi2OneSample", typeof(ChiSquareOneSample), "ChiSquareOneSample"),
        ("Compatibility with other tools", "nannyml", typeof(NannyMLDefinitions), "NannyMLNumeric NannyMLCategorical"),
    ];

    /// <summary>What measures take, give or are made of.</summary>
    private static readonly Type[] Parts =
    [
        typeof(AreaUnderCurve), typeof(AndersonDarlingTest), typeof(AndersonDarlingLaw), typeof(Bounds), typeof(CategoricalDefinition), typeof(ChiSquareLaw), typeof(ChiSquareTest),
        typeof(CoMoments), typeof(ConfidenceInterval), typeof(CramerVonMisesLaw), typeof(Definitions), typeof(EmpiricalDistribution), typeof(Estimate), typeof(EstimateOutcome), typeof(EstimateVerdict),
        typeof(GroupComparison), typeof(GroupCounts), typeof(IsotonicCalibration), typeof(IsotonicCalibration.Block), typeof(KolmogorovLaw), typeof(LabelDelays), typeof(MeanError), typeof(Measured),
        typeof(NormalLaw), typeof(NumericDefinition), typeof(OneSampleKolmogorovLaw), typeof(PairedCounts), typeof(PerformanceEstimate), typeof(QuantileBins), typeof(RaterAgreement), typeof(ScoreCounts),
        typeof(StreamState), typeof(StudentLaw), typeof(TopPrecision),
    ];

    private static readonly XElement[] Documentation =
        [.. XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Concord.Measures.xml")).Descendants("member")];

    public static TheoryData<string> Names => [.. Measures.Select(measure => measure.Type.Name)];

    [Fact]
    public void Every_public_type_is_a_measure_of_the_list_or_a_part_of_one()
    {
        var listed = Measures.Select(measure => measure.Type).Concat(Parts).ToArray();
        listed.ShouldBeUnique();
        typeof(Measured).Assembly.GetExportedTypes().Except(listed).ShouldBeEmpty();
        Measures.Select(measure => measure.Id).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_measure_has_vectors_properties_a_definition_and_a_source(string name)
    {
        var (_, _, type, vectors) = Measures.Single(measure => measure.Type.Name == name);
        var files = CaseFile.Names().ToArray();
        foreach (var file in vectors.Split(' '))
            files.ShouldContain(file);
        var tests = Directory.EnumerateFiles(Here(), "*Tests.cs").Where(file => PropertyFiles.Any(end => file.EndsWith(end, StringComparison.Ordinal))).Select(File.ReadAllText);
        tests.ShouldContain(text => Identifiers(text).Contains(name), $"no property test names {name}");
        Summary(type).ShouldNotBeNullOrWhiteSpace();
        Definition(type).Text.ShouldNotBeNullOrWhiteSpace();
    }

    /// <summary>CONCORD_APPROVE=1 writes the list again, to be reviewed like any change.</summary>
    [Fact, Trait("Approval", "yes")]
    public void The_list_of_measures_is_current()
    {
        var list = Path.Combine(Here(), "..", "..", "docs", "measures.md");
        var received = Write();
        if (Environment.GetEnvironmentVariable("CONCORD_APPROVE") == "1")
            File.WriteAllText(list, received);
        received.ShouldBe(File.ReadAllText(list));
    }

    private static string Write()
    {
        var text = new StringBuilder($"""
            # Measures

            Written from the library `Concord.Measures` by its tests; `./dev approve` writes it again. The id stands in results; the definitions are version {Definitions.Version},
            so that `psi/{Definitions.Version}` is one definition for ever. Every measure has vectors from an implementation that shares no code with it
            (`tests/Concord.Measures.Tests/vectors`), and property tests.
            "Used" names the rooms of the product that call it; a dash means that it is there for those who use the library.


            """);
        foreach (var family in Measures.GroupBy(measure => measure.Family))
        {
            text.Append($"## {family.Key}\n\n| Measure | Id | Definition | Source | Uncertainty | Used |\n|---|---|---|---|---|---|\n");
            foreach (var (_, id, type, _) in family)
            {
                var (definition, source) = Definition(type);
                text.Append($"| {Cell(Summary(type))} `{type.Name}` | `{id}` | {Cell(definition)} | {Cell(source)} | {Uncertainty(type)} | {Users(type)} |\n");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static string Summary(Type type) => Plain(Member(type).Element("summary"));

    private static (string Text, string Source) Definition(Type type)
    {
        var remarks = Plain(Member(type).Element("remarks"));
        var at = remarks.LastIndexOf("Reference: ", StringComparison.Ordinal);
        return at < 0 ? (remarks, OwnSource) : (remarks[..at].TrimEnd(), remarks[(at + "Reference: ".Length)..].TrimEnd('.'));
    }

    private static XElement Member(Type type) => Documentation.Single(member => member.Attribute("name")!.Value == "T:" + type.FullName);

    private static string Plain(XElement? element)
    {
        if (element is null)
            return "";
        foreach (var named in element.Descendants().Where(inner => inner.Name == "see" || inner.Name == "paramref").ToArray())
            named.ReplaceWith((named.Attribute("cref") ?? named.Attribute("name"))!.Value.Split('(')[0].Split('.', ':')[^1]);
        return string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>What comes with the figure, as the signatures say.</summary>
    private static string Uncertainty(Type type)
    {
        var results = Results(type).Concat(Results(type).SelectMany(Results)).Append(type).ToHashSet();
        string[] kinds =
        [
            .. results.Contains(typeof(ConfidenceInterval)) ? ["95 % interval"] : (string[])[],
            .. results.Contains(typeof(Bounds)) ? ["bounds"] : (string[])[],
            .. results.Contains(typeof(ChiSquareTest)) || Members(type).Concat(Results(type).SelectMany(Members)).Any(member => member.Name.Contains("PValue", StringComparison.Ordinal)) ? ["p-value"] : (string[])[],
        ];
        return kinds.Length == 0 ? "–" : string.Join(", ", kinds);
    }

    private static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static IEnumerable<Type> Results(Type type) => Members(type)
        .Select(member => member switch { MethodInfo { IsSpecialName: false } method => method.ReturnType, PropertyInfo property => property.PropertyType, _ => null })
        .OfType<Type>().Select(result => Nullable.GetUnderlyingType(result) ?? result).Where(result => result.Assembly == typeof(Measured).Assembly).Distinct();

    private static string Users(Type type)
    {
        var product = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src"));
        string[] rooms = [.. Directory.EnumerateFiles(product, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(product, file).Split(Path.DirectorySeparatorChar), File: file))
            .Where(file => file.Path[0] != "Concord.Measures" && !file.Path.Contains("obj") && Calls(File.ReadAllText(file.File), type.Name))
            .Select(file => file.Path[1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return rooms.Length == 0 ? "–" : string.Join(", ", rooms);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static bool Calls(string text, string name) => text.Contains(name + ".", StringComparison.Ordinal) || text.Contains(name + "(", StringComparison.Ordinal);

    private static HashSet<string> Identifiers(string text) => [.. text.Split(NoPartOfNames, StringSplitOptions.RemoveEmptyEntries)];
}
