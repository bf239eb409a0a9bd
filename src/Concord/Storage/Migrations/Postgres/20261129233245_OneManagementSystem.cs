using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OneManagementSystem : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Justification",
                table: "RequirementState",
                type: "text",
                nullable: true);

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
                name: "Interview",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    Analysis = table.Column<string>(type: "text", nullable: false),
                    Role = table.Column<string>(type: "text", nullable: false),
                    IntervieweeId = table.Column<Guid>(type: "uuid", nullable: true),
                    IntervieweeName = table.Column<string>(type: "text", nullable: false),
                    IntervieweeEmail = table.Column<string>(type: "text", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    InterviewerId = table.Column<Guid>(type: "uuid", nullable: false),
                    HeldOn = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Objection = table.Column<string>(type: "text", nullable: false),
                    SignedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    SignedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    SignedSha256 = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Interview", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InterviewLink",
                columns: table => new
                {
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    InterviewId = table.Column<Guid>(type: "uuid", nullable: false),
                    Expires = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UsedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InterviewLink", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "ListedSystem",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    Analysis = table.Column<string>(type: "text", nullable: false),
                    List = table.Column<string>(type: "text", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false),
                    SystemRef = table.Column<string>(type: "text", nullable: false),
                    NoSystemBecause = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ListedSystem", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PlannedAction",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false),
                    What = table.Column<string>(type: "text", nullable: false),
                    Source = table.Column<string>(type: "text", nullable: false),
                    Cause = table.Column<string>(type: "text", nullable: false),
                    Requirements = table.Column<List<string>>(type: "text[]", nullable: false),
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    EffortDays = table.Column<double>(type: "double precision", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false),
                    PlannedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    PlannedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Outcome = table.Column<string>(type: "text", nullable: false),
                    EndedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlannedAction", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PolicyFinding",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    Analysis = table.Column<string>(type: "text", nullable: false),
                    Requirement = table.Column<string>(type: "text", nullable: false),
                    Suggested = table.Column<string>(type: "text", nullable: false),
                    Quoted = table.Column<string>(type: "text", nullable: false),
                    Reviewed = table.Column<string>(type: "text", nullable: true),
                    ReviewedFrom = table.Column<string>(type: "text", nullable: true),
                    ReviewReason = table.Column<string>(type: "text", nullable: false),
                    ReviewedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ReviewedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PolicyFinding", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PolicySource",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    UnitId = table.Column<Guid>(type: "uuid", nullable: false),
                    Analysis = table.Column<string>(type: "text", nullable: false),
                    File = table.Column<string>(type: "text", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false),
                    Sha256 = table.Column<string>(type: "text", nullable: false),
                    Blocks = table.Column<string>(type: "text", nullable: false),
                    ReadBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ReadAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PolicySource", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "StatementRevision",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    AsOf = table.Column<DateOnly>(type: "date", nullable: false),
                    Standards = table.Column<List<string>>(type: "text[]", nullable: false),
                    Applicable = table.Column<int>(type: "integer", nullable: false),
                    Excluded = table.Column<int>(type: "integer", nullable: false),
                    NotDecided = table.Column<int>(type: "integer", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    ContentSha256 = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    DraftedBy = table.Column<string>(type: "text", nullable: false),
                    DraftedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ApprovedBy = table.Column<string>(type: "text", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StatementRevision", x => x.Id);
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

            migrationBuilder.CreateTable(
                name: "InterviewAnswer",
                columns: table => new
                {
                    InterviewId = table.Column<Guid>(type: "uuid", nullable: false),
                    Question = table.Column<string>(type: "text", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Asked = table.Column<string>(type: "text", nullable: false),
                    Requirements = table.Column<List<string>>(type: "text[]", nullable: false),
                    Rating = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    Remark = table.Column<string>(type: "text", nullable: false),
                    NotedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    NotedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InterviewAnswer", x => new { x.InterviewId, x.Question });
                    table.ForeignKey(
                        name: "FK_InterviewAnswer_Interview_InterviewId",
                        column: x => x.InterviewId,
                        principalTable: "Interview",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PolicyPart",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SourceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Heading = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PolicyPart", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PolicyPart_PolicySource_SourceId",
                        column: x => x.SourceId,
                        principalTable: "PolicySource",
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

            migrationBuilder.CreateIndex(
                name: "IX_Interview_Analysis",
                table: "Interview",
                column: "Analysis");

            migrationBuilder.CreateIndex(
                name: "IX_Interview_Ref",
                table: "Interview",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Interview_UnitId",
                table: "Interview",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_InterviewLink_InterviewId",
                table: "InterviewLink",
                column: "InterviewId");

            migrationBuilder.CreateIndex(
                name: "IX_ListedSystem_Analysis",
                table: "ListedSystem",
                column: "Analysis");

            migrationBuilder.CreateIndex(
                name: "IX_ListedSystem_Ref",
                table: "ListedSystem",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ListedSystem_UnitId",
                table: "ListedSystem",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedAction_Ref",
                table: "PlannedAction",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PlannedAction_Source_Cause",
                table: "PlannedAction",
                columns: new[] { "Source", "Cause" });

            migrationBuilder.CreateIndex(
                name: "IX_PlannedAction_State_DueOn",
                table: "PlannedAction",
                columns: new[] { "State", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_PlannedAction_UnitId",
                table: "PlannedAction",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_PolicyFinding_Analysis_Requirement",
                table: "PolicyFinding",
                columns: new[] { "Analysis", "Requirement" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PolicyFinding_Ref",
                table: "PolicyFinding",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PolicyFinding_UnitId",
                table: "PolicyFinding",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_PolicyPart_SourceId",
                table: "PolicyPart",
                column: "SourceId");

            migrationBuilder.CreateIndex(
                name: "IX_PolicySource_Analysis_File",
                table: "PolicySource",
                columns: new[] { "Analysis", "File" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PolicySource_Ref",
                table: "PolicySource",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PolicySource_UnitId",
                table: "PolicySource",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_StatementRevision_Number",
                table: "StatementRevision",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StatementRevision_Ref",
                table: "StatementRevision",
                column: "Ref",
                unique: true);

            migrationBuilder.Sql("""
                CREATE INDEX "IX_PolicyPart_Words" ON "PolicyPart" USING gin (to_tsvector('english', "Heading" || ' ' || "Text"));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP INDEX "IX_PolicyPart_Words";""");

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
                name: "InterviewAnswer");

            migrationBuilder.DropTable(
                name: "InterviewLink");

            migrationBuilder.DropTable(
                name: "ListedSystem");

            migrationBuilder.DropTable(
                name: "PlannedAction");

            migrationBuilder.DropTable(
                name: "PolicyFinding");

            migrationBuilder.DropTable(
                name: "PolicyPart");

            migrationBuilder.DropTable(
                name: "StatementRevision");

            migrationBuilder.DropTable(
                name: "DocumentRevision");

            migrationBuilder.DropTable(
                name: "Interview");

            migrationBuilder.DropTable(
                name: "PolicySource");

            migrationBuilder.DropIndex(
                name: "IX_Document_ReviewDueOn",
                table: "Document");

            migrationBuilder.DropColumn(
                name: "Justification",
                table: "RequirementState");

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
