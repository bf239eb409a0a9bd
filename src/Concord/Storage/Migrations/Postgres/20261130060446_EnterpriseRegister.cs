using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Concord.Storage.Migrations.Postgres
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
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
