using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ImpactAssessments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ImpactAssessment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SystemId = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<int>(type: "integer", nullable: false),
                    Follows = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    Authors = table.Column<List<string>>(type: "text[]", nullable: false),
                    BegunAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Returned = table.Column<string>(type: "text", nullable: false),
                    SubmittedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Basis = table.Column<List<string>>(type: "text[]", nullable: false),
                    Method = table.Column<string>(type: "text", nullable: false),
                    MethodSha256 = table.Column<string>(type: "text", nullable: false),
                    ContentSha256 = table.Column<string>(type: "text", nullable: false),
                    Depth = table.Column<string>(type: "text", nullable: true),
                    Verdict = table.Column<string>(type: "text", nullable: true),
                    ApprovedBy = table.Column<string>(type: "text", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    NotifiedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    NotifiedTo = table.Column<string>(type: "text", nullable: false),
                    RisksDecided = table.Column<int>(type: "integer", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedBecause = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImpactAssessment", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ImpactAssessment_AiSystem_SystemId",
                        column: x => x.SystemId,
                        principalTable: "AiSystem",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ImpactMark",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SystemId = table.Column<Guid>(type: "uuid", nullable: false),
                    Because = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImpactMark", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ImpactMark_AiSystem_SystemId",
                        column: x => x.SystemId,
                        principalTable: "AiSystem",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CandidateRisk",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Effect = table.Column<int>(type: "integer", nullable: false),
                    RiskRef = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CandidateRisk", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CandidateRisk_ImpactAssessment_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "ImpactAssessment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CandidateRisk_AssessmentId_Effect",
                table: "CandidateRisk",
                columns: new[] { "AssessmentId", "Effect" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ImpactAssessment_Ref",
                table: "ImpactAssessment",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ImpactAssessment_SystemId",
                table: "ImpactAssessment",
                column: "SystemId");

            migrationBuilder.CreateIndex(
                name: "IX_ImpactAssessment_UnitId",
                table: "ImpactAssessment",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_ImpactMark_SystemId",
                table: "ImpactMark",
                column: "SystemId");

            migrationBuilder.CreateIndex(
                name: "IX_ImpactMark_UnitId",
                table: "ImpactMark",
                column: "UnitId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CandidateRisk");

            migrationBuilder.DropTable(
                name: "ImpactMark");

            migrationBuilder.DropTable(
                name: "ImpactAssessment");
        }
    }
}
