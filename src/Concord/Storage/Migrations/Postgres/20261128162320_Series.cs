using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Series : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "MonitorId",
                table: "Signal",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "SeriesId",
                table: "Signal",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MetricSeries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SystemId = table.Column<Guid>(type: "uuid", nullable: false),
                    ModelId = table.Column<Guid>(type: "uuid", nullable: false),
                    ModelVersionId = table.Column<Guid>(type: "uuid", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Metric = table.Column<string>(type: "text", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false),
                    Unit = table.Column<string>(type: "text", nullable: false),
                    HigherIsBetter = table.Column<bool>(type: "boolean", nullable: false),
                    Tool = table.Column<string>(type: "text", nullable: false),
                    ToolVersion = table.Column<string>(type: "text", nullable: false),
                    Window = table.Column<string>(type: "text", nullable: false),
                    GraceHours = table.Column<int>(type: "integer", nullable: false),
                    DefinedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    DefinedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    FollowAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MetricSeries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SeriesMeasurement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SeriesId = table.Column<Guid>(type: "uuid", nullable: false),
                    Window = table.Column<string>(type: "text", nullable: false),
                    Start = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    End = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Value = table.Column<double>(type: "double precision", nullable: true),
                    NotComputable = table.Column<string>(type: "text", nullable: false),
                    N = table.Column<long>(type: "bigint", nullable: false),
                    Successes = table.Column<long>(type: "bigint", nullable: true),
                    StandardError = table.Column<double>(type: "double precision", nullable: true),
                    Low = table.Column<double>(type: "double precision", nullable: true),
                    High = table.Column<double>(type: "double precision", nullable: true),
                    Source = table.Column<string>(type: "text", nullable: false),
                    SourceSha256 = table.Column<string>(type: "text", nullable: false),
                    ContentSha256 = table.Column<string>(type: "text", nullable: false),
                    Correction = table.Column<string>(type: "text", nullable: false),
                    ReceivedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ReceivedVia = table.Column<string>(type: "text", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    IsNewest = table.Column<bool>(type: "boolean", nullable: false),
                    IsComplete = table.Column<bool>(type: "boolean", nullable: false),
                    Verdict = table.Column<string>(type: "text", nullable: false),
                    DecidedBy = table.Column<string>(type: "text", nullable: false),
                    JudgedBy = table.Column<string>(type: "text", nullable: false),
                    JudgedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeriesMeasurement", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SeriesLimits",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SeriesId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Warn = table.Column<double>(type: "double precision", nullable: true),
                    Alert = table.Column<double>(type: "double precision", nullable: true),
                    WarnChange = table.Column<double>(type: "double precision", nullable: true),
                    AlertChange = table.Column<double>(type: "double precision", nullable: true),
                    IsRelative = table.Column<bool>(type: "boolean", nullable: false),
                    BaselineValue = table.Column<double>(type: "double precision", nullable: true),
                    BaselineFirst = table.Column<string>(type: "text", nullable: false),
                    BaselineLast = table.Column<string>(type: "text", nullable: false),
                    MinimumN = table.Column<long>(type: "bigint", nullable: false),
                    ProposedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ProposedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    InForceSince = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    SupersededAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeriesLimits", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SeriesLimits_MetricSeries_SeriesId",
                        column: x => x.SeriesId,
                        principalTable: "MetricSeries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Signal_SeriesId",
                table: "Signal",
                column: "SeriesId");

            migrationBuilder.CreateIndex(
                name: "IX_MetricSeries_ModelVersionId_Metric_Subject",
                table: "MetricSeries",
                columns: new[] { "ModelVersionId", "Metric", "Subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MetricSeries_Ref",
                table: "MetricSeries",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MetricSeries_State_FollowAt",
                table: "MetricSeries",
                columns: new[] { "State", "FollowAt" });

            migrationBuilder.CreateIndex(
                name: "IX_MetricSeries_UnitId",
                table: "MetricSeries",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_SeriesLimits_Ref",
                table: "SeriesLimits",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SeriesLimits_SeriesId",
                table: "SeriesLimits",
                column: "SeriesId");

            migrationBuilder.CreateIndex(
                name: "IX_SeriesLimits_UnitId",
                table: "SeriesLimits",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_SeriesMeasurement_SeriesId_IsNewest_Start",
                table: "SeriesMeasurement",
                columns: new[] { "SeriesId", "IsNewest", "Start" });

            migrationBuilder.CreateIndex(
                name: "IX_SeriesMeasurement_SeriesId_Window_Number",
                table: "SeriesMeasurement",
                columns: new[] { "SeriesId", "Window", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SeriesMeasurement_UnitId",
                table: "SeriesMeasurement",
                column: "UnitId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SeriesLimits");

            migrationBuilder.DropTable(
                name: "SeriesMeasurement");

            migrationBuilder.DropTable(
                name: "MetricSeries");

            migrationBuilder.DropIndex(
                name: "IX_Signal_SeriesId",
                table: "Signal");

            migrationBuilder.DropColumn(
                name: "SeriesId",
                table: "Signal");

            migrationBuilder.AlterColumn<Guid>(
                name: "MonitorId",
                table: "Signal",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
