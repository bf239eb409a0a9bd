using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RiskHandOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PastOwners",
                table: "Risk",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "PastOwners",
                table: "Risk");
        }
    }
}
