using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
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
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SegmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    ModelVersionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Inbox = table.Column<string>(type: "text", nullable: false),
                    Person = table.Column<Guid>(type: "uuid", nullable: false),
                    Via = table.Column<string>(type: "text", nullable: false),
                    From = table.Column<long>(type: "bigint", nullable: false),
                    To = table.Column<long>(type: "bigint", nullable: false),
                    Batches = table.Column<int>(type: "integer", nullable: false),
                    Path = table.Column<string>(type: "text", nullable: false),
                    Sha256 = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SealedBatches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SetAsideRows",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SegmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    ModelVersionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rows = table.Column<long>(type: "bigint", nullable: false),
                    Path = table.Column<string>(type: "text", nullable: false),
                    Sha256 = table.Column<string>(type: "text", nullable: false),
                    Schema = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
