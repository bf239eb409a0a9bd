using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReuseJudgements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ReuseJudgement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Ref = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Requirement = table.Column<string>(type: "text", nullable: false),
                    SourceStandard = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    Strength = table.Column<string>(type: "text", nullable: false),
                    SourceKeys = table.Column<List<string>>(type: "text[]", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    IsOverride = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReuseJudgement", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ReuseJudgement_Ref",
                table: "ReuseJudgement",
                column: "Ref",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReuseJudgement_Requirement_SourceStandard_By",
                table: "ReuseJudgement",
                columns: new[] { "Requirement", "SourceStandard", "By" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ReuseJudgement");
        }
    }
}
