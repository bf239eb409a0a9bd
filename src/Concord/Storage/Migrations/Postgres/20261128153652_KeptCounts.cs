using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
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
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ExpiredBefore",
                table: "LogSegment",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Profile",
                table: "FrozenReference",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.CreateTable(
                name: "SegmentProfile",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    MonitorId = table.Column<Guid>(type: "uuid", nullable: false),
                    SegmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Question = table.Column<string>(type: "text", nullable: false),
                    Window = table.Column<string>(type: "text", nullable: false),
                    Rows = table.Column<long>(type: "bigint", nullable: false),
                    First = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Last = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Profile = table.Column<byte[]>(type: "bytea", nullable: false),
                    ProfileSha256 = table.Column<string>(type: "text", nullable: false)
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
