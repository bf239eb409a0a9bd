using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Classification : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "SystemClassification");

            migrationBuilder.DropColumn(
                name: "ClassifiedBy",
                table: "AiSystem");

            migrationBuilder.DropColumn(
                name: "DeclaredBeside",
                table: "AiSystem");
        }
    }
}
