using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RiskAssessmentTreatmentAcceptance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "AcceptedUntil",
                table: "Risk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "AssessedAt",
                table: "Risk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "AssessedBy",
                table: "Risk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Assessments",
                table: "Risk",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CurrentDimensions",
                table: "Risk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "InherentDimensions",
                table: "Risk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ReassessDueOn",
                table: "Risk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ResidualDimensions",
                table: "Risk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TargetConsequence",
                table: "Risk",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TargetDimensions",
                table: "Risk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TargetLikelihood",
                table: "Risk",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Treatments",
                table: "Risk",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RiskAcceptance",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    RiskId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Likelihood = table.Column<int>(type: "INTEGER", nullable: false),
                    Consequence = table.Column<int>(type: "INTEGER", nullable: false),
                    Band = table.Column<string>(type: "TEXT", nullable: false),
                    Needed = table.Column<string>(type: "TEXT", nullable: false),
                    ReachedAs = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RiskAcceptance", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RiskAcceptance_Risk_RiskId",
                        column: x => x.RiskId,
                        principalTable: "Risk",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RiskAsk",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    RiskId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Because = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RiskAsk", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RiskAsk_Risk_RiskId",
                        column: x => x.RiskId,
                        principalTable: "Risk",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RiskAssessment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    RiskId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: false),
                    CriteriaVersion = table.Column<string>(type: "TEXT", nullable: false),
                    InherentLikelihood = table.Column<int>(type: "INTEGER", nullable: false),
                    Inherent = table.Column<string>(type: "TEXT", nullable: false),
                    CurrentLikelihood = table.Column<int>(type: "INTEGER", nullable: false),
                    Current = table.Column<string>(type: "TEXT", nullable: false),
                    ResidualLikelihood = table.Column<int>(type: "INTEGER", nullable: true),
                    Residual = table.Column<string>(type: "TEXT", nullable: true),
                    TargetLikelihood = table.Column<int>(type: "INTEGER", nullable: true),
                    Target = table.Column<string>(type: "TEXT", nullable: true),
                    Basis = table.Column<string>(type: "TEXT", nullable: false),
                    Controls = table.Column<string>(type: "TEXT", nullable: false),
                    Grounds = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RiskAssessment", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RiskAssessment_Risk_RiskId",
                        column: x => x.RiskId,
                        principalTable: "Risk",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RiskTreatment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    RiskId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Option = table.Column<string>(type: "TEXT", nullable: false),
                    Plan = table.Column<string>(type: "TEXT", nullable: false),
                    Controls = table.Column<string>(type: "TEXT", nullable: false),
                    ResidualLikelihood = table.Column<int>(type: "INTEGER", nullable: true),
                    Residual = table.Column<string>(type: "TEXT", nullable: true),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RiskTreatment", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RiskTreatment_Risk_RiskId",
                        column: x => x.RiskId,
                        principalTable: "Risk",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_RiskAcceptance_RiskId",
                table: "RiskAcceptance",
                column: "RiskId");

            migrationBuilder.CreateIndex(
                name: "IX_RiskAsk_RiskId",
                table: "RiskAsk",
                column: "RiskId");

            migrationBuilder.CreateIndex(
                name: "IX_RiskAssessment_RiskId_Number",
                table: "RiskAssessment",
                columns: new[] { "RiskId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RiskTreatment_RiskId_Number",
                table: "RiskTreatment",
                columns: new[] { "RiskId", "Number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RiskAcceptance");

            migrationBuilder.DropTable(
                name: "RiskAsk");

            migrationBuilder.DropTable(
                name: "RiskAssessment");

            migrationBuilder.DropTable(
                name: "RiskTreatment");

            migrationBuilder.DropColumn(
                name: "AcceptedUntil",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "AssessedAt",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "AssessedBy",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "Assessments",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "CurrentDimensions",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "InherentDimensions",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "ReassessDueOn",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "ResidualDimensions",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "TargetConsequence",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "TargetDimensions",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "TargetLikelihood",
                table: "Risk");

            migrationBuilder.DropColumn(
                name: "Treatments",
                table: "Risk");
        }
    }
}
