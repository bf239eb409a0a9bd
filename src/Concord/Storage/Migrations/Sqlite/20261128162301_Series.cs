using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "TEXT");

            migrationBuilder.AddColumn<Guid>(
                name: "SeriesId",
                table: "Signal",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MetricSeries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Ref = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    UnitId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SystemId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ModelId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ModelVersionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Metric = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Unit = table.Column<string>(type: "TEXT", nullable: false),
                    HigherIsBetter = table.Column<bool>(type: "INTEGER", nullable: false),
                    Tool = table.Column<string>(type: "TEXT", nullable: false),
                    ToolVersion = table.Column<string>(type: "TEXT", nullable: false),
                    Window = table.Column<string>(type: "TEXT", nullable: false),
                    GraceHours = table.Column<int>(type: "INTEGER", nullable: false),
                    DefinedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DefinedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    FollowAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MetricSeries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SeriesMeasurement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    UnitId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SeriesId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Window = table.Column<string>(type: "TEXT", nullable: false),
                    Start = table.Column<DateTime>(type: "TEXT", nullable: false),
                    End = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<double>(type: "REAL", nullable: true),
                    NotComputable = table.Column<string>(type: "TEXT", nullable: false),
                    N = table.Column<long>(type: "INTEGER", nullable: false),
                    Successes = table.Column<long>(type: "INTEGER", nullable: true),
                    StandardError = table.Column<double>(type: "REAL", nullable: true),
                    Low = table.Column<double>(type: "REAL", nullable: true),
                    High = table.Column<double>(type: "REAL", nullable: true),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    SourceSha256 = table.Column<string>(type: "TEXT", nullable: false),
                    ContentSha256 = table.Column<string>(type: "TEXT", nullable: false),
                    Correction = table.Column<string>(type: "TEXT", nullable: false),
                    ReceivedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReceivedVia = table.Column<string>(type: "TEXT", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    IsNewest = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsComplete = table.Column<bool>(type: "INTEGER", nullable: false),
                    Verdict = table.Column<string>(type: "TEXT", nullable: false),
                    DecidedBy = table.Column<string>(type: "TEXT", nullable: false),
                    JudgedBy = table.Column<string>(type: "TEXT", nullable: false),
                    JudgedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeriesMeasurement", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SeriesLimits",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Ref = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    UnitId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SeriesId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Warn = table.Column<double>(type: "REAL", nullable: true),
                    Alert = table.Column<double>(type: "REAL", nullable: true),
                    WarnChange = table.Column<double>(type: "REAL", nullable: true),
                    AlertChange = table.Column<double>(type: "REAL", nullable: true),
                    IsRelative = table.Column<bool>(type: "INTEGER", nullable: false),
                    BaselineValue = table.Column<double>(type: "REAL", nullable: true),
                    BaselineFirst = table.Column<string>(type: "TEXT", nullable: false),
                    BaselineLast = table.Column<string>(type: "TEXT", nullable: false),
                    MinimumN = table.Column<long>(type: "INTEGER", nullable: false),
                    ProposedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ProposedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ApprovedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    InForceSince = table.Column<DateTime>(type: "TEXT", nullable: true),
                    SupersededAt = table.Column<DateTime>(type: "TEXT", nullable: true)
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
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "TEXT",
                oldNullable: true);
        }
    }
}
