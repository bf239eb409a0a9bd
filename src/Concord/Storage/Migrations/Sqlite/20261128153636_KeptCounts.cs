using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class KeptCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ExpiredAt",
                table: "LogSegment",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ExpiredBefore",
                table: "LogSegment",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Profile",
                table: "FrozenReference",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.CreateTable(
                name: "SegmentProfile",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    UnitId = table.Column<Guid>(type: "TEXT", nullable: false),
                    MonitorId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SegmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Question = table.Column<string>(type: "TEXT", nullable: false),
                    Window = table.Column<string>(type: "TEXT", nullable: false),
                    Rows = table.Column<long>(type: "INTEGER", nullable: false),
                    First = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Last = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Profile = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ProfileSha256 = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SegmentProfile", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SegmentProfile_MonitorId_Question_Window",
                table: "SegmentProfile",
                columns: new[] { "MonitorId", "Question", "Window" });

            migrationBuilder.CreateIndex(
                name: "IX_SegmentProfile_SegmentId_MonitorId_Question_Window",
                table: "SegmentProfile",
                columns: new[] { "SegmentId", "MonitorId", "Question", "Window" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SegmentProfile_UnitId",
                table: "SegmentProfile",
                column: "UnitId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SegmentProfile");

            migrationBuilder.DropColumn(
                name: "ExpiredAt",
                table: "LogSegment");

            migrationBuilder.DropColumn(
                name: "ExpiredBefore",
                table: "LogSegment");

            migrationBuilder.DropColumn(
                name: "Profile",
                table: "FrozenReference");
        }
    }
}
