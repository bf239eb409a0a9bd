using Concord.Logs;

namespace Concord.Tests.Logs;

public sealed class LookAlikesTests
{
    [Theory]
    [InlineData("Male", "male")]
    [InlineData("Male", " Male ")]
    [InlineData("Male", "Μale")]
    [InlineData("Male", "Mаle")]
    [InlineData("Male", "Ｍale")]
    [InlineData("Male", "Ma\u200Ble")]
    [InlineData("Male", "\u202EMale")]
    [InlineData("café", "cafe\u0301")]
    [InlineData("not known", "not_known")]
    [InlineData("not known", "not  known")]
    [InlineData("not known", "not-known")]
    [InlineData("not known", "- not known -")]
    [InlineData("-1", " -1 ")]
    public void Spellings_a_person_takes_for_one_word_have_one_skeleton(string one, string other) => LookAlikes.Skeleton(other).ShouldBe(LookAlikes.Skeleton(one));

    [Theory]
    [InlineData("Male", "Female")]
    [InlineData("A11", "A12")]
    [InlineData("1", "10")]
    [InlineData("rn", "m")]
    [InlineData("1", "-1")]
    [InlineData("0.5", " -0.5")]
    [InlineData("A", "A-")]
    [InlineData("BBB-", "BBB ")]
    public void Different_words_have_different_skeletons(string one, string other) => LookAlikes.Skeleton(other).ShouldNotBe(LookAlikes.Skeleton(one));

    [Fact]
    public void A_rare_word_beside_its_own_letter_is_pointed_out_and_a_common_one_is_not()
    {
        LookAlikes.Groups(new Dictionary<string, long> { ["F"] = 500, ["M"] = 500, ["female"] = 3 }).ShouldBe([["F", "female"]]);
        LookAlikes.Groups(new Dictionary<string, long> { ["F"] = 500, ["M"] = 500, ["female"] = 300 }).ShouldBeEmpty();
    }
}
