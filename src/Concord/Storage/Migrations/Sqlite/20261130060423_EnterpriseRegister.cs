using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class EnterpriseRegister : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "OwnerId",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "TEXT");

            migrationBuilder.AddColumn<string>(
                name: "Appetite",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Category",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Impact",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Likelihood",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "NextReview",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OwnerAs",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Scale",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SourceId",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SourceSystem",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Status",
                table: "EnterpriseRisk",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CommitteeMeeting",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Ref = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Committee = table.Column<string>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    ContentSha256 = table.Column<string>(type: "TEXT", nullable: false),
                    MarkedBy = table.Column<string>(type: "TEXT", nullable: false),
                    MarkedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommitteeMeeting", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RegisterConflict",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Ref = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    UnitId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RiskRef = table.Column<string>(type: "TEXT", nullable: false),
                    Field = table.Column<string>(type: "TEXT", nullable: false),
                    Theirs = table.Column<string>(type: "TEXT", nullable: false),
                    Ours = table.Column<string>(type: "TEXT", nullable: false),
                    File = table.Column<string>(type: "TEXT", nullable: false),
                    SourceSystem = table.Column<string>(type: "TEXT", nullable: false),
                    NoticedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: false),
                    ResolvedBy = table.Column<string>(type: "TEXT", nullable: false),
                    ResolvedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegisterConflict", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ScaleRevision",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Ref = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    ScaleId = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    TextSha256 = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    ProposedBy = table.Column<string>(type: "TEXT", nullable: false),
                    ProposedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ApprovedBy = table.Column<string>(type: "TEXT", nullable: false),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaleRevision", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_EnterpriseRisk_SourceId",
                table: "EnterpriseRisk",
                column: "SourceId");

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
                name: "IX_ScaleRevision_Ref",
                table: "ScaleRevision",
                column: "Ref",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CommitteeMeeting");

            migrationBuilder.DropTable(
                name: "RegisterConflict");

            migrationBuilder.DropTable(
                name: "ScaleRevision");

            migrationBuilder.DropIndex(
                name: "IX_EnterpriseRisk_SourceId",
                table: "EnterpriseRisk");

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
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "TEXT",
                oldNullable: true);
        }
    }
}
