using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LibraryClassificationIncidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "AffectedIsOpen",
                table: "Incident",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Entries",
                table: "Incident",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PlaceId",
                table: "Incident",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Progress",
                table: "Incident",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ReportedAt",
                table: "Incident",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ReportedBy",
                table: "Incident",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Severity",
                table: "Incident",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClassifiedBy",
                table: "AiSystem",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DeclaredBeside",
                table: "AiSystem",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Concern",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    About = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    IncidentRef = table.Column<string>(type: "text", nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Concern", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ConcernLetter",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ConcernId = table.Column<Guid>(type: "uuid", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    About = table.Column<string>(type: "text", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConcernLetter", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ConcernReceipt",
                columns: table => new
                {
                    ConcernId = table.Column<Guid>(type: "uuid", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConcernReceipt", x => x.ConcernId);
                });

            migrationBuilder.CreateTable(
                name: "IncidentDecision",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    IncidentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Reference = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IncidentDecision", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IncidentDecision_Incident_IncidentId",
                        column: x => x.IncidentId,
                        principalTable: "Incident",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "IncidentFact",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    IncidentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "text", nullable: false),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    WithdrawnBy = table.Column<Guid>(type: "uuid", nullable: true),
                    WithdrawnAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    WithdrawnBecause = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IncidentFact", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IncidentFact_Incident_IncidentId",
                        column: x => x.IncidentId,
                        principalTable: "Incident",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "IncidentMessage",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    IncidentId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    To = table.Column<string>(type: "text", nullable: false),
                    Channel = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    Clock = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IncidentMessage", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IncidentMessage_Incident_IncidentId",
                        column: x => x.IncidentId,
                        principalTable: "Incident",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "IncidentStep",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    IncidentId = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<string>(type: "text", nullable: false),
                    To = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Whys = table.Column<List<string>>(type: "text[]", nullable: false),
                    Cause = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IncidentStep", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IncidentStep_Incident_IncidentId",
                        column: x => x.IncidentId,
                        principalTable: "Incident",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "LibraryRevision",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Editions = table.Column<List<string>>(type: "text[]", nullable: false),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false),
                    ContentSha256 = table.Column<string>(type: "text", nullable: false),
                    InstalledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AcceptedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    AcceptedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    Changed = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LibraryRevision", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SystemClassification",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    SystemId = table.Column<Guid>(type: "uuid", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Facts = table.Column<List<string>>(type: "text[]", nullable: false),
                    AsOf = table.Column<DateOnly>(type: "date", nullable: false),
                    Reasoning = table.Column<string>(type: "text", nullable: false),
                    Documents = table.Column<List<string>>(type: "text[]", nullable: false),
                    Authors = table.Column<List<string>>(type: "text[]", nullable: false),
                    DraftedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Returned = table.Column<string>(type: "text", nullable: false),
                    ProposedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Basis = table.Column<List<string>>(type: "text[]", nullable: false),
                    RulePack = table.Column<string>(type: "text", nullable: false),
                    RulePackSha256 = table.Column<string>(type: "text", nullable: false),
                    Outcome = table.Column<string>(type: "text", nullable: false),
                    OutcomeSha256 = table.Column<string>(type: "text", nullable: false),
                    Tier = table.Column<string>(type: "text", nullable: false),
                    ApprovedBy = table.Column<string>(type: "text", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SystemClassification", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SystemClassification_AiSystem_SystemId",
                        column: x => x.SystemId,
                        principalTable: "AiSystem",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ConcernWord",
                columns: table => new
                {
                    ConcernId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConcernWord", x => new { x.ConcernId, x.Number });
                    table.ForeignKey(
                        name: "FK_ConcernWord_Concern_ConcernId",
                        column: x => x.ConcernId,
                        principalTable: "Concern",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Concern_Ref",
                table: "Concern",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Concern_UnitId",
                table: "Concern",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_IncidentDecision_IncidentId",
                table: "IncidentDecision",
                column: "IncidentId");

            migrationBuilder.CreateIndex(
                name: "IX_IncidentFact_IncidentId",
                table: "IncidentFact",
                column: "IncidentId");

            migrationBuilder.CreateIndex(
                name: "IX_IncidentMessage_IncidentId",
                table: "IncidentMessage",
                column: "IncidentId");

            migrationBuilder.CreateIndex(
                name: "IX_IncidentStep_IncidentId",
                table: "IncidentStep",
                column: "IncidentId");

            migrationBuilder.CreateIndex(
                name: "IX_LibraryRevision_Ref",
                table: "LibraryRevision",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SystemClassification_Ref",
                table: "SystemClassification",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SystemClassification_SystemId",
                table: "SystemClassification",
                column: "SystemId");

            migrationBuilder.CreateIndex(
                name: "IX_SystemClassification_UnitId",
                table: "SystemClassification",
                column: "UnitId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ConcernLetter");

            migrationBuilder.DropTable(
                name: "ConcernReceipt");

            migrationBuilder.DropTable(
                name: "ConcernWord");

            migrationBuilder.DropTable(
                name: "IncidentDecision");

            migrationBuilder.DropTable(
                name: "IncidentFact");

            migrationBuilder.DropTable(
                name: "IncidentMessage");

            migrationBuilder.DropTable(
                name: "IncidentStep");

            migrationBuilder.DropTable(
                name: "LibraryRevision");

            migrationBuilder.DropTable(
                name: "SystemClassification");

            migrationBuilder.DropTable(
                name: "Concern");

            migrationBuilder.DropColumn(
                name: "AffectedIsOpen",
                table: "Incident");

            migrationBuilder.DropColumn(
                name: "Entries",
                table: "Incident");

            migrationBuilder.DropColumn(
                name: "PlaceId",
                table: "Incident");

            migrationBuilder.DropColumn(
                name: "Progress",
                table: "Incident");

            migrationBuilder.DropColumn(
                name: "ReportedAt",
                table: "Incident");

            migrationBuilder.DropColumn(
                name: "ReportedBy",
                table: "Incident");

            migrationBuilder.DropColumn(
                name: "Severity",
                table: "Incident");

            migrationBuilder.DropColumn(
                name: "ClassifiedBy",
                table: "AiSystem");

            migrationBuilder.DropColumn(
                name: "DeclaredBeside",
                table: "AiSystem");
        }
    }
}
