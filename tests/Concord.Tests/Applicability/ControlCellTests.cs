using Concord.Applicability.Import;

namespace Concord.Tests.Applicability;

public sealed class ControlCellTests
{
    [Theory]
    [InlineData("ISO27001:A.5.31 and A.5.32", true)]
    [InlineData("A.5.33-A.5.35", true)]
    [InlineData("5.1, 5.2", true)]
    [InlineData("A.5.1/A.5.2", true)]
    [InlineData("A.5.1 Policies for information security", false)]
    [InlineData("ISO/IEC 27001:2022 A.5.1", false)]
    [InlineData("A.8.24 Use of cryptography (see A.8.25)", false)]
    [InlineData("6.1.2", false)]
    [InlineData("A.5.7 Threat intelligence, version 2.1", false)]
    public void A_cell_that_lists_controls_is_known_from_one_that_names_one(string cell, bool several) => ControlNumbers.NamesSeveral(cell).ShouldBe(several);
}
