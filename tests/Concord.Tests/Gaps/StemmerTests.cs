using Concord.Gaps;

namespace Concord.Tests.Gaps;

public sealed class StemmerTests
{
    [Theory]
    [InlineData("assess", "assessment", "assessed", "assessing", "assessments")]
    [InlineData("policy", "policies")]
    [InlineData("approve", "approval", "approved", "approves")]
    [InlineData("organisation", "organization", "organisations")]
    [InlineData("analyse", "analysis", "analyses", "analyzing", "analysing")]
    [InlineData("monitor", "monitoring", "monitored")]
    [InlineData("programme", "program", "programs")]
    [InlineData("licence", "license", "licences")]
    [InlineData("treat", "treats", "treated")]
    [InlineData("labelling", "labeling", "labelled")]
    [InlineData("behaviour", "behavior")]
    [InlineData("deploy", "deployment", "deployed")]
    [InlineData("employ", "employment")]
    public void Forms_of_a_word_share_a_stem(params string[] forms) => forms.Select(Stemmer.Stem).Distinct().Count().ShouldBe(1, string.Join(", ", forms.Select(Stemmer.Stem)));

    [Theory]
    [InlineData("model", "modal")]
    [InlineData("audit", "audio")]
    [InlineData("record", "recover")]
    [InlineData("train", "trail")]
    public void Other_words_do_not(string one, string other) => Stemmer.Stem(one).ShouldNotBe(Stemmer.Stem(other));
}
