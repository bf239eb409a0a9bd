using Concord.Tests.Library;

namespace Concord.Tests.Cli;

/// <summary><c>concord library</c>: a folder is looked at before it is installed, against the record.</summary>
public sealed class LibraryCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("concord-library-").FullName;
    private readonly LibraryCopy copy = new();

    public void Dispose()
    {
        copy.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_folder_is_compared_with_the_library_in_use_and_nothing_is_installed()
    {
        (await On("person", "add", "ada@example.test", "--name", "Ada", "--role", "administrator", "--role", "aims-manager")).ShouldEnd(0);
        (await Diff(copy.Folder)).ShouldEnd(0).Output.ShouldContain("This folder against LIB-0001: nothing differs.");

        var table = (await Diff(copy.CorrectOneClaim().Folder)).ShouldEnd(0).Output;
        table.ShouldContain("1 row changed in 1 file");
        table.ShouldContain("partial → full");
        table.ShouldContain("Potential re-use");

        var json = (await Diff(copy.Folder, "--format", "json")).ShouldEnd(0).Json;
        (json["changes"]!.AsArray().Count, json["after"]!.GetValue<string>()).ShouldBe((1, ""));
        json["effects"]!["reuseAfter"]!["full"]!.GetValue<int>().ShouldBe(json["effects"]!["reuseBefore"]!["full"]!.GetValue<int>() + 1);

        var refused = await Diff(copy.Delete("risk/taxonomy.csv").Correct("iso27001-2022/controls.csv", "ISO27001:A.5.7,A.5.7,", "ISO27001:A.5.7,").Folder);
        refused.ShouldBeRefused("risk/taxonomy.csv");
        refused.Errors.ShouldContain("iso27001-2022/controls.csv, row 8");
        (await Diff(Path.Combine(folder, "nowhere"))).ShouldBeRefused("does not exist");
        (await On("library", "list", "--as", "ada@example.test")).ShouldEnd(0).Output.ShouldNotContain("LIB-0002");
    }

    private Task<CommandResult> Diff(string standards, params string[] more) => On(["library", "diff", standards, "--as", "ada@example.test", .. more]);

    private Task<CommandResult> On(params string[] arguments) => CommandLine.Run([.. arguments, "--data", Path.Combine(folder, "data")]);
}
