using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DocumentControl : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "OwnerId",
                table: "Document",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Retention",
                table: "Document",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RetentionMonths",
                table: "Document",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ReviewDueOn",
                table: "Document",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ReviewEveryMonths",
                table: "Document",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ReviewedOn",
                table: "Document",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DocumentReview",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DocumentId = table.Column<Guid>(type: "uuid", nullable: false),
                    RevisionNumber = table.Column<int>(type: "integer", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentReview", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DocumentReview_Document_DocumentId",
                        column: x => x.DocumentId,
                        principalTable: "Document",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DocumentRevision",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DocumentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    Sha256 = table.Column<string>(type: "text", nullable: false),
                    Path = table.Column<string>(type: "text", nullable: false),
                    FileName = table.Column<string>(type: "text", nullable: false),
                    MediaType = table.Column<string>(type: "text", nullable: false),
                    Bytes = table.Column<long>(type: "bigint", nullable: false),
                    Location = table.Column<string>(type: "text", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false),
                    Authors = table.Column<List<string>>(type: "text[]", nullable: false),
                    Requirements = table.Column<List<string>>(type: "text[]", nullable: false),
                    Round = table.Column<int>(type: "integer", nullable: false),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    PublishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndReason = table.Column<string>(type: "text", nullable: false),
                    AskedRoles = table.Column<List<string>>(type: "text[]", nullable: false),
                    AskedUnits = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentRevision", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DocumentRevision_Document_DocumentId",
                        column: x => x.DocumentId,
                        principalTable: "Document",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "GapAnalysis",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false),
                    LeadId = table.Column<Guid>(type: "uuid", nullable: false),
                    StartedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    EndedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    EndedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Result = table.Column<string>(type: "text", nullable: false),
                    ResultSha256 = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GapAnalysis", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DocumentAcknowledgement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    RevisionId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentAcknowledgement", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DocumentAcknowledgement_DocumentRevision_RevisionId",
                        column: x => x.RevisionId,
                        principalTable: "DocumentRevision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DocumentApproval",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    RevisionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Round = table.Column<int>(type: "integer", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Decision = table.Column<string>(type: "text", nullable: false),
                    Remark = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentApproval", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DocumentApproval_DocumentRevision_RevisionId",
                        column: x => x.RevisionId,
                        principalTable: "DocumentRevision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DocumentSection",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    RevisionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Heading = table.Column<string>(type: "text", nullable: false),
                    Requirements = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentSection", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DocumentSection_DocumentRevision_RevisionId",
                        column: x => x.RevisionId,
                        principalTable: "DocumentRevision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DocumentText",
                columns: table => new
                {
                    RevisionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentText", x => x.RevisionId);
                    table.ForeignKey(
                        name: "FK_DocumentText_DocumentRevision_RevisionId",
                        column: x => x.RevisionId,
                        principalTable: "DocumentRevision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Document_ReviewDueOn",
                table: "Document",
                column: "ReviewDueOn");

            migrationBuilder.CreateIndex(
                name: "IX_DocumentAcknowledgement_RevisionId_PersonId",
                table: "DocumentAcknowledgement",
                columns: new[] { "RevisionId", "PersonId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DocumentApproval_PersonId",
                table: "DocumentApproval",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_DocumentApproval_RevisionId_Round_PersonId",
                table: "DocumentApproval",
                columns: new[] { "RevisionId", "Round", "PersonId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DocumentReview_DocumentId",
                table: "DocumentReview",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_DocumentRevision_DocumentId",
                table: "DocumentRevision",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_DocumentRevision_Ref",
                table: "DocumentRevision",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DocumentSection_RevisionId",
                table: "DocumentSection",
                column: "RevisionId");

            migrationBuilder.CreateIndex(
                name: "IX_GapAnalysis_Ref",
                table: "GapAnalysis",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GapAnalysis_UnitId",
                table: "GapAnalysis",
                column: "UnitId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DocumentAcknowledgement");

            migrationBuilder.DropTable(
                name: "DocumentApproval");

            migrationBuilder.DropTable(
                name: "DocumentReview");

            migrationBuilder.DropTable(
                name: "DocumentSection");

            migrationBuilder.DropTable(
                name: "DocumentText");

            migrationBuilder.DropTable(
                name: "GapAnalysis");

            migrationBuilder.DropTable(
                name: "DocumentRevision");

            migrationBuilder.DropIndex(
                name: "IX_Document_ReviewDueOn",
                table: "Document");

            migrationBuilder.DropColumn(
                name: "OwnerId",
                table: "Document");

            migrationBuilder.DropColumn(
                name: "Retention",
                table: "Document");

            migrationBuilder.DropColumn(
                name: "RetentionMonths",
                table: "Document");

            migrationBuilder.DropColumn(
                name: "ReviewDueOn",
                table: "Document");

            migrationBuilder.DropColumn(
                name: "ReviewEveryMonths",
                table: "Document");

            migrationBuilder.DropColumn(
                name: "ReviewedOn",
                table: "Document");
        }
    }
}
