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
    public async Task A_folder_is_compared_with_the_library_in_use_before_it_is_installed()
    {
        (await On("person", "add", "ada@example.test", "--name", "Ada", "--role", "administrator", "--role", "aims-manager")).ShouldEnd(0);
        var table = (await Diff(copy.CorrectOneClaim().Folder)).ShouldEnd(0).Output;
        table.ShouldContain("This folder against LIB-0001: 1 row changed in 1 file.");
        table.ShouldContain("partial → full");
        table.ShouldContain("Potential re-use");

        var refused = await Diff(copy.Delete("risk/taxonomy.csv").Correct("iso27001-2022/controls.csv", "ISO27001:A.5.7,A.5.7,", "ISO27001:A.5.7,").Folder);
        refused.ShouldBeRefused("risk/taxonomy.csv");
        refused.Errors.ShouldContain("iso27001-2022/controls.csv, row 8");
    }

    private Task<CommandResult> Diff(string standards) => On("library", "diff", standards, "--as", "ada@example.test");

    private Task<CommandResult> On(params string[] arguments) => CommandLine.Run([.. arguments, "--data", Path.Combine(folder, "data")]);
}
