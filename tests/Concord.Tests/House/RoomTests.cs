using System.Reflection;
using System.Text.RegularExpressions;
using Concord.Foundation;

namespace Concord.Tests.House;

public sealed partial class RoomTests
{
    private static readonly Assembly Product = typeof(Finding).Assembly;

    [Fact]
    public void A_room_knows_lower_rooms_only_and_every_edge_is_declared()
    {
        var rooms = Rooms.Read();

        var faults = rooms.Faults(Actual().Select(pair => pair.Edge).Distinct())
            .Select(fault => fault + string.Concat(Actual().Where(pair => fault.StartsWith(pair.Edge.ToString(), StringComparison.Ordinal)).Select(pair => $"{Environment.NewLine}    {pair.Where}").Distinct().Take(5)));

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void No_declared_edge_has_outlived_its_use()
    {
        var actual = Actual().Select(pair => pair.Edge.ToString()).ToHashSet(StringComparer.Ordinal);

        Rooms.Read().Edges.Select(edge => edge.ToString()).Where(edge => !actual.Contains(edge)).ShouldBeEmpty("take these out of rooms.txt");
    }

    [Fact]
    public void An_edge_that_stands_only_inside_a_method_is_seen()
    {
        KnownTypes.Of(typeof(Sample.Caller)).ShouldContain(typeof(Sample.Called));
        KnownTypes.Of(typeof(Sample.Caller)).ShouldContain(typeof(Sample.CalledGeneric<>));
        // A lambda and an asynchronous method live in types of the compiler's own.
        typeof(Sample.Caller).GetNestedTypes(BindingFlags.NonPublic).SelectMany(KnownTypes.Of).ShouldContain(typeof(Sample.CalledLater));
    }

    [Fact]
    public void A_look_upwards_to_the_side_or_into_the_unknown_is_a_fault()
    {
        var rooms = Rooms.Read("1 Low:", "1 Beside: Low", "2 High: Low", "Low -> High: because twenty letters say so");

        rooms.Faults([new("High", "Low", null), new("High", "Storage", null), new("Low", "High", null)]).ShouldBeEmpty();
        rooms.Faults([new("High", "Beside", null)]).ShouldBe(["High -> Beside is not declared in rooms.txt"]);
        rooms.Faults([new("Beside", "Low", null)]).Single().ShouldContain("lower rooms only");
        rooms.Faults([new("Attic", "Low", null)]).ShouldBe(["Attic is not a room of rooms.txt"]);
        Should.Throw<FormatException>(() => Rooms.Read("Low -> High: no reason"));
    }

    [Fact]
    public void The_measures_know_nothing_but_the_language() =>
        typeof(Concord.Measures.Measured).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ShouldAllBe(name => name.StartsWith("System.", StringComparison.Ordinal));

    private static IEnumerable<(Edge Edge, string Where)> Actual() => InCode().Concat(InUsings());

    private static IEnumerable<(Edge Edge, string Where)> InCode() =>
        from type in Product.GetTypes()
        let room = RoomOf(type)
        where room is not null
        from known in KnownTypes.Of(type)
        where known.Assembly == Product
        let other = RoomOf(known)
        where other is not null && other != room
        select (new Edge(room, other, null), $"{type.FullName} knows {known.FullName}");

    // What the compiler folds away (constants, nameof) still needs a using directive.
    private static IEnumerable<(Edge Edge, string Where)> InUsings() =>
        from file in Repository.Texts("src/Concord", ".cs")
        let room = file.Path.Split('/')[2]
        where !room.EndsWith(".cs", StringComparison.Ordinal)
        from Match match in Using().Matches(file.Text)
        let other = match.Groups["room"].Value
        where other != room && other != "Measures"
        select (new Edge(room, other, null), file.Path);

    // Rooms are the folders; what stands outside of them puts them together and is known to hosts only.
    private static string? RoomOf(Type type) => type.Namespace?.Split('.') is ["Concord", var room, ..] ? room : null;

    [GeneratedRegex(@"^using (static )?Concord\.(?<room>[A-Za-z]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Using();
}
