using ElasticJobs.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ElasticJobs.Storage.Migrations;

[DbContext(typeof(ElasticJobsDbContext))]
[Migration(Id)]
internal sealed class ScalingDecisions : Migration
{
    public const string Id = "20261129160000_ScalingDecisions";

    protected override void Up(MigrationBuilder migrationBuilder) => MigrationScript.Run(migrationBuilder, "scaling_decisions");
}
