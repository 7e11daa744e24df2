using ElasticJobs.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ElasticJobs.Storage.Migrations;

[DbContext(typeof(ElasticJobsDbContext))]
[Migration(Id)]
internal sealed class Deployments : Migration
{
    public const string Id = "20261129140000_Deployments";

    protected override void Up(MigrationBuilder migrationBuilder) => MigrationScript.Run(migrationBuilder, "deployments");
}
