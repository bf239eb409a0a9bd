using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class GapAnalysis : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Justification",
                table: "RequirementState",
                type: "text",
                nullable: true);

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
                name: "GapAnalysis");

            migrationBuilder.DropTable(
                name: "InterviewAnswer");

            migrationBuilder.DropTable(
                name: "InterviewLink");

            migrationBuilder.DropTable(
                name: "ListedSystem");

            migrationBuilder.DropTable(
                name: "PolicyFinding");

            migrationBuilder.DropTable(
                name: "PolicyPart");

            migrationBuilder.DropTable(
                name: "StatementRevision");

            migrationBuilder.DropTable(
                name: "Interview");

            migrationBuilder.DropTable(
                name: "PolicySource");

            migrationBuilder.DropColumn(
                name: "Justification",
                table: "RequirementState");
        }
    }
}
