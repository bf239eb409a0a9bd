using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LateLabels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "LabelSegment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Ref = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    UnitId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ModelVersionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    Labels = table.Column<long>(type: "INTEGER", nullable: false),
                    First = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Last = table.Column<DateTime>(type: "TEXT", nullable: true),
                    BatchKey = table.Column<string>(type: "TEXT", nullable: false),
                    SourceSha256 = table.Column<string>(type: "TEXT", nullable: false),
                    RefusedRows = table.Column<long>(type: "INTEGER", nullable: false),
                    KnownLabels = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReceivedVia = table.Column<string>(type: "TEXT", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LabelSegment", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_LabelSegment_ModelVersionId_BatchKey",
                table: "LabelSegment",
                columns: new[] { "ModelVersionId", "BatchKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LabelSegment_ModelVersionId_Number",
                table: "LabelSegment",
                columns: new[] { "ModelVersionId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LabelSegment_Ref",
                table: "LabelSegment",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LabelSegment_UnitId",
                table: "LabelSegment",
                column: "UnitId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "LabelSegment");
        }
    }
}
