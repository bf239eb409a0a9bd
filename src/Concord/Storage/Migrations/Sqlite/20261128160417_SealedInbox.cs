using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SealedInbox : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "SealedBatches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    UnitId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SegmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ModelVersionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Inbox = table.Column<string>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    Via = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: false),
                    Batches = table.Column<int>(type: "INTEGER", nullable: false),
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SealedBatches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SetAsideRows",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    UnitId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SegmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ModelVersionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rows = table.Column<long>(type: "INTEGER", nullable: false),
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    Schema = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SetAsideRows", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SealedBatches_ModelVersionId_Inbox_To",
                table: "SealedBatches",
                columns: new[] { "ModelVersionId", "Inbox", "To" });

            migrationBuilder.CreateIndex(
                name: "IX_SealedBatches_SegmentId",
                table: "SealedBatches",
                column: "SegmentId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SealedBatches_UnitId",
                table: "SealedBatches",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_SetAsideRows_ModelVersionId",
                table: "SetAsideRows",
                column: "ModelVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_SetAsideRows_UnitId",
                table: "SetAsideRows",
                column: "UnitId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SealedBatches");

            migrationBuilder.DropTable(
                name: "SetAsideRows");
        }
    }
}
