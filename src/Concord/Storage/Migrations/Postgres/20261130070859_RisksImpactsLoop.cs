using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RisksImpactsLoop : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "AcceptedUntil",
                table: "Risk",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "AssessedAt",
                table: "Risk",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "AssessedBy",
                table: "Risk",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Assessments",
                table: "Risk",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CurrentDimensions",
                table: "Risk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "InherentDimensions",
                table: "Risk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ReassessDueOn",
                table: "Risk",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ResidualDimensions",
                table: "Risk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TargetConsequence",
                table: "Risk",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TargetDimensions",
                table: "Risk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TargetLikelihood",
                table: "Risk",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Treatments",
                table: "Risk",
                type: "integer",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "OwnerId",
                table: "EnterpriseRisk",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "Appetite",
                table: "EnterpriseRisk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Category",
                table: "EnterpriseRisk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Impact",
                table: "EnterpriseRisk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Likelihood",
                table: "EnterpriseRisk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "NextReview",
                table: "EnterpriseRisk",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OwnerAs",
                table: "EnterpriseRisk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Scale",
                table: "EnterpriseRisk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SourceId",
                table: "EnterpriseRisk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SourceSystem",
                table: "EnterpriseRisk",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Status",
                table: "EnterpriseRisk",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CommitteeDecision",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    Question = table.Column<string>(type: "text", nullable: false),
                    Source = table.Column<string>(type: "text", nullable: false),
                    SystemRef = table.Column<string>(type: "text", nullable: false),
                    What = table.Column<string>(type: "text", nullable: false),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Outcome = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    LookAgainOn = table.Column<DateOnly>(type: "date", nullable: true),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommitteeDecision", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CommitteeMeeting",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Committee = table.Column<string>(type: "text", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    ContentSha256 = table.Column<string>(type: "text", nullable: false),
                    MarkedBy = table.Column<string>(type: "text", nullable: false),
                    MarkedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommitteeMeeting", x => x.Id);
                });

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
                name: "LoopRuleRevision",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Label = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    TextSha256 = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    Authors = table.Column<List<string>>(type: "text[]", nullable: false),
                    WrittenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<string>(type: "text", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    WithdrawnAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LoopRuleRevision", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RegisterConflict",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    RiskRef = table.Column<string>(type: "text", nullable: false),
                    Field = table.Column<string>(type: "text", nullable: false),
                    Theirs = table.Column<string>(type: "text", nullable: false),
                    Ours = table.Column<string>(type: "text", nullable: false),
                    File = table.Column<string>(type: "text", nullable: false),
                    SourceSystem = table.Column<string>(type: "text", nullable: false),
                    NoticedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false),
                    ResolvedBy = table.Column<string>(type: "text", nullable: false),
                    ResolvedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegisterConflict", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RiskAcceptance",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    RiskId = table.Column<Guid>(type: "uuid", nullable: false),
                    Likelihood = table.Column<int>(type: "integer", nullable: false),
                    Consequence = table.Column<int>(type: "integer", nullable: false),
                    Band = table.Column<string>(type: "text", nullable: false),
                    Needed = table.Column<string>(type: "text", nullable: false),
                    ReachedAs = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false)
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
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    RiskId = table.Column<Guid>(type: "uuid", nullable: false),
                    Because = table.Column<string>(type: "text", nullable: false),
                    From = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
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
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    RiskId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false),
                    CriteriaVersion = table.Column<string>(type: "text", nullable: false),
                    InherentLikelihood = table.Column<int>(type: "integer", nullable: false),
                    Inherent = table.Column<string>(type: "text", nullable: false),
                    CurrentLikelihood = table.Column<int>(type: "integer", nullable: false),
                    Current = table.Column<string>(type: "text", nullable: false),
                    ResidualLikelihood = table.Column<int>(type: "integer", nullable: true),
                    Residual = table.Column<string>(type: "text", nullable: true),
                    TargetLikelihood = table.Column<int>(type: "integer", nullable: true),
                    Target = table.Column<string>(type: "text", nullable: true),
                    Basis = table.Column<List<string>>(type: "text[]", nullable: false),
                    Controls = table.Column<List<string>>(type: "text[]", nullable: false),
                    Grounds = table.Column<string>(type: "text", nullable: false)
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
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    RiskId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Option = table.Column<string>(type: "text", nullable: false),
                    Plan = table.Column<string>(type: "text", nullable: false),
                    Controls = table.Column<List<string>>(type: "text[]", nullable: false),
                    ResidualLikelihood = table.Column<int>(type: "integer", nullable: true),
                    Residual = table.Column<string>(type: "text", nullable: true),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "ScaleRevision",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    ScaleId = table.Column<string>(type: "text", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    TextSha256 = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    ProposedBy = table.Column<string>(type: "text", nullable: false),
                    ProposedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<string>(type: "text", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaleRevision", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SignalCase",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SignalRef = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Severity = table.Column<string>(type: "text", nullable: false),
                    Tier = table.Column<string>(type: "text", nullable: false),
                    Metric = table.Column<string>(type: "text", nullable: false),
                    IsSeries = table.Column<bool>(type: "boolean", nullable: false),
                    Windows = table.Column<int>(type: "integer", nullable: false),
                    Under = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignalCase", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SignalConsequence",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SignalRef = table.Column<string>(type: "text", nullable: false),
                    SystemRef = table.Column<string>(type: "text", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Target = table.Column<string>(type: "text", nullable: false),
                    Rules = table.Column<List<string>>(type: "text[]", nullable: false),
                    Under = table.Column<string>(type: "text", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedBecause = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignalConsequence", x => x.Id);
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
                name: "IX_EnterpriseRisk_SourceId",
                table: "EnterpriseRisk",
                column: "SourceId");

            migrationBuilder.CreateIndex(
                name: "IX_CandidateRisk_AssessmentId_Effect",
                table: "CandidateRisk",
                columns: new[] { "AssessmentId", "Effect" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CommitteeDecision_Question_Source",
                table: "CommitteeDecision",
                columns: new[] { "Question", "Source" });

            migrationBuilder.CreateIndex(
                name: "IX_CommitteeDecision_Ref",
                table: "CommitteeDecision",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CommitteeDecision_UnitId",
                table: "CommitteeDecision",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_CommitteeMeeting_Day",
                table: "CommitteeMeeting",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_CommitteeMeeting_Ref",
                table: "CommitteeMeeting",
                column: "Ref",
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

            migrationBuilder.CreateIndex(
                name: "IX_LoopRuleRevision_Ref",
                table: "LoopRuleRevision",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LoopRuleRevision_State",
                table: "LoopRuleRevision",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_RegisterConflict_Ref",
                table: "RegisterConflict",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RegisterConflict_RiskRef",
                table: "RegisterConflict",
                column: "RiskRef");

            migrationBuilder.CreateIndex(
                name: "IX_RegisterConflict_UnitId",
                table: "RegisterConflict",
                column: "UnitId");

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

            migrationBuilder.CreateIndex(
                name: "IX_ScaleRevision_Ref",
                table: "ScaleRevision",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SignalCase_At",
                table: "SignalCase",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_SignalCase_SignalRef",
                table: "SignalCase",
                column: "SignalRef");

            migrationBuilder.CreateIndex(
                name: "IX_SignalCase_UnitId",
                table: "SignalCase",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_SignalConsequence_Kind",
                table: "SignalConsequence",
                column: "Kind");

            migrationBuilder.CreateIndex(
                name: "IX_SignalConsequence_SignalRef",
                table: "SignalConsequence",
                column: "SignalRef");

            migrationBuilder.CreateIndex(
                name: "IX_SignalConsequence_SystemRef_At",
                table: "SignalConsequence",
                columns: new[] { "SystemRef", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SignalConsequence_UnitId",
                table: "SignalConsequence",
                column: "UnitId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CandidateRisk");

            migrationBuilder.DropTable(
                name: "CommitteeDecision");

            migrationBuilder.DropTable(
                name: "CommitteeMeeting");

            migrationBuilder.DropTable(
                name: "ImpactMark");

            migrationBuilder.DropTable(
                name: "LoopRuleRevision");

            migrationBuilder.DropTable(
                name: "RegisterConflict");

            migrationBuilder.DropTable(
                name: "RiskAcceptance");

            migrationBuilder.DropTable(
                name: "RiskAsk");

            migrationBuilder.DropTable(
                name: "RiskAssessment");

            migrationBuilder.DropTable(
                name: "RiskTreatment");

            migrationBuilder.DropTable(
                name: "ScaleRevision");

            migrationBuilder.DropTable(
                name: "SignalCase");

            migrationBuilder.DropTable(
                name: "SignalConsequence");

            migrationBuilder.DropTable(
                name: "ImpactAssessment");

            migrationBuilder.DropIndex(
                name: "IX_EnterpriseRisk_SourceId",
                table: "EnterpriseRisk");

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

            migrationBuilder.DropColumn(
                name: "Appetite",
                table: "EnterpriseRisk");

            migrationBuilder.DropColumn(
                name: "Category",
                table: "EnterpriseRisk");

            migrationBuilder.DropColumn(
                name: "Impact",
                table: "EnterpriseRisk");

            migrationBuilder.DropColumn(
                name: "Likelihood",
                table: "EnterpriseRisk");

            migrationBuilder.DropColumn(
                name: "NextReview",
                table: "EnterpriseRisk");

            migrationBuilder.DropColumn(
                name: "OwnerAs",
                table: "EnterpriseRisk");

            migrationBuilder.DropColumn(
                name: "Scale",
                table: "EnterpriseRisk");

            migrationBuilder.DropColumn(
                name: "SourceId",
                table: "EnterpriseRisk");

            migrationBuilder.DropColumn(
                name: "SourceSystem",
                table: "EnterpriseRisk");

            migrationBuilder.DropColumn(
                name: "Status",
                table: "EnterpriseRisk");

            migrationBuilder.AlterColumn<Guid>(
                name: "OwnerId",
                table: "EnterpriseRisk",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
